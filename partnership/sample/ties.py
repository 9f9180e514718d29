"""What commitments of the sample serve: obligations of the running year's plan, and a dialogue."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Func, QuerySet, Value

from associations.models import Agreement, Commitment
from core.history import acting
from directory.querysets import within
from plans.admin.served import ACTIVITY
from plans.models import Activity, Item, Plan

# Clause of the sample's agreements and the obligation it answers, by its code in the Decision.
ANSWERS = {"Điều 4.1": "2.10", "Điều 5.2": "2.8", "Điều 6": "5.7.i"}


def load() -> None:
    """Tie them once; without a plan in force there is nothing to serve."""
    plan = Plan.objects.filter(status=Plan.Status.ISSUED).order_by("-year", "-pk").first()
    if plan is None or Commitment.objects.exclude(serves=[]).exists():
        return
    known = {item.code: item for item in Item.objects.filter(plan=plan)}
    running = Commitment.objects.filter(agreement__status__in=Agreement.RUNNING)
    with acting(None, "load", reason="dữ liệu mẫu"):
        for clause, code in ANSWERS.items():
            if code in known:
                running.filter(clause=clause).update(serves=[known[code].key])
        _dialogue(running.filter(clause="Điều 6"))


def _dialogue(meetings: QuerySet[Commitment]) -> None:
    """Meetings with the partners of Hai Phong are held at its dialogue."""
    rows = Activity.objects.filter(unit__code="KVIII", kind=Activity.Kind.DIALOGUE)
    event = rows.select_related("unit").order_by("-starts").first()
    if event is not None:
        near = meetings.filter(within(event.unit.covers, "agreement__unit__path"))
        kept = ArrayField(CharField(max_length=40))
        more = Func("serves", Value(f"{ACTIVITY}{event.pk}"), function="array_append",
                    output_field=kept)  # fmt: skip
        near.update(serves=more)
