"""The clock of cooperation in tests: one night, one morning."""

from datetime import date, datetime

from django.utils.timezone import make_aware

from core.clock import run_clock
from core.models import Deadline

END = date(2027, 1, 9)  # the last day of a term of 24 months from SIGNED


def at(day: date, hour: int = 8) -> datetime:
    return make_aware(datetime(day.year, day.month, day.day, hour))


def clock(day: date, hour: int = 8) -> None:
    """Run what is due by then; nothing of cooperation is left undone."""
    run_clock(at(day, hour))
    waiting = Deadline.objects.filter(kind__startswith="associations.", done_at=None)
    assert not waiting.due(at(day, hour)).exists()
