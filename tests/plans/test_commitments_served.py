"""Commitments of agreements tied to obligations and activities: who ties, to what, who sees it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from associations import services
from associations.models import Commitment
from associations.pages.serving import SHOWN
from associations.served import served
from core.history import history
from core.workflow import NotNow
from partnership.sample import ties
from plans.models import Item
from plans.services import activities
from tests.associations.factories import AgreementFactory, CommitmentFactory
from tests.factories import AssignmentFactory, ItemFactory, UnitFactory, top

from .activity_factories import ActivityFactory
from .test_succession import FIRST, close

COMMITMENTS = "/admin/associations/commitment/"


def obligation(status="issued", **fields) -> Item:
    fields = {"kind": "detail", "level": "departments"} | fields
    return ItemFactory(plan__status=status, **fields)


def key(row) -> str:
    return f"plans.{row._meta.model_name}.{row.pk}"


def card(row) -> str:
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


@pytest.fixture
def owed(department) -> Commitment:
    return CommitmentFactory(agreement=AgreementFactory(unit=department))


def test_a_commitment_is_tied_on_its_card_and_untied_again(enter, people, owed, department):
    """The form offers obligation and activity; all three cards lead to one another."""
    duty, event = obligation(), ActivityFactory(unit=department)
    client = enter(people["head"])
    form = client.get(f"{COMMITMENTS}{owed.pk}/serve/").content.decode()
    assert f'value="{key(duty)}"' in form and f'value="{key(event)}"' in form
    client.post(f"{COMMITMENTS}{owed.pk}/serve/", {"serves": [key(duty), key(event)]})
    mine = client.get(card(owed)).content.decode()
    assert f'href="{card(duty)}"' in mine and f'href="{card(event)}"' in mine
    assert history(owed)[0].verb == "serve" and "plans.item." not in mine
    for row in (duty, event):
        assert f'href="{card(owed)}"' in client.get(card(row)).content.decode()
    client.post(f"{COMMITMENTS}{owed.pk}/serve/", {"serves": [key(event)]})
    owed.refresh_from_db()
    assert owed.serves == [key(event)]
    assert f'href="{card(owed)}"' not in client.get(card(duty)).content.decode()


OUT = {
    "a plan in the making": lambda: obligation(status="drafted"),
    "a plan that is closed": lambda: obligation(status="closed"),
    "an obligation of other units": lambda: obligation(level=""),
    "a heading": lambda: obligation(kind="content", level=""),
    "another unit's activity": lambda: ActivityFactory(status="announced"),
}


@pytest.mark.parametrize("what", OUT)
def test_nothing_else_is_served(enter, people, owed, what):
    """G6: refused past the form and by the form; the row stays as it was."""
    row = OUT[what]()
    with pytest.raises(ValidationError):
        services.serve(owed, by=people["head"], serves=[key(row)])
    page = enter(people["head"]).post(f"{COMMITMENTS}{owed.pk}/serve/", {"serves": [key(row)]})
    assert page.context["form"].errors["serves"]
    owed.refresh_from_db()
    assert owed.serves == []


def test_neither_cancelled_nor_old_activities_nor_made_up_keys(people, owed, department):
    off = ActivityFactory(unit=department, status="cancelled")
    old = ActivityFactory(unit=department, starts=now() - timedelta(days=400))
    strange = ["plans.item.x", "plans.activity.99999999999999999999", "other.1", ""]
    for each in (key(off), key(old), *strange):
        with pytest.raises(ValidationError):
            services.serve(owed, by=people["head"], serves=[each])
    assert served.seen(people["board"], strange) == []


def test_who_ties_and_until_when(people, department):
    duty = key(obligation())
    for who in ("stranger", "officer", "auditor", "asker"):
        with pytest.raises(PermissionDenied):
            row = CommitmentFactory(agreement=AgreementFactory(unit=department))
            services.serve(row, by=people[who], serves=[duty])
    for status in ("declined", "expired", "renewed", "terminated"):
        row = CommitmentFactory(agreement=AgreementFactory(unit=department, status=status))
        with pytest.raises(NotNow):
            services.serve(row, by=people["head"], serves=[duty])
    assert not Commitment.objects.exclude(serves=[]).exists()


def test_what_is_tied_and_out_of_sight_is_neither_shown_nor_lost(enter, people, department):
    """G6: a planned activity of the unit that carries it out, which is another department."""
    there = UnitFactory(code="77")
    row = CommitmentFactory(agreement=AgreementFactory(unit=department), unit=there)
    hidden, duty = ActivityFactory(unit=there, title_vi="Chưa công bố"), obligation()
    services.serve(row, by=people["board"], serves=[key(hidden)])
    client = enter(people["head"])
    assert "Chưa công bố" not in client.get(card(row)).content.decode()
    assert "Chưa công bố" not in client.get(f"{COMMITMENTS}{row.pk}/serve/").content.decode()
    services.serve(row, by=people["head"], serves=[key(duty)])
    assert set(row.serves) == {key(hidden), key(duty)}
    found = client.get(COMMITMENTS, {"serves": key(hidden)}).context["cl"].queryset
    assert not found.exists()


def test_a_tie_that_would_not_be_made_today_may_stay(enter, people, department, owed):
    """The activity was cancelled since: the form shows the tie, and saving it loses nothing."""
    event = ActivityFactory(unit=department, status="announced")
    services.serve(owed, by=people["head"], serves=[key(event)])
    activities.cancel(event, by=people["head"], reason="Bão")
    client = enter(people["head"])
    form = client.get(f"{COMMITMENTS}{owed.pk}/serve/").context["form"]
    assert form["serves"].value() == [key(event)]
    client.post(f"{COMMITMENTS}{owed.pk}/serve/", {"serves": [key(event), key(obligation())]})
    owed.refresh_from_db()
    assert len(owed.serves) == 2


def test_what_a_closed_unit_signed_serves_the_work_of_the_unit_that_took_it_over(
    people, owed, department
):
    """Also of one that was divided."""
    region, other = (UnitFactory(code=code, valid_from=FIRST) for code in ("KVIII", "KIX"))
    close(department, region, other)
    event, duty = ActivityFactory(unit=region), obligation(level="")
    AssignmentFactory(item=duty, unit=other)
    services.serve(owed, by=people["board"], serves=[key(event), key(duty)])
    assert len(owed.serves) == 2


def test_the_sample_ties_its_commitments_once(people, department):
    """What the sample ties could be tied on the card: obligation in force, the unit's dialogue."""
    region = UnitFactory(code="KVIII", parent=top())
    duty, event = obligation(code="5.7.i"), ActivityFactory(unit=region)
    row = CommitmentFactory(agreement=AgreementFactory(unit=region), clause="Điều 6")
    for _twice in range(2):
        ties.load()
        row.refresh_from_db()
        assert row.serves == [key(duty), key(event)]
    assert served.open_to(people["board"], row, row.serves) == set(row.serves)


@pytest.mark.parametrize("who", ["head", "focal_point", "board", "auditor", "stranger", "officer"])
def test_cards_show_commitments_within_reach_only(enter, people, owed, department, who):
    duty, event = obligation(), ActivityFactory(unit=department, status="announced")
    far = CommitmentFactory()
    services.serve(owed, by=people["head"], serves=[key(duty), key(event)])
    services.serve(far, by=people["board"], serves=[key(duty)])
    client = enter(people[who])
    page = client.get(card(duty)).content.decode()
    seen = {"board": {owed, far}, "auditor": {owed, far}, "stranger": set(), "officer": set()}
    expected = seen.get(who, {owed})
    assert {row for row in (owed, far) if card(row) in page} == expected
    page = client.get(card(event)).content.decode()
    assert (card(owed) in page) == (owed in expected)


def test_the_next_turn_serves_the_obligation_but_not_the_activity(people, department):
    duty, event = obligation(), ActivityFactory(unit=department)
    first = CommitmentFactory(
        agreement=AgreementFactory(unit=department), every_months=3, due_on=date(2026, 3, 31),
        first_due_on=date(2026, 3, 31),
    )  # fmt: skip
    services.serve(first, by=people["head"], serves=[key(duty), key(event)])
    assert services.follow(first).serves == [key(duty)]


def test_cards_ask_the_same_however_much_is_tied(enter, people, department):
    """The commitment's, the obligation's and the activity's; what is many is in a list."""
    duty, event = obligation(), ActivityFactory(unit=department)
    agreement = AgreementFactory(unit=department)
    client, counts = enter(people["head"]), []
    for number in (1, SHOWN):
        for _n in range(number):
            row = CommitmentFactory(agreement=agreement)
            beside = [ActivityFactory(unit=department) for _each in range(number)]
            keys = [key(each) for each in (duty, event, *beside)]
            services.serve(row, by=people["head"], serves=keys)
        asked = []
        for each in (duty, event, row):
            client.get(card(each))
            with CaptureQueriesContext(connection) as seen:
                page = client.get(card(each)).content.decode()
            asked.append(len(seen))
        counts.append(asked)
    assert counts[0] == counts[1]
    more = f"{COMMITMENTS}?serves={key(duty)}"
    assert more in client.get(card(duty)).content.decode() and more not in page
    assert client.get(more).context["cl"].queryset.count() == SHOWN + 1
