"""Filters by period and standing: what every number of the dashboard leads to."""

from datetime import date, timedelta

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..figures import UPPER, answered_in, late_at, moments, open_at
from ..models import Inquiry


class Period(SimpleListFilter):
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
        return rows.filter(received_at__gte=since, received_at__lt=until)


class AnsweredIn(Period):
    title, parameter_name = _("answered"), "answered"

    def keep(self, rows, since, until):
        return rows.filter(answered_in(since, until))


class OnTimeIn(Period):
    title, parameter_name = _("answered on time"), "on_time"

    def keep(self, rows, since, until):
        return rows.filter(answered_in(since, until, on_time=True))


class OnDay(SimpleListFilter):
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
        return open_at(rows, at)


class LateAt(OnDay):
    title, parameter_name = _("late on"), "late_at"

    def keep(self, rows, at):
        return rows.filter(pk__in=late_at(Inquiry.objects.filter(pk__in=rows.values("pk")), at))


class Level(SimpleListFilter):
    """As the published figures have it: headquarters, and departments."""

    title, parameter_name = pgettext_lazy("of units", "level"), "level"

    def lookups(self, request, model_admin):
        return [("headquarters", _("Headquarters")), ("departments", _("Departments"))]

    def queryset(self, request, queryset):
        if self.value() == "headquarters":
            return queryset.filter(unit__kind__in=UPPER)
        if self.value() == "departments":
            return queryset.exclude(unit__kind__in=UPPER)
        return queryset
