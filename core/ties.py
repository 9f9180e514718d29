"""What a row is tied to in an app that stands above its own, kept as keys ("plans.item.7").

No foreign key leads up: the app below keeps a :class:`Ties`, whoever stands above declares a
:class:`Source` to it. Without a source nothing is offered, and what is tied is not shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

MOST = 150


@dataclass(frozen=True)
class Tie:
    """``group`` is the heading it is offered under, ``url`` its card."""

    key: str
    label: str
    group: str = ""
    url: str = ""

    @property
    def full(self) -> str:
        """The label where its heading does not stand above it."""
        return f"{self.label} ({self.group})"


@dataclass(frozen=True)
class Source:
    """Rows of one kind; a key is ``prefix`` and the row's own key.

    ``choices(user, row)``: what that person may tie ``row`` to (None: one that is being made).
    ``seen(user)``: what that person sees at all. ``told(row)``: the row as :class:`Tie`.
    ``lasting``: the next turn of what recurs is tied to it too.
    """

    prefix: str
    choices: Callable[[Any, Any], QuerySet]
    seen: Callable[[Any], QuerySet]
    told: Callable[[Any], Tie]
    lasting: bool = False

    def of(self, rows: QuerySet, keys: Iterable[str]) -> list[Tie]:
        """Those of ``keys`` that are of this source and among ``rows``: one query, or none."""
        mine = [key.removeprefix(self.prefix) for key in keys if key.startswith(self.prefix)]
        numbers = [each for each in mine if each.isdecimal() and len(each) < 19]
        return [self.told(row) for row in rows.filter(pk__in=numbers)] if numbers else []


class Ties:
    """What the rows of one model may be tied to."""

    def __init__(self):
        self.sources: list[Source] = []

    def declare(self, source: Source) -> Source:
        """Take a source in; called when its app is loaded."""
        self.sources.append(source)
        return source

    def offered(self, user, row=None) -> list[Tie]:
        """What ``user`` may tie ``row`` to, the first 150 of each source."""
        return [each.told(it) for each in self.sources for it in each.choices(user, row)[:MOST]]

    def open_to(self, user, row, keys: Iterable[str]) -> set[str]:
        """Those of ``keys`` that ``user`` may tie ``row`` to."""
        keys = list(keys)
        found = [each.of(each.choices(user, row), keys) for each in self.sources]
        return {each.key for some in found for each in some}

    def seen(self, user, keys: Iterable[str]) -> list[Tie]:
        """Those of ``keys`` in sight of ``user``: a query a source, however many keys."""
        keys = list(keys)
        return [tie for each in self.sources for tie in each.of(each.seen(user), keys)]

    def lasting(self, keys: Iterable[str]) -> list[str]:
        """Those of ``keys`` that the next turn is tied to as well."""
        kept = tuple(source.prefix for source in self.sources if source.lasting)
        return [key for key in keys if key.startswith(kept)]
