"""A figure as it is read: a number by the reader's habits, a share with what it is a share of.

Pages, the dashboard and papers say it alike.
"""

from decimal import Decimal

from django.utils.formats import number_format

from core.figures import Figure, Number

NOTHING = "–"


def number(value: Number, places: int = 2) -> str:
    """A number with the reader's separators: rounded to ``places``, none of them nought."""
    exact = round(Decimal(value), places).normalize()  # number_format() would cut, not round
    return number_format(exact, max(-int(exact.as_tuple().exponent), 0), force_grouping=True)


def percent(value: Number) -> str:
    """A percentage with at most one place; its sign never begins a line."""
    return f"{number(value, 1)}\N{NO-BREAK SPACE}%"


def said(figure: Figure | None) -> str:
    """A figure in words: "12", "3,5 giờ", "12/15 (80 %)"; a dash for nothing to measure."""
    if figure is None or figure.value is None:
        return NOTHING
    if figure.measure.kind != "share":
        return f"{number(figure.value)} {figure.measure.unit}".strip()
    return said_of(figure.value, figure.of or 0)


def said_of(value: Number, of: Number | None) -> str:
    """A number, or a part with its whole and its percent; nothing is no share of nothing."""
    if of is None:
        return number(value)
    part = f"{number(value)}/{number(of)}"
    return f"{part} ({percent(Decimal(100) * value / of)})" if of else part
