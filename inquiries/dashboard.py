"""A unit's figures for its officers: key figures; tables by topic, channel, unit and month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Count
from django.utils.formats import number_format
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.figures import Figure
from directory.models import Unit

from .counted import moments, rated
from .figures import figures, hours_of, rows_url, scope
from .models import Inquiry, Topic, Usefulness

# A case counts where it was received. Most were answered by whoever received them, once: only of
# the others the answers are looked up, and of one answered twice the longer wait counts.
IN_TIME = """(until <= due_at OR (until AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
              <= (due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)"""
ANSWERS = "FROM inquiries_holding WHERE inquiry_id = asked.id AND ended = 'answered'"
GROUPS = """
SELECT topic_id, channel, unit_id, month, count(*), count(on_time),
       count(*) FILTER (WHERE on_time),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes),
       grouping(topic_id, channel, unit_id, month)
FROM (SELECT topic_id, channel, first.unit_id, width_bucket(received_at, %(months)s) AS month,
             CASE WHEN asked.answered_at IS NULL THEN NULL WHEN asked.answered_at = first.until
                  THEN first.minutes ELSE (SELECT max(minutes) {answers}) END AS minutes,
             CASE WHEN asked.answered_at IS NULL THEN NULL WHEN asked.answered_at = first.until
                  THEN first.in_time ELSE (SELECT bool_or({in_time}) {answers}) END AS on_time
      FROM inquiries_inquiry AS asked JOIN (
           SELECT inquiry_id, unit_id, since, until, minutes, {in_time} AS in_time
           FROM inquiries_holding WHERE since >= %(since)s AND since < %(until)s) AS first
           ON first.inquiry_id = asked.id AND first.since = received_at
      WHERE received_at >= %(since)s AND received_at < %(until)s{units}) AS c
GROUP BY GROUPING SETS ((topic_id), (channel), (unit_id), (month))
"""
TOPIC, CHANNEL, UNIT, MONTH = 0b0111, 0b1011, 0b1101, 0b1110
MOST = 20


RECENT = 60  # seconds for which what was counted is shown again


def recent(unit: Unit | None, start: date, end: date) -> "Dashboard":
    """The figures of ``unit`` (None: of all) from ``start`` to ``end``, counted in the last minute.

    Everybody of a unit opens the same page: it is counted once for them, in each language.
    """
    key = f"inquiries.dashboard:{unit and unit.pk}:{start}:{end}:{get_language()}"
    found = cache.get(key)
    if found is None:
        found = Dashboard(unit, start, end)
        cache.set(key, found, RECENT)
    return found


@dataclass(frozen=True)
class Row:
    """A line of a table: received, answered of these, on time of these, their median in hours.

    ``url`` leads to what was received; "" where the line stands for several.
    """

    key: Any
    label: str
    received: int
    answered: int
    on_time: int
    hours: Decimal | None = None
    url: str = ""
    since: str = ""

    @property
    def answered_url(self) -> str:
        """What was answered until now; :attr:`on_time_url` of these in time."""
        return self._with("answered")

    @property
    def on_time_url(self) -> str:
        return self._with("on_time")

    def _with(self, name: str) -> str:
        return self.url and f"{self.url}&{name}={self.since}..{localdate().isoformat()}"


class Dashboard:
    """Everything the page shows, in a handful of questions, and when it was counted."""

    def __init__(self, unit: Unit | None, start: date, end: date):
        self.unit, self.start, self.end, self.at = unit, start, end, now()
        self.period = f"{start.isoformat()}..{end.isoformat()}"
        self.figures = figures(unit, start, end)
        self.tables = self._tables()
        self.levels = self._levels()

    def kpis(self) -> list[dict[str, str]]:
        """The key figures as the component takes them."""
        span = f"{self.start:%d/%m/%Y}–{self.end:%d/%m/%Y}"
        return [
            {"name": str(f.measure.label), "figure": said(f), "url": f.rows,
             "definition": str(f.measure.definition), "period": span}
            for f in self.figures
        ]  # fmt: skip

    def _levels(self) -> list[tuple[str, int, str]]:
        """How useful answers were found, best first: (level, how many, way to the rows); all five
        levels once anybody has said it."""
        paths = None if self.unit is None else self.unit.covers
        rows = rated(*moments(self.start, self.end), paths).values_list("level")
        found = dict(rows.annotate(n=Count("pk")).order_by())
        return [
            (str(level.label), found.get(level, 0),
             rows_url(self.unit, rated=self.period, rating=str(level.value)))
            for level in reversed(Usefulness.Level) if found
        ]  # fmt: skip

    def _tables(self) -> list[tuple[str, list[Row]]]:
        found: dict[int, list[tuple]] = {TOPIC: [], CHANNEL: [], UNIT: [], MONTH: []}
        for line in _groups(self.start, self.end, self.unit):
            found[line[-1]].append(line)
        return [
            (_("By month"), sorted(self._rows(found[MONTH], 3), key=lambda row: row.key)),
            (_("By topic"), self._most(found[TOPIC], 0)),
            (_("By channel"), self._most(found[CHANNEL], 1)),
            (_("By unit"), self._most(found[UNIT], 2)),
        ]

    def _most(self, lines: list[tuple], at: int) -> list[Row]:
        """Those with most cases, and the others as one line: names and addresses are looked up of
        these alone."""
        lines = sorted(lines, key=lambda line: (-line[4], str(line[at])))
        most = sorted(self._rows(lines[:MOST], at), key=lambda row: (-row.received, row.label))
        rest = lines[MOST:]
        if not rest:
            return most
        label = ngettext("%(n)d other", "%(n)d others", len(rest)) % {"n": len(rest)}
        sums = (sum(line[column] for line in rest) for column in (4, 5, 6))
        return [*most, Row(None, label, *sums)]

    def _rows(self, lines: list[tuple], at: int) -> list[Row]:
        keys, since = [line[at] for line in lines], self.start.isoformat()
        names = NAMES[at](keys)
        return [
            Row(line[at], names.get(line[at], str(line[at])), line[4], line[5], line[6],
                hours_of(line[7]), self._url(at, line[at]), since)
            for line in lines
        ]  # fmt: skip

    def _url(self, at: int, key: Any) -> str:
        if at == 3:
            return rows_url(self.unit, received=_month(key, self.start, self.end))
        if at == 2:
            return f"{rows_url(None, received=self.period)}&unit=only{key}"
        name = ("topic__id__exact", "channel__exact")[at]
        return rows_url(self.unit, received=self.period, **{name: str(key)})


def _groups(start: date, end: date, unit: Unit | None) -> Iterator[tuple]:
    """Lines of the tables, months by their first day.

    Without a unit nothing is asked of each row: all count. A month is found among the first moments
    of all months: to work out the day of each row and cut it took half as long again.
    """
    since, until = moments(start, end)
    firsts = list(_firsts(start, end))
    months = [moments(first, first)[0] for first in firsts]
    asked: dict[str, Any] = {"since": since, "until": until, "months": months}
    if unit:
        asked["units"] = scope(unit)
    units = " AND first.unit_id = ANY(%(units)s)" if unit else ""
    sql = GROUPS.format(units=units, answers=ANSWERS, in_time=IN_TIME)
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        for *keys, month, received, answered, on_time, minutes, which in cursor.fetchall():
            yield *keys, month and firsts[month - 1], received, answered, on_time, minutes, which


def _firsts(start: date, end: date) -> Iterator[date]:
    """The first day of each month of the period."""
    for number in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        yield date(number // 12, number % 12 + 1, 1)


def _month(first: date, start: date, end: date) -> str:
    """The month as a period, cut to the period asked for."""
    nxt = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    last = date.fromordinal(nxt.toordinal() - 1)
    return f"{max(first, start).isoformat()}..{min(last, end).isoformat()}"


def _topics(keys: list[int]) -> dict[Any, str]:
    return {row.pk: row.name for row in Topic.objects.filter(pk__in=keys)}


def _units(keys: list[int]) -> dict[Any, str]:
    return {row.pk: row.name for row in Unit.objects.filter(pk__in=keys).only("name_vi", "name_en")}


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
