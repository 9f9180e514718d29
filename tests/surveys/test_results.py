"""Results: counted from answers, compared with the round before, small cells hidden (G19)."""

import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from directory.tables import load as load_units
from partnership.sample import survey_2024
from surveys.figures import figures
from surveys.models import Round, Tally
from surveys.results.books import workbook
from surveys.results.findings import Findings
from surveys.results.page import ResultsPage
from surveys.services.results import tally
from tests.factories import UnitFactory

from . import rounds
from .factories import InvitationFactory, RoundFactory, UsedCodeFactory

FIVE = {"q": "scale"}


def whole(response) -> io.BytesIO:
    """A file as it is sent."""
    content = io.BytesIO(b"".join(response))
    response.close()
    return content


@pytest.fixture
def published(db):
    """1,000 answers to one question, and the round of the year before."""
    asked = rounds.questionnaire("a", FIVE)
    before = rounds.open_round(asked, date(2025, 3, 31))
    rounds.answer(before, "q", [5] * 300 + [4] * 300 + [3] * 300 + [2] * 50 + [1] * 50)
    rounds.ended(before, "published")
    now = rounds.open_round(asked)
    rounds.stratum(now, 4_000, 1_500)
    rounds.answer(now, "q", [5] * 400 + [4] * 300 + [3] * 200 + [2] * 60 + [1] * 40 + ["na"] * 9)
    return rounds.ended(now, "published")


def test_the_published_table_of_2024_is_reproduced(db):
    """published-figures.json: 53.37 / 42.48 / 0.27 and so on, 79.78 % answered."""
    load_units()
    findings = Findings(survey_2024.load())
    told = [[round(scale.percents[at], 2) for at in (0, 1, 4)] for scale in findings.scales]
    assert told == [[53.37, 42.48, 0.27], [52.01, 42.75, 0.27], [50.32, 43.35, 0.27]]
    rows = str(ResultsPage(findings.round, "unit").judged())
    assert all(f"{share} %" in rows for share in ("95,85", "94,76", "93,66"))
    assert (findings.asked, findings.answered, round(findings.rate, 2)) == (2750, 2194, 79.78)
    assert survey_2024.load().pk == findings.round.pk  # safe to load again


def test_a_question_is_counted_with_its_interval_and_the_change(published):
    [scale] = Findings(published).scales
    assert scale.levels == [400, 300, 200, 60, 40]
    assert (scale.answered, scale.does_not_apply) == (1000, 9)
    assert scale.satisfied.value == 70 and scale.middle.value == pytest.approx(3.96)
    # By hand: 1.96 · sqrt(0.7 · 0.3 / 1000 · 3000 / 3999) = 2.46 percent points.
    assert scale.satisfied.high - scale.satisfied.low == pytest.approx(2 * 2.46, abs=0.02)
    assert scale.change.difference == pytest.approx(10) and scale.change.is_sure
    assert scale.before == 60


def test_nothing_is_counted_while_a_round_is_open(db):
    """G19: whoever saw a count grow by one would know an answer."""
    going = rounds.open_round(rounds.questionnaire("a", FIVE))
    rounds.answer(going, "q", [5] * 50)
    with pytest.raises(ValidationError):
        tally(going)
    assert not Tally.objects.exists()


def test_counting_again_changes_nothing(published):
    rows = list(Tally.objects.order_by("pk").values("code", "split", "part", "answer", "count"))
    tally(published)
    again = Tally.objects.order_by("pk").values("code", "split", "part", "answer", "count")
    assert sorted(map(str, rows)) == sorted(map(str, again))


def test_a_level_of_four_is_not_shown_nor_found_by_subtraction(db):
    """G19: the mean would give it away as well; the share follows from the levels shown."""
    going = rounds.open_round(rounds.questionnaire("a", FIVE))
    rounds.answer(going, "q", [5] * 40 + [4] * 30 + [3] * 20 + [2] * 10 + [1] * 4)
    [scale] = Findings(rounds.ended(going)).scales
    assert scale.levels.count(None) >= 2 and scale.levels[4] is None
    assert scale.middle is None and scale.five is None
    assert scale.levels[:2] == [40, 30] and scale.satisfied.value == pytest.approx(100 * 70 / 104)


def test_the_share_is_hidden_with_a_level_it_is_made_of(db):
    """G19: three were satisfied, so neither that level nor the share of both is told."""
    going = rounds.open_round(rounds.questionnaire("a", FIVE))
    rounds.answer(going, "q", [5] * 40 + [4] * 3 + [3] * 20 + [2] * 10 + [1] * 9)
    [scale] = Findings(rounds.ended(going)).scales
    assert scale.levels[1] is None and scale.satisfied is None and scale.weighted is None


def test_a_department_with_few_answers_is_hidden_behind_another(db):
    """G19: three enterprises that answer two questions are six answers, and still three."""
    asked = rounds.questionnaire("a", {"q": "scale", "r": "scale"})
    going = rounds.open_round(asked)
    units = [UnitFactory(name_vi=f"Cục {n}") for n in range(3)]
    for unit, (good, bad) in zip(units, [(40, 20), (50, 30), (3, 3)], strict=True):
        levels = rounds.levels(good, bad)
        rounds.add(rounds.answer(going, "q", levels, unit), "r", levels)
    parts = {part.name: part for part in Findings(rounds.ended(going), "unit").parts}
    assert parts["Cục 2"].satisfied is None
    shown = [name for name, part in parts.items() if part.satisfied]
    assert shown == ["Cục 1", _("All others together")]  # of 23 to 43 answers


def test_strata_that_answered_less_weigh_more(db):
    going = rounds.open_round(rounds.questionnaire("a", FIVE))
    large = rounds.stratum(going, 100, 50, size="large")
    small = rounds.stratum(going, 900, 50, size="small")
    rounds.answer(going, "q", [5] * 20, stratum=large, size="large")
    rounds.answer(going, "q", [2] * 20, stratum=small, size="small")
    rounds.ended(going)
    weighed = dict(Tally.objects.filter(split="all", code="q").values_list("answer", "weight"))
    assert weighed == {"5": pytest.approx(4), "2": pytest.approx(36)}


def test_the_public_page_shows_published_rounds_only(
    client, published, django_assert_max_num_queries
):
    closed = rounds.ended(rounds.open_round(rounds.questionnaire("b", FIVE)), "analysed")
    assert client.get(reverse("surveys:results", args=[closed.pk])).status_code == 404
    with django_assert_max_num_queries(20):
        page = client.get(reverse("surveys:results", args=[published.pk]) + "?by=size")
    text = page.content.decode()
    assert "70,00 %" in text and "▲ +10,00" in text
    listed = client.get(reverse("surveys:results_list")).content.decode()
    assert f"/surveys/results/{published.pk}/" in listed
    assert f"/surveys/results/{closed.pk}/" not in listed


def test_results_are_there_once_a_round_has_ended(enter, people, department):
    """G6, G19: before it there is no page, no Excel, no answers, not even for who conducts it.

    Answers row by row are for those who conduct the round: for all others in whose sight it is 403.
    """
    asked = rounds.questionnaire("a", FIVE)
    made = {s: RoundFactory(unit=department, questionnaire=asked, status=s) for s in Round.Status}
    everyone = {"closed", "analysed", "published"}
    ended = dict.fromkeys(("focal_point", "head", "officer", "board", "auditor"), everyone)
    for name, there in (ended | {"stranger": {"published"}}).items():
        client, conducts = enter(people[name]), name in ("focal_point", "head", "board")
        few = ("open", "closed", "published")  # every state for one of them
        for status in Round.Status if name == "head" else few:
            row = made[status]
            page, excel, answers = (
                told(client, f"/admin/surveys/round/{row.pk}/results/{last}")
                for last in ("", "excel/", "answers/")
            )
            expected = 200 if status in there else 404
            assert (page, excel) == (expected, expected), (name, status)
            assert answers == (403 if status in there and not conducts else expected), name


def told(client, address: str) -> int:
    """The status of an answer, read to its end."""
    answer = client.get(address)
    answer.getvalue()
    return answer.status_code


def test_the_workbook_says_what_the_page_says_without_formulas(published):
    """G12: no cell is a formula; hidden counts are hidden here too (G19)."""
    book = load_workbook(whole(workbook(Findings(published), "=cmd()")))
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert 400 in [cell.value for cell in cells] and 70 in [cell.value for cell in cells]


def test_figures_count_rounds_of_the_unit_and_below(published):
    found = {f.measure.code: f for f in figures(None, date(2026, 1, 1), date(2026, 12, 31))}
    assert found["surveys.rounds"].value == 1 and found["surveys.issued"].value == 1_500
    assert (found["surveys.answered"].value, found["surveys.answered"].of) == (1009, 1500)
    assert found["surveys.satisfied"].percent == 70
    other = figures(UnitFactory(), date(2026, 1, 1), date(2026, 12, 31))
    assert [figure.value for figure in other] == [0] * 5


def test_choices_are_no_satisfied_answers(db):
    """Of 100 answers 70 were satisfied; that 90 chose x or y makes them no more."""
    asked = rounds.questionnaire("a", {"q": "scale", "s": "single"}, {"s": ["x", "y", "z"]})
    going = rounds.open_round(asked)
    made = rounds.answer(going, "q", rounds.levels(70, 30))
    rounds.add(made, "s", ["x"] * 50 + ["y"] * 40 + ["z"] * 10)
    rounds.ended(going)
    found = {f.measure.code: f for f in figures(None, date(2026, 1, 1), date(2026, 12, 31))}
    assert (found["surveys.satisfied"].value, found["surveys.satisfied"].of) == (70, 100)


def test_who_answered_is_counted_when_the_round_ends(db):
    """By stratum, by how codes were sent and by channel; the page counts no row of its own."""
    going = rounds.open_round(rounds.questionnaire("a", FIVE))
    place = rounds.stratum(going, 100, 40)
    rounds.answer(going, "q", [5] * 20, stratum=place)
    for channel, codes, used in (("mail", 30, 12), ("letter", 20, 8)):
        for n in range(codes):
            sent = InvitationFactory(round=going, channel=channel)
            if n < used:
                UsedCodeFactory(invitation=sent)
    found = Findings(rounds.ended(going))
    assert (found.asked, found.answered, found.rate) == (50, 20, 40)
    assert {(t.asked, t.answered, t.rate) for t in found.ways} == {(30, 12, 40), (20, 8, 40)}
    assert [(t.asked, t.answered) for t in found.turnout] == [(40, 20)]
    assert [n for _name, n in found.channels] == [20]


def test_the_weighted_share_makes_up_for_who_did_not_answer(db):
    """Of 100 large ones three quarters are satisfied, of 900 small ones one: by hand 30 percent."""
    going = rounds.open_round(rounds.questionnaire("a", FIVE))
    large = rounds.stratum(going, 100, 50, size="large")
    small = rounds.stratum(going, 900, 50, size="small")
    rounds.answer(going, "q", rounds.levels(15, 5), stratum=large, size="large")
    rounds.answer(going, "q", rounds.levels(5, 15), stratum=small, size="small")
    [scale] = Findings(rounds.ended(going)).scales
    assert (scale.satisfied.value, scale.weighted) == (50, pytest.approx(30))
    page = str(ResultsPage(going, "size").judged())
    assert "30,0 %" in page and "50,00 %" in page


def test_rounds_are_set_side_by_side(published):
    """Three rounds of the same question: oldest first; the change is to the last one."""
    asked = published.questionnaire
    last = rounds.open_round(asked, date(2027, 3, 31))
    rounds.answer(last, "q", [5] * 500 + [4] * 300 + [3] * 100 + [2] * 60 + [1] * 40)
    found = Findings(rounds.ended(last))
    assert found.earlier == published
    assert [trend.percents for trend in found.trends] == [[60, 70, 80]]
    assert found.scales[0].change.difference == pytest.approx(10)


def test_files_of_published_rounds_are_for_everybody(client, published):
    """G6, G12: as Excel and CSV what the page says; of others, and of other kinds, nothing."""
    closed = rounds.ended(rounds.open_round(rounds.questionnaire("b", FIVE)), "analysed")
    for row, ending, expected in (
        (published, "xlsx", 200), (published, "csv", 200), (published, "docx", 404),
        (closed, "xlsx", 404), (closed, "csv", 404),
    ):  # fmt: skip
        answer = client.get(reverse("surveys:results_file", args=[row.pk, ending]))
        content = answer.getvalue()
        assert answer.status_code == expected, (row.status, ending)
        if ending == "csv" and expected == 200:
            assert b"70.0" in content and b"400" in content
    page = client.get(reverse("surveys:results", args=[published.pk])).content.decode()
    assert reverse("surveys:results_file", args=[published.pk, "csv"]) in page


def test_kinds_stand_side_by_side_where_one_department_answered(client, db):
    """Unasked, the first split with several parts; asked for one with one part, that is said."""
    going = rounds.open_round(rounds.questionnaire("a", FIVE))
    one = UnitFactory()
    rounds.answer(going, "q", rounds.levels(10, 10), one, kind="fdi")
    rounds.answer(going, "q", rounds.levels(30, 10), one, kind="private")
    address = reverse("surveys:results", args=[rounds.ended(going, "published").pk])
    text = client.get(address).content.decode()
    assert "50,00 %" in text and "75,00 %" in text
    assert "một nhóm" in client.get(address + "?by=unit").content.decode()


def test_published_results_are_drawn_once_for_everybody(client, published):
    """The second reader's page costs five queries; another language or split is another page."""
    address = reverse("surveys:results", args=[published.pk])
    first = client.get(address).content.decode()
    with CaptureQueriesContext(connection) as asked:
        assert "70,00 %" in client.get(address).content.decode() and "70,00 %" in first
    assert len(asked) <= 5
    english = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert "Satisfied" in english and "70.00 %" in english
    assert 'by=size#parts" aria-current' in client.get(address + "?by=size").content.decode()
