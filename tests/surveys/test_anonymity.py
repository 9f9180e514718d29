"""G18: nothing in the database joins who answered with what was answered."""

import json
import logging
import random
from collections import Counter
from datetime import timedelta

import pytest
from celery.signals import before_task_publish
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate, now

from core.clock import run_clock
from core.history import acting
from core.workflow import NotNow
from surveys import services
from surveys.codes import spoken
from surveys.models import Answer, Response, Round, SealedAnswer, UsedCode
from surveys.paper import Asked, Page, Paper, Text
from surveys.sealing import seal, unseal

from . import matcher
from .factories import InvitationFactory, StratumFactory, invited, open_round

MANY = 200
RUNS = 20
# Responses tell their stratum, of which there are two here: a blind guess within it gets one of
# 100 right, two in all, on average (Poisson). Of 1,000 guesses in 20 runs one gets 16 right in a
# run, or 80 in all, less often than once in 50,000 test runs.
LUCK, LUCK_IN_ALL = 16, 80
OUTSIDE = {"xmin": 0, "ctid": "(0,0)"}  # a row that is no row of the database
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


@pytest.fixture
def queued():
    """Whatever is put into the queue while a test runs."""
    found = []

    def note(body=None, headers=None, **_more):
        said = {"body": json.dumps(body, default=str), "id": (headers or {}).get("id", "")}
        found.append(said | OUTSIDE)

    before_task_publish.connect(note)
    yield found
    before_task_publish.disconnect(note)


@pytest.mark.django_db(transaction=True)
def test_a_matcher_with_everything_does_no_better_than_chance(client, caplog, queued):
    """G18: 200 answers, opened 20 times anew. The matcher holds every table with its history and
    its sequence, two backups of during the round, double entry, the web log, and the queue."""
    caplog.set_level(logging.INFO)
    survey_round, people = invited_many()
    truth, log, backups = {}, [], []
    for number, row in enumerate(people):
        truth[row.pk] = f"dấu vết {number:05}"
        seen = len(caplog.records)
        if number % 40 == 7:
            answer_in_a_browser(client, row, truth[row.pk])
            log += [(row.pk, told(record)) for record in caplog.records[seen:]]
        else:
            hand_in(survey_round, row, number, {"dau": truth[row.pk]})
        if number in (99, MANY - 1):
            backups.append(matcher.dump())
    assert len(log) >= 15 and not backups[1]["surveys_response"]
    words = [matcher.text_of(backups[1]), *(matcher.text_of(row) for _pk, row in log),
             json.dumps(queued)]  # fmt: skip
    assert not [mark for mark in truth.values() for text in words if mark in text]
    services.close_round(survey_round, by=None)
    beside = {f"backup {n}": matcher.in_a_backup(copy) for n, copy in enumerate(backups)}
    beside |= {"double entry": matcher.keyed_again(*backups)}
    beside |= {"log": log, "queue": [(0, message) for message in queued]}
    total: Counter = Counter()
    for _run in range(RUNS):
        with transaction.atomic():
            services.open_answers(survey_round)
            after = matcher.dump()
            assert len(after["surveys_response"]) == MANY and not after["surveys_sealedanswer"]
            found = matcher.scores(after, "dau", truth, beside.items())
            transaction.set_rollback(True)
        assert max(found.values()) < LUCK, found.most_common(3)
        total += found
    assert len(found) > 800 and max(total.values()) < LUCK_IN_ALL, total.most_common(3)


def invited_many():
    """A round that asks so many, in the order in which they will answer."""
    survey_round = open_round(ONE, has_open_link=False, has_kiosk=False)
    strata = [StratumFactory(round=survey_round, kind=kind) for kind in ("private", "fdi")]
    rows = [services.Listed(f"Công ty {n}", email=f"c{n}@example.com") for n in range(MANY)]
    services.load_list(survey_round, by=None, rows=rows)
    found = list(survey_round.invitations.order_by("pk"))
    with acting(None, "given"):
        for n, stratum in enumerate(strata):
            half = [row.pk for row in found[n::2]]
            survey_round.invitations.filter(pk__in=half).update(stratum=stratum)
    people = list(survey_round.invitations.select_related("stratum"))
    random.Random(7).shuffle(people)
    return survey_round, people


def hand_in(survey_round, row, number, said):
    """Online; every twentieth on paper, keyed twice."""
    on_paper = number % 20 == 0
    sheet = services.Sheet("paper" if on_paper else "online", "vi", said)
    slip = f"{number:06}" if on_paper else None
    services.hand_in(survey_round, sheet, invitation=row, number=slip)
    if on_paper:
        services.key_again(survey_round, by=None, number=slip, sheet=sheet)


def answer_in_a_browser(client, row, words):
    """Through the pages, from an address of its own."""
    client.defaults["REMOTE_ADDR"] = f"10.1.{row.pk // 250}.{row.pk % 250}"
    client.cookies.clear()
    client.post("/surveys/code/", {"code": spoken(row.nonce, row.code)})
    client.post("/surveys/answer/", {"dau": words})
    assert client.post("/surveys/answer/check/").url == "/surveys/sent/"


def told(record) -> dict:
    """A line of the log as whoever reads it has it."""
    line = {name: str(value) for name, value in vars(record).items() if name != "args"}
    return line | OUTSIDE | {"id": record.created}


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
    backup = {"backup": matcher.in_a_backup(matcher.dump())}
    ended(survey_round)
    truth = {row.pk: f"dấu vết {number:05}" for number, row in enumerate(people)}
    found = matcher.scores(matcher.dump(), "dau", truth, backup.items())
    assert {name[0] for name, right in found.items() if right == 40} >= {
        "surveys_usedcode", "backup",
    }  # fmt: skip


class Unmoved:
    def shuffle(self, keys):
        """As they came in: the disk may have used a free place before."""
        rows = matcher.by_transaction(matcher.dump()["surveys_sealedanswer"])
        order = {row["key"]: n for n, row in enumerate(rows)}
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
    with pytest.raises(NotNow):
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
