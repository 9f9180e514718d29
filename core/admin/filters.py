"""Saved views as tabs, a date "as of", and the words of the filters above a list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Tab:
    """A saved view of a list: ``keep(rows, user)`` returns the rows that stay."""

    name: str
    label: str | Promise
    keep: Callable[[Any, Any], Any]


class AsOf(SimpleListFilter):
    """Rows valid on a day (``?as_of=2023-12-31``): today unless asked; ``all`` is every day."""

    title, parameter_name = _("as of"), "as_of"

    def lookups(self, request, model_admin):
        return [("all", _("Any day"))]

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        return queryset.as_of(self.day)

    @property
    def day(self) -> date:
        """The day asked for; a text that is no date is refused (the list opens unfiltered)."""
        try:
            return date.fromisoformat(asked) if (asked := self.value()) else localdate()
        except ValueError as wrong:
            raise IncorrectLookupParameters(wrong) from wrong

    def choices(self, changelist):
        for value, label in [(None, _("Today")), *self.lookup_choices]:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }


class Counted(SimpleListFilter):
    """A list kept to the very rows that some number counts: ``?counted=WAY.PART.PART…``.

    ``ways``: by its name the question that takes the parts and returns rows of the list's model;
    anything else opens the list unfiltered. What is out of sight stays out of the list.
    """

    title, parameter_name = _("number"), "counted"
    ways: dict[str, Callable[..., Any]] = {}

    def lookups(self, request, model_admin):
        asked = request.GET.get("counted")
        return [(asked, _("The rows of the number you followed"))] if asked else []

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        way, *parts = self.value().split(".")
        try:
            rows = self.ways[way](*parts)
        except (ValueError, TypeError, KeyError, OverflowError, ValidationError) as wrong:
            raise IncorrectLookupParameters(wrong) from wrong
        if rows.model is not queryset.model:
            raise IncorrectLookupParameters(way)
        return queryset.filter(pk__in=rows.order_by().values("pk"))


def key_in(text: str) -> int:
    """A row's key in an address; what no key can be is refused with ValueError."""
    if not text.isascii() or not text.isdecimal() or len(text) > 18:
        raise ValueError(text)
    return int(text)
