"""The clock opens and closes rounds on their days, and opens sealed answers after the end."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils.timezone import make_aware

from core.clock import duty, nightly
from core.letters import hears_returns
from core.models import Letter

from .. import services
from ..models import Round
from ..notices import OURS

S = Round.Status
MARGIN = timedelta(minutes=15)  # so that an answer under way at the end is not left behind


def begins(day: date) -> datetime:
    return make_aware(datetime.combine(day, time()))


def openings(at: datetime) -> Iterator[tuple[str, datetime]]:
    for pk, day in Round.objects.filter(status=S.APPROVED).values_list("pk", "opens_on"):
        yield f"{pk}:{day}", begins(day)


@duty("surveys.open", openings)
def open_on_its_day(period: str) -> None:
    """An approved round opens; one that nobody could answer, or that has moved, is left alone."""
    survey_round = Round.objects.get(pk=period.split(":")[0])
    reached = survey_round.has_open_link or survey_round.has_kiosk
    asked = reached or survey_round.invitations.exists()
    if survey_round.status == S.APPROVED and f"{survey_round.opens_on}" in period and asked:
        services.open_round(survey_round, by=None)


def closings(at: datetime) -> Iterator[tuple[str, datetime]]:
    for row in Round.objects.open().with_letters():
        yield f"{row.pk}:{end_of(row)}", begins(end_of(row) + timedelta(days=1))


def end_of(survey_round) -> date:
    """The last day on which anything is taken: where paper is out it has days to be keyed."""
    return survey_round.paper_until if survey_round.has_letters else survey_round.closes_on


@duty("surveys.close", closings)
def close_after_its_day(period: str) -> None:
    """The last day is over; a round that was extended or got letters meanwhile stays open."""
    survey_round = Round.objects.with_letters().get(pk=period.split(":")[0])
    if survey_round.status == S.OPEN and f"{end_of(survey_round)}" in period:
        services.close_round(survey_round, by=None)


def sealed(at: datetime) -> Iterator[tuple[str, datetime]]:
    for pk in Round.objects.filter(status=S.CLOSED).values_list("pk", flat=True):
        yield str(pk), at + MARGIN


@duty("surveys.open_answers", sealed)
def open_sealed(period: str) -> None:
    """Sealed answers of an ended round, a quarter of an hour after the clock first saw its end."""
    services.open_answers(Round.objects.get(pk=period))


def untold(at: datetime) -> Iterator[tuple[str, datetime]]:
    for pk in Round.objects.to_count_again().values_list("pk", flat=True):
        yield str(pk), at


@duty("surveys.count_again", untold)
def count_again(period: str) -> None:
    """A round counted before it was noted what of its counts may be told."""
    services.tally(Round.objects.get(pk=period))


@duty("surveys.note_given_up", nightly)
def note_given_up(period: str) -> None:
    services.note_given_up()


@duty("surveys.sweep_letters", nightly, asks_when=True)
def sweep_letters(period: str, at: datetime) -> None:
    services.sweep_letters(at)


@hears_returns(OURS)
def letter_returned(letter: Letter, why: str) -> None:
    services.letter_came_back(letter, why)
