"""Progress on the dashboard: what it counts, and where its numbers and units lead."""

import re

import pytest
from django.urls import reverse

from tests.factories import RoleFactory, UnitFactory
from tests.plans.reporting_factories import PeriodFactory, ReportFactory
from tests.plans.unit_plan_factories import UndertakingFactory, UnitPlanFactory

PAGE = reverse("dashboard:progress")


@pytest.fixture
def plans(department, unit):
    """Two departments with lines in two tasks, a branch under one of them; what does not count."""
    period = PeriodFactory()
    units = [department, UnitFactory(code="05"), unit, department.parent]
    ReportFactory(period=period, unit=units[1])
    made = [UnitPlanFactory(plan=period.plan, unit=each) for each in units]
    for each in made:
        for status in ("planned", "done", "done", "dropped"):
            UndertakingFactory(unit_plan=each, status=status)
        UndertakingFactory(unit_plan=each, task="information")
    draft = UnitPlanFactory(plan=period.plan, unit=UnitFactory(code="06"), status="drafted")
    for each in (draft, UnitPlanFactory(unit=department)):
        UndertakingFactory(unit_plan=each)
    return made


def followed(client, page) -> list[int]:
    """The numbers of the table by task, each found again as the rows of the list it leads to."""
    links = re.findall(r'<a href="([^"]*counted=[^"]*)">(\d+)</a>', page.context["by_task"])
    for url, number in links:
        answer = client.get(url.replace("&amp;", "&"))
        assert answer.context["cl"].result_count == int(number), url
    return [int(number) for _url, number in links]


@pytest.mark.parametrize(
    ("who", "asked", "numbers"),
    [
        ("board", "", [2, 6, 4, 8, 4]),
        ("auditor", "?unit=05", [1, 3, 2, 4, 2]),
        ("head", "", [1, 3, 2, 4, 2]),
        ("heads", "", [2, 6, 4, 8, 4]),
    ],
)
def test_numbers_by_task_lead_to_the_undertakings_they_count(
    enter, people, plans, who, asked, numbers
):
    """Of the country, one unit, one's own, of all one heads: information, support, all of them."""
    person = people["head" if who == "heads" else who]
    if who == "heads":
        for plan in plans[1:3]:
            RoleFactory(user=person, unit=plan.unit, kind="head")
    client = enter(person)
    page = client.get(PAGE + asked.replace("05", str(plans[1].unit_id)))
    assert followed(client, page) == numbers


def test_a_unit_leads_to_its_plan(enter, people, plans):
    client = enter(people["board"])
    table = client.get(PAGE).context["by_unit"]
    links = re.findall(r'<a href="([^"]*)">([^<]*)</a>', table)
    assert links == [
        (f"/admin/plans/unitplan/{plan.pk}/change/", plan.unit.name) for plan in plans[:2]
    ]
    assert all(client.get(url).status_code == 200 for url, _name in links)
