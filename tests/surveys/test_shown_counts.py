"""Choices, numbers, rankings and rates as they are shown: of whom, in percent, no small cells."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from openpyxl import load_workbook

from surveys.figures import figures
from surveys.models import Answer
from surveys.results import report
from surveys.results.books import workbook
from surveys.results.findings import Findings
from surveys.results.page import ResultsPage

from . import rounds
from .factories import InvitationFactory, UsedCodeFactory
from .test_results import whole


def cells(findings) -> list:
    book = load_workbook(whole(workbook(findings, "x")))
    return [cell.value for sheet in book for row in sheet for cell in row]


def test_several_choices_are_in_percent_of_who_answered(db):
    """50 of 60 ticked x and 30 y: 83 and 50 percent, not 62 of all ticks; z was ticked by three,
    and all but three ticked w."""
    asked = rounds.questionnaire("a", {"m": "multiple"}, {"m": ["x", "y", "z", "w"]})
    going = rounds.open_round(asked)
    made = rounds.answer(going, "m", ["w"] * 57 + ["x"] * 3)
    rounds.add(made[:47], "m", ["x"] * 47)
    rounds.add(made[20:50], "m", ["y"] * 30)
    rounds.add(made[:3], "m", ["z"] * 3)
    [choices] = Findings(rounds.ended(going)).choices
    assert choices.answered == 60
    assert [(n, percent) for _label, n, percent in choices.lines] == [
        (50, pytest.approx(100 * 50 / 60)), (30, 50), (None, None), (None, None)
    ]  # fmt: skip


def test_answers_through_open_links_are_no_response(db):
    """50 codes, 40 used, and 60 answers by open link: 80 percent, not 200."""
    going = rounds.open_round(rounds.questionnaire("a", {"q": "scale"}), has_open_link=True)
    rounds.answer(going, "q", rounds.levels(30, 10))
    made = rounds.answer(going, "q", rounds.levels(40, 20))
    type(made[0]).objects.filter(pk__in=[r.pk for r in made]).update(channel="open")
    for n in range(50):
        sent = InvitationFactory(round=going)
        if n < 40:
            UsedCodeFactory(invitation=sent)
    found = Findings(rounds.ended(going))
    assert (found.asked, found.answered, found.returned, found.rate) == (50, 100, 40, 80)
    told = {f.measure.code: f for f in figures(None, date(2026, 1, 1), date(2026, 12, 31))}
    assert (told["surveys.answered"].value, told["surveys.answered"].of) == (40, 50)
    lines = [line.text for line in report.about(found)]
    assert any("trả lời: 40, đạt 80,00 %; tổng số phiếu thu được qua mọi kênh: 100." in line
               for line in lines)  # fmt: skip


def test_without_codes_open_answers_do_not_count_as_returned(db):
    going = rounds.open_round(rounds.questionnaire("a", {"q": "scale"}))
    rounds.stratum(going, 400, 50)
    rounds.answer(going, "q", rounds.levels(20, 10))
    made = rounds.answer(going, "q", rounds.levels(40, 20))
    type(made[0]).objects.filter(pk__in=[r.pk for r in made]).update(channel="kiosk")
    found = Findings(rounds.ended(going))
    assert (found.answered, found.returned, found.rate) == (90, 30, 60)


@pytest.fixture
def numbered(db):
    """20 declare 1 to 20; two of 22 leave nothing of the second; one of six makes most of a sum."""
    asked = rounds.questionnaire("a", {"n": "number", "few": "number", "one": "number"})
    going = rounds.open_round(asked)
    made = rounds.answer(going, "n", range(1, 21))
    rounds.add(made[:18], "few", range(18))
    rounds.add(made[:6], "one", [1, 1, 1, 1, 1, 1000])
    return Findings(rounds.ended(going))


def test_numbers_have_a_mean_and_a_median(numbered):
    """On the page, in Excel and in Word; 18 of 20 answered: two would be known to have not."""
    n, few, one = numbered.numbers
    assert (n.answered, n.mean, n.median) == (20, 10.5, 10.5)
    assert (few.answered, few.mean, few.median) == (None, None, None)
    assert (one.answered, one.mean, one.median) == (6, None, None)
    assert "10,5" in str(ResultsPage(numbered.round, "unit").numbers())
    assert cells(numbered).count(10.5) == 2
    assert report.numbers(numbered).rows[0] == ("Câu n", "20", "10,5", "10,5")


def ranking(orders: list[str]) -> Findings:
    asked = rounds.questionnaire("a", {"r": "ranking"}, {"r": ["x", "y", "z"]})
    going = rounds.open_round(asked)
    made = rounds.answer(going, "else", ["x"] * len(orders))
    Answer.objects.bulk_create(
        Answer(response=response, code="r", choice=choice, value=place)
        for response, order in zip(made, orders, strict=True)
        for place, choice in enumerate(order, 1)
    )
    return Findings(rounds.ended(going))


def test_a_ranking_has_first_places_and_mean_places(db):
    """By hand: x is 20 times first, 10 second, 10 third: 1.75."""
    found = ranking(["xyz"] * 12 + ["xzy"] * 8 + ["yxz"] * 10 + ["zyx"] * 10)
    [each] = found.rankings
    assert each.answered == 40
    assert [line[1:] for line in each.lines] == [
        (20, 50, pytest.approx(1.75)), (10, 25, pytest.approx(1.95)), (10, 25, pytest.approx(2.3))
    ]  # fmt: skip
    [(_text, table)] = ResultsPage(found.round, "unit").rankings()
    assert "1,75" in table and 1.75 in cells(found)
    assert report.ranked(each).rows[0][3] == "1,75"


def test_a_mean_place_does_not_tell_a_small_place(db):
    """Two put x last: its mean beside its first places would say so."""
    found = ranking(["xyz"] * 12 + ["yxz"] * 10 + ["zxy"] * 10 + ["zyx"] * 2)
    [each] = found.rankings
    assert each.lines[0][3] is None


def test_silent_strata_are_named_beside_a_weighted_share(db):
    """Nobody of the state's answered: a weighted share says nothing of them, and says so."""
    going = rounds.open_round(rounds.questionnaire("a", {"q": "scale"}))
    for size in ("large", "small"):
        stratum = rounds.stratum(going, 100, 40, size=size)
        rounds.answer(going, "q", rounds.levels(15, 10), stratum=stratum, size=size)
    silent = str(rounds.stratum(going, 50, 10, kind="state"))
    found = Findings(rounds.ended(going))
    assert found.weights and found.silent == [silent]
    page = render_to_string("surveys/result_body.html", {"page": ResultsPage(going, "size")})
    assert silent in page.split('id="index"')[0].split('id="judged"')[1].split("</section>")[0]
    said = [line.text for line in report.results(found) if hasattr(line, "text")]
    assert any(line.startswith(report.SILENT) and silent in line for line in said)
