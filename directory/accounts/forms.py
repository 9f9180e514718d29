"""allauth's forms, where the portal asks differently."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm as StockChangePasswordForm
from allauth.account.forms import RequestLoginCodeForm as StockRequestLoginCodeForm
from allauth.account.forms import ResetPasswordForm as StockResetPasswordForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm as StockAuthenticateForm
from allauth.mfa.base.forms import BaseAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as StockReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm as StockActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm as StockAddWebAuthnForm
from allauth.mfa.webauthn.forms import EditWebAuthnForm as StockEditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import User
from . import lockout
from .second_factor import step_of, take

TONGUES = [("vi", "Tiếng Việt"), ("en", "English")]  # each in itself, so that anyone finds it


class ChangePasswordForm(StockChangePasswordForm):
    """The old password is tried as at sign-in: counted, so that an open session guesses no more."""

    def clean_oldpassword(self) -> str:
        password = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


class RequestLoginCodeForm(StockRequestLoginCodeForm):
    """A code by mail, for enterprises: officers always show their password."""

    _user: User | None

    def clean_email(self) -> str:
        lockout.spend(context.request, lockout.mails(context.request, self.cleaned_data["email"]))
        email = super().clean_email()
        if self._user and self._user.is_staff:
            self._user = None
        return email


class ResetPasswordForm(StockResetPasswordForm):
    """A link by mail to set a new password; accounts that never had one sign in by code."""

    users: list[User]

    def clean_email(self) -> str:
        lockout.spend(context.request, lockout.mails(context.request, self.cleaned_data["email"]))
        email = super().clean_email()
        self.users = [user for user in self.users if user.has_usable_password()]
        return email


class TakesCode(BaseAuthenticateForm):
    """A code of the second factor, used up in the database when it is right."""

    def clean_code(self) -> str:
        spent = lockout.codes(context.request, self.user)
        lockout.spend(context.request, spent)
        code = self.cleaned_data["code"]
        self.authenticator = take(self.user, code)
        if self.authenticator is None:
            raise get_adapter().validation_error("incorrect_code")
        lockout.give_back(spent)
        self.authenticator.user = self.user
        return code


class AuthenticateForm(TakesCode, StockAuthenticateForm):
    pass


class ReauthenticateForm(TakesCode, StockReauthenticateForm):
    pass


class ActivateTOTPForm(StockActivateTOTPForm):
    """The first code of a new app: it proves the app works, and counts as used."""

    def clean_code(self) -> str:
        lockout.spend(context.request, lockout.codes(context.request, self.user))
        code = "".join(self.cleaned_data["code"].split())
        self.step = step_of(self.secret, code)
        if self.step is None:
            raise get_adapter().validation_error("incorrect_code")
        return code


class AddWebAuthnForm(StockAddWebAuthnForm):
    name = forms.CharField(label=_("Name of the key"), max_length=60, required=False)


class EditWebAuthnForm(StockEditWebAuthnForm):
    name = forms.CharField(label=_("Name of the key"), max_length=60)


class LanguageForm(forms.Form):
    """The language a person reads: pages after sign-in and letters."""

    language = forms.ChoiceField(label=_("Language"), choices=TONGUES)
