"""What a letter says when the protection of an account has changed."""

from django.utils.translation import gettext_lazy as _

CHANGES = {
    "password_changed": _("Your password was changed."),
    "password_reset": _("A new password was set through a link sent by e-mail."),
    "totp_activated": _("An authenticator app was added as your second factor."),
    "totp_deactivated": _("The authenticator app was removed."),
    "webauthn_added": _("A security key was added as your second factor."),
    "webauthn_removed": _("A security key was removed."),
    "recovery_codes_generated": _("New recovery codes were made."),
    "account_connected": _("An identity of the identity provider now opens it."),
    "second_factor_forgotten": _(
        "An administrator has removed your second factor; the next sign-in sets up a new one."
    ),
}
