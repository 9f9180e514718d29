"""Who carries out what a unit undertook, who confirms it, and when it is late."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from core.file_sight import shown_with
from core.workflow import Flow, Move, Verb
from directory.calendars import calendar_for

from ..models import Undertaking, UnitPlan
from .unit_plans import WORKING, K, P, drafts

CHECKING = (K.FOCAL_POINT, K.HEAD)
U = Undertaking.Status


def latest_late_day(today: date) -> date:
    """The latest due day that is late today.

    What falls due on a day off is due on the next working day (Civil Code 2015, Art. 148.5), by
    the country's calendar; late begins the day after. So late is what was due on the last
    working day before today, or earlier.
    """
    return calendar_for(None).last_working_day_before(today)


@dataclass(frozen=True)
class Carrying(Move):
    """A move that is open while the plan is in force."""

    def fits(self, subject) -> bool:
        return super().fits(subject) and subject.unit_plan.status == P.ISSUED


def carries_out(user, undertaking) -> bool:
    """The people of the lead unit, of the plan's unit, or of one above."""
    return any(user.holds(*WORKING, path=path) for path in _paths(undertaking))


def checks_work(user, undertaking) -> bool:
    """Head or focal point of the lead unit, of the plan's unit, or of one above."""
    return any(user.holds(*CHECKING, path=path) for path in _paths(undertaking))


def confirms(user, undertaking) -> bool:
    """The second person: one who checks work and did not report this one."""
    return undertaking.reported_by_id != user.pk and checks_work(user, undertaking)


def _paths(undertaking) -> tuple[str, str]:
    return undertaking.lead.path, undertaking.unit_plan.unit.path


def works(user, undertaking=None) -> bool:
    return user.holds(*WORKING)


def drafts_line(user, undertaking) -> bool:
    return drafts(user, undertaking.unit_plan)


def gives_up(user, undertaking) -> bool:
    """In a draft its authors skip a line; once the plan is issued heads and focal points drop."""
    if undertaking.unit_plan.status in UnitPlan.IN_MAKING:
        return drafts_line(user, undertaking)
    return checks_work(user, undertaking)


def in_draft(undertaking) -> bool:
    return undertaking.unit_plan.status == P.DRAFTED


def in_force(undertaking) -> bool:
    return undertaking.unit_plan.status == P.ISSUED and undertaking.status in Undertaking.OPEN


@dataclass(frozen=True)
class Giving(Move):
    """A move of drafting and of carrying out: closed only between, and after the year."""

    def fits(self, subject) -> bool:
        return super().fits(subject) and subject.unit_plan.status in (P.DRAFTED, P.ISSUED)


undertaking_flow = Flow(
    Undertaking,
    # Lines come to be on the planning page of a draft.
    Move("take_up", _("Take up"), (), U.PLANNED, who=works),
    Move("skip", _("Skip with a reason"), (), U.DROPPED, who=works),
    Verb(
        "adapt",
        _("Correct"),
        who=drafts_line,
        when=in_draft,
        hint=_("Text, units, due day, indicator and weight, until the plan is submitted."),
    ),
    Carrying(
        "start",
        _("Start"),
        (U.PLANNED,),
        U.IN_PROGRESS,
        who=carries_out,
        hint=_("Work has begun."),
    ),
    Carrying(
        "record",
        _("Record progress"),
        (U.PLANNED, U.IN_PROGRESS),
        U.IN_PROGRESS,
        who=carries_out,
        hint=_("In percent, or as a number of the indicator."),
    ),
    Carrying(
        "report",
        _("Report as done"),
        (U.PLANNED, U.IN_PROGRESS),
        U.REPORTED,
        who=carries_out,
        hint=_("It needs evidence; another person confirms it."),
    ),
    Carrying(
        "confirm",
        _("Confirm as done"),
        (U.REPORTED,),
        U.DONE,
        who=confirms,
        hint=_("You have seen the evidence."),
    ),
    Carrying(
        "send_back",
        _("Send back"),
        (U.REPORTED,),
        U.IN_PROGRESS,
        who=confirms,
        hint=_("The person who reported it is told why by letter."),
        cause="plans.undertaking_sent_back:{subject.pk}:{subject.step}",
        grave=True,
    ),
    Verb(
        "attach",
        _("Add evidence"),
        who=carries_out,
        when=in_force,
        hint=_("A file, or a reference in words."),
    ),
    Carrying(
        "reopen",
        _("Reopen"),
        (U.DONE,),
        U.IN_PROGRESS,
        who=checks_work,
        hint=_("It was not finished after all."),
        grave=True,
    ),
    Giving(
        "resume",
        _("Take up after all"),
        (U.DROPPED,),
        U.PLANNED,
        who=gives_up,
        hint=_("It counts again from now on."),
    ),
    Giving(
        "drop",
        _("Drop with a reason"),
        (U.PLANNED, U.IN_PROGRESS),
        U.DROPPED,
        who=gives_up,
        hint=_("The coverage table shows it as dropped, with your reason."),
        grave=True,
    ),
    Verb(
        "remove",
        _("Take out of the draft"),
        who=drafts_line,
        when=in_draft,
        hint=_("What it answered is offered again."),
        grave=True,
    ),
    Verb(
        "pass_on",
        _("Give to another lead unit"),
        who=checks_work,
        when=in_force,
        hint=_("Its progress and evidence stay."),
    ),
)

shown_with("plans.Evidence", "file")
