"""Five-level questions by department, kind and size: what is told, by hand; where it is shown."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from surveys.results import report
from surveys.results.books import table, workbook
from surveys.results.findings import Findings
from tests.factories import UnitFactory

from . import rounds
from .factories import CriterionFactory
from .test_results import whole

FIVE = {"q": "scale"}
GOOD = [5] * 20 + [4] * 10 + [3] * 10 + [2] * 5 + [1] * 5  # mean 3.7, index 67.5
BAD = [5] * 5 + [4] * 5 + [3] * 10 + [2] * 10 + [1] * 20  # mean 2.3, index 32.5
FEW = [5] * 9 + [4] * 8 + [3] * 5 + [2] * 3 + [1]


def three(asked, *levels) -> list:
    """A round that ended with a department for each list of levels, and its lines by department."""
    going = rounds.open_round(asked)
    for place, given in enumerate(levels):
        unit = UnitFactory(name_vi=f"Cục {place}")
        made = rounds.answer(going, "q", given, unit)
        for more in ("r",) if asked.questions.filter(bank__code="r").exists() else ():
            rounds.add(made, more, given)
    return rounds.ended(going, "published")


def lines(ended, code="q", split="unit"):
    return Findings(ended, split).groups.lines(code)


def test_a_group_has_levels_a_share_and_a_mean_with_their_intervals(db):
    """By hand: mean 3.7; variance (20·1.69 + 10·0.09 + 10·0.49 + 5·2.89 + 5·7.29) / 49 = 1.847;
    half of the interval 1.96 · sqrt(1.847 / 50) = 0.377."""
    first, second = lines(three(rounds.questionnaire("a", FIVE), GOOD, BAD))
    assert (first.name, first.levels, first.answered) == ("Cục 0", [20, 10, 10, 5, 5], 50)
    assert first.five == [10, 10, 20, 20, 40]
    assert first.satisfied.value == 60 and second.satisfied.value == 20
    assert first.middle.value == pytest.approx(3.7) and second.middle.value == pytest.approx(2.3)
    assert first.middle.high - first.middle.value == pytest.approx(0.377, abs=0.001)


def test_the_population_of_a_group_narrows_its_interval(db):
    """100 there are of kind FDI, and 50 answered: by sqrt(50 / 99) = 0.711 narrower."""
    going = rounds.open_round(rounds.questionnaire("a", FIVE))
    for kind, given, people in (("fdi", GOOD, 100), ("private", BAD, 5_000)):
        place = rounds.stratum(going, people, 80, kind=kind)
        rounds.answer(going, "q", given, stratum=place, kind=kind)
    found = {line.name: line for line in lines(rounds.ended(going), split="kind")}
    fdi = next(line for line in found.values() if line.satisfied.value == 60)
    assert fdi.middle.high - fdi.middle.value == pytest.approx(0.377 * 0.711, abs=0.001)


def test_small_departments_are_told_together(db):
    """Two of 26 answers each, in which few judged worst: together 6 and 2 … and no five levels."""
    ended = three(rounds.questionnaire("a", FIVE), GOOD, BAD, FEW, FEW)
    shown = lines(ended)
    assert [line.levels.count(None) for line in shown] == [5, 0, 5, 5], shown
    tiny = [5, 4, 4, 3, 3, 2, 2]
    ended = three(rounds.questionnaire("b", FIVE), GOOD, BAD, tiny, tiny)
    assert [(line.name, line.answered) for line in lines(ended)] == [
        ("Cục 0", 50), ("Cục 1", 50), (_("All others together"), 14)
    ]  # fmt: skip


def test_a_question_that_hangs_on_a_rule_is_not_broken_down(db):
    rule = {"show_if": {"join": "and", "tests": [["q", "<=", "2"]]}}
    asked = rounds.questionnaire("a", {"q": "scale", "r": "scale"}, r=rule)
    going = rounds.open_round(asked)
    for _n in range(2):
        made = rounds.answer(going, "q", BAD, UnitFactory())
        rounds.add(made[-30:], "r", [5] * 8 + [4] * 7 + [3] * 5 + [2] * 5 + [1] * 5)
    assert Findings(rounds.ended(going), "unit").groups.codes == []


def test_an_index_by_group_needs_each_of_its_questions(db):
    """Two questions of one dimension: 67.5 and 32.5; with one that is hidden there is none."""
    criterion = CriterionFactory()
    measures = {"q": {"criterion": criterion}, "r": {"criterion": criterion}}
    asked = rounds.questionnaire("a", {"q": "scale", "r": "scale"}, **measures)
    found = Findings(three(asked, GOOD, BAD), "unit")
    index = found.groups.index(each.question for each in found.scales)
    assert [row[0].value for row in index.values()] == [pytest.approx(67.5), pytest.approx(32.5)]
    going = rounds.open_round(asked)
    for given in (GOOD, BAD):
        made = rounds.answer(going, "q", given, UnitFactory())
        rounds.add(made, "r", [5] * 25 + [4] * 18 + [3] * 7)
    found = Findings(rounds.ended(going), "unit")
    assert found.groups.codes == ["q", "r"]
    assert found.groups.index(each.question for each in found.scales) == {}


def test_a_kind_that_lies_in_one_department_is_no_back_door(db):
    """Of 54 answers in a department 50 were FDI's: parts and questions by kind would tell four."""
    going = rounds.open_round(rounds.questionnaire("a", FIVE))
    one, other = UnitFactory(), UnitFactory()
    rounds.answer(going, "q", GOOD, one, kind="fdi")
    rounds.answer(going, "q", [5, 4, 2, 1], one, kind="private")
    rounds.answer(going, "q", BAD, other, kind="private")
    ended = rounds.ended(going)
    assert [line.answered for line in lines(ended)] == [54, 50]
    found = Findings(ended, "kind")
    assert found.groups.codes == []
    assert {part.satisfied for part in found.parts} == {None}


def test_the_page_shows_one_question_by_group(client, db, django_assert_max_num_queries):
    ended = three(rounds.questionnaire("a", {"q": "scale", "r": "scale"}), GOOD, BAD)
    address = reverse("surveys:results", args=[ended.pk])
    with django_assert_max_num_queries(20):
        page = client.get(address + "?by=unit&q=r").content.decode()
    assert '<option value="r" selected>' in page and "3,32 đến 4,08" in page
    assert "Cục 1" in page.split('id="groups"')[1]
    assert client.get(address + "?by=unit&q=%27x").status_code == 200


def test_files_and_the_report_say_it_too(db, people):
    """In CSV behind the questions themselves, in Excel on a sheet, in Word in an annex."""
    ended = three(rounds.questionnaire("a", FIVE), GOOD, BAD)
    files = table(Findings(ended)), workbook(Findings(ended), "x")
    [_levels, annex] = report.paper(ended, people["head"], date(2026, 5, 4)).annexes
    [_name, told, _why] = annex.body
    assert [(row[0], row[1], row[-2:]) for row in told.rows] == [
        ("Câu q", "Cục 0", ("3,70", "50")), ("", "Cục 1", ("2,30", "50"))
    ]  # fmt: skip
    csv, book = (whole(each) for each in files)  # closes the connection
    said = csv.read().decode().splitlines()
    assert len(said) == 4 and said[2].endswith("Cục 0") and ",60.0," in said[2]
    rows_ = [[cell.value for cell in row] for sheet in load_workbook(book) for row in sheet]
    assert [row[3] for row in rows_ if row[0] == "q" and row[3] in ("Cục 0", "Cục 1")] == [
        "Cục 0", "Cục 1"
    ]  # fmt: skip
