"""Sheets keyed twice: how well, told of the round only, and by two persons."""

import pytest
from django.core.exceptions import ValidationError

from surveys import services
from surveys.models import DoubleEntry, SealedAnswer
from surveys.sealing import unseal
from tests.factories import UserFactory

from . import matcher
from .factories import invited, open_round

SHORT = {"viec": "xuat", "thai_do": "5"}
LONG = {"viec": "nhap", "thai_do": "1", "vi_sao": "Chậm", "kenh": ["dt"]}
FIELDS = 9  # that bear answers, on every sheet


class Always:
    def randrange(self, _most):
        return -1


@pytest.fixture
def twice(monkeypatch):
    """Every sheet is keyed twice."""
    monkeypatch.setattr(services.keying, "chance", Always())


def keyed(survey_round, said, by=None) -> tuple[int, str]:
    """A sheet keyed first: whose it is, and its number."""
    row, code = invited(survey_round)
    sheet = services.Sheet("paper", "vi", said)
    return row.pk, services.key_sheet(survey_round, code=code, sheet=sheet, by=by)


def again(survey_round, number, said, by=None, **more):
    sheet = services.Sheet("paper", "vi", said)
    return services.key_again(survey_round, by=by, number=number, sheet=sheet, **more)


@pytest.mark.django_db(transaction=True)
def test_no_copy_tells_how_many_questions_a_sheet_was_asked(twice):
    """G18: codes, sheets and double entry joined by their transactions, with a copy before each
    second keying and after it. Whatever was skipped, every sheet leaves the same behind."""
    survey_round = open_round()
    sheets = [keyed(survey_round, said) + (said,) for said in (SHORT, LONG, SHORT, LONG)]
    copies = [matcher.dump()]
    for _who, number, said in sheets:
        assert again(survey_round, number, said) == []
        copies.append(matcher.dump())
    told = {(who, row["compared"]) for who, row in matcher.keyed_again(copies[0], copies[-1])}
    assert told == {(sheets[0][0], 4 * FIELDS)}  # one row, of all: it says nothing of the first
    sums = [copy["surveys_doubleentry"] for copy in copies]
    assert not sums[0] and [len(rows) for rows in sums[1:]] == [1] * 4
    assert [rows[0]["compared"] for rows in sums[1:]] == [FIELDS * n for n in (1, 2, 3, 4)]
    assert not [table for table in copies[-1] if table.startswith("surveys_doubleentryevent")]
    known = [matcher.moved(*pair) for pair in zip(copies[1:], copies[2:], strict=False)]
    assert [{n for n in each if "surveys" in n} - {"surveys_doubleentry_id_seq"} for each in known]\
        == [set()] * 3  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_no_sequence_of_answers_moves_while_a_round_is_open():
    """G18: their steps between two copies would tell how many questions somebody was asked."""
    survey_round = open_round()
    steps = []
    for said in (SHORT, LONG):
        row, _code = invited(survey_round)
        before = matcher.dump()
        services.hand_in(survey_round, services.Sheet("online", "vi", said), invitation=row)
        steps.append(matcher.moved(before, matcher.dump()))
    assert steps[0] == steps[1] and steps[0]["surveys_usedcode_id_seq"] == 1


def test_who_keyed_a_sheet_does_not_key_it_again(db, twice):
    """Two persons, else one's own slips are repeated; the refusal counts nothing."""
    survey_round, first, second = open_round(), UserFactory(), UserFactory()
    _who, number = keyed(survey_round, SHORT, first)
    with pytest.raises(ValidationError, match="."):
        again(survey_round, number, SHORT, first)
    assert not DoubleEntry.objects.exists()
    assert len(again(survey_round, number, LONG, second)) == 4
    with pytest.raises(ValidationError):
        again(survey_round, number, LONG, first, settled=True)
    assert again(survey_round, number, LONG, second, settled=True) == []
    kept = DoubleEntry.objects.get()
    assert (kept.compared, kept.differing) == (FIELDS, 4)  # counted once
    assert unseal(SealedAnswer.objects.get().content)["answers"] == LONG
