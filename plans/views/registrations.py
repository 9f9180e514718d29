"""Registering for an activity and taking it back, without an account."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView
from django.views.generic.detail import SingleObjectMixin

from core.workflow import NotNow

from ..forms.registration import RegisterForm
from ..rules.activities import open_for_registration
from ..services import registrations
from .calendar import OnPageMixin

public = method_decorator([login_not_required, never_cache], name="dispatch")


@public
class RegisterView(OnPageMixin, SingleObjectMixin, FormView):
    """The form of one activity; closed registration leads back to its page."""

    template_name, form_class = "plans/register.html", RegisterForm

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        if request.method == "GET" and not open_for_registration(self.object):
            return redirect(self.object)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return super().get_initial() | registrations.known_of(self.request.user)

    def get_context_data(self, **kwargs):
        left = registrations.seats_left(self.object)
        return super().get_context_data(activity=self.object, left=left, **kwargs)

    def form_valid(self, form):
        tongue = (get_language() or "vi")[:2]
        try:
            _row, token = registrations.register(self.object, language=tongue, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)
        return redirect("plans:registration", token)


@public
class RegistrationView(TemplateView):
    """What the secret link opens: the registration, and the button that takes it back."""

    template_name = "plans/registration.html"

    def dispatch(self, request, *args, token, **kwargs):
        self.registration = registrations.find(token)
        if self.registration is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        row = self.registration
        return super().get_context_data(registration=row, activity=row.activity, **kwargs)

    def post(self, request, *args, **kwargs):
        try:
            registrations.withdraw(self.registration, by=None, verb="withdraw_by_link")
        except NotNow:
            self.registration.refresh_from_db()  # withdrawn before: the page says so
        return redirect(request.path)
