"""Published results: for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.generic import DetailView, ListView

from core.views import ScopedMixin

from ..models import Round
from ..results.page import SPLITS, ResultsPage, split_of


class PublishedMixin(ScopedMixin):
    """Rounds whose results are published; all others do not exist here."""

    def get_queryset(self):
        return super().get_queryset().filter(status=Round.Status.PUBLISHED).for_list()


@method_decorator(login_not_required, name="dispatch")
class ResultsList(PublishedMixin, ListView):
    """Every published round, newest first."""

    model = Round
    template_name, context_object_name = "surveys/results_list.html", "rounds"

    def get_queryset(self):
        return super().get_queryset().order_by("-closes_on", "-pk")


@method_decorator(login_not_required, name="dispatch")
class ResultsDetail(PublishedMixin, DetailView):
    """What one round found."""

    model = Round
    template_name, context_object_name = "surveys/results.html", "round"

    def get_context_data(self, **kwargs):
        by = split_of(self.request.GET.get("by", ""))
        page = ResultsPage(self.object, by)
        return super().get_context_data(page=page, splits=SPLITS, by=by, **kwargs)
