"""Plans on the portal: the list of years and the page of one plan."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.utils.decorators import method_decorator
from django.views.generic import DetailView, ListView

from core.views import ScopedMixin

from .models import Plan
from .page import PlanPage

public = method_decorator(login_not_required, name="dispatch")


@public
class PlanList(ScopedMixin, ListView):
    """Every year's plan that is in force or closed."""

    model = Plan

    def get_queryset(self):
        return super().get_queryset().filter(status__in=Plan.PUBLIC).for_list()


@public
class PlanDetail(ScopedMixin, DetailView):
    """The plan of a year as the general department issued it; the newest when there are several."""

    model = Plan

    def get_object(self, queryset=None):
        plans = self.get_queryset().filter(status__in=Plan.PUBLIC, year=self.kwargs["year"])
        plan = plans.for_list().order_by("issuer__path", "-pk").first()
        if plan is None:
            raise Http404
        return plan

    def get_context_data(self, **kwargs):
        page = PlanPage(self.object)
        tables = {"tasks": page.tasks, "matrix": page.matrix, "reporting": page.reporting}
        return super().get_context_data(page=page, **tables, **kwargs)


class PlanPaper(PlanDetail):
    """The same plan as an official document, for printing."""

    template_name = "plans/plan_paper.html"
