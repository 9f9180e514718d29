"""G18: nothing in the database joins who answered with what was answered."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate, now

from core.clock import run_clock
from core.history import acting
from surveys import services
from surveys.models import Answer, Response, Round, SealedAnswer, UsedCode
from surveys.paper import Asked, Page, Paper, Text
from surveys.sealing import seal, unseal

from . import matcher
from .factories import InvitationFactory, StratumFactory, invited, open_round

MANY = 200
CHANCE = 8  # of 200 in one guess one is right on average; eight once in 100,000 guesses
ONE = Paper(
    "an-danh", Text("Ẩn danh"), (Page("p", Text("Một"), (Asked("dau", "short", Text("Dấu")),)),)
)


def answered(survey_round, many: int, strata=(None,)) -> dict[int, str]:
    """So many codes are used, in an order of their own; what each wrote, by invitation."""
    people = [invited(survey_round, stratum=strata[n % len(strata)])[0] for n in range(many)]
    random.Random(7).shuffle(people)
    truth = {}
    for number, row in enumerate(people):
        truth[row.pk] = f"dấu vết {number:05}"
        channel = "paper" if number % 20 == 0 else "online"
        sheet = services.Sheet(channel, "vi", {"dau": truth[row.pk]})
        services.hand_in(survey_round, sheet, invitation=row)
    return truth


def ended(survey_round) -> Round:
    services.close_round(survey_round, by=None)
    services.open_answers(survey_round)
    return survey_round


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", range(3))
def test_a_matcher_with_the_whole_database_does_no_better_than_chance(run):
    """G18: 200 answers a run; every order, key, transaction and shared value is tried."""
    survey_round = open_round(ONE, has_open_link=False, has_kiosk=False)
    strata = [StratumFactory(round=survey_round, kind=kind) for kind in ("private", "fdi")]
    truth = answered(survey_round, MANY, strata)
    before = matcher.dump()
    assert not before["surveys_response"] and len(before["surveys_sealedanswer"]) == MANY
    told = matcher.text_of(before)
    assert not [marker for marker in truth.values() if marker in told]
    ended(survey_round)
    after = matcher.dump()
    assert len(after["surveys_response"]) == MANY and not after["surveys_sealedanswer"]
    assert matcher.best(after, "dau", truth) < CHANCE


@pytest.mark.django_db(transaction=True)
def test_the_matcher_is_not_blind():
    """The same matcher on a round with names finds nearly everyone: it would see a link."""
    survey_round = open_round(ONE, is_anonymous=False)
    truth = answered(survey_round, 60)
    assert matcher.best(matcher.dump(), "dau", truth) == 60


@pytest.mark.django_db(transaction=True)
def test_the_matcher_sees_an_order_that_is_kept(monkeypatch):
    """Without the shuffle the same matcher joins everybody: the shuffle is what keeps it out."""
    monkeypatch.setattr("surveys.services.opening.chance", Unmoved())
    survey_round = open_round(ONE)
    people = [invited(survey_round)[0] for _n in range(40)]
    for number, row in enumerate(people):
        sheet = services.Sheet("online", "vi", {"dau": f"dấu vết {number:05}"})
        services.hand_in(survey_round, sheet, invitation=row)
    ended(survey_round)
    truth = {row.pk: f"dấu vết {number:05}" for number, row in enumerate(people)}
    assert matcher.best(matcher.dump(), "dau", truth) == 40


class Unmoved:
    def shuffle(self, keys):
        """As they lie on the disk."""
        order = {row["key"]: n for n, row in enumerate(matcher.dump()["surveys_sealedanswer"])}
        keys.sort(key=lambda key: order[str(key)])


def test_fewer_than_five_answers_stay_sealed(db):
    survey_round = open_round(ONE)
    answered(survey_round, 4)
    ended(survey_round)
    assert (Response.objects.count(), SealedAnswer.objects.count()) == (0, 4)
    other = open_round(ONE)
    answered(other, 5)
    ended(other)
    assert Response.objects.filter(round=other).count() == 5


def test_small_strata_and_channels_are_thrown_together(db):
    """Three answers of a stratum or by paper would tell who gave them: both are left out, and
    what is left out is shared by at least five."""
    survey_round = open_round(ONE)
    strata = [StratumFactory(round=survey_round, kind=kind) for kind in ("private", "fdi", "state")]
    for stratum, channel, many in [
        (strata[0], "online", 12), (strata[0], "paper", 2), (strata[1], "online", 3),
        (strata[2], "online", 7),
    ]:  # fmt: skip
        for _n in range(many):
            row = InvitationFactory(round=survey_round, stratum=stratum)
            sheet = services.Sheet(channel, "vi", {"dau": "x"})
            services.hand_in(survey_round, sheet, invitation=row)
    ended(survey_round)
    found = Counter(Response.objects.values_list("kind", "channel"))
    assert sum(found.values()) == 24
    assert found == {("", "online"): 10, ("private", ""): 14}


def test_coded_answers_do_not_stand_out_among_open_ones(db):
    """Three personal codes beside forty open answers: their channel would give them away."""
    survey_round = open_round(ONE)
    answered(survey_round, 3)
    for _n in range(40):
        services.hand_in(survey_round, services.Sheet("open", "vi", {"dau": "x"}))
    ended(survey_round)
    assert Counter(Response.objects.values_list("channel")) == {("",): 43}


def test_the_database_refuses_a_name_or_a_day(db):
    """G34: neither invitation nor day on a response of an anonymous round, by whatever door."""
    row, _code = invited(open_round(ONE))
    for more in ({"invitation": row}, {"day": now().date()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Response.objects.create(round=row.round, channel="online", language="vi", **more)


def test_anonymity_is_never_changed(db):
    """Once approved the promise holds: no verb changes it, and the database refuses."""
    survey_round = open_round(ONE, status="approved")
    with pytest.raises(ValidationError):
        services.correct_round(survey_round, by=None, is_anonymous=False)
    with pytest.raises(DatabaseError), transaction.atomic(), acting(None, "x"):
        Round.objects.filter(pk=survey_round.pk).update(is_anonymous=False)


def test_no_table_of_answers_has_a_history_or_a_clock():
    """A time finer than the day, or an event, would join the two sides."""
    for model in (UsedCode, SealedAnswer, Response, Answer):
        assert not hasattr(model, "events")
        kinds = {field.get_internal_type() for field in model._meta.fields}
        assert not kinds & {"DateTimeField", "TimeField"}


def test_a_seal_tells_no_time_and_hardly_a_length():
    """The token's own clock stands still, and short answers are as long as each other."""
    sealed = [seal({"answers": {"a": "x" * n}}) for n in (1, 50, 150)]
    assert len({len(each) for each in sealed}) == 1
    assert {each[:11] for each in sealed} == {"gAAAAAAAAAA"}
    assert unseal(sealed[1])["answers"]["a"] == "x" * 50
    with pytest.raises(ValueError):
        unseal(sealed[0][:-3] + "AAA")


def test_the_clock_closes_and_opens(db):
    """After the last day the clock closes the round, and later lays its answers open: G28."""
    survey_round = open_round(ONE, closes_on=localdate())
    answered(survey_round, 6)
    run_clock(now() + timedelta(days=2))
    survey_round.refresh_from_db()
    assert survey_round.status == "closed" and not Response.objects.exists()
    run_clock(now() + timedelta(days=2, minutes=5))
    run_clock(now() + timedelta(days=2, minutes=30))
    assert Response.objects.count() == 6
