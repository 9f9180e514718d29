"""Sets of criteria: where they come from, and how they go on."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from core.history import history
from surveys import services
from surveys.models import CriteriaSet, Criterion, Dimension
from surveys.papers import criteria
from surveys.standard import load_criteria

LIST = "/admin/surveys/criteriaset/"


def content(row):
    """Everything a set says, but for its number."""
    return [
        (d.code, d.name_vi, d.name_en, d.weight, d.position,
         list(d.criteria.values_list("code", "name_vi", "name_en", "weight", "position")))
        for d in row.dimensions.all()
    ]  # fmt: skip


def test_a_new_portal_gets_its_sets_by_a_command(db):
    """The charter's four groups and the five factors of SIPAS; once, whatever became of them."""
    for added in (2, 0):
        out = io.StringIO()
        call_command("load_criteria", stdout=out)
        assert out.getvalue() == f"{added} sets added.\n"
    found = {row.code: row.dimensions.count() for row in CriteriaSet.objects.all()}
    assert found == {"tuyen-ngon": 4, "sipas": 5}
    assert Dimension.objects.filter(name_en="").count() == 0
    assert "sipas/tiep-can/tiep-can" in criteria()


def test_a_new_version_begins_with_the_last(people, db):
    """Alike but for its number; only whoever keeps criteria begins one, from any version."""
    load_criteria()
    first = CriteriaSet.objects.get(code="tuyen-ngon")
    for name in ("head", "focal_point", "officer", "auditor"):
        with pytest.raises(PermissionDenied):
            services.next_version(first, by=people[name])
    made = [services.next_version(first, by=people["board"]) for _n in range(2)]
    assert [row.version for row in made] == [2, 3]
    first = CriteriaSet.objects.get(pk=first.pk)
    assert first.version == 1 and content(made[0]) == content(made[1]) == content(first)
    assert (history(made[0])[0].verb, history(made[0])[0].actor) == (
        "next_version", str(people["board"]),
    )  # fmt: skip
    assert Criterion.objects.filter(dimension__criteria_set__code="tuyen-ngon").count() == 33


def test_the_board_begins_it_with_a_button(people, enter):
    load_criteria()
    row = CriteriaSet.objects.get(code="sipas")
    assert "next_version" in enter(people["board"]).get(f"{LIST}{row.pk}/change/").content.decode()
    seen = enter(people["head"]).get(f"{LIST}{row.pk}/change/").content.decode()
    assert "next_version" not in seen
    url = f"{LIST}{row.pk}/next_version/"
    assert enter(people["head"]).post(url).status_code == 403
    enter(people["board"]).get(url)
    assert CriteriaSet.objects.filter(code="sipas").count() == 1
    assert enter(people["board"]).post(url).status_code == 302
    assert set(CriteriaSet.objects.filter(code="sipas").values_list("version", flat=True)) == {1, 2}
