"""Reports on the officers' desk: periods, the register of who owes, the general report."""

from functools import cache

from django.contrib import admin
from django.urls import path
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.admin import FlowAdmin, ScopedInline, Tab
from core.components.leaves import clock
from core.desk import Entry, Line, desk_entry, desk_of
from directory.calendars import calendar_for
from directory.working_time import in_words

from ..forms.drafts import DraftForm
from ..forms.reporting import GENERAL_MOVES, PERIOD_MOVES, REPORT_MOVES
from ..models import Concession, GeneralReport, Report, ReportingPeriod, ReportVersion
from ..punctuality import State, counted
from ..reporting.comparing import ComparePage
from ..reporting.figures import days_compared
from ..reporting.general import issued, shown
from ..reporting.passages import PassagesPage
from ..reporting.reading import Reading
from ..reporting.rows import RowsPage
from ..reporting.writing import WritePage
from ..rules import (
    general_report_flow,
    leads_reporting,
    oversees_any,
    period_flow,
    report_flow,
)
from ..services import general_reports, periods, reports
from .counted import CountedReports


@admin.register(ReportingPeriod)
class ReportingPeriodAdmin(FlowAdmin):
    flow, services, forms = period_flow, periods, PERIOD_MOVES
    list_display = ["heading", "kind", "status", "due_on", "cut_off"]
    list_filter = ["status", "kind", "plan__year"]
    search_fields = ["title_vi", "title_en"]
    card_template = "admin/plans/reportingperiod/card.html"
    card_fields = (
        "plan", "kind", "starts", "cut_off", "opens_on", "before", "rule", "due_on", "owing",
        "redo_days", "nag_days", "status",
    )  # fmt: skip
    empty = _("No period yet: a plan's reporting dates become periods when it is issued.")

    @admin.display(description=pgettext_lazy("heading", "title"), ordering="before")
    def heading(self, period):
        return period.title

    def card(self, request, obj):
        mine = Report.objects.visible_to(request.user).filter(period=obj)
        tally = counted(mine, localdate())
        return super().card(request, obj) | {
            "states": [(str(s.label), tally[s], tally.percents[s.value]) for s in State],
            "total": tally.total,
            "reports": f"{desk_of(Report).list_url}?period__id__exact={obj.pk}",
            "general": GeneralReport.objects.visible_to(request.user).filter(period=obj).first(),
        }


class Versions(ScopedInline):
    model, frozen = ReportVersion, True
    fields = ["number", "submitted_at", "returned_at", "returned_reason", "redo_by", "accepted_at"]


class Concessions(ScopedInline):
    model, frozen = Concession, True
    fields = ["kind", "until", "reason", "at"]


@admin.register(Report)
class ReportAdmin(FlowAdmin):
    flow, services, forms = report_flow, reports, {**REPORT_MOVES, "write": DraftForm}
    list_display = ["unit", "period", "status", "due_shown", "first_submitted_at"]
    list_filter = ["status", "period", "due_on", CountedReports]
    search_fields = ["unit__name_vi", "unit__name_en", "=unit__code"]
    card_template = "admin/plans/report/card.html"
    card_fields = (
        "period", "unit", "status", "due_shown", "first_submitted_at", "submitted_at",
    )  # fmt: skip
    inlines = [Versions, Concessions]
    tabs = (
        Tab("mine", _("My unit owes"), lambda rows, user: rows.owed_by(user)),
        Tab("late", _("Late"), lambda rows, user: rows.late(user.today)),
        Tab("missing", _("Not handed in"), lambda rows, user: rows.owed()),
        Tab("review", _("To review"), lambda rows, user: rows.to_review()),
        Tab("accepted", _("Accepted"), lambda rows, user: rows.accepted()),
    )
    empty = _("No unit owes a report: rows appear when a reporting period opens.")

    @admin.display(description=_("due"), ordering="due_on")
    def due_shown(self, report):
        day = f"{report.due:%d/%m/%Y}"
        if report.due == report.due_on:
            return day
        original = f"{report.due_on:%d/%m/%Y}"
        return _("%(day)s, originally %(original)s") % {"day": day, "original": original}

    def _page(self, name, move):
        if name != "write":
            return super()._page(name, move)
        verb, form = reports.write, DraftForm
        return WritePage.as_view(
            desk=self, move=name, service=verb, form_class=form, model=Report, flow=report_flow
        )

    def get_urls(self):
        own = {"compare": ComparePage, "rows": RowsPage}
        return [
            *(
                path(f"<int:pk>/{name}/", self.admin_site.admin_view(page.as_view(desk=self)),
                     name=f"plans_report_{name}")
                for name, page in own.items()
            ),
            *super().get_urls(),
        ]  # fmt: skip

    def card(self, request, obj):
        reading = Reading(obj, request.GET.get("version", ""))
        return super().card(request, obj) | {
            "reading": reading,
            "compare": self.url("compare", obj.pk) if len(reading.versions) > 1 else "",
        }

    def after(self, request, obj):
        """Who begins to draft goes on writing."""
        begun = request.path.endswith("/draft/") and obj.status == Report.Status.DRAFTED
        return self.url("write", obj.pk) if begun else super().after(request, obj)


@admin.register(GeneralReport)
class GeneralReportAdmin(FlowAdmin):
    flow, services, forms = general_report_flow, general_reports, GENERAL_MOVES
    list_display = ["heading", "status", "year"]
    list_filter = ["status"]
    card_template = "admin/plans/generalreport/card.html"
    card_fields = ("period", "status")
    empty = _("No general report yet: one begins when a period is consolidated.")

    @admin.display(description=_("general report"), ordering="period__before")
    def heading(self, general):
        return general.period.title

    @admin.display(description=_("year"), ordering="period__plan__year")
    def year(self, general):
        return str(general.period.plan.year)

    def _page(self, name, move):
        if name != "work_through":
            return super()._page(name, move)
        return PassagesPage.as_view(desk=self)

    def card(self, request, obj):
        whole = request.user.sees_all
        return super().card(request, obj) | {
            "general": shown(obj) if whole else issued(obj),
            "issued": obj.versions.order_by("issued_at") if whole else (),
            "sees_all": whole,
            "before": days_compared(obj.period),
        }


@desk_entry
def reports_my_unit_owes(user):
    """Reports that a person's unit has to write, the most urgent first."""
    rows = Report.objects.owed_by(user)
    if user.unit is None:
        return None
    # Asked when the first line is drawn: the tab itself only counts.
    calendar, moment = cache(calendar_for), now()

    def line(report):
        left = calendar(None).remaining(moment, report.due)
        step = {
            Report.Status.EXPECTED: _("Begin to draft"),
            Report.Status.DRAFTED: _("Write it, then the head submits it"),
            Report.Status.SENT_BACK: _("Mend it, then the head submits it again"),
        }[report.status]
        return Line(
            report.period.title,
            f"{desk_of(Report).list_url}{report.pk}/change/",
            f"{report.unit} · {report.get_status_display()}",
            due=clock(left.state, in_words(left), f"{report.due:%d/%m/%Y}"),
            next=step,
        )

    return Entry(
        "reports",
        _("Reports my unit owes"),
        rows.for_list().with_due().order_by("due_by", "pk"),
        line,
        more=f"{desk_of(Report).list_url}?tab=mine",
        empty=_("Your unit owes no report now."),
    )


@desk_entry
def reports_to_review(user):
    """What units handed in, the oldest first: all for the board, of units below for others."""
    leads = leads_reporting(user)
    if not leads and not oversees_any(user):
        return None
    rows = Report.objects.to_review()
    if not leads:
        rows = rows.overseen_by(user)
    return Entry(
        "review",
        _("Reports to review"),
        rows.for_list().order_by("submitted_at"),
        lambda report: Line(
            str(report.unit),
            f"{desk_of(Report).list_url}{report.pk}/change/",
            report.period.title,
            next=_("Accept it or send it back") if leads else _("Send it back if it needs mending"),
        ),
        more=f"{desk_of(Report).list_url}?tab=review",
        empty=_("No report waits to be reviewed."),
    )


@desk_entry
def general_reports_in_making(user):
    """General reports that are not final yet, for the board."""
    if not leads_reporting(user):
        return None
    return Entry(
        "general",
        _("General reports"),
        GeneralReport.objects.in_making().for_list().order_by("period__before"),
        lambda general: Line(
            general.period.title,
            f"{desk_of(GeneralReport).list_url}{general.pk}/change/",
            general.get_status_display(),
            next=_("Work through the passages, then issue it"),
        ),
        more=desk_of(GeneralReport).list_url,
        empty=_("No general report is in the making."),
    )
