"""Obligations in force and activities, offered to commitments of agreements (cooperation)."""

from datetime import timedelta

from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from associations.models import Commitment
from associations.served import served
from core.desk import desk_of
from core.ties import Source, Tie
from directory.models import Unit
from directory.querysets import within

from ..models import Activity, Item, Plan

ACTIVITY = "plans.activity."
BACK = timedelta(days=365)


def of_today(*units: Unit | None) -> list[Unit]:
    """The units open today that answer for what ``units`` signed: themselves, or what they passed
    into, divided or not (ADR 1)."""
    paths = [unit.path for unit in units if unit]
    return list(Unit.objects.answering_for(paths, localdate()))


def obligations(user, commitment: Commitment):
    """What plans in force lay on the unit in charge of the agreement."""
    rows = Item.objects.visible_to(user).filter(plan__status=Plan.Status.ISSUED).obligations()
    bound = Item.objects.none()
    for unit in of_today(commitment.agreement.unit):
        bound = bound | rows.of_unit(unit)
    return bound.select_related("plan").order_by("-plan__year", "position")


def activities(user, commitment: Commitment):
    """Of the unit in charge, of the one that carries the commitment out and of those under them:
    what is to come and what ended within a year, unless it was cancelled."""
    units = of_today(commitment.agreement.unit, commitment.unit)
    near = within({path for unit in units for path in unit.covers}, "unit__path")
    rows = Activity.objects.visible_to(user).filter(near, ends__gt=now() - BACK)
    return rows.exclude(status=Activity.Status.CANCELLED).order_by("-starts", "-pk")


def obligation(item: Item) -> Tie:
    group = _("Plan of %(year)s: %(task)s") % {
        "year": str(item.plan.year), "task": item.get_task_display(),
    }  # fmt: skip
    url = f"{desk_of(Item).list_url}{item.pk}/change/"
    return Tie(item.key, str(item), group, url)


def activity(row: Activity) -> Tie:
    url = f"{desk_of(Activity).list_url}{row.pk}/change/"
    label = f"{row.first_day:%d/%m/%Y}: {row.title}"
    return Tie(f"{ACTIVITY}{row.pk}", label, _("Activities"), url)


served.declare(
    Source(
        Item.KEY, obligations, lambda user: Item.objects.visible_to(user).select_related("plan"),
        obligation, lasting=True,
    )
)  # fmt: skip
served.declare(Source(ACTIVITY, activities, Activity.objects.visible_to, activity))
