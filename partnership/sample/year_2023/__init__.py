"""The year 2023 played through: unit plans, activities, both reports of every unit, in our words.

Rows are written in bulk, each state after the other, so that the workflow's triggers hold.
"""

from django.db import transaction

from plans.models import Plan, ReportingPeriod, UnitPlan

from . import activities, cascade, periods, reports
from .words import profiles


@transaction.atomic
def load() -> None:
    """Play the year through once; nothing is done where its unit plans stand already."""
    plan = Plan.objects.filter(year=2023, status=Plan.Status.ISSUED).order_by("pk").first()
    if plan is None or UnitPlan.objects.filter(plan=plan, unit__code="35").exists():
        return
    known = profiles(plan.signed_on)
    undertakings = cascade.load(plan, known)
    activities.load(plan, known, undertakings)
    periods.open_all(plan)
    for period in ReportingPeriod.objects.filter(plan=plan).order_by("before"):
        reports.load(period, known)
        periods.consolidate(period)
