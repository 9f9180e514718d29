"""What an association reads of its members: their cases in numbers, quarter by quarter."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.figures import FEW, Figure, about

from .. import terms
from ..models import Association, Membership

QUARTERS = 4


def quarters(day: date, count: int = QUARTERS) -> Iterator[tuple[date, date]]:
    """First and last day of the quarters that ended before ``day``, the latest first.

    Only whole quarters: a running one, looked at twice, would tell who asked in between (G19).
    """
    begin = date(day.year, day.month - (day.month - 1) % 3, 1)
    for back in range(1, count + 1):
        yield (
            terms.plus_months(begin, -3 * back),
            terms.plus_months(begin, 3 - 3 * back) - terms.DAY,
        )


def members_cases(associations: Iterable[Association], day: date) -> list[dict[str, Any]]:
    """For each association a table of its members' cases; one query for all of them.

    A quarter counts those who were members on its last day: who joins or leaves later changes no
    number that was shown.
    """
    named, ended = list(associations), list(quarters(day))
    groups = [
        (Membership.objects.as_of(end).filter(association=each).values("enterprise"), start, end)
        for each in named
        for start, end in ended
    ]
    found = about(groups)
    return [
        table(each, ended, found[place * len(ended) : (place + 1) * len(ended)])
        for place, each in enumerate(named)
    ]


def table(
    association: Association, ended: list[tuple[date, date]], found: list[list[Figure]]
) -> dict[str, Any]:
    """Heads, lines and definitions; without any app that counts there is no line."""
    measures = [figure.measure for figure in found[0]] if found else []
    return {
        "name": association.name,
        "heads": [_("Quarter"), *(measure.label for measure in measures)],
        "lines": [
            [quarter(start), *map(said, figures)]
            for (start, _end), figures in zip(ended, found, strict=True)
            if figures
        ],
        "numeric": range(1, len(measures) + 1),
        "definitions": [(measure.label, measure.definition) for measure in measures],
    }


def quarter(start: date) -> str:
    return _("Quarter %(number)d of %(year)d") % {
        "number": (start.month + 2) // 3, "year": start.year
    }  # fmt: skip


def said(figure: Figure) -> str:
    """A number or share in words; what too few enterprises stand behind is not told."""
    if figure.value is None:
        return _("under %(few)d enterprises") % {"few": FEW}
    if figure.measure.kind != "share":
        return number_format(figure.value, use_l10n=True)
    return "–" if figure.percent is None else f"{number_format(figure.percent, 1)} %"
