"""What carries an obligation or an undertaking out: on its card, as a list, as its evidence."""

import pytest
from django.utils.timezone import localtime

from plans.admin.carried import SHOWN
from tests.factories import ItemFactory

from .activity_factories import ActivityFactory, ServingFactory, past
from .desk_parts import ACTIVITIES
from .unit_plan_factories import UndertakingFactory, UnitPlanFactory

ITEM, ROW = "/admin/plans/item/{}/change/", "/admin/plans/undertaking/{}/change/"


@pytest.fixture
def carried(department, unit):
    """An obligation, a department's line for it, the branch's below; an activity for each."""
    item = ItemFactory(plan__year=2024)
    line = UndertakingFactory(
        unit_plan=UnitPlanFactory(plan=item.plan, unit=department), item=item, text_vi="line"
    )
    below = UndertakingFactory(
        unit_plan=UnitPlanFactory(plan=item.plan, unit=unit), item=item, parent=line
    )
    other = UndertakingFactory(unit_plan=line.unit_plan)
    for title, what in {
        "obligation": {"item": item},
        "department": {"undertaking": line, "item": None},
        "branch": {"undertaking": below, "item": None},
        "other": {"undertaking": other, "item": None},
    }.items():
        ServingFactory(activity=ActivityFactory(unit=unit, title_vi=title), **what)
    ServingFactory(item=item)  # of another unit, not announced
    return item, line, below, other


def titles(answer) -> set[str]:
    return {activity.title_vi for activity, _url in answer.context["carried"].lines}


def test_a_card_shows_the_activities_that_carry_it_out(enter, people, carried):
    """From the obligation to what serves it or an answer to it; G6: those in sight."""
    item, line, below, other = carried
    client = enter(people["head"])
    found = [titles(client.get(ITEM.format(item.pk)))]
    found += [titles(client.get(ROW.format(row.pk))) for row in (line, below, other)]
    assert found == [
        {"obligation", "department", "branch"}, {"department", "branch"}, {"branch"}, {"other"},
    ]  # fmt: skip
    text = client.get(ROW.format(below.pk)).content.decode()
    branch = below.servings.get().activity
    assert f'href="{ACTIVITIES}{branch.pk}/change/"' in text
    assert not titles(enter(people["stranger"]).get(ITEM.format(item.pk)))
    assert len(titles(enter(people["board"]).get(ITEM.format(item.pk)))) == 4


def test_more_than_a_card_holds_lead_to_the_list_of_all(enter, people, carried):
    item, line, _below, _other = carried
    client = enter(people["head"])
    assert not client.get(ROW.format(line.pk)).context["carried"].more
    for _n in range(SHOWN):
        ServingFactory(activity=ActivityFactory(unit=line.lead), undertaking=line, item=None)
    for page, count in ((ITEM.format(item.pk), SHOWN + 3), (ROW.format(line.pk), SHOWN + 2)):
        shown = client.get(page).context["carried"]
        assert len(shown.lines) == SHOWN
        assert client.get(shown.more).context["cl"].result_count == count


@pytest.mark.parametrize("key", ["x", "i", "u0", "i1x", "i²", "u" + "9" * 20, "z1"])
def test_a_list_of_what_serves_nothing_in_sight_is_empty(enter, people, carried, key):
    client = enter(people["stranger"])
    assert client.get(f"{ACTIVITIES}?serves={key}").context["cl"].result_count == 0


@pytest.mark.parametrize("verb", ["attach", "report"])
def test_an_activity_that_was_held_is_offered_as_evidence(enter, people, carried, verb):
    """Chosen, its day and title are the reference; without it the words are asked for."""
    _item, line, _below, other = carried
    held = past(title_vi="Đối thoại quý II", status="held", unit=line.lead)
    ServingFactory(activity=held, undertaking=line, item=None)
    client, page = enter(people["head"]), f"/admin/plans/undertaking/{{}}/{verb}/"
    assert "activity" not in client.get(page.format(other.pk)).context["form"].fields
    assert list(client.get(page.format(line.pk)).context["form"].fields["activity"].queryset) == [
        held
    ]
    assert client.post(page.format(line.pk), {"note": ""}).context["form"].errors["note"]
    assert client.post(page.format(line.pk), {"activity": held.pk}).status_code == 302
    assert line.evidence.get().note == f"{localtime(held.starts):%d/%m/%Y}: Đối thoại quý II"


def test_an_activity_that_was_held_is_offered_as_evidence_on_the_card(enter, people, carried):
    """One click opens the form with it chosen; nothing is taken before it is sent."""
    _item, line, _below, _other = carried
    held = past(title_vi="Đối thoại quý II", status="held", unit=line.lead)
    ServingFactory(activity=held, undertaking=line, item=None)
    offer = f"/admin/plans/undertaking/{line.pk}/attach/?activity={held.pk}"
    client = enter(people["head"])
    assert client.get(ROW.format(line.pk)).text.count("/attach/?activity=") == 1
    chosen = client.get(offer).context["form"]["activity"].value()
    assert str(chosen) == str(held.pk) and not line.evidence.exists()
    assert offer not in enter(people["board"]).get(ROW.format(line.pk)).text
