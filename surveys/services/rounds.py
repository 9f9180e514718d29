"""A round's way from its plan to published results."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.history import acting
from directory.models import User

from ..models import Questionnaire, Round
from ..rules import round_flow as flow
from .inviting import keep_opt_outs
from .opening import FEW
from .results import tally

CORRECTABLE = {
    "questionnaire", "criteria_set", "title_vi", "title_en", "population", "opens_on", "closes_on",
    "is_anonymous", "languages", "has_open_link", "has_kiosk", "double_share", "paper_days",
}  # fmt: skip


def plan_round(*, by: User | None, **fields: Any) -> Round:
    """A round is drafted.

    ``ValidationError`` unless its questionnaire is approved, and when it ends before it begins.
    """
    approved(fields["questionnaire"])
    in_order(fields["opens_on"], fields["closes_on"])
    return flow.begin("plan_round", by=by, **fields)


def approved(questionnaire: Questionnaire) -> None:
    if questionnaire.status != Questionnaire.Status.APPROVED:
        raise ValidationError(_("Only an approved questionnaire is sent out."))


def in_order(opens_on: date, closes_on: date) -> None:
    if closes_on < opens_on:
        raise ValidationError({"closes_on": _("It ends before it begins.")})


@transaction.atomic
def correct_round(survey_round: Round, *, by: User, **fields: Any) -> Round:
    """Change what is fixed once the round is approved; ``fields`` are among ``CORRECTABLE``.

    Refused as the table says, so once it is approved; ``ValidationError`` when its questionnaire is
    not, or it would end before it begins. Nothing could be answered yet, so that anonymity may
    still be chosen here (G18).
    """
    if strange := fields.keys() - CORRECTABLE:
        raise ValueError(f"Not to be corrected: {', '.join(sorted(strange))}.")
    now = Round.objects.get(pk=survey_round.pk)
    flow.ask("correct_round", now, by=by)
    approved(fields.get("questionnaire", now.questionnaire))
    in_order(fields.get("opens_on", now.opens_on), fields.get("closes_on", now.closes_on))
    for name, value in fields.items():
        setattr(now, name, value)
    with acting(by, "correct_round"):
        now.save(update_fields=list(fields))
    return now


@transaction.atomic
def approve_round(survey_round: Round, *, by: User | None) -> Round:
    """Questionnaire and anonymity are fixed; ``ValidationError`` when its last day is over."""
    flow.ask("approve_round", survey_round, by=by)
    if survey_round.closes_on < localdate():
        raise ValidationError(_("The last day is over: choose a later one."))
    approved(survey_round.questionnaire)
    return flow.make("approve_round", survey_round, by=by)


@transaction.atomic
def open_round(survey_round: Round, *, by: User | None) -> Round:
    """Answers are taken from now on; ``ValidationError`` when nobody could answer."""
    flow.ask("open_round", survey_round, by=by)
    reached = survey_round.has_open_link or survey_round.has_kiosk
    if not reached and not survey_round.invitations.exists():
        raise ValidationError(
            _("Nobody is invited: draw a sample, load a list, or allow an open link or kiosk.")
        )
    if survey_round.closes_on < localdate():
        raise ValidationError(_("The last day is over: extend the round first."))
    keep_opt_outs(survey_round, by=by)
    return flow.make("open_round", survey_round, by=by)


@transaction.atomic
def extend_round(survey_round: Round, *, by: User, closes_on: date, reason: str) -> Round:
    """A later last day; the reason stands in the history.

    ``ValidationError`` without a reason, and for a day that is past or not later than the present
    one. Once the round is closed ``NotNow``: its answers are being opened (the database refuses it
    too).
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the round is extended.")})
    now = Round.objects.get(pk=survey_round.pk)
    flow.ask("extend_round", now, by=by)
    if closes_on <= now.closes_on or closes_on < localdate():
        raise ValidationError({"closes_on": _("Choose a later day than the present one.")})
    now.closes_on = closes_on
    with acting(by, "extend_round", reason=reason):
        now.save(update_fields=["closes_on"])
    return now


def close_round(survey_round: Round, *, by: User | None, reason: str = "") -> Round:
    """No more answers; a while later the clock opens the sealed ones."""
    return flow.make("close_round", survey_round, by=by, reason=reason)


@transaction.atomic
def analyse_round(survey_round: Round, *, by: User | None) -> Round:
    """Results are counted and checked; ``ValidationError`` while answers are still under seal."""
    flow.ask("analyse_round", survey_round, by=by)
    if survey_round.sealed.count() >= (FEW if survey_round.is_anonymous else 1):
        raise ValidationError(_("The answers are being opened: try again in half an hour."))
    tally(survey_round)
    return flow.make("analyse_round", survey_round, by=by)


def publish_round(survey_round: Round, *, by: User | None) -> Round:
    """The results page is public."""
    return flow.make("publish_round", survey_round, by=by)


def discard_round(survey_round: Round, *, by: User, reason: str) -> Round:
    """The round is not held."""
    return flow.make("discard_round", survey_round, by=by, reason=reason)
