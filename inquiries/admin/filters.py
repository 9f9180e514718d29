"""Filters by period and standing: what every number of the dashboard leads to.

With a period or a day the filter by unit means the unit that had the case then, as the figures do.
"""

from datetime import date, timedelta

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Exists, Q
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.filters import UnderUnit
from directory.models import Unit

from ..counted import (
    FIRST,
    OF_CASE,
    Paths,
    answered_in,
    first_responses,
    late_at,
    moments,
    of,
    open_at,
    passed_on,
    rated,
    received_in,
)
from ..figures import UPPER
from ..models import Holding, Inquiry, Usefulness

UNIT, ONLY = "unit", "only"


class OfUnitThen(SimpleListFilter):
    """Reads the unit that the list is narrowed to, as of the time asked for."""

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.asked = request.GET.get(UNIT)

    @property
    def paths(self) -> Paths:
        """Asked for only by a filter that is in use: a list has seven of them."""
        return paths_of(self.asked)


class Period(OfUnitThen):
    """Days from–to in the address ("2026-01-01..2026-06-30"), or one of the last years."""

    def lookups(self, request, model_admin):
        year = localdate().year
        found = [(f"{y}-01-01..{y}-12-31", str(y)) for y in range(year, year - 4, -1)]
        asked = self.value()
        return found if not asked or asked in dict(found) else [(asked, asked), *found]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        try:
            start, end = map(date.fromisoformat, self.value().split(".."))
            return self.keep(queryset, *moments(start, end))
        except (ValueError, OverflowError) as wrong:
            raise IncorrectLookupParameters(wrong) from wrong

    def keep(self, rows, since, until):
        raise NotImplementedError


class ReceivedIn(Period):
    title, parameter_name = _("received"), "received"

    def keep(self, rows, since, until):
        return rows.filter(received_in(since, until, self.paths))


class AnsweredIn(Period):
    title, parameter_name = _("answered"), "answered"

    def keep(self, rows, since, until):
        return rows.filter(answered_in(since, until, self.paths))


class Followed(Period):
    """Stands among the filters only where a number led to it."""

    def lookups(self, request, model_admin):
        return super().lookups(request, model_admin) if self.value() else []


class OnTimeIn(Followed):
    title, parameter_name = _("answered on time"), "on_time"

    def keep(self, rows, since, until):
        return rows.filter(answered_in(since, until, self.paths, on_time=True))


class FirstInTime(Followed):
    title, parameter_name = _("first response in time"), "first"

    def keep(self, rows, since, until):
        found = first_responses(since, until, in_time=True)
        return rows.filter(Exists(found.filter(OF_CASE, of(self.paths))))


class PassedOnInTime(Followed):
    title, parameter_name = _("passed on in time"), "passed_on"

    def keep(self, rows, since, until):
        found = passed_on(since, until, in_time=True)
        return rows.filter(Exists(found.filter(OF_CASE, of(self.paths))))


class RatedIn(Followed):
    title, parameter_name = _("said how useful"), "rated"

    def keep(self, rows, since, until):
        return rows.filter(Exists(rated(since, until, self.paths).filter(OF_CASE)))


class Rating(SimpleListFilter):
    """How useful the asker found the answer: one level, or the two that count as useful."""

    title, parameter_name = _("usefulness of an answer"), "rating"

    def lookups(self, request, model_admin):
        levels = [(str(level.value), level.label) for level in reversed(Usefulness.Level)]
        return [("useful", _("Satisfied or very satisfied")), *levels]

    def queryset(self, request, queryset):
        if self.value() == "useful":
            return queryset.filter(usefulness__level__in=Usefulness.USEFUL)
        if self.value() in map(str, Usefulness.Level.values):
            return queryset.filter(usefulness__level=self.value())
        return queryset


class OnDay(OfUnitThen):
    """How cases stood at the end of a day."""

    def lookups(self, request, model_admin):
        today = localdate().isoformat()
        asked = self.value() or today
        return [(today, _("Today"))] + ([(asked, asked)] if asked != today else [])

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        try:
            day = date.fromisoformat(self.value())
            end = moments(day, day)[1] - timedelta(microseconds=1)
        except (ValueError, OverflowError) as wrong:
            raise IncorrectLookupParameters(wrong) from wrong
        return self.keep(queryset, min(end, now()))

    def keep(self, rows, at):
        raise NotImplementedError


class OpenAt(OnDay):
    title, parameter_name = _("open on"), "open_at"

    def keep(self, rows, at):
        return open_at(rows, at, self.paths)


class LateAt(OnDay):
    title, parameter_name = _("late on"), "late_at"

    def keep(self, rows, at):
        every = Inquiry.objects.filter(pk__in=rows.values("pk"))
        return rows.filter(pk__in=late_at(every, at, self.paths))


OF_A_TIME = (ReceivedIn, AnsweredIn, OnTimeIn, FirstInTime, PassedOnInTime, RatedIn, OpenAt, LateAt)
THEN = {each.parameter_name for each in OF_A_TIME}


def paths_of(asked: str | None) -> Paths:
    """The paths that the unit of this key covers; "only12" is one unit without those under it."""
    if asked is None:
        return None
    alone, key = asked.startswith(ONLY), asked.removeprefix(ONLY)
    unit = Unit.objects.filter(pk=int(key) if key.isdecimal() and len(key) < 10 else 0).first()
    if unit is None:
        return []
    return unit.pk if alone else unit.covers


class OfUnit(UnderUnit):
    """With a period or a day it leaves the unit to those filters."""

    field = UNIT

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.then = not THEN.isdisjoint(request.GET)

    def queryset(self, request, queryset):
        if self.then:
            return queryset
        if (self.value() or "").startswith(ONLY):
            return queryset.filter(of(paths_of(self.value())))
        return super().queryset(request, queryset)


class Level(SimpleListFilter):
    """As the published figures have it: headquarters, and departments."""

    title, parameter_name = pgettext_lazy("of units", "level"), "level"

    def lookups(self, request, model_admin):
        return [("headquarters", _("Headquarters")), ("departments", _("Departments"))]

    def queryset(self, request, queryset):
        if self.value() == "headquarters":
            return queryset.filter(self.upper(request))
        if self.value() == "departments":
            return queryset.exclude(self.upper(request))
        return queryset

    def upper(self, request) -> Q | Exists:
        """Of what was received in a period, by the unit that received it."""
        if ReceivedIn.parameter_name not in request.GET:
            return Q(unit__kind__in=UPPER)
        first = Holding.objects.filter(OF_CASE, FIRST, unit__kind__in=UPPER)
        return Exists(first)
