"""Unit plans on the desk and on the portal: who sees which rows, what a page asks, what it says."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from directory.models import CalendarDay
from plans.descent import Descent
from plans.models import Undertaking, UnitPlan
from plans.rules.undertakings import latest_late_day
from plans.services import undertakings
from plans.services.planning import offers
from tests.factories import GivenFactory, ItemFactory, PlanFactory, UnitFactory

from .test_lists import shown
from .unit_plan_factories import UndertakingFactory, UnitPlanFactory

PLANS, ROWS = "/admin/plans/unitplan/", "/admin/plans/undertaking/"
LONG_AGO = date(2023, 3, 1)
STAFF = [
    "officer", "head", "focal_point", "administrator", "stranger", "board", "system", "auditor",
]  # fmt: skip


@pytest.fixture
def world(department, unit):
    """The department's plan and its branch's, a stranger's, in every state."""
    plan, foreign = PlanFactory(year=2023), UnitFactory(code="77", name_vi="foreign")
    made = {"mine": UnitPlanFactory(plan=plan, unit=department)}
    made["branch"] = UnitPlanFactory(plan=plan, unit=unit, superior=made["mine"], status="drafted")
    made["foreign"] = UnitPlanFactory(plan=plan, unit=foreign, status="submitted")
    made["closed"] = UnitPlanFactory(plan=PlanFactory(year=2022), unit=foreign, status="closed")
    return made


@pytest.mark.parametrize("who", ["asker", *STAFF])
def test_drafts_are_seen_from_their_unit_upwards_and_issued_plans_by_all(people, world, who):
    """G6: a draft of another unit does not exist for anyone outside it."""
    person = people[who]
    seen = {"mine", "closed"}
    seen |= {"branch"} if who in ("officer", "head", "focal_point", "administrator") else set()
    seen |= {"branch", "foreign"} if who in ("board", "system", "auditor") else set()
    assert set(UnitPlan.objects.visible_to(person)) == {world[name] for name in seen}
    for each in world.values():
        UndertakingFactory(unit_plan=each)
    rows = set(Undertaking.objects.visible_to(person))
    expected = set() if who == "asker" else {world[name] for name in seen}
    assert {row.unit_plan for row in rows} == expected


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("officer", ["branch"]),
        ("focal_point", ["branch"]),
        ("head", ["branch", "submitted"]),
        ("stranger", []),
        ("board", None),
        ("auditor", None),
    ],
)
def test_plans_await_those_who_bring_them_forward(people, world, department, who, expected):
    submitted = UnitPlanFactory(plan=PlanFactory(year=2021), unit=department, status="submitted")
    world["submitted"] = submitted
    titles = None if expected is None else [str(world[name]) for name in expected]
    found = shown(people[who], "unit_plans")
    assert (found and sorted(found)) == (titles and sorted(titles))


def test_what_waits_to_be_confirmed_is_what_others_reported_in_ones_reach(people, world, unit):
    mine = UndertakingFactory(unit_plan=world["mine"], lead=unit, text_vi="his")
    undertakings.report(mine, by=people["officer"], note="x")
    own = UndertakingFactory(unit_plan=world["mine"], text_vi="hers")
    undertakings.report(own, by=people["head"], note="x")
    UndertakingFactory(unit_plan=world["closed"], status="reported")
    UndertakingFactory(unit_plan=UnitPlanFactory(), status="reported")
    assert sorted(shown(people["head"], "to_confirm")) == ["his"]
    assert sorted(shown(people["focal_point"], "to_confirm")) == ["hers", "his"]
    assert shown(people["officer"], "to_confirm") is None
    assert shown(people["board"], "to_confirm") is None


def test_what_is_overdue_stands_on_the_desk_of_plan_and_lead_unit(people, world, unit):
    lines = {
        "department's": {"due_on": LONG_AGO},
        "branch's": {"due_on": LONG_AGO, "lead": unit},
        "done": {"due_on": LONG_AGO, "status": "done"},
        "dropped": {"due_on": LONG_AGO, "status": "dropped"},
        "later": {"due_on": date(2099, 1, 1)},
        "some day": {},
    }
    for text, fields in lines.items():
        UndertakingFactory(unit_plan=world["mine"], text_vi=text, **fields)
    for other in ("branch", "foreign", "closed"):
        UndertakingFactory(unit_plan=world[other], text_vi=other, due_on=LONG_AGO)
    assert shown(people["head"], "overdue") == ["department's", "branch's"]
    assert shown(people["officer"], "overdue") == ["branch's"]
    assert shown(people["stranger"], "overdue") == []
    assert shown(people["board"], "overdue") is None


@pytest.mark.parametrize(
    ("due", "today", "late"),
    [
        (date(2024, 6, 14), date(2024, 6, 14), False),  # a Friday, on the day itself
        (date(2024, 6, 14), date(2024, 6, 15), True),
        (date(2024, 6, 15), date(2024, 6, 17), False),  # a Saturday: due on Monday
        (date(2024, 6, 15), date(2024, 6, 18), True),
        (date(2025, 6, 15), date(2025, 6, 16), False),  # a Sunday: due on Monday
        (date(2025, 6, 15), date(2025, 6, 17), True),
        (date(2024, 9, 2), date(2024, 9, 4), False),  # National Day, two days off
        (date(2024, 9, 2), date(2024, 9, 5), True),
        (date(2024, 5, 20), date(2024, 5, 21), False),  # closed by a rule of the calendar
        (date(2024, 5, 20), date(2024, 5, 22), True),
    ],
)
def test_late_begins_the_day_after_the_working_day_on_which_it_falls_due(db, due, today, late):
    """G29: a due day off is kept by the next working day."""
    GivenFactory._create(CalendarDay, date=date(2024, 5, 20), working=False, reason_vi="bão")
    row = UndertakingFactory(due_on=due)
    found = Undertaking.objects.overdue(latest_late_day(today))
    assert list(found) == ([row] if late else [])


@pytest.fixture
def draft(department):
    """A department's draft with three lines on offer."""
    plan = PlanFactory(year=2024)
    for n in (1, 2, 3):
        ItemFactory(plan=plan, code=f"1.{n}", position=n)
    return UnitPlanFactory(plan=plan, unit=department, status="drafted")


def planning(plan) -> str:
    return f"{PLANS}{plan.pk}/planning/"


@pytest.mark.parametrize(
    ("who", "status"),
    [("head", 200), ("focal_point", 200), ("administrator", 403), ("board", 403),
     ("auditor", 403), ("stranger", 404), ("officer", 404)],
)  # fmt: skip
def test_the_planning_page_is_for_those_who_draft(enter, people, draft, who, status):
    """G6: in sight without the right is 403, out of sight 404; and nothing is written."""
    client = enter(people[who])
    assert client.get(planning(draft)).status_code == status
    if status != 200:
        assert client.post(planning(draft), {"all": "1"}).status_code == status
        assert not draft.undertakings.exists()


def fields(draft, *choices) -> dict[str, str]:
    """The page's fields for its offers, as a browser sends them."""
    data = {}
    for offer, choice in zip(offers(draft), choices, strict=True):
        data |= {f"{offer.key}-lead": str(draft.unit_id), f"{offer.key}-weight": "1"}
        data |= {f"{offer.key}-choice": choice, f"{offer.key}-reason": "no goods"}
    return data


def test_decided_lines_are_saved_and_the_rest_waits(enter, people, draft):
    client = enter(people["head"])
    data = fields(draft, "take_up", "skip", "")
    assert client.post(planning(draft), data).status_code == 302
    assert [row.status for row in draft.undertakings.all()] == ["planned", "dropped"]
    assert [offer.code for offer in offers(draft)] == ["1.3"]
    client.post(planning(draft), fields(draft, "") | {"all": "1"})
    assert offers(draft) == [] and draft.undertakings.count() == 3


def test_a_line_without_its_words_is_marked_and_nothing_is_saved(enter, people, draft):
    key = offers(draft)[1].key
    data = fields(draft, "take_up", "skip", "") | {f"{key}-reason": " "}
    answer = enter(people["head"]).post(planning(draft), data)
    assert answer.status_code == 422
    assert f'<a href="#{key}">' in answer.content.decode()
    assert not draft.undertakings.exists()
    foreign = data | {f"{key}-lead": str(UnitFactory().pk), f"{key}-reason": "x"}
    assert enter(people["head"]).post(planning(draft), foreign).status_code == 422


def test_what_was_submitted_meanwhile_takes_no_more_lines(enter, people, draft):
    data = fields(draft, "take_up", "take_up", "take_up")
    late = UnitPlanFactory(plan=PlanFactory(year=2020), unit=draft.unit, status="submitted")
    answer = enter(people["head"]).post(planning(late), data)
    assert answer.status_code == 409 and not late.undertakings.exists()


@pytest.mark.parametrize("lines", [1, 30])
def test_the_planning_page_asks_the_same_for_one_line_and_for_thirty(
    enter, people, department, django_assert_num_queries, lines
):
    plan = PlanFactory(year=2024)
    for n in range(1, lines + 1):
        ItemFactory(plan=plan, code=f"1.{n}", position=n)
    mine = UnitPlanFactory(plan=plan, unit=department, status="drafted")
    for _n in range(lines):
        UndertakingFactory(unit_plan=mine)
    client = enter(people["head"])
    client.get(planning(mine))
    with django_assert_num_queries(8):
        answer = client.get(planning(mine))
    assert answer.content.decode().count('class="offer"') == lines


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize(
    ("page", "queries"),
    [("list", 10), ("plans", 7), ("plan", 11), ("row", 10), ("item", 11), ("public", 8)],
)
def test_pages_ask_the_same_for_one_row_and_for_five(
    enter, people, department, unit, django_assert_num_queries, page, count, queries
):
    item = ItemFactory(plan__year=2023)
    mine = UnitPlanFactory(plan=item.plan, unit=department)
    branch = UnitPlanFactory(plan=item.plan, unit=unit, superior=mine)
    for _n in range(count):
        first = UndertakingFactory(unit_plan=mine, item=item, due_on=LONG_AGO)
        UndertakingFactory(unit_plan=branch, item=item, parent=first)
        UnitPlanFactory(plan=item.plan)
    urls = {
        "list": f"{ROWS}?tab=overdue", "plans": PLANS, "plan": f"{PLANS}{mine.pk}/change/",
        "row": f"{ROWS}{first.pk}/change/", "item": f"/admin/plans/item/{item.pk}/change/",
        "public": f"/plans/2023/units/{department.code}/",
    }  # fmt: skip
    client = enter(people["head"])
    client.get(urls[page])
    with django_assert_num_queries(queries):
        assert client.get(urls[page]).status_code == 200


def test_the_line_of_descent_leads_from_the_obligation_down_to_the_team(people, department, unit):
    item, team = ItemFactory(plan__year=2023), UnitFactory(kind="team", parent=unit, code="T")
    plans = [UnitPlanFactory(plan=item.plan, unit=u) for u in (department, unit, team)]
    rows = [UndertakingFactory(unit_plan=plans[0], item=item, percent=10)]
    for plan in plans[1:]:
        rows.append(UndertakingFactory(unit_plan=plan, item=item, parent=rows[-1], percent=50))
    UndertakingFactory(unit_plan=UnitPlanFactory(plan=item.plan, status="drafted"), item=item)
    UndertakingFactory(unit_plan=UnitPlanFactory(plan=item.plan, status="discarded"), item=item)
    UndertakingFactory(unit_plan=plans[0])
    found = Descent(item, people["officer"])
    assert [(each.row, each.depth) for each in found.answers] == list(
        zip(rows, (0, 1, 2), strict=True)
    )
    assert found.percent == 50
    assert len(Descent(item, people["board"]).answers) == 4


def test_the_public_page_shows_issued_plans_only_and_no_reasons(client, department):
    plan = UnitPlanFactory(plan=PlanFactory(year=2023), unit=department, status="drafted")
    UndertakingFactory(unit_plan=plan, text_vi="Đối thoại", status="in_progress", percent=40)
    UndertakingFactory(unit_plan=plan, status="dropped", dropped_because="bí mật nội bộ")
    url = f"/plans/2023/units/{department.code}/"
    assert client.get(url).status_code == 404
    issued = UnitPlanFactory(plan=plan.plan, unit=UnitFactory(code="09"))
    UndertakingFactory(unit_plan=issued, text_vi="Đối thoại", status="in_progress", percent=40)
    UndertakingFactory(unit_plan=issued, status="dropped", dropped_because="bí mật nội bộ")
    text = client.get("/plans/2023/units/09/").content.decode()
    assert "Đối thoại" in text and "40 %" in text and "bí mật" not in text
    assert "/plans/2023/units/09/" in client.get("/plans/2023/").content.decode()
    assert department.code + "/" not in client.get("/plans/2023/").content.decode()


def test_evidence_is_downloaded_by_officers_only(client, enter, people, department):
    """G6: a file is seen with its row."""
    row = UndertakingFactory(unit_plan__unit=department)
    upload = SimpleUploadedFile("bien-ban.txt", "Biên bản".encode())
    undertakings.report(row, by=people["head"], note="minutes", file=upload)
    url = row.evidence.get().file.get_absolute_url()
    assert client.get(url).status_code in (302, 404)
    assert enter(people["asker"]).get(url).status_code == 404
    answer = enter(people["stranger"]).get(url)
    assert b"".join(answer.streaming_content).decode() == "Biên bản"


def test_a_line_taken_out_of_a_draft_leads_back_to_the_planning_page(enter, people, draft):
    row = UndertakingFactory(unit_plan=draft)
    client = enter(people["head"])
    assert client.get(f"{ROWS}{row.pk}/remove/").status_code == 200
    answer = client.post(f"{ROWS}{row.pk}/remove/")
    assert (answer.status_code, answer.url) == (302, planning(draft))
    assert not draft.undertakings.exists()


@pytest.mark.parametrize("url", [PLANS, ROWS])
def test_lists_are_searched_by_the_units_name(enter, people, world, department, url):
    for each in world.values():
        UndertakingFactory(unit_plan=each, text_vi="việc")
    found = enter(people["board"]).get(f"{url}?q=hai+phong").context["cl"].result_list
    units = {getattr(row, "unit_plan", row).unit for row in found}
    assert units == {department}
