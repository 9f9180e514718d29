"""Plans of units and what stands in them, in any state."""

from datetime import date

import factory

from plans.models import Coordination, Evidence, Item, Undertaking, UnitPlan
from tests.factories import GivenFactory, PlanFactory, UnitFactory


class UnitPlanFactory(GivenFactory):
    class Meta:
        model = UnitPlan

    plan = factory.SubFactory(PlanFactory)
    unit = factory.SubFactory(UnitFactory)
    number = factory.Sequence("{}/KH-HQ".format)
    signed_on = date(2023, 2, 10)
    status = UnitPlan.Status.ISSUED


class UndertakingFactory(GivenFactory):
    """In a plan in force; its item, where one is given, has to be of the plan's Decision."""

    class Meta:
        model = Undertaking

    unit_plan = factory.SubFactory(UnitPlanFactory)
    origin = factory.LazyAttribute(lambda row: "taken_up" if row.item or row.parent else "own")
    item = None
    parent = None
    position = factory.Sequence(lambda n: n + 1)
    text_vi = factory.Sequence("Việc số {}".format)
    text_en = factory.Sequence("Undertaking {}".format)
    task = Item.Task.SUPPORT
    lead = factory.LazyAttribute(lambda row: row.unit_plan.unit)
    status = Undertaking.Status.PLANNED
    dropped_because = factory.LazyAttribute(lambda row: "no" if row.status == "dropped" else "")
    done_on = factory.LazyAttribute(lambda row: date(2023, 6, 1) if row.status == "done" else None)


class CoordinationFactory(GivenFactory):
    class Meta:
        model = Coordination

    undertaking = factory.SubFactory(UndertakingFactory)
    unit = factory.SubFactory(UnitFactory)


class EvidenceFactory(GivenFactory):
    class Meta:
        model = Evidence

    undertaking = factory.SubFactory(UndertakingFactory)
    note = "Biên bản số 1"
