"""The days ahead as iCalendar: last days of agreements and days of commitments."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from .. import terms
from ..models import Agreement, Commitment

MOST = 500


def feed(user) -> bytes:
    """A calendar of what ends or falls due within a year, for those inside the agreements."""
    calendar = Calendar()
    calendar.add("prodid", "-//Customs-Business Partnership Portal//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Cooperation"))
    for event in events(user):
        calendar.add_component(event)
    return calendar.to_ical()


def events(user) -> Iterator[Event]:
    today = localdate()
    until = terms.plus_months(today, 12)
    for agreement in Agreement.objects.within_reach(user).ending(today, until)[:MOST]:
        said = _("Last day: %(what)s") % {"what": agreement}
        yield event(f"agreement-{agreement.pk}", agreement.ends_on, said, agreement)
    rows = Commitment.objects.visible_to(user).standing().outstanding()
    for owed in rows.due_between(today, until).for_list().next_first()[:MOST]:
        yield event(f"commitment-{owed.pk}", owed.due_on, _("Due: %(what)s") % {"what": owed}, owed)


def event(key: str, day: date, said: str, row) -> Event:
    """A whole day; its identity stays the same when the feed is read again."""
    found = Event()
    host = settings.PORTAL_URL.partition("//")[2]
    found.add("uid", f"{key}@{host}")
    found.add("dtstamp", now())
    found.add("dtstart", day)
    found.add("summary", said)
    found.add("url", f"{settings.PORTAL_URL}{row.get_absolute_url()}")
    return found
