"""Vietnam's public holidays and swapped working days, year by year, as the library knows them."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from holidays.countries.vietnam import Vietnam

from .days import Reason

SWAP = re.compile(r"(\d\d)/(\d\d)/(\d{4})")


@dataclass(frozen=True)
class PublicHolidays:
    """``off`` names each holiday; ``worked`` gives, for a worked Saturday, the day off for it."""

    off: dict[date, Reason]
    worked: dict[date, date]


@cache
def public_holidays(year: int) -> PublicHolidays:
    """Holidays of the year, weekly days off made up for included (Labour Code 2019, Art. 112).

    A Saturday may be worked for a day off of the year before or after (5 January 2019 was).
    """
    swaps = {k: v for near in (year - 1, year, year + 1) for k, v in _swaps(near).items()}
    return PublicHolidays(_names(year), {k: v for k, v in swaps.items() if k.year == year})


def _swaps(year: int) -> dict[date, date]:
    found = ((day, SWAP.search(reason.vi)) for day, reason in _names(year).items())
    return {date(*map(int, match.group(3, 2, 1))): day for day, match in found if match}


@cache
def _names(year: int) -> dict[date, Reason]:
    vi, en = (Vietnam(years=year, language=language) for language in ("vi", "en_US"))
    # The library writes American dates (month first) in English; the portal writes day first.
    return {d: Reason("holiday", vi[d], SWAP.sub(r"\2/\1/\3", en[d])) for d in sorted(vi)}
