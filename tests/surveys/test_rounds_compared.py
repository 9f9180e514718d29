"""A round beside those before it: which of them, and what may be said of a change."""

from datetime import date

import pytest
from django.urls import reverse

from surveys.results.findings import Findings

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
