"""An answer is taken: the code is spent and the answer sealed in one transaction (G18)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from .. import notices
from ..models import Answer, Channel, Invitation, Response, Round, SealedAnswer, Stratum, UsedCode
from ..paper import Paper, answer_rows
from ..papers import paper_of
from ..sealing import seal


class Closed(ValidationError):  # noqa: N818 -- reads as a sentence
    """The round takes no answers today."""

    def __init__(self):
        super().__init__(_("This survey takes no answers any more."), code="closed")


class Used(ValidationError):  # noqa: N818 -- reads as a sentence
    """The code was used, here or on paper."""

    def __init__(self):
        super().__init__(_("This code was used: an answer has been handed in."), code="used")


@dataclass(frozen=True)
class Sheet:
    """What was answered, how it came in; ``key`` is drawn once, so that it counts once."""

    channel: str
    language: str
    answers: Mapping[str, Any]
    key: UUID = field(default_factory=uuid4)


def is_open(survey_round: Round) -> bool:
    """Whether answers are taken today."""
    today = localdate()
    is_time = survey_round.opens_on <= today <= survey_round.closes_on
    return survey_round.status == Round.Status.OPEN and is_time


def takes_paper(survey_round: Round) -> bool:
    """Whether sheets are keyed today: also some days after the last one, while the round is open.

    Who handed a sheet in on the last day shall count; meanwhile every answer lies sealed.
    """
    is_time = survey_round.opens_on <= localdate() <= survey_round.paper_until
    return survey_round.status == Round.Status.OPEN and is_time


def day_of(survey_round: Round) -> date:
    """The day an answer counts for: a sheet keyed late was handed in by the last one."""
    return min(localdate(), survey_round.closes_on)


@transaction.atomic
def hand_in(survey_round: Round, sheet: Sheet, *, invitation: Invitation | None = None,
            number: str | None = None, keyer: int | None = None) -> None:  # fmt: skip
    """Take an answer: once for a code, once for a sheet that is sent twice.

    Raises :class:`Closed` and :class:`Used`. ``number`` marks a paper sheet to be keyed again, by
    another than ``keyer``; its answer lies sealed until then, whatever the round.
    """
    now = Round.objects.select_related("questionnaire").get(pk=survey_round.pk)
    if not (takes_paper if sheet.channel == Channel.PAPER else is_open)(now):
        raise Closed
    if invitation is not None:
        spend(invitation, day_of(now))
    try:
        with transaction.atomic():
            if now.is_anonymous or number:
                lay_under_seal(now, sheet, invitation, number, keyer)
            else:
                write_down(now, sheet, invitation)
    except IntegrityError:
        if invitation is not None:
            raise
        # An open answer sent a second time with the same key: it is there already.


def is_taken(key: UUID) -> bool:
    """Whether the answer of that key came in a moment ago, by a second click perhaps."""
    known = (SealedAnswer.objects.filter(pk=key), Response.objects.filter(pk=key))
    return any(rows.exists() for rows in known)


def spend(invitation: Invitation, day: date) -> None:
    """Mark the code as used on that day; :class:`Used` for whoever comes second, even at once.

    A reminder that waits to leave stays home.
    """
    _row, fresh = UsedCode.objects.get_or_create(invitation=invitation, defaults={"day": day})
    if not fresh:
        raise Used
    if localdate() in (invitation.sent_on, invitation.reminded_on):
        notices.recall(invitation)


def lay_under_seal(survey_round: Round, sheet: Sheet, invitation, number, keyer) -> None:
    content = {
        "channel": sheet.channel,
        "language": sheet.language,
        "coded": invitation is not None,
        "stratum": invitation.stratum_id if invitation else None,
        "answers": dict(sheet.answers),
    }
    if number:
        content["keyer"] = keyer
    if not survey_round.is_anonymous:
        content |= {
            "invitation": invitation and invitation.pk,
            "day": day_of(survey_round).isoformat(),
        }
    SealedAnswer.objects.create(
        key=sheet.key, round=survey_round, sheet=number, content=seal(content)
    )


def write_down(survey_round: Round, sheet: Sheet, invitation: Invitation | None) -> Response:
    """A named answer, or an open one of a round that is not anonymous."""
    response = Response(
        key=sheet.key, round=survey_round, invitation=invitation, channel=sheet.channel,
        language=sheet.language, day=day_of(survey_round),
        **placed(invitation.stratum if invitation else None),
    )  # fmt: skip
    response.save(force_insert=True)
    Answer.objects.bulk_create(rows(response, paper_of(survey_round.questionnaire), sheet.answers))
    return response


def placed(stratum: Stratum | None) -> dict[str, Any]:
    """The fields of a response that say where it belongs."""
    if stratum is None:
        return {}
    return {"stratum": stratum, "unit_id": stratum.unit_id, "kind": stratum.kind,
            "size": stratum.size}  # fmt: skip


def rows(response: Response, paper: Paper, answers: Mapping[str, Any]) -> Iterable[Answer]:
    return [Answer(response=response, **row) for row in answer_rows(paper, answers)]
