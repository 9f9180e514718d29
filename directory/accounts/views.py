"""The account's own page, and allauth's views where a step differs."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView
from allauth.mfa.base.views import ReauthenticateView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView
from allauth.usersessions.views import ListUserSessionsView
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.generic import FormView

from .adapters import speak
from .forms import LanguageForm
from .second_factor import PRIMARY, remember
from .services import choose_language
from .sessions import browser, rotate


class SignIn(LoginView):
    """One door: password, mailed code, or the national identity when it is configured."""

    def get_context_data(self, **kwargs):
        there = self.get_next_url()
        return super().get_context_data(
            oidc_name=settings.OIDC_NAME if settings.OIDC_ISSUER else "", there=there, **kwargs
        )


class Proves:
    """A step that proves more than the session knew: the session gets a new key (G3)."""

    def form_valid(self, form):
        response = super().form_valid(form)
        rotate(self.request)
        return response


class ShowCode(Proves, ReauthenticateView):
    pass


class ShowKey(Proves, ReauthenticateWebAuthnView):
    pass


class SetUp(Proves):
    """Whoever has just set up a second factor has shown it: no second asking."""

    kind = ""

    def form_valid(self, form):
        response = super().form_valid(form)
        user = self.request.user
        record_authentication(self.request, user, "mfa", type=self.kind, reauthenticated=True)
        return response


# allauth draws the QR code of a new authenticator as a data: image; only this page may show one.
@method_decorator(csp_update({"img-src": ["'self'", "data:"]}), name="dispatch")
class SetUpApp(SetUp, ActivateTOTPView):
    kind = "totp"

    def form_valid(self, form):
        response = super().form_valid(form)
        app = self.request.user.authenticator_set.get(type="totp")
        remember(app, form.secret, form.step)
        return response


class SetUpKey(SetUp, AddWebAuthnView):
    kind = "webauthn"


class Sessions(ListUserSessionsView):
    """Where one is signed in, in words a person knows."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for session in context["sessions"]:
            session.words = browser(session.user_agent)
        return context


class Account(FormView):
    """Who one is here, what protects the account, and the language one reads."""

    template_name = "account/home.html"
    form_class = LanguageForm
    success_url = reverse_lazy("account_home")

    def get_initial(self):
        return {"language": self.request.user.language}

    def get_context_data(self, **kwargs):
        protected = is_mfa_enabled(self.request.user, PRIMARY)
        return super().get_context_data(protected=protected, **kwargs)

    def form_valid(self, form):
        user, language = self.request.user, form.cleaned_data["language"]
        choose_language(user, by=user, language=language)
        with override(language):
            messages.success(self.request, _("Your language has been saved."))
        return speak(redirect(self.success_url), language)


def closed(request, **kwargs):
    """An address allauth names in its redirects, for something this portal does not offer."""
    raise Http404
