"""Plans on the portal: what the public sees, and how much is asked for it."""

from datetime import date

import pytest

from plans.models import Item, Plan
from tests.factories import AssignmentFactory, ItemFactory, PlanFactory, UnitFactory

PAGES = ["/plans/2024/", "/plans/2024/print/"]


@pytest.mark.parametrize("status", Plan.Status.values)
@pytest.mark.parametrize("who", ["", "asker", "board"])
@pytest.mark.parametrize("url", PAGES)
def test_only_issued_and_closed_plans_have_pages(client, enter, people, url, who, status):
    """G6: a draft answers 404 on the portal, also to those who see it on their desk."""
    PlanFactory(year=2024, status=status)
    if who:
        enter(people[who])
    assert client.get(url).status_code == (200 if status in Plan.PUBLIC else 404)
    assert client.get("/plans/2025/").status_code == 404
    assert client.get(f"/plans/{'9' * 30}/").status_code == 404
    listed = client.get("/plans/").context["plans"]
    assert len(listed) == (1 if status in Plan.PUBLIC else 0)


@pytest.mark.parametrize("url", ["/plans/", *PAGES])
def test_of_several_plans_of_a_year_the_one_in_force_is_shown(client, db, url):
    closed = PlanFactory(year=2024, status="closed", number="1/QĐ", title_vi="Cũ", title_en="Old")
    issued = PlanFactory(year=2024, number="2/QĐ", title_vi="Mới", title_en="New")
    PlanFactory(year=2024, status="closed", number="3/QĐ", title_vi="Khác", title_en="Other")
    page = client.get(url, headers={"accept-language": "vi"})
    text = page.content.decode()
    assert issued.title_vi in text and closed.title_vi not in text and "Khác" not in text


@pytest.mark.parametrize(("language", "said"), [("vi", "Hỗ trợ ở cửa"), ("en", "Help at the door")])
@pytest.mark.parametrize("url", PAGES)
def test_the_page_speaks_the_readers_language(client, db, url, language, said):
    ItemFactory(plan=PlanFactory(year=2024), text_vi="Hỗ trợ ở cửa", text_en="Help at the door")
    text = client.get(url, headers={"accept-language": language}).content.decode()
    assert said in text and f'lang="{language}"' in text


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize(("url", "queries"), [("/plans/", 1), *zip(PAGES, (6, 5), strict=True)])
def test_pages_ask_little_and_the_same_however_long(
    client, db, count, url, queries, django_assert_num_queries
):
    for n in range(count):
        plan = PlanFactory(year=2024 + n)
        for number in range(count):
            line = ItemFactory(plan=plan, level=Item.Level.GENERAL_DEPARTMENT, code=f"2.{number}")
            AssignmentFactory(item=line, unit=UnitFactory(kind="hq_unit"))
    client.get(url)
    with django_assert_num_queries(queries):
        client.get(url)


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", '"><img src=x>', "{{ 7|add:7 }}"])
@pytest.mark.parametrize("url", PAGES)
def test_texts_of_a_plan_are_text(client, db, url, payload):
    """G8: an item, a title, a signer may hold anything."""
    plan = PlanFactory(
        year=2024, title_vi=payload, title_en=payload, signer=payload, signed_on=date(2024, 1, 2)
    )
    ItemFactory(plan=plan, text_vi=payload, text_en=payload)
    text = client.get(url).content.decode()
    assert "<script>alert" not in text and "<img src=x" not in text
