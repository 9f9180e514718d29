"""Each night what follows from dates; reminders 90, 60, 30 and 7 days before an end."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils.timezone import localdate, make_aware

from core.clock import duty, nightly

from .. import notices, services, terms
from ..models import Agreement
from ..rules import renews_tacitly

MORNING = time(7)


@duty("associations.night", nightly, asks_when=True)
def night(_period: str, at: datetime) -> None:
    """Agreements are renewed tacitly and expire, whatever nights were missed."""
    today = localdate(at)
    for agreement in Agreement.objects.renewing().ended_by(today):
        services.renew_tacitly(agreement, today=today)
    for agreement in Agreement.objects.ended_by(today):
        services.expire(agreement, today=today)


def mornings(day: date) -> Iterator[tuple[int, datetime]]:
    """The reminders before ``day`` : step and moment."""
    for step in terms.STEPS:
        yield step, make_aware(datetime.combine(day - timedelta(days=step), MORNING))


def ends(at: datetime) -> Iterator[tuple[str, datetime]]:
    """Four mornings before the last day of each running agreement that ends within the quarter
    and is not renewed tacitly: of that :func:`refusals` speak."""
    today = localdate(at)
    ending = Agreement.objects.not_renewing().ending(
        today, today + timedelta(days=terms.STEPS[0] + 7)
    )
    for pk, day in ending.values_list("pk", "ends_on"):
        for step, due in mornings(day):
            yield f"{pk}:{day:%Y%m%d}:{step}", due


@duty("associations.remind_of_end", ends, asks_when=True)
def remind_of_end(period: str, at: datetime) -> None:
    """Tell both sides once, unless the end has moved or a nearer reminder is due as well."""
    pk, day, step = period.split(":")
    agreement = Agreement.objects.select_related("unit").get(pk=pk)
    today = localdate(at)
    if (
        agreement.status in Agreement.RUNNING
        and not renews_tacitly(agreement)
        and agreement.ends_on
        and f"{agreement.ends_on:%Y%m%d}" == day
        and terms.step_on(today, agreement.ends_on) == int(step)
    ):
        notices.remind_of_end(agreement, int(step), today, what="end")


def refusals(at: datetime) -> Iterator[tuple[str, datetime]]:
    """Four mornings before the last day on which a tacit renewal can be refused."""
    today = localdate(at)
    for agreement in Agreement.objects.renewing().filter(ends_on__gte=today):
        refuse_by = agreement.refuse_by
        if today <= refuse_by <= today + timedelta(days=terms.STEPS[0] + 7):
            for step, due in mornings(refuse_by):
                yield f"{agreement.pk}:{refuse_by:%Y%m%d}:{step}", due


@duty("associations.remind_of_renewal", refusals, asks_when=True)
def remind_of_renewal(period: str, at: datetime) -> None:
    """Tell both sides that the term will be renewed unless one of them says no in time."""
    pk, day, step = period.split(":")
    agreement = Agreement.objects.select_related("unit").get(pk=pk)
    refuse_by = agreement.refuse_by
    if refuse_by is None or not renews_tacitly(agreement):
        return
    today = localdate(at)
    if f"{refuse_by:%Y%m%d}" == day and terms.step_on(today, refuse_by) == int(step):
        notices.remind_of_end(agreement, int(step), today, what="renewal")
