"""Marks inside a line: icon, badge, reference, due clock, pairs of facts, keys of a figure."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

BADGES = ("", "go", "done", "off")
CLOCKS = ("ok", "soon", "late", "hold")


@cache
def icon(name: str) -> SafeString:
    """A picture of the sprite ``img/icons.svg`` by its symbol's name, silent for readers."""
    sprite = static("img/icons.svg")
    return format_html('<svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>', sprite, name)


def badge(words: str | Promise, kind: str = "") -> SafeString:
    """A state in words; ``kind``: "" begun, go in our hands, done, off waiting for others."""
    return format_html('<span class="{}">{}</span>', _with_kind("badge", kind, BADGES), words)


def ref(code: str, *, big: bool = False) -> SafeString:
    """A case's code, everywhere in the same type; ``big`` on slips and confirmations."""
    return format_html('<span class="{}">{}</span>', "ref big" if big else "ref", code)


def clock(state: str, words: str, detail: str = "") -> SafeString:
    """A deadline: ``state`` ok, soon, late or hold; the sentence; its reason or date below."""
    below = format_html("<small>{}</small>", detail) if detail else ""
    css = _with_kind("clock", state, CLOCKS)
    return format_html(
        '<span class="{}">{}<span>{}{}</span></span>', css, icon(state), words, below
    )


def plain(number: Decimal) -> str:
    """A number as the reader's language writes it, without zeros that only fill up."""
    return number_format(number.normalize() if number % 1 else int(number), force_grouping=True)


def facts(pairs: Iterable[tuple[str, str]]) -> SafeString:
    """Labels and values of one thing; a value that is empty leaves its label out."""
    rows = format_html_join(
        "", "<dt>{}</dt><dd>{}</dd>", (pair for pair in pairs if pair[1] not in ("", None))
    )
    return format_html('<dl class="facts small">{}</dl>', rows)


def keys(pairs: Iterable[tuple[str, str]]) -> SafeString:
    """What the colours of a figure mean: (class of the part, words)."""
    swatch = (
        '<li><svg viewBox="0 0 10 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="{}" width="10" height="8"/></svg>{}</li>'
    )
    return format_html('<ul class="keys">{}</ul>', format_html_join("", swatch, pairs))


def _with_kind(name: str, kind: str, known: tuple[str, ...]) -> str:
    if kind not in known:
        raise ValueError(f"{name} knows {', '.join(filter(None, known))}, not {kind!r}.")
    return f"{name} {kind}".strip()
