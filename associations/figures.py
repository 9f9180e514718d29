"""Figures of cooperation for reports: counted from rows, each with its definition."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.figures import Asked, Figure, Measure, Rows, Source, only, totals
from directory.querysets import within

from .models import (
    Agreement,
    Assessment,
    Commitment,
    LevelReview,
    Member,
    Programme,
    SupportRequest,
)

TASK = "cooperation"
DESK = "/admin/associations/"


def measure(code: str, label, definition, kind: str = "count") -> Measure:
    return Measure(f"associations.{code}", TASK, label, definition, kind)


IN_FORCE = measure(
    "agreements_in_force", _("Agreements in force"),
    _("In force or suspended on the last day of the period: signed by both sides by then, not yet"
      " ended."),
)  # fmt: skip
SIGNED = measure(
    "agreements_signed", _("Agreements signed"),
    _("Agreements whose later signature lies in the period."),
)  # fmt: skip
EXPIRING = measure(
    "agreements_expiring", _("Agreements ending"),
    _("Agreements whose last day lies within 90 days after the period."),
)  # fmt: skip
DUE = measure(
    "commitments_due", _("Commitments due"),
    _("Commitments of both sides whose day lies in the period, without those released."),
)  # fmt: skip
DONE = measure(
    "commitments_done", _("Commitments kept"),
    _("Of the commitments due in the period, those reported or confirmed."), "share",
)  # fmt: skip
CONFIRMED = measure(
    "commitments_confirmed", _("Commitments confirmed"),
    _("Of the commitments due in the period, those a second person confirmed."), "share",
)  # fmt: skip
LAPSED = measure(
    "commitments_lapsed", _("Commitments lapsed"),
    _("Of the commitments due in the period, those nobody reported by their day."), "share",
)  # fmt: skip
MEMBERS = measure(
    "programme_members", _("Programme members"),
    _("Members of the voluntary-compliance programme on the last day of the period."),
)  # fmt: skip
KEPT = measure(
    "level_kept", _("Members that kept or raised their level"),
    _("Of the members reviewed for a year that ends in the period."), "share",
)  # fmt: skip
SATISFIED = measure(
    "members_satisfied", _("Members satisfied with the support"),
    _("Of the members asked in the reviews of a year that ends in the period."), "share",
)  # fmt: skip
FORWARDED = measure(
    "requests_forwarded_in_time", _("Support requests forwarded in time"),
    _("Of the support requests received in the period, those forwarded or settled by then; not"
      " counted are those whose time still runs."), "share",
)  # fmt: skip
TARGET = _("{definition} Target: over {percent} percent.")
ENDED = measure(
    "partners_ended", _("Partners with whom cooperation ended"),
    _("Assessments decided in the period with this outcome."),
)  # fmt: skip


@Source
def figures(unit: Any, start: date, end: date) -> Asked:
    """Of ``unit`` with all it covers (None: the whole country), from ``start`` to ``end``."""
    rows = counted(unit, start, end)
    questions = {
        **{name: number(rows[name]) for name in ("running", "signed", "ending", "members")},
        "commitments": rows["due"].by_status(),
        "rules": Programme.objects.as_of(end).values("keep_over", "please_over")[:1],
        "reviews": _reviews(unit, start, end).outcome(),
        "requests": _requests(unit).forwarded_in_time(start, end),
        "ended": number(rows["ended"]),
    }
    return Asked(questions, partial(told, lists=Lists(unit, start, end)))


def counted(unit: Any, start: date, end: date) -> dict[str, Any]:
    """By a short name the very rows that each figure counts; of a share, those of its numerator."""
    due, reviews = _due(unit, start, end), _reviews(unit, start, end)
    status = Commitment.Status
    members = Member.objects.filter(under(unit, "unit__path"))
    ended = Assessment.objects.filter(
        under(unit, "unit__path"), outcome="ended", decided_on__range=(start, end)
    )
    return {
        **_agreements(unit, start, end),
        "due": due,
        "done": due.filter(status__in=(status.REPORTED, status.CONFIRMED)),
        "confirmed": due.filter(status=status.CONFIRMED),
        "lapsed": due.filter(status=status.LAPSED),
        "members": members.on(end),
        "kept": members.filter(pk__in=reviews.kept().values("member")),
        "pleased": members.filter(pk__in=reviews.filter(satisfied=True).values("member")),
        "forwarded": _requests(unit).good(start, end),
        "ended": ended,
    }


def _agreements(unit: Any, start: date, end: date) -> dict[str, QuerySet]:
    """Those in force are counted by their days, so that a past period can be counted later."""
    rows = Agreement.objects.filter(under(unit, "unit__path")).public()
    running = rows.running_on(end)
    return {
        "running": running,
        "signed": rows.filter(in_force_from__range=(start, end)),
        "ending": running.filter(ends_on__range=(end, end + timedelta(days=90))),
    }


def _due(unit: Any, start: date, end: date) -> Any:
    rows = Commitment.objects.filter(under(unit, "agreement__unit__path"))
    rows = rows.filter(agreement__status__in=Agreement.PUBLIC)
    return rows.due_between(start, end).exclude(status=Commitment.Status.RELEASED)


def _reviews(unit: Any, start: date, end: date) -> Any:
    """By the years that end in the period."""
    years = [y for y in range(start.year, end.year + 1) if start <= date(y, 12, 31) <= end]
    return LevelReview.objects.filter(under(unit, "member__unit__path"), year__in=years)


def _requests(unit: Any) -> Any:
    return SupportRequest.objects.filter(under(unit, "member__unit__path"))


@dataclass(frozen=True)
class Lists:
    """Addresses of the lists behind the numbers of a unit and period."""

    unit: Any
    start: date
    end: date

    def of(self, model: str, name: str) -> str:
        """The list of ``model`` kept to the rows that :func:`counted` has under ``name``."""
        span = ".".join(map(str, (self.unit.pk if self.unit else 0, self.start, self.end)))
        return f"{DESK}{model}/?counted=figure.{name}.{span}"


def told(found: dict[str, Rows], lists: Lists) -> Iterator[Figure]:
    count = {name: only(rows).get("n", 0) for name, rows in found.items()}
    yield Figure(IN_FORCE, count["running"], rows=lists.of("agreement", "running"))
    yield Figure(SIGNED, count["signed"], rows=lists.of("agreement", "signed"))
    yield Figure(EXPIRING, count["ending"], rows=lists.of("agreement", "ending"))
    yield from commitments_told({row["status"]: row["n"] for row in found["commitments"]}, lists)
    yield Figure(MEMBERS, count["members"], rows=lists.of("member", "members"))
    reviews, requests = only(found["reviews"]), only(found["requests"])
    rules = found["rules"][0] if found["rules"] else {}
    kept, pleased = aimed(KEPT, rules.get("keep_over")), aimed(SATISFIED, rules.get("please_over"))
    yield Figure(kept, reviews["kept"], reviews["all"], lists.of("member", "kept"))
    yield Figure(pleased, reviews["pleased"], reviews["asked"], lists.of("member", "pleased"))
    forwarded = lists.of("supportrequest", "forwarded")
    yield Figure(FORWARDED, requests["good"], requests["all"], forwarded)
    yield Figure(ENDED, count["ended"], rows=lists.of("assessment", "ended"))


def aimed(measure: Measure, percent: int | None) -> Measure:
    """The measure with the target that the programme's rules set for it, if there are any."""
    if percent is None:
        return measure
    said = format_lazy(TARGET, definition=measure.definition, percent=percent)
    return replace(measure, definition=said)


def number(rows: QuerySet) -> QuerySet:
    return totals(rows, n=Count("pk"))


def under(unit: Any, field: str) -> Q:
    """Rows of the unit, of all under it and of the units it came from."""
    return Q() if unit is None else within(unit.covers, field)


def commitments_told(counts: dict[str, int], lists: Lists) -> Iterator[Figure]:
    """``counts``: how many of those due stand in each state."""
    status = Commitment.Status
    due, lapsed = sum(counts.values()), counts.get(status.LAPSED, 0)
    confirmed = counts.get(status.CONFIRMED, 0)
    done = confirmed + counts.get(status.REPORTED, 0)
    yield Figure(DUE, due, rows=lists.of("commitment", "due"))
    yield Figure(DONE, done, due, lists.of("commitment", "done"))
    yield Figure(CONFIRMED, confirmed, due, lists.of("commitment", "confirmed"))
    yield Figure(LAPSED, lapsed, due, lists.of("commitment", "lapsed"))
