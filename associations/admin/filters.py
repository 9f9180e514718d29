"""Filters by days in the address: what numbers of reports and the calendar lead to."""

from datetime import date

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.admin import filters
from core.ties import Tie
from directory.filters import span_of

from ..figures import counted
from ..served import served


class Days(SimpleListFilter):
    """Days from–to in the address ("2026-01-01..2026-06-30"), or one of the years around today."""

    field = ""

    def lookups(self, request, model_admin):
        year = localdate().year
        found = [(f"{y}-01-01..{y}-12-31", str(y)) for y in range(year + 1, year - 3, -1)]
        asked = self.value()
        return found if not asked or asked in dict(found) else [(asked, asked), *found]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        try:
            start, end = map(date.fromisoformat, self.value().split(".."))
        except ValueError as wrong:
            raise IncorrectLookupParameters(wrong) from wrong
        return queryset.filter(**{f"{self.field}__range": (start, end)})


class Serves(SimpleListFilter):
    """The obligation or activity in the address; offered is only the one that is asked for."""

    title, parameter_name = _("obligation or activity it serves"), "serves"

    def __init__(self, request, *args):
        self.found: list[Tie] = served.seen(request.user, request.GET.getlist("serves")[:1])
        super().__init__(request, *args)

    def lookups(self, request, model_admin):
        asked = request.GET.get("serves")
        return [(asked, self.found[0].full if self.found else asked)] if asked else []

    def queryset(self, request, queryset):
        """Of one in sight; what is out of sight is served by nothing."""
        if not self.value():
            return queryset
        return queryset.serving(self.value()) if self.found else queryset.none()


class Begun(Days):
    title, parameter_name, field = _("in force from"), "begun", "in_force_from"

    def queryset(self, request, queryset):
        """Agreements that came into force, as the figure counts them."""
        rows = super().queryset(request, queryset)
        return rows.public() if self.value() else rows


class Ends(Days):
    title, parameter_name, field = _("last day"), "ends", "ends_on"


class Due(Days):
    title, parameter_name, field = _("due on"), "due", "due_on"


class Counted(filters.Counted):
    """``figure.NAME.UNIT.START.END``."""

    ways = {"figure": lambda name, *span: counted(*span_of(*span))[name]}
