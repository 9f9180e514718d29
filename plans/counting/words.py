"""A figure as it is read: a number by the reader's habits, a share with what it is a share of."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.figures import Figure, Number

NOTHING = "–"


def number(value: Number | None) -> str:
    """A number with the reader's separators; a dash for nothing to measure."""
    if value is None:
        return NOTHING
    exact = Decimal(value)
    whole = exact == exact.to_integral_value()
    return number_format(exact, 0 if whole else 1, force_grouping=True)


def said(figure: Figure | None) -> str:
    """A figure in words: "12", "3,5 giờ", "80,0 % (12 of 15)"."""
    if figure is None or figure.value is None:
        return NOTHING
    if figure.measure.kind != "share":
        return f"{number(figure.value)} {figure.measure.unit}".strip()
    percent = figure.percent
    if percent is None:
        return _("0 of 0")
    parts = {"part": number(figure.value), "whole": number(figure.of)}
    of = _("%(part)s of %(whole)s") % parts
    return f"{number_format(percent, 1)} % ({of})"
