"""A list narrowed to one unit and everything under it."""

from datetime import date
from functools import lru_cache
from time import monotonic

from django.contrib.admin import SimpleListFilter
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.admin.filters import key_in

from .models import Unit
from .querysets import within

SECONDS = 30
UPPER = (Unit.Kind.DEPARTMENT, Unit.Kind.HQ_UNIT)


Offer = tuple[str, str, tuple[str, ...]]


@lru_cache(maxsize=256)
def offered(paths, english: bool, day, moment: int) -> tuple[Offer, ...]:
    """(key, name, what it covers) of the units to choose from, asked anew each half minute a
    process.

    A choice that is half a minute old opens nothing: the rows are scoped by ``visible_to``.
    """
    units = Unit.objects.as_of(day)
    near = units.filter(kind__in=UPPER) if paths is None else units.filter(within(paths))
    name = "name_en" if english else "name_vi"
    found = near.values_list("pk", name, "covers")[:200]
    return tuple((str(pk), said, tuple(covers)) for pk, said, covers in found)


def _asked_for(key: int) -> tuple[Offer, ...]:
    """A unit that is not on offer, but stands in the address."""
    units = Unit.objects.filter(pk=key)
    return tuple((str(unit.pk), unit.name, tuple(unit.covers)) for unit in units)


def span_of(unit: str, start: str, end: str) -> tuple[Unit | None, date, date]:
    """Unit (None for "0", the country), first and last day, as a figure names them in an address.

    What none can be is refused with ``ValueError``.
    """
    known = Unit.objects.filter(pk=key_in(unit)).first()
    if known is None and unit != "0":
        raise ValueError(unit)
    return known, date.fromisoformat(start), date.fromisoformat(end)


class UnderUnit(SimpleListFilter):
    """Rows of one unit, of all under it and of what it came from, as figures count them.

    Who sees all is offered departments and headquarters units, others their own units; any other
    may stand in the address that a figure leads to: rows are scoped already.
    """

    title, parameter_name = _("unit"), "unit"
    field = ""

    @classmethod
    def through(cls, field: str):
        """The filter for a list whose rows reach their unit by ``field``."""
        return type(cls.__name__, (cls,), {"field": field})

    def lookups(self, request, model_admin):
        paths = None if request.user.sees_all else tuple(request.user.paths)
        english = (get_language() or "vi").startswith("en")
        found = offered(paths, english, localdate(), int(monotonic() / SECONDS))
        asked = request.GET.get(self.parameter_name, "")
        if asked.isascii() and asked.isdecimal() and len(asked) < 10:
            found += _asked_for(int(asked)) if asked not in {key for key, *_rest in found} else ()
        self.covers = {value: covers for value, _name, covers in found}
        return [(value, name) for value, name, _covers in found]

    def queryset(self, request, queryset):
        asked = self.value()
        if asked is None:
            return queryset
        return queryset.filter(within(self.covers.get(asked, ()), f"{self.field}__path"))

    def choices(self, changelist):
        """As stock, with the address built once: there may be two hundred units."""
        base = changelist.get_query_string(remove=[self.parameter_name])
        start = f"{base}{'&' if len(base) > 1 else ''}{self.parameter_name}="
        now = self.value()
        yield {"selected": now is None, "query_string": base, "display": _("All")}
        for value, name in self.lookup_choices:
            url = f"{start}{value}"
            yield {"selected": value == now, "query_string": url, "display": name}
