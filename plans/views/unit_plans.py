"""The plan of a unit on the portal: what it undertook, and how far it has come."""

from django.shortcuts import get_object_or_404
from django.views.generic import DetailView

from core.views import ScopedMixin

from ..models import UnitPlan
from ..standing import Standing
from .plans import public


@public
class UnitPlanDetail(ScopedMixin, DetailView):
    """The issued plan of a unit for a year, by the unit's code; of two the one in force."""

    model, context_object_name = UnitPlan, "unit_plan"

    def get_object(self, queryset=None):
        rows = self.get_queryset().in_force().for_list().order_by("-status", "-pk")
        rows = rows.filter(plan__year=self.kwargs["year"], unit__code=self.kwargs["code"])
        return get_object_or_404(rows[:1])

    def get_context_data(self, **kwargs):
        return super().get_context_data(standing=Standing(self.object), **kwargs)
