"""What a partner does on the portal: proposes cooperation, reports and confirms commitments."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView

from core.views import AllowedMixin, MoveView, ScopedMixin

from .. import services
from ..forms import AGREEMENT_MOVES, ProposeForm, ReportForm, SendBackForm
from ..models import Agreement, Commitment
from ..pages import AGREEMENT_PORTAL, commitment_page
from ..rules import agreement_flow, commitment_flow, proposes_outside


class BeginView(AllowedMixin, FormView):
    """A form that brings something into being; its verb may refuse what the form accepted."""

    service: Any = None
    said = ""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def form_valid(self, form):
        try:
            self.object = type(self).service(by=self.request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)
        messages.success(self.request, self.done())
        return redirect(self.get_success_url())

    def done(self) -> str:
        return _("Sent.")

    def get_success_url(self):
        return reverse("associations:own")


class Propose(BeginView):
    """An association or an enterprise proposes cooperation to a customs unit."""

    allowed: Any = staticmethod(proposes_outside)
    service, form_class = services.propose, ProposeForm
    template_name = "associations/propose.html"

    def done(self):
        return _("Your proposal was sent to %(unit)s. You are told what becomes of it.") % {
            "unit": self.object.unit.name
        }


class CommitmentPage(ScopedMixin, DetailView):
    """One commitment, with the moves open to whoever looks."""

    model, template_name = Commitment, "associations/commitment.html"

    def get_queryset(self):
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**commitment_page(self.object, self.request.user), **kwargs)


class PartnerMove(MoveView):
    """A move of a partner on the portal; the address names it."""

    template_name = "associations/move.html"

    def get_context_data(self, **kwargs):
        label = self.flow.moves[self.move]
        return super().get_context_data(move=label, **kwargs)


class CommitmentMove(PartnerMove):
    model, flow = Commitment, commitment_flow


class AgreementMove(PartnerMove):
    model, flow = Agreement, agreement_flow


def commitment_moves() -> dict[str, Any]:
    """Views of the moves a partner may make of a commitment, by name."""
    forms = {"report": ReportForm, "send_back": SendBackForm, "confirm": CommitmentMove.form_class}
    return {
        name: CommitmentMove.as_view(move=name, service=getattr(services, name), form_class=form)
        for name, form in forms.items()
    }


def agreement_moves() -> dict[str, Any]:
    """Views of what a partner may do with an agreement, by name."""
    return {
        name: AgreementMove.as_view(
            move=name, service=getattr(services, name), form_class=AGREEMENT_MOVES[name]
        )
        for name in AGREEMENT_PORTAL
    }
