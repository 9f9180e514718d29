"""History is complete, announced and append-only, from whatever door a change comes."""

import pghistory
import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from core.history import acting, history
from directory.models import Unit, User
from tests.factories import UnitFactory


def raw(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def saved(place):
    place.area = "new"
    place.save()


def bulk(place):
    place.area = "new"
    Unit.objects.bulk_update([place], ["area"])


DOORS = {
    "save": saved,
    "update": lambda place: Unit.objects.filter(pk=place.pk).update(area="new"),
    "bulk_update": bulk,
    "raw": lambda place: raw("UPDATE directory_unit SET area = 'new' WHERE id = %s", place.pk),
    "delete": lambda place: Unit.objects.filter(pk=place.pk).delete(),
    "raw delete": lambda place: raw("DELETE FROM directory_unit WHERE id = %s", place.pk),
}


@pytest.fixture
def place(db):
    return UnitFactory(area="old")


def stored(place) -> str:
    return Unit.objects.get(pk=place.pk).area


@pytest.mark.parametrize("door", DOORS)
def test_every_door_is_recorded_with_verb_actor_and_reason(place, people, door):
    """G22: ORM save, update, bulk and raw changes leave an event each."""
    with acting(people["officer"], "correct", reason="typing error"):
        DOORS[door](place)
    line = history(place)[0]
    assert (line.verb, line.reason) == ("correct", "typing error")
    assert line.actor == str(people["officer"])
    if "delete" not in door:
        assert line.changes["area"] == ("old", "new")


@pytest.mark.parametrize("door", DOORS)
def test_a_change_nobody_announced_is_refused(place, door):
    """G22: what no service announced, the database does not take."""
    before = history(place)
    with pytest.raises(IntegrityError, match="pgh_context"), transaction.atomic():
        DOORS[door](place)
    assert history(place) == before
    assert stored(place) == "old"


def test_an_announcement_ends_with_its_act_even_inside_one_transaction(place, people):
    """pghistory.context leaves its SET LOCAL standing until the end of the transaction."""
    with acting(people["officer"], "correct"):
        pass
    with pytest.raises(IntegrityError), transaction.atomic():
        DOORS["update"](place)


def test_why_not_the_librarys_own_context(place):
    """Its announcement outlives the block, and an inner one overwrites the outer for good."""
    rows = Unit.objects.filter(pk=place.pk)
    with pghistory.context(verb="outer", name="", reason=""):
        with pghistory.context(verb="inner"):
            rows.update(area="1")
        rows.update(area="2")
    rows.update(area="3")
    assert [line.verb for line in history(place)] == ["inner", "inner", "inner", "given"]


def test_acts_nest_and_the_outer_verb_comes_back(place, people):
    rows = Unit.objects.filter(pk=place.pk)
    with acting(people["officer"], "outer"):
        with acting(None, "inner"):
            rows.update(area="1")
        rows.update(area="2")
        with pytest.raises(ValueError), acting(None, "undone"):
            raise ValueError
        rows.update(area="3")
    assert [line.verb for line in history(place)] == ["outer", "outer", "inner", "given"]


@pytest.mark.parametrize(
    "sql", ["UPDATE directory_unitevent SET area = 'x'", "DELETE FROM directory_unitevent"]
)
def test_history_is_append_only(place, sql):
    """G22: not even the owner, short of switching the trigger off."""
    with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
        raw(sql)


def test_a_verb_that_changes_no_column_leaves_its_line(place, people):
    with acting(people["officer"], "confirm"):
        place.save()
    assert history(place)[0].verb == "confirm"
    assert history(place)[0].changes == {}


def test_a_person_keeps_its_name_in_history_and_its_secrets_out(place, people):
    officer = people["officer"]
    with acting(officer, "correct"):
        place.save()
    name, officer.first_name = str(officer), "Thị B"
    officer.set_password("a long enough secret")
    officer.save()
    assert history(place)[0].actor == name != str(officer)
    kept = {field.name for field in User.events.rel.related_model._meta.fields}
    assert not kept & {"password", "last_login"}
    assert history(officer)[0].verb == ""  # announced=False: let through, and seen as such


def test_history_asks_one_query(place, django_assert_num_queries):
    with django_assert_num_queries(1):
        history(place)


def test_an_act_inside_the_very_same_act_is_one_with_it(place, people, django_assert_num_queries):
    """It is announced once; an undone act of another name leaves the outer one standing."""
    with acting(people["officer"], "correct"):
        with django_assert_num_queries(1), acting(people["officer"], "correct"):
            Unit.objects.filter(pk=place.pk).update(area="1")
        with pytest.raises(KeyError), acting(people["officer"], "other"):
            raise KeyError
        Unit.objects.filter(pk=place.pk).update(area="2")
    assert [line.verb for line in history(place)[:2]] == ["correct", "correct"]
    with acting(people["officer"], "correct"):
        Unit.objects.filter(pk=place.pk).update(area="3")
    assert history(place)[0].verb == "correct"
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=place.pk).update(area="4")
