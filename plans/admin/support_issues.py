"""Issues needing support on the officers' desk, and how long each has waited."""

from functools import cache

from django.contrib import admin
from django.contrib.admin import DateFieldListFilter
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.admin import FlowAdmin, Tab
from core.desk import Entry, Line, desk_entry, desk_of
from directory.calendars import calendar_for
from directory.filters import UnderUnit
from directory.querysets import within

from ..forms import ISSUE_MOVES
from ..models import Activity, SupportIssue
from ..rules.support_issues import answers_any, raises_any, support_issue_flow
from ..services import support_issues
from .plans import card

WITH_UNIT, UNIT = SupportIssue.WITH_UNIT, "unit__path"
SETTLED = (SupportIssue.Status.ANSWERED, SupportIssue.Status.CLOSED)
STATES = {"answered": "done", "closed": "done", "sent_back": "off", "withdrawn": "off"}


@admin.register(SupportIssue)
class SupportIssueAdmin(FlowAdmin):
    flow, services, forms = support_issue_flow, support_issues, ISSUE_MOVES
    list_display = ["title", "unit", "raised_at", "waiting", "forwarded_to", "status"]
    list_filter = [
        UnderUnit.through("unit"), "status", "plan__year", ("raised_at", DateFieldListFilter),
    ]  # fmt: skip
    search_fields = ["title", "text", "asked", "answer"]
    badges = {"status": {"raised": "", "taken_up": "go"} | STATES}
    card_fields = (
        "title", "unit", "plan", "raised_in", "undertaking", "status", "raised_at", "waiting",
        "text", "asked", "forwarded_to", "opinion", "answer", "answered_at",
    )  # fmt: skip
    tabs = (
        Tab("board", _("With the Committee"), lambda rows, user: rows.with_board()),
        Tab("unit", _("With the units"), lambda rows, user: rows.filter(status__in=WITH_UNIT)),
        Tab("mine", _("Of my units"), lambda rows, user: rows.filter(within(user.paths, UNIT))),
    )
    empty = _("No issue needs support. One is raised here or from the card of a dialogue.")

    @admin.display(description=_("raised at the activity"))
    def raised_in(self, issue):
        if issue.activity is None:
            return None
        return format_html('<a href="{}">{}</a>', card(Activity, issue.activity_id), issue.activity)

    @admin.display(description=_("waiting, in working days"), ordering="raised_at")
    def waiting(self, issue):
        return age(issue, self.calendar)

    def get_changelist_instance(self, request):
        self.calendar = calendar_for(None)  # once a list, not once a row
        return super().get_changelist_instance(request)

    def card(self, request, obj):
        self.calendar = calendar_for(None)
        return super().card(request, obj)


def age(issue: SupportIssue, calendar) -> int:
    """Working days from the day it was first raised to the answer that stands, or to today.

    An issue that was reopened waits on: the day of the answer that did not help says nothing.
    """
    until = localdate(issue.answered_at if issue.status in SETTLED else None)
    return calendar.working_days_between(localdate(issue.raised_at), until)


def waited(issue: SupportIssue, calendar) -> str:
    """The same in words."""
    days = age(issue, calendar)
    said = ngettext("waiting for %(n)d working day", "waiting for %(n)d working days", days)
    return said % {"n": days}


def entry(name, label, rows, step, empty) -> Entry:
    """A tab of the desk: the longest waiting first, with the working days it has waited."""
    desk = desk_of(SupportIssue)
    calendar = cache(lambda: calendar_for(None))  # asked for with the first line, once

    def line(issue):
        return Line(
            issue.title,
            f"{desk.list_url}{issue.pk}/change/",
            f"{issue.unit} · {issue.get_status_display()} · {waited(issue, calendar())}",
            next=step(issue),
        )

    rows = rows.for_list().order_by("raised_at", "pk")
    return Entry(name, label, rows, line, more=desk.list_url, empty=empty)


@desk_entry
def issues_to_answer(user):
    """For the Committee: what units ask, the oldest first."""
    if not answers_any(user):
        return None

    def step(issue):
        taken = issue.status == SupportIssue.Status.TAKEN_UP
        return _("Answer") if taken else _("Take up")

    return entry(
        "issues",
        _("Issues to answer"),
        SupportIssue.objects.with_board(),
        step,
        _("No unit waits for an answer."),
    )


@desk_entry
def issues_of_my_unit(user):
    """For a unit: answers to look at, issues sent back, opinions it is asked for."""
    if not raises_any(user):
        return None
    paths = user.paths
    rows = SupportIssue.objects.with_unit(paths) | SupportIssue.objects.to_advise(paths)

    def step(issue):
        steps = {"answered": _("Settled, or reopen it"), "sent_back": _("Correct and raise again")}
        return steps.get(issue.status, _("Write your opinion"))

    return entry(
        "my-issues",
        _("Issues of my unit"),
        rows,
        step,
        _("No answer to look at, and nobody asks for your unit's opinion."),
    )
