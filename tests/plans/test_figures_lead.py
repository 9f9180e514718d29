"""G8: every figure of every app leads to the very rows it counts, of a unit and of the country."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine

from core.figures import Figure
from plans.counting import gathered
from tests.associations.factories import AgreementFactory, CommitmentFactory
from tests.associations.programme_factories import (
    AssessmentFactory,
    LevelReviewFactory,
    MemberFactory,
    SupportRequestFactory,
)
from tests.factories import EnterpriseFactory, PlanFactory, UnitFactory
from tests.inquiries.factories import InquiryFactory
from tests.surveys.factories import FollowUpFactory, RoundFactory

from .activity_factories import ActivityFactory, ParticipationFactory, SupportIssueFactory
from .reporting_factories import PeriodFactory, ReportFactory, VersionFactory, at
from .test_lists import SuccessionFactory
from .unit_plan_factories import UndertakingFactory, UnitPlanFactory

START, END = date(2024, 1, 1), date(2024, 12, 31)
DAYS = [date(2023, 6, 10), date(2024, 6, 10), date(2025, 6, 10)]
# Sums and middles: the list holds the rows they are made of, as another figure counts them.
MADE_OF: dict[str, Callable[[dict[str, Figure]], int]] = {
    **dict.fromkeys(
        ("surveys.issued", "surveys.answered", "surveys.satisfied"),
        lambda found: found["surveys.rounds"].value,
    ),
    **dict.fromkeys(
        ("activities.enterprises", "activities.people"),
        lambda found: sum(f.value for c, f in found.items() if c.startswith("activities.held.")),
    ),
    "inquiries.median_hours": lambda found: found["inquiries.answered"].value,
}


def rows_of(unit, periods: dict[date, list]) -> None:
    """One row of each kind that a figure counts, before, in and after the period."""
    plan = UnitPlanFactory(plan=PlanFactory(year=2024, issuer=unit), unit=unit)
    for day in DAYS:
        moment = at(day.year, day.month, day.day, 9)
        InquiryFactory(unit=unit, received_at=moment, status="answered")
        InquiryFactory(unit=unit, received_at=moment)
        RoundFactory(unit=unit, opens_on=day, closes_on=day, status="closed")
        for status in ("done", "dropped", "open"):
            FollowUpFactory(
                unit=unit, due_on=day, status=status, measure="x" if status == "done" else ""
            )
        cooperation(unit, day)
        for status in ("planned", "done"):
            done_on = day if status == "done" else None
            UndertakingFactory(unit_plan=plan, due_on=day, status=status, done_on=done_on)
        held = ActivityFactory(unit=unit, status="held", starts=moment, announced_at=moment)
        ParticipationFactory(activity=held)
        ActivityFactory(unit=unit, starts=moment)
        for status in ("raised", "answered", "withdrawn"):
            SupportIssueFactory(unit=unit, raised_at=moment, status=status, plan=plan.plan)
        punctual, late = (
            ReportFactory(period=period, unit=unit, status="submitted", submitted_at=moment)
            for period in periods[day]
        )
        VersionFactory(report=punctual, submitted_at=moment)
        VersionFactory(report=late, submitted_at=at(day.year, day.month, day.day + 10, 9))


def cooperation(unit, day: date) -> None:
    """Agreements in force and drafted with commitments, members, requests, assessments."""
    for status in ("in_force", "drafted"):
        row = AgreementFactory(unit=unit, status=status, signed_by_customs=day,
                               signed_by_partner=day, term_months=13)  # fmt: skip
        for state in ("open", "reported", "lapsed", "released"):
            CommitmentFactory(agreement=row, due_on=day, status=state)
    member = MemberFactory(unit=unit, joined_on=day)
    LevelReviewFactory(member=member, year=day.year, satisfied=True)
    moment = at(day.year, day.month, day.day, 9)
    SupportRequestFactory(
        member=member, received_at=moment, forward_by=moment + timedelta(days=1),
        forwarded_at=moment, forwarded_to=unit, status="forwarded",
    )  # fmt: skip
    AssessmentFactory(unit=unit, enterprise=EnterpriseFactory(), outcome="ended", grounds="x",
                      status="decided", decided_on=day, comment_by=day)  # fmt: skip


@pytest.fixture
def units(department, unit):
    """A department, its branch, one that passed into it, and another; each with its rows."""
    old, other = UnitFactory(code="OLD", valid_to=date(2024, 3, 31)), UnitFactory(code="OTHER")
    SuccessionFactory(predecessor=old, successor=department, kind="merged", on=date(2024, 4, 1))
    department.refresh_from_db()
    periods = {
        day: [
            PeriodFactory(
                starts=day.replace(day=1), cut_off=day.replace(day=9), due_on=day.replace(day=14),
                opens_on=day.replace(day=2), before=day.replace(day=15),
            )
            for _twice in range(2)
        ]
        for day in DAYS
    }  # fmt: skip
    for each in (department, unit, old, other):
        rows_of(each, periods)
    return {"department": department, "branch": unit, "old": old, "country": None}


@pytest.mark.parametrize("who", ["department", "branch", "old", "country"])
def test_every_figure_leads_to_its_rows(units, people, enter, who):
    with time_machine.travel(at(2025, 12, 1, 9), tick=False):
        client = enter(people["board"])
        figures = gathered(units[who], START, END)
        found = {figure.measure.code: figure for figure in figures}
        wrong = {}
        for code, figure in found.items():
            answer = client.get(figure.rows)
            shown = answer.context["cl"].result_count if answer.status_code == 200 else None
            expected = MADE_OF[code](found) if code in MADE_OF else figure.value
            if shown != expected:
                wrong[code] = (shown, expected, figure.rows)
    assert wrong == {}
    counted = {code.partition(".")[0] for code, figure in found.items() if figure.value}
    assert counted >= {"inquiries", "surveys", "associations", "undertakings", "activities",
                       "support_issues", "plans"}  # fmt: skip


def test_what_a_head_may_not_see_stays_out_of_the_list(units, people, enter):
    """The address of the country's figure, opened by a head: the own subtree's rows alone."""
    with time_machine.travel(at(2025, 12, 1, 9), tick=False):
        client = enter(people["head"])
        [figure] = [
            f for f in gathered(None, START, END) if f.measure.code == "plans.reports_on_time"
        ]
        mine = [f for f in gathered(units["department"], START, END) if f.measure == figure.measure]
        shown = client.get(figure.rows).context["cl"].result_count
    assert shown == mine[0].value < figure.value


@pytest.mark.parametrize(
    "asked",
    ["figure.0.x.2024-01-01", "figure.0", "figure.999999999.2024-01-01.2024-12-31", "other.1", "."],
)
def test_an_address_that_names_no_number_opens_the_list_unfiltered(people, enter, asked, db):
    ReportFactory()
    page = f"/admin/plans/report/?counted={asked}"
    answer = enter(people["board"]).get(page)
    assert answer.status_code == 302 and answer["Location"].endswith("?e=1")
