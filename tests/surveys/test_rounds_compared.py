"""A round beside those before it: which of them, and what may be said of a change."""

from datetime import date
from math import erfc

import pytest
from django.urls import reverse

from surveys.results import report
from surveys.results.findings import Findings
from surveys.results.page import ResultsPage
from surveys.results.statistics import share_change

from . import rounds

SIXTY = [5] * 30 + [4] * 30 + [3] * 20 + [2] * 10 + [1] * 10
SEVENTY = [5] * 40 + [4] * 30 + [3] * 10 + [2] * 10 + [1] * 10


@pytest.mark.parametrize("status", ["closed", "analysed"])
def test_a_round_that_is_not_published_stands_on_no_public_page(client, db, status):
    """Neither its name nor its figures, as page, CSV or Excel; those who analyse compare with it
    until their own round is published."""
    asked = rounds.questionnaire("a", {"q": "scale"})
    before = rounds.open_round(asked, date(2025, 3, 31))
    before = rounds.ended(before, status)
    rounds.answer(before, "q", SIXTY)
    rounds.tally(before)
    now = rounds.open_round(asked)
    rounds.answer(now, "q", SEVENTY)
    now = rounds.ended(now, "analysed")
    assert Findings(now).earlier == before and Findings(now).scales[0].before == 60
    rounds.round_flow.make("publish_round", now, by=None)
    found = Findings(now)
    assert found.earlier is None and found.scales[0].before is None and not found.trends
    page = client.get(reverse("surveys:results", args=[now.pk])).content.decode()
    assert "70,00 %" in page and "60,00 %" not in page
    answer = client.get(reverse("surveys:results_file", args=[now.pk, "csv"]))
    assert b"60.0" not in answer.getvalue()


def test_a_question_is_compared_with_the_last_round_that_asked_it(db):
    """It was asked two rounds ago: the older round is named, on the page and in the report."""
    asked = rounds.questionnaire("a", {"q": "scale", "r": "scale"})
    oldest = rounds.open_round(asked, date(2024, 3, 31))
    rounds.add(rounds.answer(oldest, "q", SIXTY), "r", SIXTY)
    rounds.ended(oldest, "published")
    last = rounds.open_round(rounds.questionnaire("b", {"q": "scale"}), date(2025, 3, 31))
    rounds.answer(last, "q", SEVENTY)
    rounds.ended(last, "published")
    now = rounds.open_round(asked)
    rounds.add(rounds.answer(now, "q", SEVENTY), "r", SEVENTY)
    found = Findings(rounds.ended(now, "published"))
    q, r = found.scales
    assert (q.since, q.before) == (last, 70) and (r.since, r.before) == (oldest, 60)
    assert r.change.difference == pytest.approx(10)
    assert [trend.percents for trend in found.trends] == [[60, 70, 70], [60, None, 70]]
    assert str(ResultsPage(now, "unit").judged()).count(oldest.title) == 1
    named = [row[0] for block in report.comparison(found) if hasattr(block, "rows")
             for row in block.rows if "so với" in row[0]]  # fmt: skip
    assert named == [f"Câu r (so với: {oldest.title_vi})"]


def test_two_counts_of_everybody_leave_no_doubt(db):
    """50 and 60 percent of all there are: the change is what it is, with intervals of no width."""
    asked = rounds.questionnaire("a", {"q": "scale"})
    made = []
    for day, good in ((date(2025, 3, 31), 50), (date(2026, 3, 31), 60)):
        going = rounds.open_round(asked, day)
        rounds.stratum(going, 100, 100)
        rounds.answer(going, "q", rounds.levels(good, 100 - good))
        made.append(rounds.ended(going, "published"))
    [scale] = Findings(made[1]).scales
    assert scale.satisfied.low == scale.satisfied.high == 60
    assert scale.change.difference == pytest.approx(10) and scale.change.is_sure


def test_the_finite_population_narrows_a_change():
    """By hand: of 100 each, 50 and 60; everybody of 150: variances by 50/149. The same tells
    nothing of an unlimited population; few answers tell nothing unless they are all."""
    plain, finite = (share_change((50, 100), (60, 100), p) for p in [(None, None), (150, 150)])
    spread = (0.55 * 0.45 * 2 / 100 * 50 / 149) ** 0.5
    assert plain.p == pytest.approx(0.155, abs=1e-3) and not plain.is_sure
    assert finite.p == pytest.approx(erfc(0.1 / spread / 2**0.5)) and finite.is_sure
    assert share_change((5, 10), (6, 10), (20, 20)).p is None
    assert share_change((5, 10), (6, 10), (10, 10)).is_sure
