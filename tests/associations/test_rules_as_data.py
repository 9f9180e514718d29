"""Hours, days and targets stand in the rules: an administrator changes them, no programmer."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from django.utils.timezone import localdate

from associations import services
from associations.figures import figures
from associations.forms.assessments import DecideOnForm
from associations.forms.programme import AdmitForm, ExamineForm, ReviewForm, WithdrawForm
from associations.models import CriteriaSet, Programme
from directory.calendars import calendar_for
from tests.associations.programme_factories import (
    AssessmentFactory,
    ConditionFactory,
    CriteriaSetFactory,
    MemberFactory,
    ProgrammeFactory,
    ScoreFactory,
)
from tests.factories import UnitFactory

DESK = "/admin/associations/"


def card(client, model: str, row) -> tuple[str, dict]:
    """Address of the card, and what its form posts when nothing is changed."""
    url = f"{DESK}{model}/{row.pk}/change/"
    page = client.get(url)
    form = page.context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else value for name, value in data.items()}
    for each in page.context["inline_admin_formsets"]:
        rows = each.formset.management_form
        data |= {rows.add_prefix(name): rows[name].value() for name in rows.fields}
    return url, data


@pytest.mark.parametrize("who", ["board", "system"])
def test_hours_and_targets_of_the_programme_are_changed_on_the_desk(enter, people, who):
    rules = ProgrammeFactory()
    client = enter(people[who])
    url, data = card(client, "programme", rules)
    more = {"forward_hours": 8, "keep_over": 70, "please_over": 90}
    assert client.post(url, data | more | {"forward_hours": 0}).status_code == 200
    assert client.post(url, data | more).status_code == 302
    assert Programme.objects.filter(pk=rules.pk, **more).exists()


def test_a_request_has_the_hours_of_the_rules_in_force_not_of_those_of_entry(people, department):
    ProgrammeFactory(forward_hours=8)
    pilot = ProgrammeFactory(number="1399", valid_from=date(2022, 7, 15),
                             valid_to=date(2024, 12, 3), forward_hours=48)  # fmt: skip
    mine = people["asker"].represents.get().enterprise
    member = MemberFactory(enterprise=mine, programme=pilot)
    made = services.ask(by=people["asker"], member=member, subject="x", text="x")
    assert made.forward_by - made.received_at == timedelta(hours=8)


def test_a_set_in_use_keeps_what_it_measures_by_and_takes_other_days_to_comment(enter, people):
    score = ScoreFactory()
    criteria = score.criterion.criteria
    client = enter(people["system"])
    url, data = card(client, "criteriaset", criteria)
    assert not [name for name in data if name.startswith("items-")]
    page = client.get(url)
    assert [table.title for table in page.context["tables"]]  # shown, not edited
    more = {"comment_days": 15, "name": "Another", "valid_to": "2030-12-31"}
    assert client.post(url, data | more).status_code == 302
    found = CriteriaSet.objects.get(pk=criteria.pk)
    assert (found.comment_days, str(found.valid_to)) == (15, "2030-12-31")
    assert found.name == criteria.name


def test_criteria_of_a_set_nobody_was_measured_by_are_edited_with_it(enter, people):
    _url, data = card(enter(people["system"]), "criteriaset", CriteriaSetFactory())
    assert "items-TOTAL_FORMS" in data


def test_an_enterprise_has_the_days_of_its_set_to_comment(people, department):
    criteria = CriteriaSetFactory(comment_days=3)
    row = AssessmentFactory(criteria=criteria, unit=department)
    services.share(row, by=people["head"])
    assert row.comment_by == calendar_for(None).add_working_days(localdate(), 3)


def test_a_figure_says_the_target_of_the_rules_in_force_then(department):
    ProgrammeFactory(keep_over=70, please_over=90)
    codes = ["associations.level_kept", "associations.members_satisfied"]
    with translation.override("en"):
        said = {day.year: [str(f.measure.definition) for f in figures(department, day, day)
                           if f.measure.code in codes]
                for day in (date(2020, 1, 1), date(2026, 1, 1))}  # fmt: skip
    assert [text.count("Target: over") for text in said[2020]] == [0, 0]
    assert ["70 percent" in said[2026][0], "90 percent" in said[2026][1]] == [True, True]


def test_another_version_of_criteria_is_entered_on_the_desk_with_its_criteria(enter, people):
    """A hidden field of the form once had the same name as this one: every set was version ''."""
    CriteriaSetFactory(version="1")
    client = enter(people["system"])
    data = {"subject": "broker", "version": "2", "name": "x", "source": "x", "comment_days": 10,
            "valid_from": "2026-01-01", "items-TOTAL_FORMS": 1,
            "items-INITIAL_FORMS": 0, "items-0-code": "1", "items-0-text_vi": "x",
            "items-0-weight": 1, "items-0-most": 10}  # fmt: skip
    assert client.post(f"{DESK}criteriaset/add/", data).status_code == 302
    assert CriteriaSet.objects.get(version="2").items.count() == 1


def test_conditions_that_say_the_same_of_several_units_stand_in_one_line(db, client):
    rules = ProgrammeFactory()
    units = [UnitFactory(), UnitFactory()]
    for unit in units:
        ConditionFactory(programme=rules, kind="level", unit=unit, value=3, source="2790")
    ConditionFactory(programme=rules, kind="trade", value=100_000_000, source="2790")
    with translation.override("vi"):
        lines = client.get("/associations/compliance/").context["lines"]
    assert len(lines) == 2 and all(str(unit) in lines[0][1] for unit in units)
    assert str(lines[1][0]).endswith(": 100.000.000")


@pytest.mark.parametrize(
    ("form", "field"),
    [(DecideOnForm, "outcome"), (WithdrawForm, "grounds"), (ReviewForm, "level"),
     (ExamineForm, "level"), (AdmitForm, "level")],
)  # fmt: skip
def test_what_is_decided_has_no_default(form, field):
    assert form.base_fields[field].choices[0][0] == ""
