"""An enterprise reads how it was assessed, comments, and appeals."""

from typing import Any

from django.views.generic import DetailView, TemplateView

from core.views import ScopedMixin

from .. import services
from ..forms import CommentForm
from ..models import Assessment
from ..pages import assessment_page, own_assessments
from ..rules import assessment_flow
from .programme import OwnMove


class Assessments(TemplateView):
    """All assessments of the enterprises one acts for."""

    template_name = "associations/assessments.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**own_assessments(self.request.user), **kwargs)


class AssessmentPage(ScopedMixin, DetailView):
    """Points and evidence of one assessment, its outcome, and what one may say to it."""

    model, template_name = Assessment, "associations/assessment.html"

    def get_queryset(self):
        return super().get_queryset().scored().for_list()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**assessment_page(self.object, self.request.user), **kwargs)


class AssessmentMove(OwnMove):
    model, flow, form_class = Assessment, assessment_flow, CommentForm

    def get_context_data(self, **kwargs):
        under = (self.object, self.object.get_absolute_url())
        return super().get_context_data(under=under, **kwargs)


def assessment_moves() -> dict[str, Any]:
    """Views of the moves an enterprise may make, by name."""
    return {
        name: AssessmentMove.as_view(move=name, service=getattr(services, name))
        for name in ("comment", "appeal")
    }
