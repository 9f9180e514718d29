"""Sealed answers are opened after a round has ended: all at once, in random order (G18).

Nothing that could tell one answer from another goes along: no day, a stratum or channel only where
at least five share it.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from random import SystemRandom
from typing import Any
from uuid import uuid4

from django.db import transaction

from ..models import Answer, Invitation, Response, Round, SealedAnswer, Stratum
from ..papers import paper_of
from ..results.small_cells import merged
from ..sealing import unseal
from .answering import placed, rows
from .results import tally

FEW = 5  # fewer answers than this tell who gave them
BATCH = 500
chance = SystemRandom()


@transaction.atomic
def open_answers(survey_round: Round) -> int:
    """Write the sealed answers of an ended round down; returns how many.

    Fewer than five stay sealed for good: they would tell who answered what. Safe to ask twice.
    """
    now = Round.objects.select_for_update().select_related("questionnaire").get(pk=survey_round.pk)
    keys = list(now.sealed.values_list("pk", flat=True))
    if now.status not in Round.ENDED or (now.is_anonymous and len(keys) < FEW):
        return 0
    chance.shuffle(keys)
    hidden = Hidden(contents(keys)) if now.is_anonymous else None
    strata = {stratum.pk: stratum for stratum in now.strata.all()}
    for some in batches(keys):
        write_some(now, list(contents(some)), strata, hidden)
        SealedAnswer.objects.filter(pk__in=some).delete()
    tally(now)
    return len(keys)


def batches(keys: list) -> Iterator[list]:
    """Shuffled keys in portions; the last is never a handful."""
    cut = [keys[at : at + BATCH] for at in range(0, len(keys), BATCH)]
    if len(cut) > 1 and len(cut[-1]) < FEW:
        cut[-2:] = [cut[-2] + cut[-1]]
    yield from cut


def contents(keys: list) -> Iterator[dict[str, Any]]:
    for at in range(0, len(keys), BATCH):
        found = SealedAnswer.objects.in_bulk(keys[at : at + BATCH])
        yield from (unseal(found[key].content) for key in keys[at : at + BATCH])


def write_some(survey_round: Round, some: list[dict], strata: dict[int, Stratum], hidden) -> None:
    """One portion of answers, with fresh keys, in the shuffled order."""
    paper = paper_of(survey_round.questionnaire)
    responses = [
        Response(key=uuid4(), round=survey_round, **told(content, strata, hidden))
        for content in some
    ]
    Response.objects.bulk_create(responses)
    answers: list[Answer] = []
    for response, content in zip(responses, some, strict=True):
        answers += rows(response, paper, content["answers"])
    Answer.objects.bulk_create(answers, batch_size=5000)


def told(content: dict, strata: dict[int, Stratum], hidden: "Hidden | None") -> dict[str, Any]:
    """What a response says of itself beside its answers."""
    if hidden is None:
        day, invitation = content.get("day"), content.get("invitation")
        fields = {
            "day": day and date.fromisoformat(day),
            "invitation": invitation and Invitation.objects.get(pk=invitation),
            "channel": content["channel"],
            "language": content["language"],
        }
        return fields | placed(strata.get(content["stratum"]))
    stratum = hidden.stratum(content)
    channel, language = hidden.way(content)
    return {"channel": channel, "language": language, **placed(strata.get(stratum or 0))}


class Hidden:
    """What is left out of each answer, so that at least five always look alike."""

    def __init__(self, found: Iterator[dict]):
        places: Counter = Counter()
        ways: Counter = Counter()
        for content in found:
            places[self.place(content)] += 1
            ways[self.place(content), self.said(content)] += 1
        self.without_place = merged({p: n for p, n in places.items() if p[0]})
        regrouped: dict[Any, Counter] = {}
        for (place, way), number in ways.items():
            regrouped.setdefault(self.shown(place)[1], Counter())[way] += number
        self.without_way = {stratum: merged(counts) for stratum, counts in regrouped.items()}

    @staticmethod
    def place(content: dict) -> tuple[bool, int | None]:
        return content["coded"], content["stratum"]

    @staticmethod
    def said(content: dict) -> tuple[str, str]:
        return content["channel"], content["language"]

    def shown(self, place: tuple) -> tuple:
        return (True, None) if place in self.without_place else place

    def stratum(self, content: dict) -> int | None:
        return self.shown(self.place(content))[1]

    def way(self, content: dict) -> tuple[str, str]:
        """Channel and language, or neither."""
        hidden = self.without_way[self.stratum(content)]
        return ("", "") if self.said(content) in hidden else self.said(content)
