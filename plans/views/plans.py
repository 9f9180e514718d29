"""Plans on the portal: the list of years and the page of one plan."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.generic import DetailView, ListView

from core.views import ScopedMixin

from ..models import Plan
from ..page import PlanPage

public = method_decorator(login_not_required, name="dispatch")


@public
class PlanList(ScopedMixin, ListView):
    """Every year's plan that is in force or closed: one a year, the one its page shows."""

    model, context_object_name = Plan, "plans"

    def get_queryset(self):
        return super().get_queryset().public().for_list().distinct("year")


@public
class PlanDetail(ScopedMixin, DetailView):
    """The plan of a year: the general department's, in force before closed, then the newest."""

    model = Plan

    def get_object(self, queryset=None):
        plans = self.get_queryset().public().for_list().distinct("year")
        return get_object_or_404(plans, year=self.kwargs["year"])

    def get_context_data(self, **kwargs):
        page = PlanPage(self.object)
        tables = {"tasks": page.tasks, "matrix": page.matrix, "reporting": page.reporting}
        units = self.object.unit_plans.in_force().filter(superior=None).for_list()
        tables["unit_plans"] = units.order_by("unit__kind", "unit__path")
        return super().get_context_data(page=page, **tables, **kwargs)


class PlanPaper(PlanDetail):
    """The same plan as an official document, for printing."""

    template_name = "plans/plan_paper.html"
