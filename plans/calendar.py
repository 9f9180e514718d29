"""The public calendar: what is to come by month, what was held, and the same as iCalendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vUri

from directory.models import Unit
from directory.querysets import within

from .models import Activity, Item

AHEAD, BACK = timedelta(days=365), timedelta(days=90)  # what a feed holds
MOST, PAGE = 200, 25  # rows of a feed and of a page of what is to come; of a page of what was held
ZONE = "Asia/Ho_Chi_Minh"
STATES = {"cancelled": "CANCELLED", "planned": "TENTATIVE"}


class AskedForm(forms.Form):
    """The filters of the calendar and of its feeds, as they stand in the address."""

    unit = forms.CharField(
        label=gettext_lazy("Unit"), max_length=20, required=False, widget=forms.Select
    )
    task = forms.ChoiceField(
        label=gettext_lazy("Task"),
        choices=[("", gettext_lazy("All tasks")), *Item.Task.choices],
        required=False,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", gettext_lazy("All kinds")), *Activity.Kind.choices],
        required=False,
    )

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for; a value that does not exist asks for nothing."""
        if not self.is_valid():
            valid = getattr(self, "cleaned_data", {})
            return {name: value for name, value in valid.items() if value}
        return {name: value for name, value in self.cleaned_data.items() if value}


def shown(user, asked: dict[str, str]):
    """Activities of the public calendar that answer to the filters; ``unit`` is a unit's code."""
    rows = Activity.objects.visible_to(user).on_page().for_list()
    if code := asked.get("unit"):
        covers = Unit.objects.filter(code=code.replace("\x00", "")).values_list("covers", flat=True)
        rows = rows.filter(within({path for paths in covers for path in paths}, "unit__path"))
    return rows.filter(**{name: asked[name] for name in ("task", "kind") if name in asked})


@dataclass
class Month:
    """The activities of one month."""

    first: date
    activities: list[Activity]


class CalendarPage:
    """What one view of the calendar shows."""

    def __init__(self, user, query, *, past: bool, page: int = 1):
        self.form = AskedForm(query)
        self.asked, self.past, self.page = self.form.asked, past, page
        self.form.fields["unit"].widget.choices = self.units
        self.rows = shown(user, self.asked)
        self.at = now()

    @cached_property
    def found(self) -> list[Activity]:
        """One more than a page shows tells that there is a next one."""
        rows = self.gone if self.past else self.rows.upcoming(self.at)
        start = (self.page - 1) * self.size
        return list(rows[start : start + self.size + 1])

    @property
    def size(self) -> int:
        """How many rows a page shows: what is to come is looked over month by month."""
        return PAGE if self.past else MOST

    @property
    def gone(self):
        """What is over or was held, the latest first."""
        held = self.rows.filter(ends__lte=self.at) | self.rows.held()
        return held.order_by("-starts", "-pk")

    @property
    def months(self) -> list[Month]:
        """The rows of the page by the month in which they begin; what has begun before, now."""
        rows = self.found[: self.size]
        grouped = groupby(rows, lambda each: self._month(each).replace(day=1))
        return [Month(first, list(rows)) for first, rows in grouped]

    def _month(self, activity: Activity) -> date:
        first = activity.first_day
        return first if self.past else max(first, localdate(self.at))

    @property
    def more(self) -> bool:
        return len(self.found) > self.size

    @property
    def earlier(self) -> str:
        return self.turned(self.page - 1) if self.page > 1 else ""

    @property
    def later(self) -> str:
        return self.turned(self.page + 1) if self.more else ""

    @property
    def sentence(self) -> str:
        first = (self.page - 1) * self.size + 1
        return f"{first}–{first + min(len(self.found), self.size) - 1}"

    @property
    def tabs(self) -> list[tuple[str, str, int, bool]]:
        counts = self.rows.upcoming(self.at).count(), self.gone.count()
        names = _("To come"), _("Held")
        urls = self.url(), self.url(view="past")
        here = not self.past, self.past
        return list(zip(names, urls, counts, here, strict=True))

    @property
    def units(self) -> list[tuple[str, str]]:
        """(code, name) of the departments and headquarters units that have public activities.

        A unit below them that is asked for (from its own link) stands there too.
        """
        paths = Activity.objects.on_page().order_by().values_list("unit__path", flat=True)
        keys = {key for path in paths.distinct() for key in path.strip("/").split("/")[:2]}
        units = Unit.objects.filter(pk__in=keys).order_by("path")
        found = {unit.code: unit.name for unit in units}
        if code := self.asked.get("unit"):
            found.setdefault(code, code)
        return [("", _("All units")), *found.items()]

    @property
    def feed(self) -> str:
        """The query of the feed with the same filters."""
        return urlencode(self.asked)

    def turned(self, page: int) -> str:
        """The address of another page of the same tab."""
        return self.url(**({"view": "past"} if self.past else {}), page=page)

    def url(self, **more) -> str:
        """The address of this view with other parts."""
        return f"?{urlencode({**self.asked, **more})}"


class Feed:
    """An iCalendar feed: from 90 days back to a year ahead, in three queries.

    Where there is more than a feed holds, what is over gives way to what is to come: a program
    takes an event that is no longer in the feed off the calendar it keeps.
    """

    def __init__(self, user, query):
        self.asked = AskedForm(query).asked
        self.rows = shown(user, self.asked)

    @property
    def mark(self) -> str:
        """Its ETag: the filters, the day, the language and the last change of any activity."""
        events: Any = Activity._meta.get_field("events").related_model
        last = events.objects.order_by("-pgh_id").values_list("pgh_id", flat=True).first()
        said = repr((sorted(self.asked.items()), localdate(), get_language(), last))
        return f'"{sha256(said.encode()).hexdigest()[:32]}"'

    @property
    def content(self) -> bytes:
        at = now()
        rows = self.rows.filter(starts__range=(at - BACK, at + AHEAD))
        kept = list(rows.filter(ends__gt=at).order_by("starts", "pk")[:MOST])
        kept += rows.filter(ends__lte=at).order_by("-starts", "-pk")[: MOST - len(kept)]
        keys = [each.pk for each in kept]
        return calendar_of(kept, Activity.objects.filter(pk__in=keys))


def calendar_of(activities: Iterable[Activity], rows) -> bytes:
    """The activities as an iCalendar file; ``rows``: the same as a queryset, for their changes."""
    changes = rows.changes()
    calendar = Calendar()
    calendar.add("prodid", "-//Vietnam Customs//Customs-Business Partnership Portal//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Customs-business activities"))
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
    for activity in activities:
        calendar.add_component(event_of(activity, *changes.get(activity.pk, (1, now()))))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def event_of(activity: Activity, changed: int, at: datetime) -> Event:
    """One activity; its SEQUENCE grows with every change that the history holds."""
    url = f"{settings.PORTAL_URL}{activity.get_absolute_url()}"
    event = Event()
    event.add("uid", activity.uid)
    event.add("sequence", max(0, changed - 1))
    event.add("dtstamp", at)
    event.add("last-modified", at)
    event.add("dtstart", moment(activity.starts, activity))
    event.add("dtend", moment(activity.ends, activity))
    event.add("summary", activity.title)
    event.add("status", STATES.get(activity.status, "CONFIRMED"))
    event.add("url", vUri(url))
    event.add("categories", [str(activity.get_kind_display()), str(activity.get_task_display())])
    event.add("description", described(activity, url))
    if where := activity.place or activity.online_url:
        event.add("location", where)
    return event


def moment(at: datetime, activity: Activity) -> Any:
    """A day for what takes whole days, else the hour on Vietnam's clock."""
    local = localtime(at)
    return local.date() if activity.all_day else local


def described(activity: Activity, url: str) -> str:
    """Who organises it, what it is about, why it is not held, and where to read more."""
    parts = [str(activity.unit), activity.summary, activity.online_url]
    if activity.why:
        parts.append(f"{_('Reason:')} {activity.why}")
    return "\n\n".join(part for part in (*parts, url) if part)
