"""What a unit sees over all its agreements: portfolio, coverage, the months ahead."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, F, Func, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.components.bars import share
from directory.models import Unit

from .. import terms
from ..models import Agreement, Commitment

S, C = Agreement.Status, Commitment.Status
UPPER = (Unit.Kind.GENERAL_DEPARTMENT, Unit.Kind.DEPARTMENT)
AHEAD = 12  # months of the calendar of expiries
FIRST = 10  # agreements of a month that are shown at once


def upper_units(on: date) -> list[Unit]:
    """The general department and the customs departments of a day, the highest first."""
    return list(Unit.objects.as_of(on).filter(kind__in=UPPER).order_by("path"))


class Shares:
    """Counts by the unit's path, shared out to those who answer for it.

    A department answers for what lies under it and under the units it came from; the general
    department only for what is its own: what its headquarters leads, no department's.
    """

    def __init__(self, units: Sequence[Unit], rows: Iterable[tuple]):
        self.rows: dict[str, list[tuple]] = defaultdict(list)
        self.whole: Counter = Counter()
        self.counts: dict[int, Counter] = {unit.pk: Counter() for unit in units}
        for path, what, number in rows:
            self.rows[path].append((what, number))
            self.whole[what] += number
        lower = [unit for unit in units if unit.parent_id]
        upper = [unit for unit in units if not unit.parent_id]
        for path, found in self.rows.items():
            owners = [u for u in lower if _answers(u, path)] or [
                u for u in upper if _answers(u, path)
            ]
            for owner in owners:
                for what, number in found:
                    self.counts[owner.pk][what] += number

    def of(self, unit: Unit) -> Counter:
        return self.counts[unit.pk]


def _answers(unit: Unit, path: str) -> bool:
    return any(path.startswith(mine) for mine in unit.covers)


@dataclass(frozen=True)
class Covered:
    """A line of the map: one unit, its agreements in force by field, and what is missing."""

    unit: Unit
    total: int
    counts: list[int]

    @property
    def url(self) -> str:
        """The list behind its total; "" of the general department, as in the portfolio."""
        base = f"/admin/associations/agreement/?tab=in_force&unit={self.unit.pk}"
        return base if self.unit.parent_id else ""


def coverage() -> dict:
    """Departments × fields of cooperation: agreements in force, all of them public."""
    units, fields = upper_units(localdate()), list(Agreement.Field)
    in_force = Agreement.objects.in_force().order_by()
    unnest = Func(F("fields"), function="unnest", output_field=CharField())
    by_field = in_force.annotate(field=unnest).values_list("unit__path", "field")
    by_unit = in_force.values_list("unit__path").annotate(n=Count("pk"))
    fielded = Shares(units, by_field.annotate(n=Count("pk")))
    whole = Shares(units, ((path, "all", n) for path, n in by_unit))
    lines = [
        Covered(unit, whole.of(unit)["all"], [fielded.of(unit)[field.value] for field in fields])
        for unit in units
    ]
    return {
        "fields": fields,
        "lines": lines,
        "without": [line.unit for line in lines if not line.total],
        "uncovered": [
            field.label for at, field in enumerate(fields)
            if not any(line.counts[at] for line in lines)
        ],
    }  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """A line of the portfolio: one unit, its agreements, and how its commitments stand."""

    unit: Unit | None
    in_force: int
    ending: int
    outstanding: int
    lapsed: int
    confirmed: int

    @property
    def urls(self) -> dict[str, str]:
        """The lists behind the numbers; none of the general department, whose own rows no filter
        parts from those of the departments."""
        return {} if self.unit and not self.unit.parent_id else addresses(self.unit)

    @property
    def progress(self):
        """The bar of what was confirmed, of all that is not released."""
        return share(self.confirmed, self.outstanding + self.lapsed + self.confirmed or 1, "f2")


def portfolio(user) -> dict:
    """Agreements and commitments within one's reach, by unit."""
    today = localdate()
    soon = Q(ends_on__range=(today, today + timedelta(days=terms.STEPS[0])))
    units = upper_units(today)
    if not user.sees_all:
        units = own_units(units, user)
    near = Agreement.objects.within_reach(user).order_by()
    states = near.values_list("unit__path", "status").annotate(n=Count("pk"))
    ending = near.running().filter(soon).values_list("unit__path").annotate(n=Count("pk"))
    owed = Commitment.objects.within_reach(user).standing().order_by()
    by_state = owed.values_list("agreement__unit__path", "status").annotate(n=Count("pk"))
    agreements, commitments = Shares(units, states), Shares(units, by_state)
    soon_by = Shares(units, ((path, "soon", n) for path, n in ending))
    whole = _kept(None, agreements.whole, soon_by.whole["soon"], commitments.whole)
    lines = [
        _kept(unit, agreements.of(unit), soon_by.of(unit)["soon"], commitments.of(unit))
        for unit in units
    ]
    return {"lines": lines, "kpis": kpis(whole, today)}


def own_units(units: list[Unit], user) -> list[Unit]:
    """Units at or under one's own; for who sits below a department, the very unit: what the
    department has beside it is not in sight, and would read as nothing."""
    under = [unit for unit in units if any(unit.path.startswith(path) for path in user.paths)]
    return under or sorted({role.unit for role in user.held}, key=lambda unit: unit.path)


def _kept(unit: Unit | None, states: Counter, ending: int, owed: Counter) -> Kept:
    outstanding = owed[C.OPEN] + owed[C.REPORTED]
    return Kept(unit, states[S.IN_FORCE], ending, outstanding, owed[C.LAPSED], owed[C.CONFIRMED])


def kpis(whole: Kept, today: date) -> list[dict]:
    """The figures on top, each with its definition and the list behind it.

    Each row counts once here; two departments that came from one unit both show what it signed.
    """
    urls = whole.urls
    found = [
        (_("Agreements in force"), whole.in_force, urls["in_force"],
         _("signed by both sides and not ended")),
        (_("Ending within 90 days"), whole.ending, urls["ending"],
         _("running, with a last day that is near")),
        (_("Commitments outstanding"), whole.outstanding, urls["outstanding"],
         _("open, or reported and not confirmed")),
        (_("Commitments lapsed"), whole.lapsed, urls["lapsed"], _("not reported by their day")),
    ]  # fmt: skip
    when = f"{today:%d/%m/%Y}"
    return [
        {"name": name, "figure": figure, "url": url, "definition": text, "period": when}
        for name, figure, url, text in found
    ]


def addresses(unit: Unit | None) -> dict[str, str]:
    """By number of the portfolio the list of the rows it counts, of ``unit`` or of all."""
    today, under = localdate(), f"&unit={unit.pk}" if unit else ""
    base, owed = (
        f"/admin/associations/{name}/?tab=mine{under}" for name in ("agreement", "commitment")
    )
    soon = f"{today}..{today + timedelta(days=terms.STEPS[0])}"
    return {
        "in_force": f"{base}&status__exact={S.IN_FORCE}",
        "ending": f"{base}&status__in={S.IN_FORCE},{S.SUSPENDED}&ends={soon}",
        "outstanding": f"{owed}&status__in={C.OPEN},{C.REPORTED}",
        "lapsed": f"{owed}&status__exact={C.LAPSED}",
        "confirmed": f"{owed}&status__exact={C.CONFIRMED}",
    }


@dataclass(frozen=True)
class Month:
    """Agreements that end in one month: the first few, and the list of all of them."""

    name: str
    count: int
    agreements: list[Agreement]
    url: str

    @property
    def more(self) -> int:
        return self.count - len(self.agreements)


def expiries(user) -> list[Month]:
    """Running agreements within reach that end in the year ahead, month by month."""
    today = localdate()
    rows = Agreement.objects.within_reach(user).ending(today, terms.plus_months(today, AHEAD))
    months: dict[date, list[Any]] = {}
    for agreement in rows.first_of_months(FIRST).for_list():
        months.setdefault(agreement.month, []).append(agreement)
    return [
        Month(f"{month:%m/%Y}", found[0].in_month, found, month_url(month, today))
        for month, found in months.items()
    ]


def month_url(month: date, today: date) -> str:
    """The list of running agreements that end in a month, from today on."""
    since, until = max(month, today), terms.plus_months(month, 1) - terms.DAY
    return f"/admin/associations/agreement/?tab=running&ends={since}..{until}"
