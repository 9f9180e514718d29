"""Numbers of findings as people read them."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .lines import IndexLine
from .sheets import HIDDEN
from .statistics import Estimate


def decimal(value: float, places: int) -> str:
    """A number as people write it here, rounded: formatting alone would cut digits off."""
    return number_format(round(value, places), places)


def percent(value: float | None, places: int = 2) -> str:
    return HIDDEN if value is None else f"{decimal(value, places)} %"


def plain(value: float | None, places: int = 1) -> str:
    return HIDDEN if value is None else decimal(value, places)


def of_all(line: IndexLine) -> str:
    return _("%(n)d of %(all)d") % {"n": line.seen, "all": line.asked}


def count(value: int | None) -> str:
    return HIDDEN if value is None else number_format(value)


def interval(estimate: Estimate | None) -> str:
    return HIDDEN if estimate is None else _("%(ends)s %%") % {"ends": ends(estimate, 1)}


def ends(estimate: Estimate, places: int) -> str:
    low, high = decimal(estimate.low, places), decimal(estimate.high, places)
    return _("%(low)s to %(high)s") % {"low": low, "high": high}
