"""Plans on the officers' desk: who opens which page, the check page, forms, obligations."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from core.desk import desk_entries
from core.history import acting, history
from core.stored_files import keep
from directory.models import Succession, User
from plans.models import Doubt, Item, Plan, Source
from tests.factories import (
    AssignmentFactory,
    DoubtFactory,
    GivenFactory,
    ItemFactory,
    PlanFactory,
    RoleFactory,
    UnitFactory,
    top,
)

PLANS, ITEMS, DOUBTS = (f"/admin/plans/{name}/" for name in ("plan", "item", "doubt"))
STAFF = [
    "officer",
    "head",
    "focal_point",
    "administrator",
    "stranger",
    "board",
    "system",
    "auditor",
]
LOOKS_INTO_DRAFTS = {"board", "system", "auditor"}
PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "{{ 7|add:7 }}{% csrf_token %}",
    "javascript:alert(1)//'\"",
    "Nghị định “<b>đậm</b>” & ''",
]


class SuccessionFactory(GivenFactory):
    class Meta:
        model = Succession


@pytest.fixture
def plan(db):
    """A reading: two lines, the second with a sub-item, and an open doubt."""
    plan = PlanFactory(status="read")
    tops = [ItemFactory(plan=plan, code=f"2.{n}", position=n, line=n) for n in (1, 2)]
    ItemFactory(plan=plan, parent=tops[1], code="2.2.i", position=3, line=2)
    DoubtFactory(plan=plan, line=2)
    with acting(None, "given"):
        file = keep([b"x"], name="decision.txt", kind="txt", by=None)
        Source.objects.create(plan=plan, language="vi", file=file, lines=["one", "two"])
    return plan


def item(plan, code="2.1") -> Item:
    return plan.items.get(code=code)


def opened(client, url) -> dict:
    """What a browser posts back of a form nobody typed into."""
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()}


PAGES = {
    "check": lambda plan: f"{PLANS}{plan.pk}/check/",
    "card": lambda plan: f"{PLANS}{plan.pk}/change/",
    "item": lambda plan: f"{ITEMS}{item(plan).pk}/change/",
    "doubt": lambda plan: f"{DOUBTS}{plan.doubts.get().pk}/change/",
    "describe": lambda plan: f"{PLANS}{plan.pk}/describe/",
    "accept": lambda plan: f"{PLANS}{plan.pk}/accept/",
    "discard": lambda plan: f"{PLANS}{plan.pk}/discard/",
    "correct": lambda plan: f"{ITEMS}{item(plan).pk}/correct/",
    "split": lambda plan: f"{ITEMS}{item(plan).pk}/split/",
    "merge": lambda plan: f"{ITEMS}{item(plan).pk}/merge/",
    "drop": lambda plan: f"{ITEMS}{item(plan).pk}/drop/",
    "settle": lambda plan: f"{DOUBTS}{plan.doubts.get().pk}/settle/",
}
READ_ONLY = {"check", "card", "item", "doubt"}


@pytest.mark.parametrize("who", STAFF)
@pytest.mark.parametrize("page", PAGES)
def test_a_reading_exists_for_those_above_its_issuer_and_moves_for_the_board(
    enter, people, plan, page, who
):
    """G6: out of scope 404, in scope without the right 403; a refused post changes nothing."""
    client, url = enter(people[who]), PAGES[page](plan)
    may = who == "board" or (who in LOOKS_INTO_DRAFTS and page in READ_ONLY)
    expected = 200 if may else 403 if who in LOOKS_INTO_DRAFTS else 404
    assert client.get(url).status_code == expected
    if who != "board":
        before = list(plan.items.values()), plan.version
        assert client.post(url, {"reason": "x"}).status_code in (403, 404)
        plan.refresh_from_db()
        assert (list(plan.items.values()), plan.version) == before and plan.status == "read"


@pytest.mark.parametrize("who", STAFF)
@pytest.mark.parametrize("status", ["issued", "closed"])
def test_the_reading_of_a_public_plan_is_looked_into_by_those_who_saw_it_made(
    enter, people, status, who
):
    plan = PlanFactory(status=status)
    expected = 200 if who in LOOKS_INTO_DRAFTS else 403
    assert enter(people[who]).get(f"{PLANS}{plan.pk}/check/").status_code == expected
    assert enter(people[who]).get(f"{PLANS}{plan.pk}/change/").status_code == 200


def test_the_check_page_marks_doubts_on_both_sides_and_leads_to_the_item(enter, people, plan):
    page = enter(people["board"]).get(f"{PLANS}{plan.pk}/check/")
    text, target = page.content.decode(), item(plan, "2.2")
    assert f'id="item-{target.pk}" class="doubted"' in text
    assert f'href="{ITEMS}{target.pk}/correct/"' in text
    assert f'href="{ITEMS}{target.pk}/merge/"' not in text, "nothing follows the last item"
    assert f'href="{ITEMS}{item(plan).pk}/merge/"' in text
    assert page.context["missing"], "an open doubt keeps the reading from being accepted"


def test_a_doubt_is_settled_on_the_check_page_and_only_one_of_this_plan(enter, people, plan):
    other = DoubtFactory()
    client, url = enter(people["board"]), f"{PLANS}{plan.pk}/check/"
    for wrong in (other.pk, "x", "", "9" * 30):
        assert client.post(url, {"doubt": wrong}).status_code == 404
    answer = client.post(f"{url}?language=vi", {"doubt": plan.doubts.get().pk})
    assert answer.url.endswith("?language=vi#doubts")
    assert plan.doubts.get().settled_at and Doubt.objects.get(pk=other.pk).settled_at is None


def test_a_correction_comes_back_to_its_place_in_the_reading(enter, people, plan):
    client, target = enter(people["board"]), item(plan)
    url = f"{ITEMS}{target.pk}/correct/"
    data = opened(client, url) | {"text_vi": "Chữ mới", "leads": [plan.issuer.pk]}
    answer = client.post(url, data)
    assert answer.url == f"{PLANS}{plan.pk}/check/#item-{target.pk}"
    target.refresh_from_db()
    assert target.text_vi == "Chữ mới" and target.leads == [plan.issuer]


def test_split_merge_and_drop_come_back_too(enter, people, plan):
    client, first = enter(people["board"]), item(plan)
    url = f"{ITEMS}{first.pk}/split/"
    halves = {"first_vi": "a", "second_vi": "b"}
    assert client.post(url, opened(client, url) | halves).url.endswith(f"#item-{first.pk}")
    url = f"{ITEMS}{first.pk}/merge/"
    assert "2.2 b" in client.get(url).context["form"].initial["following"]
    assert client.post(url, opened(client, url)).url.endswith(f"#item-{first.pk}")
    first.refresh_from_db()
    assert first.text_vi == "a b"
    url, after = f"{ITEMS}{first.pk}/drop/", item(plan, "2.2")
    answer = client.post(url, opened(client, url) | {"reason": "a page number"})
    assert answer.url.endswith(f"#item-{after.pk}") and item(plan).pk == after.pk


def test_what_a_verb_refuses_stands_above_its_form(enter, people, plan):
    client = enter(people["board"])
    last = f"{ITEMS}{item(plan, '2.2').pk}/merge/"
    refused = {
        f"{PLANS}{plan.pk}/accept/": {},
        last: opened(client, last),
    }
    for url, data in refused.items():
        page = client.post(url, data)
        assert page.status_code == 200 and page.context["form"].non_field_errors()
    plan.refresh_from_db()
    assert plan.status == "read" and plan.items.count() == 3


def test_a_second_plan_of_the_year_is_told_to_wait(enter, people, plan):
    PlanFactory(year=plan.year, number="77/QĐ-TCHQ")
    second = PlanFactory(year=plan.year, status="drafted")
    page = enter(people["board"]).post(f"{PLANS}{second.pk}/issue/")
    assert "77/QĐ-TCHQ" in page.context["form"].non_field_errors()[0]
    second.refresh_from_db()
    assert second.status == "drafted"


def test_a_stale_form_overwrites_nobody_unawares(enter, people, plan):
    """Two of the board have the same item open: the second is told, and may still insist."""
    client, target = enter(people["board"]), item(plan)
    url = f"{ITEMS}{target.pk}/correct/"
    stale = opened(client, url)
    client.post(url, stale | {"text_vi": "first"})
    page = client.post(url, stale | {"text_vi": "second"})
    target.refresh_from_db()
    form = page.context["form"]
    assert target.text_vi == "first" and form["text_vi"].value() == "second"
    assert str(people["board"]) in form.non_field_errors()[0]
    client.post(url, stale | {"text_vi": "second", "version": form["version"].value()})
    target.refresh_from_db()
    assert target.text_vi == "second"


def test_a_move_made_meanwhile_answers_409_and_keeps_what_was_typed(enter, people, plan):
    client, url = enter(people["board"]), f"{PLANS}{plan.pk}/discard/"
    client.post(url, {"reason": "no use"})
    page = client.post(url, {"reason": "again"})
    assert page.status_code == 409 and page.context["form"]["reason"].value() == "again"
    assert len(history(plan)) == 2


@pytest.mark.parametrize("payload", PAYLOADS)
def test_texts_of_a_reading_are_text_on_every_page(enter, people, plan, payload):
    """G8: item, doubt and heading may hold anything; no page of the desk makes it markup."""
    ItemFactory(plan=plan, code="2.3", position=7, text_vi=payload, text_en=payload)
    bad = PlanFactory(status="read", title_vi=payload, title_en=payload, signer=payload)
    first = ItemFactory(plan=bad, code="2.1", position=1, text_vi=payload, text_en=payload, line=1)
    DoubtFactory(plan=bad, text=payload, line=1)
    pages = [
        f"{PLANS}{bad.pk}/check/", f"{PLANS}{bad.pk}/change/", PLANS, f"{ITEMS}{first.pk}/change/",
        f"{ITEMS}{first.pk}/correct/", f"{ITEMS}{first.pk}/merge/", ITEMS, DOUBTS, "/admin/",
    ]  # fmt: skip
    client = enter(people["board"])
    for url in pages:
        text = client.get(url).content.decode()
        assert not any(tag in text for tag in ("<script>alert", "<img src=x", "<svg/", "<b>đậm"))
        assert "{{ 7" not in payload or "14" not in payload


# --- what the desk shows -----------------------------------------------------------------------


def shown(user, name="obligations") -> list[str] | None:
    """Titles under a tab of somebody's desk; None when the tab is not theirs."""
    fresh = User.objects.get(pk=user.pk)
    entry = next((each for each in desk_entries(fresh) if each.name == name), None)
    return None if entry is None else [entry.line(row).title for row in entry.rows]


@pytest.fixture
def in_force(db):
    """One obligation of the office, one of all headquarters units, one of all departments."""
    plan, level = PlanFactory(), Item.Level
    office = UnitFactory(kind="hq_unit", code="VP")
    lines = {
        "office": ItemFactory(plan=plan, level=level.GENERAL_DEPARTMENT, text_vi="office"),
        "all": ItemFactory(plan=plan, level=level.COLLECTIVE, text_vi="all"),
        "departments": ItemFactory(plan=plan, level=level.DEPARTMENTS, text_vi="departments"),
    }
    AssignmentFactory(item=lines["office"], unit=office)
    AssignmentFactory(item=ItemFactory(plan=plan, level="", text_vi="top"), unit=top())
    for status in ("read", "drafted", "closed", "discarded"):
        ItemFactory(plan=PlanFactory(status=status), level=level.DEPARTMENTS, text_vi=status)
    return office


def at(unit, kind="officer") -> User:
    return RoleFactory(unit=unit, kind=kind).user


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("officer", ["departments"]),
        ("head", ["departments"]),
        ("focal_point", ["departments"]),
        ("board", ["top"]),
        ("auditor", ["top"]),
    ],
)
def test_a_persons_desk_shows_the_obligations_of_the_unit(people, in_force, who, expected):
    assert shown(people[who]) == expected


def test_headquarters_units_their_teams_and_successors_find_theirs(in_force, department):
    office = in_force
    team = UnitFactory(kind="team", parent=office)
    later = UnitFactory(kind="hq_unit", code="VP2")
    SuccessionFactory(predecessor=office, successor=later, kind="renamed", on=date(2025, 3, 1))
    region = UnitFactory(code="KV3")
    SuccessionFactory(predecessor=department, successor=region, kind="merged", on=date(2025, 3, 1))
    for unit in (office, team, later):
        assert shown(at(unit)) == ["office", "all"], unit
    assert shown(at(UnitFactory(kind="hq_unit", code="TC"))) == ["all"]
    assert shown(at(UnitFactory(kind="team", parent=department))) == ["departments"]
    assert shown(at(region)) == ["departments"]


def test_whoever_sits_nowhere_has_no_such_tab(db):
    user = at(UnitFactory())
    assert shown(user) == [] and shown(user, "plans") is None
    ended = RoleFactory(unit=UnitFactory(), valid_to=date(2016, 1, 1)).user
    assert shown(ended) is None


@pytest.mark.parametrize("who", STAFF)
def test_plans_in_the_making_wait_on_the_boards_desk_only(people, plan, who):
    drafted = PlanFactory(status="drafted")
    PlanFactory(status="issued")
    expected = [drafted.title, plan.title] if who == "board" else None
    assert sorted(shown(people[who], "plans") or []) == sorted(expected or [])
    assert (shown(people[who], "plans") is None) is (who != "board")


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize("name", ["plans", "obligations"])
def test_a_tab_asks_once_for_rows_and_once_for_their_number(
    people, name, count, django_assert_num_queries
):
    for n in range(count):
        ItemFactory(plan=PlanFactory(year=2030 + n))
        PlanFactory(status="read", year=2030 + n)
    user = people["board" if name == "plans" else "officer"]
    assert user.held
    with django_assert_num_queries(2):
        entry = next(each for each in desk_entries(user) if each.name == name)
        lines = [entry.line(row) for row in entry.rows]
        assert entry.count() == str(count) == str(len(lines))


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize(("url", "queries"), [(PLANS, 5), (ITEMS, 10), (DOUBTS, 5)])
def test_lists_ask_the_same_queries_however_long(
    enter, people, count, url, queries, django_assert_num_queries
):
    for n in range(count):
        each = PlanFactory(status="read", year=2030 + n)
        AssignmentFactory(item=ItemFactory(plan=each))
        DoubtFactory(plan=each)
    client = enter(people["board"])
    client.get(url)
    with django_assert_num_queries(queries):
        client.get(url)


@pytest.mark.parametrize("count", [1, 5])
def test_the_check_page_asks_the_same_queries_however_long(
    enter, people, plan, count, django_assert_num_queries
):
    for n in range(count):
        AssignmentFactory(item=ItemFactory(plan=plan, code=f"3.{n}", position=10 + n))
        DoubtFactory(plan=plan, line=10 + n)
    client, url = enter(people["board"]), f"{PLANS}{plan.pk}/check/"
    client.get(url)
    with django_assert_num_queries(11):
        client.get(url)


@pytest.mark.parametrize(
    ("typed", "found"),
    [("ho tro", 2), ("hỗ trợ", 1), ("hổ trợ", 0), ("support", 1), ("2.9", 1), ("đối thoại", 0)],
)
def test_items_are_searched_as_people_type(enter, people, typed, found):
    plan = PlanFactory()
    ItemFactory(plan=plan, code="2.9", text_vi="Hỗ trợ doanh nghiệp", text_en="Support")
    ItemFactory(plan=plan, code="2.8", text_vi="Ho tro khong dau", text_en="Other")
    ItemFactory(plan=plan, code="2.7", text_vi="Tham vấn", text_en="Consult")
    listed = enter(people["officer"]).get(ITEMS, {"q": typed}).context["cl"]
    assert len(listed.result_list) == found


def test_the_tab_of_my_unit_and_the_export_show_what_the_desk_shows(enter, people, in_force):
    client = enter(people["officer"])
    listed = client.get(f"{ITEMS}?tab=mine").context["cl"].result_list
    assert [row.text_vi for row in listed] == ["departments"]
    book = openpyxl.load_workbook(BytesIO(client.get(f"{ITEMS}export/?tab=mine").getvalue()))
    rows = book.worksheets[0].iter_rows(min_row=2, values_only=True)
    assert [row[0] for row in rows] == ["departments"]


def test_heading_of_a_draft_stays_whole(enter, people):
    plan = PlanFactory(status="drafted")
    client, url = enter(people["board"]), f"{PLANS}{plan.pk}/describe/"
    for wrong in (
        {"signer": ""},
        {"year": "1999"},
        {"signed_on": "31/31/2023"},
        {"number": "x" * 61},
    ):
        page = client.post(url, opened(client, url) | wrong)
        assert page.status_code == 200 and set(page.context["form"].errors) == set(wrong)
    assert client.post(url, opened(client, url) | {"signer": "Người ký"}).status_code == 302
    plan.refresh_from_db()
    assert (plan.signer, plan.status) == ("Người ký", "drafted")
    assert Plan.objects.get(pk=plan.pk).number == plan.number
