"""G19 where tables hang together: no count under five follows from another page, part or round."""

from datetime import date

import pytest
from django.urls import reverse

from core.clock import run_clock
from surveys.figures import figures
from surveys.models import Tally
from surveys.results import report
from surveys.results.findings import Findings
from surveys.results.small_cells import FEWEST
from tests.factories import UnitFactory

from . import rounds

IF_Y = {"join": "and", "tests": [["s", "=", "y"]]}
NOT_Z = {"join": "and", "tests": [["s", "!=", "z"]]}


def scale_of(survey_round, code="q"):
    found = Findings(survey_round)
    return next(each for each in found.scales if each.question.code == code)


def nothing_of(scale) -> bool:
    """Whether neither counts nor shares, means or comparisons are told."""
    told = (scale.answered, scale.does_not_apply, scale.satisfied, scale.middle, scale.weighted)
    return {*told, *scale.levels, *scale.percents, scale.change, scale.before} == {None}


@pytest.mark.parametrize(("na", "silent", "told"), [(2, 0, False), (0, 2, False), (2, 6, True),
                                                    (6, 0, True), (0, 0, True)])  # fmt: skip
def test_who_said_that_it_does_not_apply_is_not_found_by_subtraction(db, na, silent, told):
    """112 answered the round and 110 the question: then two said so, or left it out."""
    going = rounds.open_round(rounds.questionnaire("a", {"q": "scale"}, q={"has_na": True}))
    made = rounds.answer(going, "q", [*rounds.levels(80, 30), *["na"] * na])
    rounds.answer(going, "else", ["x"] * silent)
    assert len(made) == 110 + na
    scale = scale_of(rounds.ended(going))
    assert nothing_of(scale) is not told
    assert scale.does_not_apply == (na if na >= FEWEST else None)


@pytest.mark.parametrize(("rule", "answered"), [(NOT_Z, 127), (IF_Y, 27)])
def test_a_question_does_not_tell_the_choice_that_it_hangs_on(db, rule, answered):
    """Three chose z, which is hidden: what is asked of all others, or of the choice hidden with it,
    would give it away."""
    asked = rounds.questionnaire(
        "a", {"s": "single", "q": "scale"}, {"s": ["x", "y", "z"]}, q={"show_if": rule}
    )
    going = rounds.open_round(asked)
    made = rounds.answer(going, "s", ["y"] * 27 + ["x"] * 100 + ["z"] * 3)
    rounds.add(made[:answered], "q", rounds.levels(answered - 15, 15))
    found = Findings(rounds.ended(going))
    assert [n for _label, n, _percent in found.choices[0].lines] == [100, None, None]
    assert nothing_of(found.scales[0])


def test_what_hangs_on_a_choice_that_is_shown_is_shown(db):
    asked = rounds.questionnaire(
        "a", {"s": "single", "q": "scale"}, {"s": ["x", "y"]}, q={"show_if": IF_Y}
    )
    going = rounds.open_round(asked)
    made = rounds.answer(going, "s", ["y"] * 60 + ["x"] * 40)
    rounds.add(made[:60], "q", rounds.levels(40, 20))
    assert scale_of(rounds.ended(going)).answered == 60


def test_the_weighted_share_does_not_solve_a_small_stratum(db):
    """Two in the small stratum were satisfied: with the share, the weights and the turnout the
    weighted share was one equation with one unknown."""
    going = rounds.open_round(rounds.questionnaire("a", {"q": "scale"}))
    large = rounds.stratum(going, 100, 60, size="large")
    small = rounds.stratum(going, 100, 22, size="small")
    rounds.answer(going, "q", rounds.levels(40, 20), stratum=large, size="large")
    rounds.answer(going, "q", rounds.levels(2, 20), stratum=small, size="small")
    scale = scale_of(rounds.ended(going))
    assert scale.satisfied and scale.weighted is None


def test_parts_do_not_tell_a_question_that_is_hidden(db):
    """Three were satisfied with r: the parts' sum less question q said so."""
    asked = rounds.questionnaire("a", {"q": "scale", "r": "scale"})
    going = rounds.open_round(asked)
    for unit in (UnitFactory(), UnitFactory()):
        made = rounds.answer(going, "q", rounds.levels(70, 30), unit)
        rounds.add(made, "r", [5, 4] + [3] * 40 + [2] * 30 + [1] * 28)
    found = Findings(rounds.ended(going))
    assert found.scales[1].satisfied is None
    assert sum(part.answered for part in found.parts) == 200  # of q alone


def test_figures_and_the_page_tell_no_more_than_the_tables(client, db, people):
    """2 of 11 were satisfied, and three answered at all: neither in reports nor on the page."""
    asked = rounds.questionnaire("a", {"q": "scale"})
    few = rounds.open_round(asked, date(2026, 2, 28), is_anonymous=False)
    rounds.answer(few, "q", [5, 4, 3])
    few = rounds.ended(few, "published")
    low = rounds.open_round(asked)
    rounds.answer(low, "q", [5, 4] + [3] * 9)
    rounds.ended(low)
    found = {f.measure.code: f for f in figures(None, date(2026, 1, 1), date(2026, 12, 31))}
    assert (found["surveys.satisfied"].value, found["surveys.satisfied"].of) == (0, None)
    assert found["surveys.answered"].value == 11
    assert Findings(few).answered is None
    page = client.get(reverse("surveys:results", args=[few.pk])).content.decode()
    assert "<dt>Đã trả lời</dt><dd>–</dd>" in page
    said = report.about(Findings(few))
    assert any("số phiếu trả lời: –" in line.text for line in said)


def test_an_earlier_round_is_told_as_its_own_page_tells_it(db):
    """A question hidden there because of who left it out is hidden in every later round."""
    asked = rounds.questionnaire("a", {"q": "scale"})
    before = rounds.open_round(asked, date(2025, 3, 31))
    rounds.answer(before, "q", rounds.levels(80, 30))
    rounds.answer(before, "else", ["x"] * 2)
    rounds.ended(before, "published")
    now = rounds.open_round(asked)
    rounds.answer(now, "q", rounds.levels(80, 30))
    scale = scale_of(rounds.ended(now, "published"))
    assert scale.satisfied and scale.before is scale.change is None


def test_a_round_counted_before_is_counted_again_by_the_clock(db):
    """Until then nothing of it is shown; once done it is not done again."""
    going = rounds.open_round(rounds.questionnaire("a", {"q": "scale"}))
    rounds.answer(going, "q", rounds.levels(80, 30))
    ended = rounds.ended(going)
    Tally.objects.filter(split="told").delete()
    assert nothing_of(scale_of(ended))
    run_clock()
    run_clock()
    assert scale_of(ended).answered == 110
    assert not type(ended).objects.to_count_again().exists()
