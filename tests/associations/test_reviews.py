"""Lists by which members are reviewed and brokers compared: who is left, levels now, ranks."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.timezone import localdate

from associations import services
from associations.forms.assessments import ScoresForm
from associations.models import Assessment, Member
from tests.associations.programme_factories import (
    AssessmentFactory,
    CriteriaSetFactory,
    CriterionFactory,
    LevelReviewFactory,
    MemberFactory,
    ScoreFactory,
)
from tests.factories import EnterpriseFactory, UnitFactory

DESK = "/admin/associations/"


def test_members_of_whom_the_year_was_not_reviewed_are_a_view_of_their_own(
    enter, people, department
):
    year = localdate().year
    done, left = MemberFactory(unit=department), MemberFactory(unit=department)
    LevelReviewFactory(member=done, year=year)
    LevelReviewFactory(member=left, year=year - 1)
    MemberFactory(unit=department, status="withdrawn", left_on=date(2026, 1, 1), grounds="other")
    MemberFactory(unit=UnitFactory())
    page = enter(people["head"]).get(f"{DESK}member/?tab=unreviewed")
    assert list(page.context["cl"].result_list) == [left]


def test_a_list_shows_the_level_of_the_last_review_beside_the_one_at_entry(
    enter, people, department
):
    reviewed, fresh = MemberFactory(unit=department, level=4), MemberFactory(unit=department)
    for year, level in ((2025, 2), (2024, 5)):
        LevelReviewFactory(member=reviewed, year=year, level=level)
    found = {row.pk: (row.level, row.level_now) for row in Member.objects.with_level()}
    assert found == {reviewed.pk: (4, 2), fresh.pk: (3, 3)}
    client = enter(people["head"])
    rows = client.get(f"{DESK}member/?o=4").context["cl"].result_list  # by the level of now
    assert [row.level_now for row in rows] == [2, 3]
    card = client.get(f"{DESK}member/{reviewed.pk}/change/").context["facts"]
    assert [str(value) for _label, value in card].count("2") == 1


def test_a_rank_on_the_desk_counts_all_of_the_set_and_year(enter, people, department):
    """Also where the best is out of reach, or of another page or filter; drafts have none."""
    criterion = CriterionFactory(most=10)
    criteria = criterion.criteria
    given = {"criteria": criteria, "status": "shared", "comment_by": localdate()}
    for points, unit in ((9, UnitFactory()), (7, department), (5, department)):
        row = AssessmentFactory(unit=unit, **given)
        ScoreFactory(assessment=row, criterion=criterion, points=points)
    draft = AssessmentFactory(criteria=criteria, unit=department)
    client = enter(people["head"])
    shown = client.get(f"{DESK}assessment/").context["cl"].result_list
    assert [(row.score, row.rank) for row in shown] == [(0, None), (50, 3), (70, 2)]
    assert shown[0] == draft
    book = openpyxl.load_workbook(BytesIO(client.get(f"{DESK}assessment/export/").getvalue()))
    cells = [cell.value for line in book.worksheets[0].iter_rows() for cell in line]
    assert 2 in cells and 3 in cells and 1 not in cells


@pytest.mark.parametrize(("traits", "begins"), [([], False), (["broker", "start_up"], True)])
def test_brokers_criteria_measure_brokers_only(people, department, traits, begins):
    firm = EnterpriseFactory(managed_by=department, traits=traits)
    given = {"by": people["head"], "enterprise": firm, "unit": department, "year": 2025}
    services.assess(criteria=CriteriaSetFactory(subject="partner"), **given)
    if begins:
        services.assess(criteria=CriteriaSetFactory(subject="broker"), **given)
    else:
        with pytest.raises(ValidationError):
            services.assess(criteria=CriteriaSetFactory(subject="broker"), **given)
    assert Assessment.objects.filter(criteria__subject="broker").exists() == begins


def test_points_are_written_as_the_reader_writes_numbers(enter, people):
    mine = people["asker"].represents.get().enterprise
    criterion = CriterionFactory(most=10, weight=40)
    row = AssessmentFactory(
        enterprise=mine, criteria=criterion.criteria, status="shared", comment_by=localdate()
    )
    ScoreFactory(assessment=row, criterion=criterion, points="7.50")
    with translation.override("vi"):
        page = enter(people["asker"]).get(row.get_absolute_url()).context
        form = ScoresForm(
            {f"points_{criterion.pk}": "11", f"evidence_{criterion.pk}": "x"},
            by=people["board"], subject=row,
        )  # fmt: skip
        assert list(page["lines"][0][1:4]) == ["7,5", "10", "40"]
        assert "75,0 %" in [value for _label, value in page["facts"]]
        assert form.errors[f"points_{criterion.pk}"] == [
            form.fields[f"points_{criterion.pk}"].help_text
        ]


def test_levels_are_numbers_in_a_workbook(enter, people, department):
    MemberFactory(unit=department, level=4)
    answer = enter(people["head"]).get(f"{DESK}member/export/")
    book = openpyxl.load_workbook(BytesIO(b"".join(answer)))
    row = [cell.value for cell in book.worksheets[0][2]]
    assert row[3:5] == [4, 4] and row[-1] == Member.objects.get().enterprise.tax_code
