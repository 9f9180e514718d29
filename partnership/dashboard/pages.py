"""What the pages show, made of what was asked."""

from types import SimpleNamespace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.workflow import NotNow
from directory.models import Unit
from plans.models import ReportingPeriod
from plans.punctuality import State
from plans.rules import period_flow
from plans.services.periods import remind_late
from plans.services.reminders import reporters

from . import drawn
from .asked import Asked
from .cycle import Cycle, Row
from .scope import reads_all

TABS: dict[str, str | Promise] = {
    "cycle": gettext_lazy("Reports of units"),
    "progress": gettext_lazy("Progress of the plan"),
    "figures": gettext_lazy("Figures by task"),
}
KINDS: dict[str, str | Promise] = {
    Unit.Kind.GENERAL_DEPARTMENT: gettext_lazy("General department"),
    Unit.Kind.DEPARTMENT: gettext_lazy("Customs departments"),
    Unit.Kind.HQ_UNIT: gettext_lazy("Headquarters units"),
    Unit.Kind.BRANCH: gettext_lazy("Customs branches"),
    Unit.Kind.TEAM: gettext_lazy("Teams"),
}
MEANING: dict[str, str | Promise] = {
    State.ON_TIME: gettext_lazy("A version stands, and none came after its due day."),
    State.LATE: gettext_lazy(
        "A version stands; the first one came after the due day, or one handed in again came after "
        "the day set for it."
    ),
    State.MISSING: gettext_lazy("No version stands: none was handed in, or it was sent back."),
    State.EXCUSED: gettext_lazy("The board excused the unit, with a reason."),
}


def tabs(page: str, asked: Asked) -> list[tuple]:
    """The three pages, each with the same question."""
    return [
        (label, reverse(f"dashboard:{name}") + asked.query(), None, name == page)
        for name, label in TABS.items()
    ]


def cycle(asked: Asked) -> dict:
    found = asked.cycle
    assert found is not None  # noqa: S101 -- asked by the page only where there is a period
    shown = [
        (label, [row for row in rows if asked.state in ("", row.state)])
        for label, rows in found.groups
    ]
    return {
        "kpis": kpis(asked, found),
        "bar": drawn.states_bar(found),
        "keys": drawn.states_keys(found),
        "tables": [drawn.cycle_table(caption(k, rows), rows) for k, rows in shown if rows],
        "chosen": State(asked.state).label if asked.state else "",
        "late": len(found.late),
        "may_remind": reminds(asked.scope.user) and asked.period in running(asked),
    }


def caption(kind: str, rows: list[Row]) -> str:
    """The kind of units in a table, and how many are shown."""
    return f"{KINDS.get(kind, kind)}: {len(rows)}"


def kpis(asked: Asked, found: Cycle) -> list[SimpleNamespace]:
    """The four states as numbers that add to 100 %, each leading to its rows."""
    percents, total = found.tally.percents, found.tally.total
    until = _("Until the end of %(day)s") % {"day": drawn.day(asked.on)}
    counted = _("%(count)d of %(total)d reports")
    more = _("%(count)d of %(total)d reports, %(waiting)d not due yet")
    return [
        SimpleNamespace(
            name=state.label,
            figure=f"{percents[state]} %",
            url=asked.query(state=str(state)) + "#units",
            compare=(more if state == State.MISSING and found.waiting else counted)
            % {"count": found.tally[state], "total": total, "waiting": found.waiting},
            definition=MEANING[state],
            period=until,
        )
        for state in State
    ]


def reminds(user) -> bool:
    """Who may make the period's move "remind the late ones"."""
    return reads_all(user) and period_flow.moves["remind_late"].who(user, None)


def running(asked: Asked) -> list[ReportingPeriod]:
    return [each for each in asked.periods if each.status in ReportingPeriod.RUNNING]


def reminder(asked: Asked) -> dict:
    """Late units today, each with who would be written to; raises ``Http404`` without a period."""
    late = late_today(asked)
    people = reporters([row.unit for row in late], asked.scope.user.today)
    lines = []
    for row in late:
        readers = [str(user) for users in people.get(row.unit.pk, {}).values() for user in users]
        lines.append((row, drawn.day(row.due), ", ".join(dict.fromkeys(readers))))
    return {"lines": lines, "reached": any(who for _row, _due, who in lines)}


def late_today(asked: Asked) -> list[Row]:
    """Who is late now in the whole country, whatever day and unit are looked at."""
    if asked.period is None:
        raise Http404
    scope, today = asked.scope.narrowed(None), asked.scope.user.today
    return Cycle(scope, asked.period, [], today).late


def remind(request, asked: Asked) -> None:
    """Make the period's move and say what it did; refused where the period does not run."""
    if asked.period is None:
        raise Http404
    try:
        written = remind_late(asked.period, by=request.user)
    except NotNow as closed:
        raise PermissionDenied from closed
    if written:
        said = ngettext("%(n)d letter was written.", "%(n)d letters were written.", written)
        messages.success(request, said % {"n": written})
    else:
        messages.warning(request, _("No letter was written: everyone was reminded today already."))


def attached(name: str) -> str:
    """The header that makes the browser keep the file."""
    return content_disposition_header(True, name) or "attachment"
