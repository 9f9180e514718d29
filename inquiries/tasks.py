"""What the clock does about cases: the ladder of late ones, the closing of answered ones."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from celery import shared_task
from django.conf import settings
from django.utils.timezone import localtime

from core.clock import duty, nightly
from directory.calendars import calendar_for

from . import services
from .mail.intake import take_in
from .mail.sources import from_imap

MORNING = 7  # o'clock, before the offices open


def mornings(at: datetime) -> Iterator[tuple[str, datetime]]:
    """The last working morning: a ladder that was missed for days is climbed once."""
    here = localtime(at).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    if here > at:
        here -= timedelta(days=1)
    day = calendar_for(None).on_or_before(here.date())
    here = here.replace(year=day.year, month=day.month, day=day.day)
    yield f"{day:%Y-%m-%d}", here


@duty("inquiries.climb", mornings, asks_when=True)
def climb(day: str, at: datetime) -> None:
    services.climb(at)


@duty("inquiries.close_answered", nightly, asks_when=True)
def close_answered(night: str, at: datetime) -> None:
    services.close_answered(at)


@shared_task(time_limit=10 * 60)
def fetch_mail() -> int:
    """Take in the unread mail of the mailbox, where one is set up; what is lost comes again."""
    if not settings.MAIL_IN_URL:
        return 0
    return sum(1 for raw in from_imap(settings.MAIL_IN_URL) if take_in(raw).row)
