"""What a follow-up may be tied to: obligations of plans, offered by an app that stands above.

Surveys do not know plans. Whoever keeps obligations declares a :class:`Source`; without one a
follow-up stands for itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Obligation:
    """``key`` is kept with the follow-up; ``url`` is where the reader finds it, or ""."""

    key: str
    label: str
    url: str = ""


@dataclass(frozen=True)
class Source:
    """``offered(user)``: obligations a follow-up of that person may be tied to. ``named(keys)``:
    those of these keys, asked for at once; keys of other sources are passed over."""

    offered: Callable[[Any], Iterable[Obligation]]
    named: Callable[[Iterable[str]], Iterable[Obligation]]


_sources: list[Source] = []


def declare(source: Source) -> Source:
    """Take a source in; called when its app is loaded."""
    _sources.append(source)
    return source


def offered(user) -> list[Obligation]:
    return [each for source in _sources for each in source.offered(user)]


def named(keys: Iterable[str]) -> dict[str, Obligation]:
    """{key: obligation}; a key whose obligation is gone is missing."""
    wanted = [key for key in keys if key]
    return {each.key: each for source in _sources for each in source.named(wanted)}
