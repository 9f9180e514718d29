"""Bars as SVG made on the server: no script, no style; the numbers stand beside them."""

from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

GAP = 0.6
"""Percent of the width left free between two parts, so that they part in greyscale too."""
LATE = "n2"
DIVERGING = ("n2", "n1", "n0", "p1", "p2")
RECT = '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>'


def percents(counts: Iterable[float]) -> list[float]:
    """Shares of the whole in percent; nothing at all gives zeros, never an error."""
    counts = list(counts)
    whole = sum(counts)
    return [100 * count / whole if whole else 0.0 for count in counts]


def bar(parts: Iterable[tuple[str, float]], label: str = "", *, tall: bool = False) -> SafeString:
    """One bar of parts (class f1…f4, n2…p2; percent of the whole width).

    Hidden from readers when the row has the numbers; else give ``label``, the sentence to read.
    What is late stands taller. Parts beyond 100 percent are cut off at the edge.
    """
    drawn = format_html_join("", RECT, _stacked(parts))
    return _svg("bar tall" if tall else "bar", "0 0 100 10", drawn, label)


def share(part: float, whole: float, css: str = "f1") -> SafeString:
    """The bar of one part of a whole, its number beside it."""
    return bar([(css, percents([part, whole - part])[0])])


def diverge(five: Sequence[float], label: str = "", *, reach: float = 50) -> SafeString:
    """Five percents from worst to best; the middle one straddles zero.

    ``reach``: percent of the width kept for the worse side, the same in every row of a table.
    """
    x, rects = -(five[0] + five[1] + five[2] / 2), []
    for css, share in zip(DIVERGING, five, strict=True):
        if share > 0:
            rects.append((css, f"{x:.2f}", "1", f"{max(share - GAP, GAP):.2f}", "8"))
        x += share
    zero = format_html('<line x1="{0}" x2="{0}" y1="0" y2="10"/>', "0")
    drawn = format_html("{}{}", format_html_join("", RECT, rects), zero)
    return _svg("bar tall diverge", f"{-reach:.0f} 0 {100 + reach:.0f} 10", drawn, label)


def _stacked(parts: Iterable[tuple[str, float]]) -> list[tuple[str, ...]]:
    x = 0.0
    rects: list[tuple[str, ...]] = []
    for css, share in parts:
        share = min(share, 100 - x)
        if share > 0:
            gap = 0 if x + share > 99.9 else GAP
            y, height = ("0", "10") if css == LATE else ("1.5", "7")
            rects.append((css, f"{x:.2f}", y, f"{max(share - gap, GAP):.2f}", height))
            x += share
    return rects


def _svg(css: str, box: str, drawn: SafeString, label: str) -> SafeString:
    said = (
        ("role", "img", "aria-label", label) if label else ("aria-hidden", "true", "role", "none")
    )
    return format_html(
        '<svg class="{}" viewBox="{}" preserveAspectRatio="none" {}="{}" {}="{}">{}</svg>',
        css, box, *said, drawn,
    )  # fmt: skip
