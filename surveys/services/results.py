"""Results of a round that has ended: weights, counts; and the verbs of what follows from them."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from core.history import acting
from directory.models import Unit, User

from .. import notices
from ..models import Dimension, FollowUp, Response, Round, Tally
from ..obligations import obligations
from ..results.statistics import weights
from ..rules.results import assigns, follow_up_flow
from .counting import counts
from .parting import told_by_group
from .telling import told_of

BATCH = 5_000


@transaction.atomic
def tally(survey_round: Round) -> int:
    """Count the answers of a round that has ended, as a whole; returns the counts made.

    Safe to repeat. Nothing is counted while a round is open: whoever watched a count grow by one
    would know an answer (G19). Raises ``ValidationError`` for a round that has not ended.
    """
    mine = Round.objects.select_for_update(no_key=True).get(pk=survey_round.pk)
    if mine.status not in Round.ENDED:
        raise ValidationError(_("Results are counted once the round is closed."))
    weigh(mine)
    Tally.objects.filter(round=mine).delete()
    made = counts(mine)
    made += told_of(mine, made)
    made += told_by_group(mine, made)
    Tally.objects.bulk_create(made, batch_size=BATCH)
    return len(made)


def weigh(survey_round: Round) -> None:
    """Give each response the weight of its stratum: who did not answer is made up for."""
    strata = survey_round.strata.annotate(n=Count("responses"))
    found = weights({str(s.pk): (s.population, s.n) for s in strata})
    for key, weight in found.items():
        Response.objects.filter(round=survey_round, stratum_id=int(key)).update(weight=weight)


def assign(  # noqa: PLR0913 -- what a follow-up is made of
    *,
    by: User | None,
    round: Round,
    unit: Unit,
    finding: str,
    owner: User,
    due_on: date,
    dimension: Dimension | None = None,
    question: str = "",
    obligation: str = "",
) -> FollowUp:
    """Give a unit something to put right; ``finding`` says what displeased, ``owner`` sees to it.

    ``obligation``: a key of :data:`surveys.obligations.obligations` that it is done under. Raises
    ``PermissionDenied`` unless ``by`` leads ``unit`` or one above it, and ``ValidationError`` for
    a round without results, a question it did not ask, or an obligation that is not there. The
    owner gets a letter.
    """
    if by is not None and not assigns(by, unit):
        raise PermissionDenied
    if round.status not in Round.ENDED:
        raise ValidationError(_("Follow-ups come from results: close the round first."))
    if obligation and not obligations.seen(by, [obligation]):
        raise ValidationError(_("This obligation is not in a plan any more: choose another."))
    if question and not round.questionnaire.questions.filter(bank__code=question).exists():
        raise ValidationError({"question": _("This question was not asked in that round.")})
    with transaction.atomic():
        made = follow_up_flow.begin(
            "assign", by=by, round=round, unit=unit, finding=finding, owner=owner, due_on=due_on,
            dimension=dimension, question=question, obligation=obligation or None,
        )  # fmt: skip
        notices.given_to(made, by)
    return made


def follow_instead(keys: Mapping[str, str], *, by: User | None, verb: str) -> int:
    """Follow-ups under an obligation of ``keys`` stand under the one that takes its place.

    For whoever keeps obligations, when an amending Decision replaces one (``verb`` in history).
    """
    with acting(by, verb):
        rows = list(FollowUp.objects.filter(obligation__in=list(keys)).select_for_update())
        for row in rows:
            row.obligation = keys[row.obligation or ""]
        return FollowUp.objects.bulk_update(rows, ["obligation"])


def start(follow_up: FollowUp, *, by: User) -> FollowUp:
    return follow_up_flow.make("start", follow_up, by=by)


def report(follow_up: FollowUp, *, by: User, measure: str) -> FollowUp:
    """``measure``: what was done about it, in a few lines."""
    return follow_up_flow.make("report", follow_up, by=by, measure=measure, reported_by=by)


def confirm(follow_up: FollowUp, *, by: User) -> FollowUp:
    """A second person has looked; ``PermissionDenied`` for whoever reported it."""
    return follow_up_flow.make("confirm", follow_up, by=by)


def send_back(follow_up: FollowUp, *, by: User, reason: str) -> FollowUp:
    return follow_up_flow.make("send_back", follow_up, by=by, reason=reason)


def drop(follow_up: FollowUp, *, by: User, reason: str) -> FollowUp:
    return follow_up_flow.make("drop", follow_up, by=by, reason=reason)
