"""What displeased and is put right: every move, state and person, and who sees what (G6, G23)."""

import itertools
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from core.history import history
from core.models import Letter
from core.workflow import NotNow
from surveys.models import FollowUp
from surveys.obligations import obligations
from surveys.results.findings import Findings
from surveys.results.worst import worst
from surveys.rules import follow_up_flow
from surveys.services import results as services
from tests.factories import ItemFactory, UnitFactory

from . import rounds
from .factories import DimensionFactory, FollowUpFactory, RoundFactory

LIST = "/admin/surveys/followup/"
PEOPLE = ["officer", "head", "focal_point", "administrator", "stranger", "board", "system",
          "auditor", "asker"]  # fmt: skip
# The officer is the owner.
CARRY_OUT, DECIDE = {"officer", "focal_point", "head", "board"}, {"head", "board"}
ALLOWED = {
    "start": ({"open"}, CARRY_OUT),
    "report": ({"open", "in_progress"}, CARRY_OUT),
    "confirm": ({"reported"}, DECIDE),
    "send_back": ({"reported"}, DECIDE),
    "drop": ({"open", "in_progress"}, DECIDE),
}
MORE = {"report": {"measure": "Mở thêm quầy"}, "send_back": {"reason": "vì"},
        "drop": {"reason": "vì"}}  # fmt: skip
MOVES = [move.name for move in follow_up_flow.steps if move.sources]


def act(move, row, by):
    return getattr(services, move)(row, by=by, **MORE.get(move, {}))


def given(people, unit, status="open", reporter="focal_point", **fields):
    """A follow-up of the officer in a state; ``reporter`` is who reported it done."""
    if status in ("reported", "done"):
        fields |= {"measure": "Đã mở thêm quầy", "reported_by": people[reporter]}
    return FollowUpFactory(unit=unit, owner=people["officer"], status=status, **fields)


@pytest.mark.parametrize(("move", "status"), list(itertools.product(MOVES, FollowUp.Status.values)))
def test_a_follow_up_moves_only_as_the_table_says(people, department, move, status):
    """Who may not leaves it as it was; who may is named in its history."""
    row = given(people, department, status)
    sources, who = ALLOWED[move]
    before, kept = history(row), FollowUp.objects.values().get(pk=row.pk)
    for name in PEOPLE:
        if status in sources and name in who:
            with transaction.atomic():
                act(move, row, people[name])
                assert row.status == follow_up_flow.moves[move].target
                assert (history(row)[0].verb, history(row)[0].actor) == (move, str(people[name]))
                assert history(row)[0].reason == MORE.get(move, {}).get("reason", "")
                transaction.set_rollback(True)
        else:
            with pytest.raises(NotNow if name in who else PermissionDenied):
                act(move, row, people[name])
        assert FollowUp.objects.values().get(pk=row.pk) == kept and history(row) == before


def test_what_was_done_stands_with_who_reported_it(people, department):
    row = act("report", given(people, department), people["officer"])
    row.refresh_from_db()
    assert (row.measure, row.reported_by) == ("Mở thêm quầy", people["officer"])


def test_nobody_confirms_what_they_reported(people, department):
    """Two persons: neither confirms nor sends back one's own report, whatever the right."""
    row = given(people, department, "reported", reporter="head")
    for move in ("confirm", "send_back"):
        with pytest.raises(PermissionDenied):
            act(move, row, people["head"])
    assert act("confirm", row, people["board"]).status == "done"


def assigned(people, unit, name, **more):
    fields = {"round": RoundFactory(status="closed"), "unit": unit, "finding": "Chờ lâu"}
    fields |= {"owner": people["officer"], "due_on": date(2099, 6, 30)} | more
    return services.assign(by=people[name], **fields)


def test_who_gives_follow_ups_to_a_unit(people, department):
    """Focal points, heads and the board, to the units under them; from results only."""
    other = UnitFactory(code="77")
    for name, unit in itertools.product(PEOPLE, (department, other)):
        if name == "board" or (name in ("head", "focal_point") and unit == department):
            assert assigned(people, unit, name).status == "open"
        else:
            with pytest.raises(PermissionDenied):
                assigned(people, unit, name)
    assert FollowUp.objects.count() == 4
    for status in ("drafted", "approved", "open", "discarded"):
        with pytest.raises(ValidationError):
            assigned(people, department, "head", round=RoundFactory(status=status))
    assert FollowUp.objects.count() == 4


def test_the_owner_gets_a_letter(people, department):
    """At once with the follow-up; not for what one gives oneself, nor when nothing was made."""
    row = assigned(people, department, "head", finding="Chờ kiểm tra lâu")
    [letter] = Letter.objects.all()
    assert letter.recipient == people["officer"].email
    assert "Chờ kiểm tra lâu" in letter.body and f"{LIST}{row.pk}/change/" in letter.body
    assigned(people, department, "head", owner=people["head"])
    with pytest.raises(PermissionDenied):
        assigned(people, department, "stranger")
    assert Letter.objects.count() == 1


def test_the_form_offers_every_dimension_and_question(people, department, enter):
    """Each by its set; the question among those of rounds with results, and only of the round."""
    going = rounds.ended(rounds.open_round(rounds.questionnaire("a", {"q": "scale"}),
                                           unit=department))  # fmt: skip
    dimensions = [DimensionFactory(), DimensionFactory(criteria_set__version=2)]
    client = enter(people["head"])
    form = client.get(f"{LIST}add/?way=assign").context["form"]
    offered = {str(label) for _key, label in form.fields["dimension"].choices}
    assert {f"{each.criteria_set}: {each}" for each in dimensions} <= offered
    assert [key for key, _label in form.fields["question"].choices] == ["", "q"]
    fields = {"round": going.pk, "unit": department.pk, "dimension": dimensions[1].pk,
              "question": "q", "finding": "Chờ lâu", "owner": people["officer"].pk,
              "due_on": "2099-06-30"}  # fmt: skip
    assert client.post(f"{LIST}add/?way=assign", fields).status_code == 302
    row = FollowUp.objects.get()
    assert (row.dimension, row.question) == (dimensions[1], "q")
    assert "Câu q" in client.get(f"{LIST}{row.pk}/change/").content.decode()
    with pytest.raises(ValidationError):
        assigned(people, department, "head", question="q")


@pytest.fixture
def rows(people, unit, department):
    """Of the department, of the unit under it, and of another department: by label."""
    other = UnitFactory(code="77")
    stranger = {"owner": people["stranger"]}
    done = {"measure": "x", "status": "reported"}
    return {
        "own": FollowUpFactory(unit=department, owner=people["head"]),
        "under": FollowUpFactory(unit=unit, owner=people["officer"], status="in_progress"),
        "under, reported": FollowUpFactory(
            unit=unit, owner=people["officer"], reported_by=people["officer"], **done
        ),
        "reported by the head": FollowUpFactory(
            unit=department, owner=people["head"], reported_by=people["head"], **done
        ),
        "done": given(people, unit, "done"),
        "other": FollowUpFactory(unit=other, **stranger),
        "other, reported": FollowUpFactory(
            unit=other, reported_by=people["board"], **stranger, **done
        ),
        "other, of the officer": FollowUpFactory(unit=other, owner=people["officer"]),
    }


def labels(rows, found) -> set[str]:
    return {label for label, row in rows.items() if row in found}


def test_what_each_person_sees(people, rows, enter):
    """G6: of one's units and those below, and what one owns; the list and the cards alike."""
    below = {"own", "under", "under, reported", "reported by the head", "done"}
    mine = {"under", "under, reported", "done", "other, of the officer"}
    seen = {"head": below, "focal_point": below, "administrator": below, "officer": mine,
            "stranger": {"other", "other, reported"}, "asker": set()}  # fmt: skip
    seen |= dict.fromkeys(("board", "auditor", "system"), set(rows))
    assert set(seen) == set(PEOPLE)
    for name, expected in seen.items():
        assert labels(rows, FollowUp.objects.visible_to(people[name])) == expected, name
    for name in ("head", "officer", "auditor"):
        client = enter(people[name])
        assert labels(rows, client.get(LIST).context["cl"].queryset) == seen[name]
        for label, row in rows.items():
            answer = client.get(f"{LIST}{row.pk}/change/")
            assert answer.status_code == (200 if label in seen[name] else 404), (name, label)
    assert enter(people["asker"]).get(LIST).status_code in (302, 403)


def test_what_waits_for_each_person(people, rows):
    """One's own until it is reported; what others reported where one decides, and nothing else."""
    waits = {
        "officer": {"under", "other, of the officer"},
        "head": {"own", "under, reported"},
        "board": {"under, reported", "reported by the head"},
        "stranger": {"other"},
    }
    for name in PEOPLE:
        found = FollowUp.objects.waiting_for(people[name])
        assert labels(rows, found) == waits.get(name, set()), name
        confirmed = [
            r for r in rows.values() if follow_up_flow.moves["confirm"].open_to(people[name], r)
        ]
        assert set(FollowUp.objects.to_confirm(people[name])) == set(confirmed), name


def test_the_desk_shows_what_waits(people, rows, enter):
    """The entry holds just these rows; what one reported oneself waits for somebody else."""
    page = enter(people["officer"]).get("/admin/?tab=follow_ups").content.decode()
    shown = {label for label, row in rows.items() if f"{LIST}{row.pk}/change/" in page}
    assert shown == {"under", "other, of the officer"}


def test_the_list_asks_few_questions(people, department, enter, django_assert_max_num_queries):
    client = enter(people["head"])
    client.get(LIST)
    for _more in range(2):
        given(people, department)
        with django_assert_max_num_queries(12):
            assert client.get(LIST).status_code == 200
        for _n in range(4):
            given(people, department)


def test_a_follow_up_is_tied_to_an_obligation_of_the_plan(people, department, enter):
    """Plans offer theirs to surveys, which do not know them; the card leads there."""
    detail = {"kind": "detail", "level": "departments"}
    item = ItemFactory(plan__status="issued", task="supervision", **detail)
    ItemFactory(plan=item.plan, task="support", **detail)
    [offer] = obligations.offered(people["head"])
    assert str(item) in offer.label
    row = assigned(people, department, "head", obligation=offer.key)
    page = enter(people["head"]).get(f"{LIST}{row.pk}/change/").content.decode()
    assert f'href="/admin/plans/item/{item.pk}/change/"' in page
    form = enter(people["head"]).get(f"{LIST}add/?way=assign").content.decode()
    assert f'value="{offer.key}"' in form
    with pytest.raises(ValidationError):
        assigned(people, department, "head", obligation="plans.item.999999")
    assert obligations.seen(None, ["plans.item.x", "other.1"]) == []


def test_the_results_lead_to_the_follow_up(people, department, enter):
    """The least satisfied department stands first, with a form that already names it (G19: only
    what may be seen); who may not give follow-ups is offered none."""
    going = rounds.open_round(rounds.questionnaire("a", {"q": "scale"}), unit=department)
    good, bad = UnitFactory(name_vi="Cục Tốt"), UnitFactory(name_vi="Cục Kém")
    rounds.answer(going, "q", [5] * 40 + [2] * 10, good)
    rounds.answer(going, "q", [4] * 20 + [1] * 30, bad)
    found = worst(Findings(rounds.ended(going)))
    assert [(each.name, each.satisfied) for each in found][1:] == [
        ("Cục Kém", "40,00 %"), ("Cục Tốt", "80,00 %")
    ]  # fmt: skip
    assert found[1].fields["unit"] == str(bad.pk)
    page = f"/admin/surveys/round/{going.pk}/results/"
    begin = f"/admin/surveys/followup/add/?way=assign&amp;unit={bad.pk}&amp;"
    told = enter(people["head"]).get(page).content.decode()
    assert begin.replace("&amp;", "&") in told.replace("&amp;", "&")
    assert "followup/add/" not in enter(people["officer"]).get(page).content.decode()
    form = enter(people["head"]).get(f"{LIST}add/?way=assign&{found[0].query}").content.decode()
    assert f'<option value="{going.pk}" selected' in form and "Câu q: " in form
    assert '<option value="q" selected' in form
    assert str(FollowUpFactory(finding="Chờ lâu " * 20)).endswith("…"), "cut off, and it shows"
