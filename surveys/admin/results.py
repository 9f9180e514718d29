"""Results on the desk: the page of a round, its files, and what follows from them."""

from functools import partial

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.admin import FlowAdmin, Tab
from core.cells import file_name
from core.desk import Entry, Line, desk_entry, desk_of
from core.official import WORD

from ..forms.results import FOLLOW_UP_MOVES
from ..models import BankQuestion, FollowUp, Round
from ..obligations import obligations
from ..results import remarks, report
from ..results.books import table, workbook
from ..results.findings import Findings
from ..results.microdata import microdata
from ..results.page import SPLITS, ResultsPage, asked_of, split_of
from ..results.worst import worst
from ..rules import conducts, conducts_any
from ..rules.results import assigns_any, follow_up_flow
from ..services import results as services
from .counted import CountedFollowUps


class WithResults(FlowAdmin):
    """Mixin of the rounds' admin: results as a page, as Excel, and answers for statistics.

    Before a round has ended there are none (404); answers row by row are for those who conduct it.
    """

    def get_urls(self):
        named, door = "surveys_round", self.admin_site.admin_view
        return [
            path("<int:pk>/results/", door(self.results), name=f"{named}_results"),
            path("<int:pk>/results/excel/", door(self.results_excel), name=f"{named}_excel"),
            path("<int:pk>/results/csv/", door(self.results_csv), name=f"{named}_csv"),
            path("<int:pk>/results/word/", door(self.results_word), name=f"{named}_word"),
            path("<int:pk>/results/answers/", door(self.answers), name=f"{named}_answers"),
            path("<int:pk>/results/remarks/", door(self.remarks), name=f"{named}_remarks"),
            *super().get_urls(),
        ]

    def ended(self, request, pk: int) -> Round:
        """The round with this key, if it is in sight and has ended."""
        found = self.get_queryset(request).filter(pk=pk, status__in=Round.ENDED).first()
        if found is None:
            raise Http404
        return found

    def results(self, request, pk: int):
        found = self.ended(request, pk)
        by = split_of(request.GET.get("by", ""), found)
        frame = self.admin_site.each_context(request)
        more = {"title": found.title, "opts": self.opts, "desk": self, "original": found}
        shown = ResultsPage(found, by, asked_of(request.GET.get("q", ""), found))
        page = {
            "page": shown,
            "splits": SPLITS,
            "by": by,
            "round": found,
            "conducts": conducts(request.user, found),
            "assigns": assigns_any(request.user),
            "worst": partial(worst, shown.findings),
            "begin": f"{reverse('admin:surveys_followup_add')}?way=assign",
        }
        return TemplateResponse(request, "admin/surveys/round/results.html", frame | more | page)

    def results_excel(self, request, pk: int):
        found = self.ended(request, pk)
        by = split_of(request.GET.get("by", ""), found)
        return workbook(Findings(found, by), str(request.user))

    def results_csv(self, request, pk: int):
        return table(Findings(self.ended(request, pk)))

    def results_word(self, request, pk: int):
        """The report; follow-ups stand in it as far as the reader may see them."""
        found = self.ended(request, pk)
        answer = HttpResponse(report.docx(found, request.user), content_type=WORD)
        name = file_name(report.title(found), ".docx")
        answer.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
        return answer

    def answers(self, request, pk: int):
        return microdata(self.conducted(request, pk))

    def remarks(self, request, pk: int):
        return remarks.workbook(self.conducted(request, pk), str(request.user))

    def conducted(self, request, pk: int) -> Round:
        """The ended round, for those who conduct it."""
        found = self.ended(request, pk)
        if not conducts(request.user, found):
            raise PermissionDenied
        return found


@admin.register(FollowUp)
class FollowUpAdmin(FlowAdmin):
    flow, services, forms = follow_up_flow, services, FOLLOW_UP_MOVES
    list_display = ["finding", "unit", "owner", "due_on", "status", "round"]
    list_filter = ["status", CountedFollowUps]
    search_fields = ["finding", "measure"]
    card_fields = (
        "round", "unit", "dimension", "asked", "finding", "under", "owner", "due_on", "measure",
        "reported_by", "status",
    )  # fmt: skip
    tabs = (
        Tab("mine", _("Mine"), lambda rows, user: rows.of_mine(user)),
        Tab("confirm", _("To confirm"), lambda rows, user: rows.to_confirm(user)),
        Tab("late", _("Overdue"), lambda rows, user: rows.going().filter(due_on__lt=localdate())),
    )
    empty = _("Nothing to put right: follow-ups are made from the results of a round.")

    @admin.display(description=_("question"))
    def asked(self, row):
        return BankQuestion.objects.filter(code=row.question).first() if row.question else None

    @admin.display(description=_("obligation in the plan"))
    def under(self, row):
        found = obligations.seen(None, [row.obligation or ""])
        return format_html_join("", '<a href="{}">{}</a>', ((t.url, t.full) for t in found))


@desk_entry
def follow_ups(user):
    """What displeased enterprises and is to be put right: one's own, and those to confirm."""
    rows = FollowUp.objects.waiting_for(user)

    def line(row):
        steps = {"open": _("Begin"), "in_progress": _("Report as done"), "reported": _("Confirm")}
        url = desk_of(FollowUp).url("change", row.pk)
        return Line(row.finding, url, f"{row.unit} · {row.round}", next=steps[row.status])

    return Entry(
        "follow_ups",
        _("Follow-ups of surveys"),
        rows.for_list().order_by("due_on", "pk"),
        line,
        more=desk_of(FollowUp).list_url,
        empty=_("Nothing waits to be put right or confirmed."),
        fleeting=not conducts_any(user),
    )
