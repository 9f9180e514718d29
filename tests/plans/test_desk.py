"""Plans on the officers' desk: who opens which page, the check page, forms, obligations."""

import pytest

from core.history import acting, history
from core.stored_files import keep
from plans.models import Doubt, Item, Plan, Source
from tests.factories import (
    DoubtFactory,
    ItemFactory,
    PlanFactory,
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
