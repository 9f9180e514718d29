"""The ladder of late cases: who is told, once a rung, with the cases by name."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.history import acting
from directory.calendars import calendars_for
from directory.models import Unit

from .. import notices
from ..models import Escalation, Holding, Inquiry
from ..rules import WINDOW
from .handling import close

Rung = Escalation.Rung
Over = Escalation.Over
STEPS = (
    (Rung.OFFICER, 1),
    (Rung.TEAM, 2),
    (Rung.BRANCH, 3),
    (Rung.DEPARTMENT, 5),
    (Rung.COMMITTEE, 10),
)
"""Rung and the working days of lateness from which it is told."""
KINDS = {
    Rung.TEAM: (Unit.Kind.TEAM,),
    Rung.BRANCH: (Unit.Kind.BRANCH,),
    Rung.DEPARTMENT: (Unit.Kind.DEPARTMENT, Unit.Kind.HQ_UNIT),
    Rung.COMMITTEE: (Unit.Kind.GENERAL_DEPARTMENT,),
}
SAID = {
    Over.ANSWER: _("Late since %(day)s"),
    Over.PASSING_ON: _("Not passed on, late since %(day)s"),
}


def climb(at: datetime) -> int:
    """Put every late case on the rungs it has reached and write to their people; how many rows.

    Late is an answer, or a member's request that was not passed on. A rung that a unit's line of
    command does not have is left out. Each is told once of a case while one unit has it: after a
    transfer, or asked again, the ladder begins anew. May be asked twice.
    """
    late = Inquiry.objects.overdue(at).order_by("due_at", "pk")
    unsent = Inquiry.objects.not_passed_on(at).select_related("passing_on")
    unsent = unsent.order_by("passing_on__due_at", "pk")
    return _climb(Over.ANSWER, late, at) + _climb(Over.PASSING_ON, unsent, at)


def _climb(over: Over, late: Any, at: datetime) -> int:
    late = late.select_related("unit")
    told: dict[tuple[int, int], list[Escalation]] = defaultdict(list)
    running = Prefetch("holdings", Holding.objects.filter(until=None), to_attr="held")
    cases = list(late.prefetch_related("escalations", running))
    calendars = calendars_for({case.unit for case in cases})
    units = Unit.objects.in_bulk({key for case in cases for key in case.unit.lineage})
    for case in cases:
        case.over, case.late_since = over, _due(case, over)
        for rung, unit in _reached(case, calendars[case.unit_id], units, at):
            told[unit.pk, rung].append(_row(case, rung, unit, at))
    rows = [row for found in told.values() for row in found]
    with acting(None, "climb"):
        Escalation.objects.bulk_create(rows)
    for (key, step), found in told.items():
        cases = [row.inquiry for row in found]
        notices.late(units[key], step, cases, localdate(at), over=over)
    return len(rows)


def _due(case: Inquiry, over: Over) -> datetime | None:
    return case.due_at if over == Over.ANSWER else case.passing_on.due_at


def _reached(case: Any, calendar, units, at: datetime) -> Iterator[tuple[Rung, Unit]]:
    if case.late_since is None or not case.held:
        return
    days = calendar.working_days_between(localdate(case.late_since), localdate(at))
    since, rows = case.held[0].since, case.escalations.all()
    taken = {row.rung for row in rows if row.at >= since and row.over == case.over}
    line = [units[key] for key in reversed(case.unit.lineage)]
    for rung, after in STEPS:
        kinds = KINDS.get(rung)
        unit = case.unit if kinds is None else next((u for u in line if u.kind in kinds), None)
        if unit is not None and days >= after and rung not in taken:
            yield rung, unit


def _row(case: Any, rung: Rung, unit: Unit, at: datetime) -> Escalation:
    return Escalation(
        inquiry=case, holding=case.held[0], from_unit=case.unit, to_unit=unit, rung=rung, at=at,
        over=case.over, reason=SAID[case.over] % {"day": f"{localdate(case.late_since):%d/%m/%Y}"},
    )  # fmt: skip


def close_answered(at: datetime) -> int:
    """Close what was answered and not taken up again within the window; returns how many."""
    done = Inquiry.objects.filter(status=Inquiry.Status.ANSWERED, answered_at__lt=at - WINDOW)
    cases = list(done.order_by("pk")[:2_000])
    for case in cases:
        close(case, by=None)
    return len(cases)
