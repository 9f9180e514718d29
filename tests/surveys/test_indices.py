"""The index of a round, through its findings: criteria, dimensions, sets, and what is hidden."""

import pytest
from django.utils.translation import override

from core.history import acting
from surveys.results import report
from surveys.results.findings import Findings
from surveys.results.page import ResultsPage
from surveys.results.sheets import index_row

from . import rounds
from .factories import CriterionFactory, DimensionFactory

LOW = [5] * 5 + [4] * 5 + [3] * 10 + [2] * 10 + [1] * 20  # mean 2.3, index 32.5
HIGH = [5] * 20 + [4] * 10 + [3] * 10 + [2] * 5 + [1] * 5  # mean 3.7, index 67.5
BEST = [5] * 40 + [4] * 8 + [3] * 2  # nobody says the worst: its mean is hidden


def found(measures: dict[str, object], levels: dict[str, list[int]], **fields) -> Findings:
    """A round whose questions measure criteria, answered by the same people."""
    more = {code: {"criterion": criterion} for code, criterion in measures.items()}
    asked = rounds.questionnaire("a", dict.fromkeys(levels, "scale"), **more)
    going = rounds.open_round(asked, **fields)
    first, *others = levels
    made = rounds.answer(going, first, levels[first])
    for code in others:
        rounds.add(made, code, levels[code])
    return Findings(rounds.ended(going))


def test_questions_are_averaged_within_their_criterion_first(db):
    """Two criteria of equal weight, one with two questions of index 32.5: by hand 50."""
    dimension = DimensionFactory()
    two, one = CriterionFactory(dimension=dimension), CriterionFactory(dimension=dimension)
    result = found({"a": two, "b": two, "c": one}, {"a": LOW, "b": LOW, "c": HIGH})
    [line] = result.dimensions
    assert (line.value, line.seen, line.asked) == (pytest.approx(50), 3, 3)
    assert result.index == pytest.approx(50)


def test_weights_of_criteria_and_dimensions_count(db):
    """By hand: (3 · 32.5 + 67.5) / 4 = 41.25; with a second dimension of 67.5 and twice its
    weight (41.25 + 2 · 67.5) / 3 = 58.75."""
    first = DimensionFactory()
    second = DimensionFactory(criteria_set=first.criteria_set, weight=2)
    heavy, light = CriterionFactory(dimension=first, weight=3), CriterionFactory(dimension=first)
    other = CriterionFactory(dimension=second)
    result = found({"a": heavy, "b": light, "c": other}, {"a": LOW, "b": HIGH, "c": HIGH})
    assert [line.value for line in result.dimensions] == [
        pytest.approx(41.25), pytest.approx(67.5)
    ]  # fmt: skip
    assert result.index == pytest.approx(58.75)


def test_an_index_without_its_best_question_is_no_index(db, people):
    """The best one is hidden, as nobody said the worst: what is left would say 32.5 instead of
    60.9. Page, Excel and Word say how many questions are shown and give no number."""
    criterion = CriterionFactory()
    result = found({"a": criterion, "b": criterion}, {"a": LOW, "b": BEST})
    [line] = result.dimensions
    assert (line.value, line.seen, line.asked, result.index) == (None, 1, 2, None)
    with override("en"):
        page = str(ResultsPage(result.round, "unit").index())
    assert "32.5" not in page and "1 of 2" in page
    assert index_row(line)[1:4] == ["–", 1, 2]
    row, whole = report.dimensions(result).rows
    assert row[1:3] == ("–", "1/2") and whole[1] == "–"


def test_a_round_is_measured_by_its_own_set(db):
    """A questionnaire of two sets: the round's own makes the index; without it there is none."""
    mine, other = CriterionFactory(), CriterionFactory()
    levels, measures = {"a": LOW, "b": HIGH}, {"a": mine, "b": other}
    result = found(measures, levels, criteria_set=mine.dimension.criteria_set)
    assert [line.name for line in result.dimensions] == [mine.dimension.name]
    assert result.index == pytest.approx(32.5)
    with acting(None, "given"):
        type(result.round).objects.filter(pk=result.round.pk).update(criteria_set=None)
    result.round.refresh_from_db()
    again = Findings(result.round)
    assert len(again.dimensions) == 2 and again.index is None
