"""A list kept to the very rows that a number counts: of the coverage table, a figure, progress."""

from collections.abc import Callable
from datetime import date

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from directory.models import Unit

from ..counting import unit_plans
from ..counting.coverage import covering
from ..counting.topmost import lines_of


class Counted(SimpleListFilter):
    """``?counted=coverage.PLAN.KIND.STATE.ITEM.UNIT.TASK`` (0 or nothing: any),
    ``?counted=figure.NAME.TASK.UNIT.START.END`` or ``?counted=topmost.PLAN.TASK.STATE.UNIT-UNIT``;
    anything else opens the list unfiltered."""

    title, parameter_name = _("number"), "counted"

    def lookups(self, request, model_admin):
        asked = request.GET.get("counted")
        return [(asked, _("The rows of the number you followed"))] if asked else []

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        kind, *parts = self.value().split(".")
        find = FINDS.get(kind)
        try:
            rows = find(*parts) if find else None
        except (ValueError, TypeError, KeyError, ValidationError) as wrong:
            raise IncorrectLookupParameters(wrong) from wrong
        if rows is None:
            raise IncorrectLookupParameters(kind)
        return queryset.filter(pk__in=rows.order_by().values("pk"))


def _key(text: str) -> int:
    """A row's key in an address; what no key can be is refused with ValueError."""
    if not text.isascii() or not text.isdecimal() or len(text) > 18:
        raise ValueError(text)
    return int(text)


def _of_coverage(plan, kind, state, item, unit, task):  # noqa: PLR0913 -- parts of one address
    return covering(
        _key(plan), kind, task=task, state=state, item=_key(item or "0"), unit=_key(unit or "0")
    )


def _of_figure(name, task, unit, start, end):
    known = Unit.objects.filter(pk=_key(unit)).first() if unit != "0" else None
    if known is None and unit != "0":
        raise ValueError(unit)
    days = date.fromisoformat(start), date.fromisoformat(end)
    return unit_plans.rows_of(name, task, known, *days)


def _of_topmost(plan, task, state, units):
    return lines_of(_key(plan), task, state, [_key(each) for each in units.split("-") if each])


FINDS: dict[str, Callable] = {
    "coverage": _of_coverage, "figure": _of_figure, "topmost": _of_topmost,
}  # fmt: skip
