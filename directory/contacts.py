"""What the public is told of a unit: where it is reached, whether it is open, who succeeded it."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.search import MOST_WORDS, question, words

from .calendars import calendar_for, calendars_for
from .models import Reception, Succession, Unit
from .working_time import WorkingCalendar

MOST = 50
"""Units shown at once; a search that finds more asks for another word."""
SPELLINGS = ("area", "aliases__name")
HIGHEST_FIRST = Case(
    *(When(kind=kind, then=Value(rank)) for rank, kind in enumerate(Unit.Kind)),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Opening:
    """Whether a unit works at a moment, as the component ``clock`` says it."""

    state: str
    words: str
    at: str
    why: str = ""

    @property
    def detail(self) -> str:
        return f"{self.why}; {self.at}" if self.why else self.at


@dataclass(frozen=True)
class Card:
    """One unit as a line of the contact list."""

    unit: Unit
    opening: Opening
    channels: dict[str, list] = field(default_factory=dict)

    @property
    def telephones(self) -> list:
        """The hotline first, then the unit's own numbers."""
        return [*self.channels.get("hotline", []), *self.channels.get("phone", [])]


def opening(calendar: WorkingCalendar, now: datetime) -> Opening:
    """Open until, or closed, why and when it opens next; by the unit's own hours."""
    today = localtime(now).date()
    if calendar.is_working_time(now):
        minute = localtime(now).time()
        ends = next(e for s, e in calendar.hours_of(today) if s <= minute and (minute < e or not e))
        return Opening("ok", _("Open now"), _("until %(time)s") % {"time": time_format(ends)})
    opens = calendar.next_working_moment(now)
    if opens.date() == today:
        at = _("opens at %(time)s") % {"time": time_format(opens.time())}
    else:
        day = date_format(opens, _("l, d/m"))
        at = _("opens %(day)s at %(time)s") % {"day": day, "time": time_format(opens.time())}
    return Opening("hold", _("Closed now"), at, str(calendar.why_not(today) or ""))


def cards(units: list[Unit], now: datetime) -> list[Card]:
    """Lines of the contact list, with the calendars of all units asked at once."""
    known = calendars_for(units)
    return [Card(u, opening(known[u.pk], now), by_kind(u.channels.all())) for u in units]


def card(unit: Unit, now: datetime) -> Card:
    return Card(unit, opening(calendar_for(unit), now), by_kind(unit.channels.all()))


def by_kind(channels) -> dict[str, list]:
    found: dict[str, list] = {}
    for channel in channels:
        found.setdefault(channel.kind, []).append(channel)
    return found


def listed(units: QuerySet) -> QuerySet:
    """Highest kind first, then as the structure was decided, with their channels."""
    return units.order_by(HIGHEST_FIRST, "pk").prefetch_related("channels")


def named(units: QuerySet, text: str) -> QuerySet:
    """Units whose name, former name, area, spelling or code holds every word of ``text``.

    Marks that are typed count, missing ones are forgiven (:mod:`core.search`).
    """
    for word in words(text)[:MOST_WORDS]:
        asked, how = question(word), "icontains" if _marked(word) else "unaccent__icontains"
        found = Q(search=asked) | Q(origins__predecessor__search=asked)
        for name in SPELLINGS:
            found |= Q(**{f"{name}__{how}": unicodedata.normalize("NFC", word)})
        units = units.filter(pk__in=Unit.objects.filter(found).values("pk"))
    return units


def _marked(word: str) -> bool:
    return any(unicodedata.combining(sign) for sign in unicodedata.normalize("NFD", word))


def by_code(code: str, on: date) -> Unit | None:
    """The unit that held ``code`` that day; else the last one that ever held it."""
    held = Unit.objects.filter(code__iexact=code).select_related("parent")
    return held.as_of(on).first() or held.order_by("-valid_to").first()


def successors(unit: Unit) -> list[Succession]:
    """Into which units ``unit`` passed; where none is named, those of its nearest superior."""
    rows = Succession.objects.filter(predecessor__in=unit.lineage).select_related(
        "successor", "predecessor"
    )
    nearest = max((len(row.predecessor.path) for row in rows), default=0)
    return [row for row in rows if len(row.predecessor.path) == nearest]


def origins(unit: Unit) -> list[Succession]:
    """What ``unit`` was before."""
    rows = Succession.objects.filter(successor=unit).select_related("predecessor")
    return list(rows.order_by("predecessor__pk"))


def below(unit: Unit, on: date) -> list[tuple[Unit, list[Unit]]]:
    """Units right under ``unit`` that day, each with those right under it."""
    rows = list(Unit.objects.subtree(unit).as_of(on).order_by(HIGHEST_FIRST, "pk"))
    under: dict[int | None, list[Unit]] = {}
    for row in rows:
        under.setdefault(row.parent_id, []).append(row)
    return [(child, under.get(child.pk, [])) for child in under.get(unit.pk, [])]


def receptions(units: QuerySet) -> QuerySet:
    """When those units receive citizens, unit by unit through the week."""
    rows = Reception.objects.filter(unit__in=units).select_related("unit")
    return rows.annotate(rank=_rank()).order_by("rank", "unit_id", "weekday", "starts")


def _rank() -> Case:
    whens = (When(unit__kind=kind, then=Value(rank)) for rank, kind in enumerate(Unit.Kind))
    return Case(*whens, output_field=IntegerField())
