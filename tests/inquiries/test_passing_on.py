"""A member's request reaches who answers within 24 hours (Decision 2790/QĐ-TCHQ)."""

from datetime import date

import pytest

from core.history import acting
from core.models import Letter
from directory.calendars import calendar_for
from inquiries import clocks, services
from inquiries.figures import figures
from inquiries.models import Escalation, Inquiry, Limit, PassingOn
from inquiries.pages import CasePage
from tests.factories import EnterpriseFactory, RoleFactory, UnitFactory
from tests.inquiries.factories import TopicFactory
from tests.inquiries.past import at, on

LIST = "/admin/inquiries/inquiry/"


@pytest.fixture
def ask(unit):
    """``ask(member, moment)``: a case of a member of the programme, or of somebody else."""
    with acting(None, "given"):
        Limit.objects.create(members=True, first_hours=8, answer_days=5, forward_hours=24)
    topic, traits = TopicFactory(), {True: ["voluntary_compliance"], False: []}
    firms = {member: EnterpriseFactory(traits=some) for member, some in traits.items()}

    def ask(member=True, moment="06-02T09:00", **more) -> Inquiry:
        matter = services.Matter("question", topic, "Hỏi", "Hỏi gì?", more.get("unit", unit))
        code = firms[member].tax_code
        with on(moment):
            return services.submit(matter, services.Origin("portal", "Lan", tax_code=code)).inquiry

    return ask


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("06-02T09:00", "06-03T09:00"),  # Tuesday
        ("06-02T20:30", "06-03T20:30"),  # at night, by the clock
        ("06-05T16:00", "06-08T17:00"),  # Friday: Saturday is a day of rest
        ("06-07T10:00", "06-08T10:00"),  # on a Sunday
        ("08-31T10:00", "09-03T17:00"),  # 1 and 2 September are holidays
    ],
)
def test_hours_run_by_the_clock_and_end_on_a_working_day(db, received, due):
    found = clocks.passed_on_by(calendar_for(None), at(received), 24)
    assert found == at(due)


def test_only_a_member_s_request_has_the_clock_and_whoever_takes_it_ends_it(ask, people, unit):
    assert not PassingOn.objects.filter(inquiry=ask(member=False)).exists()
    officer, there = people["officer"], UnitFactory()
    ways = {
        "take": {}, "route": {"handler": officer}, "answer": {"text": "Như sau"},
        "transfer": {"unit": there, "reason": "Việc ở đó"},
    }  # fmt: skip
    for verb, more in ways.items():
        case = ask()
        assert case.passing_on.due_at == at("06-03T09:00") and case.passing_on.at is None
        with on("06-03T08:00"):
            by = officer if verb != "route" else people["head"]
            getattr(services, verb)(case, by=by, **more)
        assert PassingOn.objects.get(inquiry=case).at == at("06-03T08:00"), verb
        assert PassingOn.objects.get(inquiry=case).unit == unit


def test_one_that_still_lies_stands_on_card_and_in_its_queue(ask, enter, people):
    case, client = ask(), enter(people["officer"])
    ask(member=False)
    with on("06-03T08:00"):
        assert [each.state for each in CasePage(case).also_due] == ["soon"]
    with on("06-03T09:30"):
        passing, _first = CasePage(case).also_due
        assert passing.state == "late" and "09:00, 03/06/2026" in passing.detail
    listed = client.get(f"{LIST}?tab=unsent").context["cl"]
    assert list(listed.result_list) == [case]
    for page in (f"{LIST}{case.pk}/change/", f"{LIST}?split=1&case={case.pk}"):
        assert "09:00, 03/06/2026" in client.get(page).content.decode()
    services.take(case, by=people["officer"])
    assert list(client.get(f"{LIST}?tab=unsent").context["cl"].result_list) == []


def test_the_ladder_tells_of_it_once_a_rung_beside_the_late_answer(ask, unit):
    head = RoleFactory(unit=unit, kind="head").user
    case = ask(moment="06-02T09:00")

    def climbed(moment: str) -> list:
        Letter.objects.all().delete()
        services.climb(at(moment))
        return list(Letter.objects.filter(recipient=head.email).values_list("subject", flat=True))

    assert climbed("06-03T09:30") == []  # told on the next working morning
    told = climbed("06-04T07:00")
    assert len(told) == 1 and "24" not in told[0] and climbed("06-04T08:00") == []
    over = Escalation.objects.filter(inquiry=case, rung__gt=0).values_list("rung", "over")
    assert set(over) == {(1, "passing_on")}
    climbed("06-10T07:00")  # the answer was due on the 9th
    assert {(1, "passing_on"), (1, "answer")} <= set(over.all())


def test_the_figure_counts_what_lies_too_and_leads_to_its_rows(ask, people, enter, unit):
    """Of all whose hours ended in the period, those passed on within them."""
    good, bad, _lies = ask(), ask(), ask()
    for case, moment in ((good, "06-03T08:00"), (bad, "06-04T08:00")):
        with on(moment):
            services.take(case, by=people["officer"])
    asked = figures(unit, date(2026, 6, 1), date(2026, 6, 30))
    found = next(each for each in asked if each.measure.code == "inquiries.passed_on_in_time")
    assert (found.value, found.of) == (1, 3)
    rows = enter(people["officer"]).get(found.rows).context["cl"].result_list
    assert list(rows) == [good]
