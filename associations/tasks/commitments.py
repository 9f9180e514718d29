"""Each night commitments lapse and recur; mornings remind both sides before a commitment is due."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from core.clock import duty, nightly

from .. import notices, services, terms
from ..models import Commitment
from .agreements import mornings


@duty("associations.commitments", nightly, asks_when=True)
def night(_period: str, at: datetime) -> None:
    """What recurs gets its next turns, what is past its day lapses; missed nights included."""
    today = localdate(at)
    services.follow_all(
        Commitment.objects.to_follow(today).select_related("agreement"), today=today
    )
    for commitment in Commitment.objects.due_by(today).select_related("agreement__unit", "unit"):
        services.lapse(commitment, today=today)


def dues(at: datetime) -> Iterator[tuple[str, datetime]]:
    """Four mornings before the day of each open commitment that falls due within the quarter."""
    today = localdate(at)
    rows = Commitment.objects.pressing().due_between(
        today, today + timedelta(days=terms.STEPS[0] + 7)
    )
    for pk, day in rows.values_list("pk", "due_on"):
        for step, due in mornings(day):
            yield f"{pk}:{day:%Y%m%d}:{step}", due


@duty("associations.remind_of_commitment", dues, asks_when=True)
def remind_of_commitment(period: str, at: datetime) -> None:
    """Remind both sides once, unless it was reported or a nearer reminder is due as well."""
    pk, day, step = period.split(":")
    rows = Commitment.objects.pressing().select_related("agreement__unit", "unit")
    row = rows.filter(pk=pk).first()
    today = localdate(at)
    if row and f"{row.due_on:%Y%m%d}" == day and terms.step_on(today, row.due_on) == int(step):
        notices.remind_of_commitment(row, int(step), today)
