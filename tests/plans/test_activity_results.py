"""Results of activities: whom a missing one awaits, who is reminded; figures of what was held."""

from datetime import date, datetime

import pytest
import time_machine
from django.utils.timezone import make_aware, now

from core.clock import run_clock
from core.history import acting
from core.models import Letter
from directory.models import Succession, Unit, User
from plans.counting.activities import figures
from plans.services import activities
from tests.factories import RoleFactory, UnitFactory

from .activity_factories import ActivityFactory, ParticipationFactory, SupportIssueFactory, past
from .desk_parts import DAY, STAFF, awaits


@pytest.mark.parametrize("who", STAFF)
def test_results_missing_await_the_people_of_the_unit(people, unit, department, who):
    """Over, neither held nor cancelled: the oldest first; not those of another department."""
    past(unit=unit, title_vi="branch", status="announced")
    ActivityFactory(unit=department, title_vi="department", starts=now() - 9 * DAY)
    past(unit=UnitFactory(), title_vi="elsewhere")
    past(unit=unit, title_vi="held", status="held")
    past(unit=unit, title_vi="off", status="cancelled")
    ActivityFactory(unit=unit, title_vi="to come")
    ActivityFactory(unit=unit, title_vi="going on", starts=now() - DAY, ends=now() + DAY)
    both = ["department", "branch"]
    expected = {"officer": ["branch"], "head": both, "focal_point": both, "stranger": [],
                "board": []}  # fmt: skip
    assert awaits(people[who], "results") == expected.get(who)


# --- the clock ------------------------------------------------------------------------------
@pytest.fixture
def friday(unit):
    """A dialogue on Friday 15 May 2026: its result is missed on Tuesday 19 May."""
    starts = make_aware(datetime(2026, 5, 15, 8))
    return ActivityFactory(unit=unit, status="announced", starts=starts, title_vi="Đối thoại")


def reminded() -> set[str]:
    letters = Letter.objects.filter(cause__startswith="plans.remind_of_results")
    return set(letters.values_list("recipient", flat=True))


def test_a_missing_result_is_asked_for_once_two_working_days_after(people, unit, friday):
    """G28: not before, not twice, and after downtime once."""
    officer = people["officer"]
    RoleFactory(unit=unit, kind="department_administrator")
    for moment, expected in [
        (datetime(2026, 5, 19, 6, 59), set()),
        (datetime(2026, 5, 19, 7), {officer.email}),
        (datetime(2026, 5, 25, 7), {officer.email}),
    ]:
        run_clock(make_aware(moment))
        run_clock(make_aware(moment))
        assert reminded() == expected, moment
    assert Letter.objects.filter(recipient=officer.email).count() == 1


def test_the_successor_goes_on_with_what_a_closed_unit_left_open(people, unit, friday):
    """Its people see the missing result on their desk, are reminded, and may enter it."""
    new = UnitFactory(kind="branch", parent=unit.parent)
    with acting(None, "given"):
        Succession.objects.create(
            predecessor=unit, successor=new, kind="renamed", on=date(2026, 5, 16)
        )
        Unit.objects.filter(pk=unit.pk).update(valid_to=date(2026, 5, 15))
    new.refresh_from_db()
    heir = RoleFactory(unit=new).user
    run_clock(make_aware(datetime(2026, 5, 19, 7)))
    assert reminded() == {heir.email}
    assert awaits(heir, "results") == ["Đối thoại"]
    friday.refresh_from_db()
    activities.hold(friday, by=User.objects.get(pk=heir.pk), result="Tốt", came={})


@pytest.mark.parametrize("what", ["hold", "cancel", "postpone", "stale"])
def test_nobody_is_reminded_of_what_is_settled_or_long_gone(people, friday, what):
    people["officer"]
    at = make_aware(datetime(2026, 5, 19, 8))
    with time_machine.travel(make_aware(datetime(2026, 5, 16, 8)), tick=False):
        if what == "hold":
            activities.hold(friday, by=None, result="Tốt", came={})
        elif what == "cancel":
            activities.cancel(friday, by=None, reason="x")
        elif what == "postpone":
            later = now() + 30 * DAY
            activities.postpone(friday, by=None, reason="x", starts=later, ends=later + DAY)
        else:
            at = make_aware(datetime(2026, 7, 1, 8))
    run_clock(at)
    assert reminded() == set()


# --- figures --------------------------------------------------------------------------------
def test_figures_count_what_was_held_in_the_period_and_lead_to_its_rows(
    enter, people, unit, department
):
    def on(day, **fields):
        starts = make_aware(datetime(2026, 5, day, 8))
        return ActivityFactory(starts=starts, status="held", **fields)

    first = on(1, unit=unit, kind="dialogue", task="consultation")
    last = on(31, unit=department, kind="training", task="support")
    on(15, unit=UnitFactory(), kind="dialogue", task="consultation")
    ActivityFactory(unit=unit, starts=make_aware(datetime(2026, 6, 1)), status="held")
    ActivityFactory(unit=unit, starts=make_aware(datetime(2026, 5, 9)), status="announced")
    ParticipationFactory(activity=first, kind="sme", bodies=10, people=15)
    ParticipationFactory(activity=first, kind="press", bodies=3, people=4)
    ParticipationFactory(activity=last, kind="fdi", bodies=2, people=3)
    moment = make_aware(datetime(2026, 5, 20, 9))
    for status in ("raised", "answered", "closed", "withdrawn"):
        SupportIssueFactory(unit=unit, status=status, raised_at=moment)
    SupportIssueFactory(unit=unit, raised_at=make_aware(datetime(2026, 6, 1)))
    found = {f.measure.code: f for f in figures(department, date(2026, 5, 1), date(2026, 5, 31))}
    values = {code: figure.value for code, figure in found.items() if figure.value}
    assert values == {
        "activities.held.consultation": 1, "activities.held.support": 1,
        "activities.kind.dialogue": 1, "activities.kind.training": 1,
        "activities.enterprises": 12, "activities.people": 22,
        "support_issues.raised": 3, "support_issues.answered": 2,
    }  # fmt: skip
    assert found["support_issues.answered"].of == 3
    whole = {f.measure.code: f for f in figures(None, date(2026, 5, 1), date(2026, 5, 31))}
    assert whole["activities.kind.dialogue"].value == 2
    assert len(found) == len({f.measure.definition for f in found.values()}) + 16
    client = enter(people["board"])
    leads_to = {
        "activities.held.consultation": 1, "activities.kind.training": 1, "activities.people": 2,
        "support_issues.answered": 2, "support_issues.raised": 3,
    }  # fmt: skip
    for code, count in leads_to.items():
        answer = client.get(found[code].rows)
        assert answer.status_code == 200 and len(answer.context["cl"].result_list) == count, code


@pytest.mark.parametrize("count", [1, 5])
def test_figures_are_one_query_however_many_rows(db, count, django_assert_num_queries):
    for _each in range(count):
        ParticipationFactory(activity=past(status="held"))
    with django_assert_num_queries(1):
        figures(None, date(2020, 1, 1), date(2099, 1, 1))
