"""Moments of the year in the portal's time zone."""

from datetime import date, datetime, time

from django.utils.timezone import make_aware


def moment(day: date, hour: int = 9) -> datetime:
    """That day at ``hour``, some minutes past."""
    return make_aware(datetime.combine(day, time(hour, day.day * 7 % 60)))
