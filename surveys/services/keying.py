"""Paper sheets are keyed in; a share of them twice, to know how well (double entry)."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from random import SystemRandom
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from directory.models import User

from ..codes import digests
from ..models import DoubleEntry, Invitation, Round, SealedAnswer
from ..paper import Asked, Paper, in_words
from ..papers import paper_of
from ..sealing import seal, unseal
from .answering import Sheet, hand_in

chance = SystemRandom()


@dataclass(frozen=True)
class Difference:
    """A question the two keyings of a sheet disagree on."""

    question: Asked
    first: Any
    second: Any
    first_words: str = ""
    second_words: str = ""


def invitation_for(survey_round: Round | None, typed: str) -> Invitation | None:
    """The invitation a typed code belongs to, in this round or (None) in any."""
    rows = Invitation.objects.filter(code__in=list(digests(typed)))
    if survey_round is not None:
        rows = rows.filter(round=survey_round)
    return rows.select_related("round__questionnaire", "stratum").first()


@transaction.atomic
def key_sheet(survey_round: Round, *, code: str, sheet: Sheet, by: User | None = None) -> str:
    """Take a paper sheet; its code is closed by it. Returns the number to write on the sheet when
    it is to be keyed a second time, by somebody else than ``by``; else nothing.

    ``ValidationError`` for a code unknown to the round, and as :func:`hand_in`.
    """
    invitation = invitation_for(survey_round, code)
    if invitation is None:
        raise ValidationError({"code": _("This round has no such code: check each character.")})
    again = chance.randrange(100) < survey_round.double_share
    number = free_number() if again else None
    hand_in(survey_round, sheet, invitation=invitation, number=number, keyer=by.pk if by else None)
    return number or ""


def free_number() -> str:
    """Six digits that no sheet waiting for its second keying bears; random, so that they tell no
    order (G18)."""
    while SealedAnswer.objects.filter(sheet=(number := f"{secrets.randbelow(10**6):06}")).exists():
        pass
    return number


def waiting(survey_round: Round, number: str) -> SealedAnswer:
    """The sheet that waits for its second keying; ``ValidationError`` when there is none."""
    found = survey_round.sealed.filter(sheet=number.strip()).first()
    if found is None:
        raise ValidationError({"sheet": _("No sheet of this number waits for its second keying.")})
    return found


def differences(paper: Paper, first: Mapping, second: Mapping) -> list[Difference]:
    """Questions answered differently; own words beside a choice count with it."""
    asked = {q.code: q for answers in (first, second) for q in paper.asked_of(answers)}
    found = (
        Difference(q, said(first, q), said(second, q), in_words(q, first), in_words(q, second))
        for q in asked.values()
    )
    return [each for each in found if each.first != each.second]


def said(answers: Mapping[str, Any], question: Asked) -> Any:
    given, own = answers.get(question.code) or "", answers.get(f"{question.code}.other", "")
    return (given, own) if own else given


@transaction.atomic
def key_again(survey_round: Round, *, by: User | None, number: str, sheet: Sheet,
              settled: bool = False) -> list[Difference]:  # fmt: skip
    """Compare a second keying with the first; how far the two agree is noted once.

    Where they differ nothing changes yet and the differences are returned; ``settled`` says that
    this keying is right after a look at the sheet. ``ValidationError`` when no such sheet waits,
    and for whoever keyed it first: one would only repeat one's own slips.
    """
    kept = SealedAnswer.objects.select_for_update().get(pk=waiting(survey_round, number).pk)
    content = unseal(kept.content)
    if by is not None and content.get("keyer") == by.pk:
        raise ValidationError({"sheet": _("You keyed this sheet: a colleague keys it again.")})
    paper = paper_of(survey_round.questionnaire)
    found = differences(paper, content["answers"], sheet.answers)
    if not content.pop("noted", False):
        note_agreement(survey_round, paper, len(found))
    if found and not settled:
        kept.content = seal(content | {"noted": True})
    else:
        kept.content, kept.sheet = seal(content | {"answers": dict(sheet.answers)}), None
    kept.save()
    return [] if settled else found


def note_agreement(survey_round: Round, paper: Paper, differing: int) -> None:
    """Add one sheet to the sums of its round.

    All its fields are compared, whatever the skip rules left out: two backups with one sheet
    between them would else tell how many questions that enterprise was asked (G18).
    """
    fields = sum(1 for page in paper.pages for _question in page.bearing())
    kept, _new = DoubleEntry.objects.get_or_create(round=survey_round)
    DoubleEntry.objects.filter(pk=kept.pk).update(
        compared=F("compared") + fields, differing=F("differing") + differing
    )
