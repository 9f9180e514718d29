"""What a commitment serves: obligations and activities of plans, offered by an app above this one.

Cooperation does not know plans. Whoever keeps what can be served declares a :class:`Source`; the
commitment keeps keys ("plans.item.7"), and none that its reader may not see is shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

if TYPE_CHECKING:
    from .models import Commitment

MOST = 150


@dataclass(frozen=True)
class Served:
    """``group`` is the heading it is offered under, ``url`` its card."""

    key: str
    label: str
    group: str
    url: str

    @property
    def full(self) -> str:
        """The label where its heading does not stand above it."""
        return f"{self.label} ({self.group})"


@dataclass(frozen=True)
class Source:
    """Rows of one kind; a key is ``prefix`` and the row's own key.

    ``choices(user, commitment)``: what that person may tie the commitment to. ``seen(user)``: what
    that person sees at all. ``told(row)``: the row as :class:`Served`. ``lasting``: the next turn
    of what recurs serves it too.
    """

    prefix: str
    choices: Callable[[Any, "Commitment"], QuerySet]
    seen: Callable[[Any], QuerySet]
    told: Callable[[Any], Served]
    lasting: bool = False

    def of(self, rows: QuerySet, keys: Iterable[str]) -> list[Served]:
        """Those of ``keys`` that are of this source and among ``rows``: one query, or none."""
        mine = [key.removeprefix(self.prefix) for key in keys if key.startswith(self.prefix)]
        numbers = [each for each in mine if each.isdecimal() and len(each) < 19]
        return [self.told(row) for row in rows.filter(pk__in=numbers)] if numbers else []


_sources: list[Source] = []


def declare(source: Source) -> Source:
    """Take a source in; called when its app is loaded."""
    _sources.append(source)
    return source


def offered(user, commitment: "Commitment") -> list[Served]:
    """What ``user`` may tie ``commitment`` to, the first 150 of each source."""
    return [
        source.told(row) for source in _sources for row in source.choices(user, commitment)[:MOST]
    ]


def open_to(user, commitment: "Commitment", keys: Iterable[str]) -> set[str]:
    """Those of ``keys`` that ``user`` may tie ``commitment`` to."""
    keys = list(keys)
    found = [each.of(each.choices(user, commitment), keys) for each in _sources]
    return {each.key for some in found for each in some}


def seen(user, keys: Iterable[str]) -> list[Served]:
    """Those of ``keys`` in sight of ``user``: a query a source, however many keys."""
    keys = list(keys)
    return [served for each in _sources for served in each.of(each.seen(user), keys)]


def lasting(keys: Iterable[str]) -> list[str]:
    """Those of ``keys`` that the next turn serves too."""
    kept = tuple(source.prefix for source in _sources if source.lasting)
    return [key for key in keys if key.startswith(kept)]
