"""The voluntary-compliance programme on the portal: its rules, and an enterprise's own part."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.views import MoveView

from .. import services
from ..forms import ApplyForm, AskForm, ContestForm
from ..models import Application, Member, RiskWarning
from ..pages import compliance_page, examples_page, programme_page
from ..rules import application_flow, applies, member_flow, warning_verbs
from .own import BeginView


@method_decorator(login_not_required, name="dispatch")
class ProgrammePage(TemplateView):
    """What the programme offers and asks, each condition with its source."""

    template_name = "associations/programme.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**programme_page(), **kwargs)


@method_decorator(login_not_required, name="dispatch")
class Examples(TemplateView):
    """Partner enterprises whose way of working is published for others to follow."""

    template_name = "associations/examples.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**examples_page(), **kwargs)


class Compliance(TemplateView):
    """An enterprise's membership: state, officer, requests, warnings, reviews."""

    template_name = "associations/compliance.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**compliance_page(self.request.user), **kwargs)


class OfEnterprise(BeginView):
    """What only whoever acts for an enterprise begins."""

    allowed: Any = staticmethod(applies)

    def get_success_url(self):
        return reverse("associations:compliance")


class Apply(OfEnterprise):
    service, form_class = services.apply, ApplyForm
    template_name = "associations/apply.html"

    def done(self):
        return _("Your application was sent. You are told what is decided.")


class Ask(OfEnterprise):
    service, form_class = services.ask, AskForm
    template_name = "associations/ask.html"

    def get(self, request, *args, **kwargs):
        if not Member.objects.active().of_representative(request.user).exists():
            said = _("Support is for members of the programme: apply, or send customs a question.")
            messages.warning(request, said)
            return redirect("associations:compliance")
        return super().get(request, *args, **kwargs)

    def done(self):
        by = date_format(localtime(self.object.forward_by), "d/m/Y H:i")
        return _("Your request was sent. By %(at)s it is with the unit that can answer.") % {
            "at": by
        }


class OwnMove(MoveView):
    """A move of the enterprise on a row of its own."""

    template_name = "associations/move.html"

    def get_context_data(self, **kwargs):
        under = (_("My membership"), reverse("associations:compliance"))
        move = self.flow.moves[self.move]
        return super().get_context_data(**{"move": move, "under": under, **kwargs})


class TakeBack(OwnMove):
    model, flow, move = Application, application_flow, "take_back"
    service = staticmethod(services.take_back)


class Contest(OwnMove):
    """The appeal against a withdrawal."""

    model, flow, move, form_class = Member, member_flow, "contest", ContestForm
    service = staticmethod(services.contest)


class Acknowledge(OwnMove):
    model, flow, move = RiskWarning, warning_verbs, "acknowledge"
    service = staticmethod(services.acknowledge)
