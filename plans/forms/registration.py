"""Registering on the public page: a few answers, and no puzzle for people."""

import secrets

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.translation import gettext_lazy as _

from directory.tax_codes import clean_tax_code

from ..models.registrations import MOST_PEOPLE

QUICKEST, LONGEST = 3, 24 * 60 * 60  # seconds between opening the form and sending it
SIGNER = TimestampSigner(salt="plans.registration.ticket")


class RegisterForm(forms.Form):
    """``ticket`` says when the form was opened, and is the seed of the secret link."""

    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    enterprise = forms.CharField(
        label=_("Enterprise, association or body"),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    tax_code = forms.CharField(
        label=_("Tax code"),
        max_length=30,
        required=False,
        help_text=_("Spaces, dots and dashes do no harm."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-12"}),
    )
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        help_text=_("The confirmation and any change of date go there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    people = forms.IntegerField(
        label=_("How many people come"),
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "w-12"}),
    )
    agreed = forms.BooleanField(
        label=_("I agree that my data are used in this way"),
        error_messages={"required": _("Without your agreement nothing may be kept: tick the box.")},
    )
    # People do not see it; programs fill in whatever they find.
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["ticket"] = new_ticket()

    @property
    def questions(self):
        """The fields people see, the agreement apart."""
        names = ("name", "enterprise", "tax_code", "email", "phone", "people")
        return [self[name] for name in names]

    def clean_tax_code(self):
        code = self.cleaned_data["tax_code"].strip()
        return clean_tax_code(code) if code else ""

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave this field empty, then send the form again."))
        return ""

    def clean(self):
        data = super().clean() or self.cleaned_data
        if not (data.get("email") or data.get("phone") or {"email", "phone"} & set(self.errors)):
            self.add_error("email", _("Give an email or a telephone number."))
        data["nonce"] = self._nonce(data.pop("ticket", ""))
        return {name: value for name, value in data.items() if name not in ("agreed", "website")}

    def _nonce(self, ticket: str) -> str:
        try:
            nonce = SIGNER.unsign(ticket, max_age=LONGEST)
            early = not _older(ticket)
        except SignatureExpired:
            return self._anew(_("The form stood open for long. Look it over and send it again."))
        except BadSignature:
            return self._anew(_("The form was not whole. Look it over and send it again."))
        if early:
            self.add_error(None, _("That was very quick. Look it over and send it again."))
        return nonce

    def _anew(self, said):
        """A new ticket for the same answers."""
        self.data = self.data.copy()
        self.data["ticket"] = self.initial["ticket"]
        self.add_error(None, said)
        return ""


def new_ticket() -> str:
    """128 random bits with the moment, signed: nobody can choose them."""
    return SIGNER.sign(secrets.token_hex(16))


def _older(ticket: str) -> bool:
    """Whether the form was open for as long as a person needs at the least."""
    try:
        SIGNER.unsign(ticket, max_age=QUICKEST)
    except SignatureExpired:
        return True
    return False
