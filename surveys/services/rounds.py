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
from .opening import FEW
from .results import tally


def plan_round(*, by: User | None, **fields: Any) -> Round:
    """A round is drafted; ``ValidationError`` unless its questionnaire is approved."""
    approved(fields["questionnaire"])
    return flow.begin("plan_round", by=by, **fields)


def approved(questionnaire: Questionnaire) -> None:
    if questionnaire.status != Questionnaire.Status.APPROVED:
        raise ValidationError(_("Only an approved questionnaire is sent out."))


@transaction.atomic
def correct_round(survey_round: Round, *, by: User, **fields: Any) -> Round:
    """Change what is fixed once the round is approved.

    ``ValidationError`` when it is approved by now.
    """
    now = Round.objects.select_for_update().get(pk=survey_round.pk)
    if now.status != Round.Status.DRAFTED:
        raise ValidationError(_("The round is approved by now: it cannot be corrected."))
    approved(fields.get("questionnaire", now.questionnaire))
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
    return flow.make("open_round", survey_round, by=by)


@transaction.atomic
def extend_round(survey_round: Round, *, by: User, closes_on: date, reason: str) -> Round:
    """A later last day; the reason stands in the history."""
    now = Round.objects.select_for_update().get(pk=survey_round.pk)
    if now.status not in (Round.Status.APPROVED, Round.Status.OPEN):
        raise ValidationError(_("The round is closed by now."))
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
