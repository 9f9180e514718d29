"""Whom to ask: found with and without marks, as of a day, and after a unit has passed on."""

from datetime import date, time

import pytest
from django.urls import reverse

from core.history import acting
from directory.models import Channel, Reception, Succession
from tests.factories import UnitFactory, top

pytestmark = pytest.mark.django_db
LAST, FIRST = date(2025, 2, 28), date(2025, 3, 1)


def given(model, **fields):
    with acting(None, "given"):
        return model.objects.create(**fields)


@pytest.fixture
def now_closed():
    return UnitFactory(
        code="03", name_vi="Cục Hải quan TP. Hải Phòng", name_en="Hai Phong Customs Department",
        valid_to=LAST,
    )  # fmt: skip


@pytest.fixture
def today(now_closed):
    """The region that took over; another unit stands beside it."""
    region = UnitFactory(
        code="KVIII", name_vi="Chi cục Hải quan khu vực III", name_en="Region III",
        area="Hải Phòng, Thái Bình", valid_from=FIRST,
    )  # fmt: skip
    UnitFactory(code="KVXVIII", name_vi="Chi cục Hải quan khu vực XVIII", area="Đồng Nai")
    given(Succession, predecessor=now_closed, successor=region, kind="renamed", on=FIRST)
    given(Channel, unit=region, kind="hotline", value="1900 000 0003")
    return region


def shown(client, q: str) -> list[str]:
    answer = client.get(reverse("contact:list"), {"q": q})
    return [card.unit.code for card in answer.context["cards"]]


@pytest.mark.parametrize(
    "q",
    ["Thái Bình", "thai binh", "THAI  BINH", "kviii", "Thái Bình", "TP. Hải Phòng"],
    ids=["marks", "no marks", "capitals", "code", "decomposed", "former name"],
)
def test_a_unit_is_found_by(client, today, q):
    assert shown(client, q) == ["KVIII"]


@pytest.mark.parametrize("q", ["Thải Bình", "Dồng Nai", "Hà Giang"])
def test_a_mark_that_is_typed_counts(client, today, q):
    assert shown(client, q) == []


def test_d_and_its_stroke_are_one_letter(client, today):
    assert shown(client, "dong nai") == ["KVXVIII"] == shown(client, "đong nai")


def test_without_a_search_departments_of_today_stand_under_the_general_department(client, today):
    assert shown(client, "") == [top().code, "KVIII", "KVXVIII"]


def test_a_unit_that_is_no_more_leads_to_its_successor(client, today, now_closed):
    page = client.get(reverse("contact:unit", args=["03"]))
    assert page.context["closed"]
    assert [each.successor for each in page.context["successors"]] == [today]
    assert reverse("contact:unit", args=["KVIII"]) in page.text


def test_a_branch_of_a_unit_that_is_no_more_leads_where_its_superior_went(
    client, today, now_closed
):
    UnitFactory(code="03CC", kind="branch", parent=now_closed, valid_to=LAST, name_vi="Cửa khẩu")
    page = client.get(reverse("contact:unit", args=["03CC"]))
    assert [each.successor for each in page.context["successors"]] == [today]


def test_a_closed_unit_is_offered_when_today_has_none(client, today, now_closed):
    UnitFactory(code="03CC", kind="branch", parent=now_closed, valid_to=LAST, name_vi="Đình Vũ")
    page = client.get(reverse("contact:list"), {"q": "dinh vu"})
    assert page.context["cards"] == []
    assert [unit.code for unit in page.context["former"]] == ["03CC"]


def test_a_code_is_read_as_of_the_day_asked_for(client):
    """A code reused later: the link of an old report still shows the old unit."""
    old = UnitFactory(code="77", name_vi="Đơn vị cũ", valid_to=LAST)
    new = UnitFactory(code="77", name_vi="Đơn vị mới", valid_from=FIRST)
    where = reverse("contact:unit", args=["77"])
    assert client.get(where).context["unit"] == new
    assert client.get(where, {"on": "2023-06-01"}).context["unit"] == old


def test_units_below_are_those_of_the_day(client, today):
    UnitFactory(code="03A", kind="branch", parent=today, name_vi="Nay", valid_from=FIRST)
    UnitFactory(code="03B", kind="branch", parent=today, name_vi="Xưa", valid_to=LAST)
    page = client.get(reverse("contact:unit", args=["KVIII"]))
    assert [child.code for child, _further in page.context["below"]] == ["03A"]


def test_what_cannot_be_a_day_is_said_and_the_page_still_serves(client, today):
    page = client.get(reverse("contact:unit", args=["KVIII"]), {"on": "soon"})
    assert page.status_code == 200 and 'id="problems"' in page.text


def test_a_code_nobody_ever_had_is_not_found(client, today):
    assert client.get(reverse("contact:unit", args=["NOPE"])).status_code == 404


def test_the_reception_schedule_is_of_units_of_today(client, today, now_closed):
    hours = {"starts": time(8), "ends": time(11, 30), "place": "Phòng tiếp công dân"}
    given(Reception, unit=today, weekday=1, **hours)
    given(Reception, unit=now_closed, weekday=1, **hours)
    page = client.get(reverse("contact:receptions"))
    assert [each.unit for each in page.context["receptions"]] == [today]


def test_the_contact_list_asks_no_more_for_many_units(client, today, django_assert_num_queries):
    client.get(reverse("contact:list"))  # the calendar is read once and kept
    with django_assert_num_queries(3):
        client.get(reverse("contact:list"))
    for number in range(5):
        UnitFactory(code=f"N{number}")
    with django_assert_num_queries(3):
        assert len(shown(client, "")) == 3 + 5
