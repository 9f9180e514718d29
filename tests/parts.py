"""What an app contributes to the tests that are complete by construction.

Each app has one ``tests/<app>/parts.py`` with a ``PART``; the tests of access, constraints, hostile
texts and the crawl walk over all of them, and fail while something of the app is missing there.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


def nothing(*_args) -> Any:
    """An app that contributes nothing here."""
    return []


@dataclass(frozen=True)
class Part:
    """One app's share.

    ``access``: {"public" | "token" | "login" | "staff" | "board" | "closed": names of addresses}.
    ``rows``: {model: function that makes a sound row}. ``breaks``: {check constraint: {column: SQL
    that breaks it}}. ``beside``: {"app.Model.column": {column: SQL}}, what is
    changed together with a reference so that nothing else refuses it. ``shaped``:
    "app.Model.field" whose form the code keeps. ``unshown``: models no page shows.
    ``examples``: {URL parameter: plausible value}.
    ``fill(world, number)`` makes a row of each model with hostile texts (tests/e2e/test_payloads).
    ``furnish(sample)`` makes rows without which pages of the crawl would be empty; ``starts()``
    names addresses the crawl finds no link to; ``elsewhere``: names of addresses that are no pages.
    ``fixed``: hostile pages to look at besides lists and cards, as addresses.
    """

    app: str
    access: Mapping[str, Iterable[str]] = field(default_factory=dict)
    rows: Mapping[type, Callable[[], Any]] = field(default_factory=dict)
    breaks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    beside: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    shaped: Iterable[str] = ()
    unshown: Iterable[str] = ()
    examples: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Iterable[str] = ()
    fill: Callable[..., Any] = nothing
    furnish: Callable[..., Any] = nothing
    starts: Callable[[], Iterable[str]] = nothing
    fixed: Callable[[], Iterable[str]] = nothing
