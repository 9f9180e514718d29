"""Sheets handed in on the last day are keyed for some days more; online the round is over."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, localtime

from core.clock import run_clock
from surveys import services
from surveys.models import Response, Round, UsedCode
from surveys.sealing import unseal

from .answering_parts import ANSWER, enter
from .desk_parts import ROUNDS, SHEET
from .factories import InvitationFactory, invited, open_round

DAY = timedelta(days=1)


@pytest.fixture
def over(department):
    """A round whose last day was yesterday; paper is keyed for two days more."""
    yesterday = localdate() - DAY
    return open_round(unit=department, closes_on=yesterday, paper_days=2, double_share=0)


def test_a_sheet_of_the_last_day_is_keyed_after_it(enter, people, over):
    """It counts for the last day, so that its day does not tell that it came on paper."""
    row, code = invited(over, channel="letter", email="")
    client = enter(people["officer"])
    assert f"/round/{over.pk}/key/" in client.get("/admin/").content.decode()
    assert "key/" in client.get(f"{ROUNDS}{over.pk}/change/").content.decode()
    assert client.post(f"{ROUNDS}{over.pk}/key/", {"head-code": code, **SHEET}).status_code == 302
    assert unseal(over.sealed.get().content)["channel"] == "paper"
    assert UsedCode.objects.get(invitation=row).day == over.closes_on


def test_a_named_sheet_counts_for_the_last_day(named):
    over = open_round(is_anonymous=False, closes_on=localdate() - DAY)
    row, _code = invited(over)
    services.hand_in(over, services.Sheet("paper", "vi", SHEET), invitation=row)
    assert Response.objects.get().day == over.closes_on


def test_online_it_is_over_and_paper_too_one_day(over, client):
    _row, code = invited(over)
    assert enter(client, code).status_code == 200 and "survey" not in client.session
    assert client.post(f"/surveys/open/{over.address}/").status_code == 409
    for late, days in ((over, 2), (open_round(closes_on=localdate() - 3 * DAY, paper_days=2), 3)):
        row, _code = invited(late)
        for channel, taken in (("online", False), ("paper", days == 2)):
            sheet = services.Sheet(channel, "vi", SHEET)
            if taken:
                services.hand_in(late, sheet, invitation=row)
            else:
                with pytest.raises(services.Closed):
                    services.hand_in(late, sheet, invitation=row)
    services.close_round(over, by=None)
    with pytest.raises(services.Closed):
        services.hand_in(over, services.Sheet("paper", "vi", SHEET), invitation=invited(over)[0])
    assert client.get(ANSWER).status_code == 302


def test_the_clock_waits_for_paper_where_paper_is_out(db):
    """Without letters a round closes after its last day; with them when its sheets are keyed."""
    today, now = localdate(), localtime()
    online, paper, late = (open_round(closes_on=today, paper_days=2) for _n in range(3))
    InvitationFactory(round=paper, channel="letter", email="")
    run_clock(now)
    InvitationFactory(round=late, channel="letter", email="")  # when its end was written down

    def still_open(days):
        run_clock(now + days * DAY)
        return set(Round.objects.open().values_list("pk", flat=True))

    assert still_open(1) == {paper.pk, late.pk}
    assert still_open(2) == {paper.pk, late.pk}
    assert still_open(3) == set()
