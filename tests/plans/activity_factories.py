"""Activities, registrations and issues needing support for tests."""

from datetime import timedelta

import factory
from django.utils.timezone import now

from plans.models import (
    Activity,
    ActivityFile,
    Participation,
    Registration,
    Serving,
    SupportIssue,
    Undertaking,
    UnitPlan,
)
from tests.factories import GivenFactory, ItemFactory, PlanFactory, UnitFactory

WEEK = timedelta(days=7)


class ActivityFactory(GivenFactory):
    """In a week, planned; ``status`` brings what its state asks for."""

    class Meta:
        model = Activity

    unit = factory.SubFactory(UnitFactory)
    kind = Activity.Kind.DIALOGUE
    task = "consultation"
    title_vi = factory.Sequence("Hội nghị đối thoại số {}".format)
    title_en = factory.Sequence("Dialogue number {}".format)
    starts = factory.LazyFunction(lambda: now() + WEEK)
    ends = factory.LazyAttribute(lambda row: row.starts + timedelta(hours=3))
    status = Activity.Status.PLANNED
    announced_at = factory.LazyAttribute(
        lambda row: now() - WEEK if row.status in ("announced", "held") and row.public else None
    )
    public = True
    result = factory.LazyAttribute(lambda row: "Đã giải đáp" if row.status == "held" else "")
    why = factory.LazyAttribute(lambda row: "Bão" if row.status == "cancelled" else "")


def past(**fields) -> Activity:
    """An activity that began a week ago."""
    return ActivityFactory(starts=now() - WEEK, **fields)


class RegistrationFactory(GivenFactory):
    class Meta:
        model = Registration

    activity = factory.SubFactory(ActivityFactory, status="announced", registration=True)
    name = "Nguyễn Thị Mai"
    enterprise = "Công ty An Phú"
    email = factory.Sequence("guest{}@example.com".format)
    people = 1
    digest = factory.Sequence("{:064x}".format)


class ParticipationFactory(GivenFactory):
    class Meta:
        model = Participation

    activity = factory.SubFactory(ActivityFactory, status="held")
    kind = Participation.Kind.SME
    bodies = 12
    people = 20


class ServingFactory(GivenFactory):
    class Meta:
        model = Serving

    activity = factory.SubFactory(ActivityFactory)
    item = factory.SubFactory(ItemFactory)


class ActivityFileFactory(GivenFactory):
    class Meta:
        model = ActivityFile

    activity = factory.SubFactory(ActivityFactory)


class UnitPlanFactory(GivenFactory):
    class Meta:
        model = UnitPlan

    plan = factory.SubFactory(PlanFactory)
    unit = factory.SubFactory(UnitFactory)
    number = "12/KH-HQ"
    signed_on = factory.LazyFunction(lambda: now().date())
    status = UnitPlan.Status.ISSUED


class UndertakingFactory(GivenFactory):
    class Meta:
        model = Undertaking

    unit_plan = factory.SubFactory(UnitPlanFactory)
    origin = Undertaking.Origin.OWN
    position = factory.Sequence(lambda n: n + 1)
    text_vi = factory.Sequence("Tổ chức đối thoại lần {}".format)
    task = "consultation"
    lead = factory.LazyAttribute(lambda row: row.unit_plan.unit)


class SupportIssueFactory(GivenFactory):
    """In any state; complete enough for each of them."""

    class Meta:
        model = SupportIssue

    unit = factory.SubFactory(UnitFactory)
    plan = factory.SubFactory(PlanFactory)
    title = factory.Sequence("Vướng mắc số {}".format)
    text = "Doanh nghiệp vướng ở khâu xuất xứ."
    asked = "Đề nghị hướng dẫn."
    raised_at = factory.LazyFunction(lambda: now() - WEEK)
    answer = factory.LazyAttribute(
        lambda row: "Thực hiện theo quy định." if row.status in ("answered", "closed") else ""
    )
    answered_at = factory.LazyAttribute(lambda row: now() if row.answer else None)
    status = SupportIssue.Status.RAISED
