"""Counts of rounds as they were tallied when these ended, by question and by who answered."""

from collections import defaultdict
from collections.abc import Iterable
from operator import itemgetter

from django.utils.translation import gettext as _

from directory.models import Enterprise, Unit

from ..models import Channel, Invitation, Round, Tally
from .lines import LEVELS, UNSPLIT
from .small_cells import protected

Counts = dict[str, dict[str, dict[str, int]]]
"""{question: {part: {answer: count}}}"""
Told = dict[str, dict[str, tuple[int, float]]]
"""{question: {what is told of it: (count, value)}}"""


def by_level(answers: dict[str, int]) -> tuple[list[int], list[int | None]]:
    """Counts from best to worst, as they are and as they may be seen; 3 and 2 may stand as one."""
    true = list(by_name(answers).values())
    return true, protected([true])[0][:-1]


def by_name(answers: dict[str, int]) -> dict[str, int]:
    """Counts from best to worst with their levels; four where 3 and 2 stand as one."""
    names = [UNSPLIT if level == 3 and UNSPLIT in answers else str(level) for level in LEVELS]
    if UNSPLIT in answers:
        names.remove("2")
    return {name: answers.get(name, 0) for name in names}


def counted(survey_round: Round, split: str) -> Counts:
    """The tallies of one split, by question."""
    rows = Tally.objects.filter(round=survey_round, split=split).exclude(code="")
    found: Counts = defaultdict(lambda: defaultdict(dict))
    for code, part, answer, n in rows.values_list("code", "part", "answer", "count"):
        found[code][part][answer] = n
    return found


def told_of(rounds: Iterable[Round]) -> dict[int, Told]:
    """What may be told of the questions of several rounds."""
    rows = Tally.objects.filter(round__in=rounds, split=Tally.Split.TOLD).exclude(code="")
    found: dict[int, Told] = defaultdict(lambda: defaultdict(dict))
    for key, code, answer, n, value in rows.values_list(
        "round", "code", "answer", "count", "weight"
    ):
        found[key][code][answer] = n, value
    return found


def answered_by(survey_round: Round) -> dict[tuple[str, str], dict[str, int]]:
    """{(split, part): {"asked" | "answered": how many}}: who was asked and who answered."""
    rows = Tally.objects.filter(round=survey_round, code="").exclude(split=Tally.Split.GROUP)
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for split, part, what, n in rows.values_list("split", "part", "answer", "count"):
        found[split, part][what] = n
    return found


def part_names(split: str, parts: Iterable[str]) -> dict[str, str]:
    """What each part is called, in the order in which they are read; the empty one is not known."""
    known = set(parts)
    if split == Tally.Split.UNIT:
        units = Unit.objects.filter(pk__in=known - {""})
        names = dict(sorted(((str(u.pk), u.name) for u in units), key=itemgetter(1)))
    else:
        names = {value: str(label) for value, label in NAMED[split].choices}
    found = {part: name for part, name in names.items() if part in known}
    return found | dict.fromkeys(sorted(known - set(found)), _("Not stated"))


NAMED = {
    "kind": Enterprise.Kind,
    "size": Enterprise.Size,
    "channel": Channel,
    "way": Invitation.Channel,
}
