"""A unit's figures for its officers: key figures; tables by topic, channel, unit and month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.figures import Figure
from directory.models import Unit

from .figures import figures, moments, rows_url, scope
from .models import Inquiry, Topic

GROUPS = """
SELECT topic_id, channel, unit_id, month::date, count(*), count(answered_at),
       count(*) FILTER (WHERE answered_at <= due_at OR
           (answered_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
           <= (due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date),
       grouping(topic_id, channel, unit_id, month)
FROM (SELECT topic_id, channel, unit_id, answered_at, due_at,
             date_trunc('month', received_at AT TIME ZONE 'Asia/Ho_Chi_Minh') AS month
      FROM inquiries_inquiry
      WHERE received_at >= %(since)s AND received_at < %(until)s{units}) AS c
GROUP BY GROUPING SETS ((topic_id), (channel), (unit_id), (month))
"""
TOPIC, CHANNEL, UNIT, MONTH = 0b0111, 0b1011, 0b1101, 0b1110


@dataclass(frozen=True)
class Row:
    """A line of a table: received, answered of these, on time of these."""

    key: Any
    label: str
    received: int
    answered: int
    on_time: int
    url: str


class Dashboard:
    """Everything the page shows, in a handful of questions."""

    def __init__(self, unit: Unit | None, start: date, end: date):
        self.unit, self.start, self.end = unit, start, end
        self.period = f"{start.isoformat()}..{end.isoformat()}"
        self.figures = figures(unit, start, end)
        self.tables = self._tables()

    def kpis(self) -> list[dict[str, str]]:
        """The key figures as the component takes them."""
        span = f"{self.start:%d/%m/%Y}–{self.end:%d/%m/%Y}"
        return [
            {"name": str(f.measure.label), "figure": said(f), "url": f.rows,
             "definition": str(f.measure.definition), "period": span}
            for f in self.figures
        ]  # fmt: skip

    def _tables(self) -> list[tuple[str, list[Row]]]:
        since, until = moments(self.start, self.end)
        found: dict[int, list[tuple]] = {TOPIC: [], CHANNEL: [], UNIT: [], MONTH: []}
        for line in _groups(since, until, self.unit):
            found[line[-1]].append(line)
        return [
            (_("By month"), sorted(self._rows(found[MONTH], 3), key=lambda row: row.key)),
            (_("By topic"), _most(self._rows(found[TOPIC], 0))),
            (_("By channel"), _most(self._rows(found[CHANNEL], 1))),
            (_("By unit"), _most(self._rows(found[UNIT], 2))),
        ]

    def _rows(self, lines: list[tuple], at: int) -> list[Row]:
        keys = [line[at] for line in lines]
        names = NAMES[at](keys)
        return [
            Row(line[at], names.get(line[at], str(line[at])), line[4], line[5], line[6],
                self._url(at, line[at]))
            for line in lines
        ]  # fmt: skip

    def _url(self, at: int, key: Any) -> str:
        if at == 3:
            return rows_url(self.unit, received=_month(key, self.start, self.end))
        if at == 2:
            return f"{rows_url(None, received=self.period)}&unit={key}"
        name = ("topic__id__exact", "channel__exact")[at]
        return rows_url(self.unit, received=self.period, **{name: str(key)})


def _groups(since: datetime, until: datetime, unit: Unit | None) -> list[tuple]:
    """Without a unit nothing is asked of each row: all count."""
    asked: dict[str, Any] = {"since": since, "until": until}
    if unit:
        asked["units"] = scope(unit)
    sql = GROUPS.format(units=" AND unit_id = ANY(%(units)s)" if unit else "")
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return cursor.fetchall()


def _month(first: date, start: date, end: date) -> str:
    """The month as a period, cut to the period asked for."""
    nxt = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    last = date.fromordinal(nxt.toordinal() - 1)
    return f"{max(first, start).isoformat()}..{min(last, end).isoformat()}"


def _most(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-row.received, row.label))[:20]


def _topics(keys: list[int]) -> dict[Any, str]:
    return {row.pk: row.name for row in Topic.objects.filter(pk__in=keys)}


def _units(keys: list[int]) -> dict[Any, str]:
    return {row.pk: row.name for row in Unit.objects.filter(pk__in=keys)}


def _channels(keys: list[str]) -> dict[Any, str]:
    return {value: str(label) for value, label in Inquiry.Channel.choices}


def _months(keys: list[date]) -> dict[Any, str]:
    return {key: f"{key:%m/%Y}" for key in keys}


NAMES = (_topics, _channels, _units, _months)


def said(figure: Figure) -> str:
    """A figure as it is read: a share in percent, a dash where there is nothing to measure."""
    if figure.measure.kind == "share":
        percent = figure.percent
        return "–" if percent is None else f"{number_format(round(percent, 1))} %"
    if figure.value is None:
        return "–"
    words = number_format(figure.value, force_grouping=True)
    return f"{words} {figure.measure.unit}".strip()
