"""allauth's decisions, made the portal's way."""

from datetime import timedelta
from smtplib import SMTPException
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import letters
from core.limits import caller, networks

from . import device, lockout
from .notices import CHANGES
from .seal import seal, unseal
from .second_factor import PRIMARY


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by customs; e-mail and password or a mailed code opens them."""

    def is_open_for_signup(self, request) -> bool:
        return False

    # --- Who may try, how often (G2) --------------------------------------------------------

    def pre_authenticate(self, request, **credentials) -> None:
        """Count the try before it is made; raises ``ValidationError`` when there were too many."""
        self._tries = lockout.tries(request, credentials["email"])
        lockout.spend(request, self._tries)

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        if user:
            lockout.give_back(self._tries)
        return user

    def _rollback_login_failed_rl_usage(self) -> None:
        """allauth's own counter is off: it lives in a cache, ours in the database."""

    def get_client_ip(self, request) -> str:
        """The caller as the rate limits see it; 0.0.0.0 when the server does not say."""
        address, _neighbourhood = networks(caller(request))
        return "0.0.0.0" if address == "unknown" else address.split("/")[0]  # noqa: S104  # nosec B104

    def reauthenticate(self, user, password: str) -> bool:
        """Whether this is the password of ``user``; counted like a sign-in."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    # --- Where a person comes in ------------------------------------------------------------

    def get_login_redirect_url(self, request) -> str:
        return resolve_url("admin:index" if request.user.is_staff else "home")

    def get_password_change_redirect_url(self, request) -> str:
        return resolve_url("account_home")

    def post_login(self, request, user, **how):
        """A device known to be theirs from now on, in their language unless it has chosen one."""
        response = super().post_login(request, user, **how)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            speak(response, user.language)
        device.mark(response, user)
        return response

    # --- Mail -------------------------------------------------------------------------------

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Send now: the code or link inside must not lie in a table of letters.

        When mail cannot leave, the visitor is told at once and can ask again; the answer is the
        same for addresses with and without an account.
        """
        user = next(iter(filter_users_by_email(email, is_active=True)), None)
        try:
            with translation.override(user.language if user else translation.get_language()):
                super().send_mail(template_prefix, email, context | {"portal": settings.PORTAL_URL})
        except (SMTPException, OSError):
            messages.error(self.request, _("The e-mail could not be sent. Please try again."))
            raise ImmediateHttpResponse(redirect(self.request.get_full_path())) from None

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:
        """A letter in the transaction of the change: it holds no secret and must not be lost."""
        change = template_prefix.rsplit("/", 1)[-1]
        facts = {
            "sentence": CHANGES[change],
            "at": timezone.now(),
            "ip": self.get_client_ip(self.request),
        }
        letters.write(
            f"account {user.pk} {change} {uuid4()}",
            [user],
            template="account_changed",
            context=facts,
            after=letters.AT_ONCE,
        )


def speak(response: HttpResponseBase, language: str) -> HttpResponseBase:
    """Keep ``language`` (vi, en) in the browser; returns the response."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=timedelta(days=365),
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets sealed at rest; an officer keeps at least one second factor."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator) -> bool:
        user = authenticator.user
        if not (settings.SECOND_FACTOR_REQUIRED and user.is_staff):
            return True
        others = Authenticator.objects.filter(user=user, type__in=PRIMARY)
        return others.exclude(pk=authenticator.pk).exists()

    def get_totp_issuer(self) -> str:
        return _("Customs-Business partnership")


class IdentityAdapter(DefaultSocialAccountAdapter):
    """Persons of the identity provider are matched to accounts that exist, never created."""

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def pre_social_login(self, request, sociallogin) -> None:
        """Known by the issuer's stable identifier; the first time, by a verified e-mail.

        Refused: nobody here has that address, it is not verified, or the account already belongs
        to another person of the same issuer (an address given to somebody else).
        """
        if sociallogin.is_existing:
            return
        user = self._owner(sociallogin)
        taken = user and SocialAccount.objects.filter(
            user=user, provider=sociallogin.account.provider
        )
        if user is None or taken.exists():
            page = render(request, "socialaccount/no_account.html", status=403)
            raise ImmediateHttpResponse(page)
        sociallogin.connect(request, user)

    def _owner(self, sociallogin):
        verified = [address.email for address in sociallogin.email_addresses if address.verified]
        for email in verified:
            found = filter_users_by_email(email, is_active=True, for_login=True)
            if len(found) == 1:
                return found[0]
        return None
