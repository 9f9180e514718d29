"""What is asked of every request of a signed-in person, before any page sees it."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse
from django.utils.translation import gettext as _

from .second_factor import PRIMARY
from .sessions import is_over, leave

ALWAYS = {"account_logout", "set_language"}
# Pages that show the second factor, and pages that set one up: never both for one officer.
# Else a session that only knows the password could add a factor of its own beside the old one.
SHOW = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
SET_UP = {"mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}


class SessionLifeMiddleware:
    """Sessions end by age and idleness; a refused try says when the next is worth making."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and is_over(request):
            leave(request)
            messages.info(request, _("Your session has ended. Please sign in again."))
        response = self.get_response(request)
        wait = getattr(request, "retry_after", None)
        if wait is not None and response.status_code == 200:
            response.status_code = 429
            response["Retry-After"] = str(wait)
        return response


class SecondFactorMiddleware:
    """Officers show a second factor in every session; until then they see only how to (G4)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not (settings.SECOND_FACTOR_REQUIRED and request.user.is_staff) or shown(request):
            return None
        has_one = is_mfa_enabled(request.user, PRIMARY)
        if request.resolver_match.view_name in ALWAYS | (SHOW if has_one else SET_UP):
            return None
        page = "mfa_reauthenticate" if has_one else "mfa_activate_totp"
        return redirect_to_login(request.get_full_path(), reverse(page))


def shown(request) -> bool:
    """Whether a second factor was shown in this session."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)
