"""Published results: for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView, View
from django.views.generic.detail import SingleObjectMixin

from core.views import ScopedMixin

from ..models import Round
from ..results.books import table, workbook
from ..results.findings import Findings
from ..results.page import SPLITS, ResultsPage, asked_of, split_of


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
        by = split_of(self.request.GET.get("by", ""), self.object)
        page = ResultsPage(self.object, by, asked_of(self.request.GET.get("q", ""), self.object))
        return super().get_context_data(page=page, splits=SPLITS, by=by, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class ResultsFile(PublishedMixin, SingleObjectMixin, View):
    """The same as Excel or CSV, for who goes on counting."""

    model = Round

    def get(self, request, pk: int, ending: str):
        found = Findings(self.get_object())
        if ending == "csv":
            return table(found)
        if ending == "xlsx":
            return workbook(found, _("the public page"))
        raise Http404
