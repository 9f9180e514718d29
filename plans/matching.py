"""Which obligation of one Decision is the same as which of another; pure, knows no database.

Two lines are the same when they belong to the same task and say the same: as alike as two texts
can be by their words, where standing at the same code counts for a little. What is less alike is
a doubt for a person; what is not alike at all is new.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from .reading import normalise

SURE, PERHAPS, SAME_CODE = 0.86, 0.5, 0.08


@dataclass(frozen=True)
class Text:
    """A line to be matched: its key, task, code and text."""

    key: int
    task: str
    code: str
    text: str


@dataclass(frozen=True)
class Match:
    """``old`` and ``new`` are keys; ``sure`` says that nobody needs to look."""

    old: int
    new: int
    likeness: float

    @property
    def sure(self) -> bool:
        return self.likeness >= SURE


def match(old: Iterable[Text], new: Iterable[Text]) -> list[Match]:
    """Pair lines one to one, the most alike first; lines below :data:`PERHAPS` stay alone."""
    old, new, found = list(old), list(new), []
    words = {id(each): normalise(each.text).split() for each in (*old, *new)}
    for theirs in new:
        # SequenceMatcher keeps what it knows of its second text: the inner loop changes the first.
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(words[id(theirs)])
        for mine in old:
            if mine.task == theirs.task:
                found.append(_compared(matcher, words[id(mine)], mine, theirs))
    return _one_to_one(sorted(filter(None, found), key=lambda m: (-m.likeness, m.old, m.new)))


def _compared(matcher: SequenceMatcher, words: list[str], mine: Text, theirs: Text) -> Match | None:
    matcher.set_seq1(words)
    bonus = SAME_CODE if mine.code == theirs.code else 0
    if matcher.real_quick_ratio() + bonus < PERHAPS:
        return None
    likeness = min(1.0, matcher.ratio() + bonus)
    return Match(mine.key, theirs.key, likeness) if likeness >= PERHAPS else None


def _one_to_one(candidates: Iterable[Match]) -> list[Match]:
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    chosen = []
    for each in candidates:
        if each.old not in taken_old and each.new not in taken_new:
            taken_old.add(each.old)
            taken_new.add(each.new)
            chosen.append(each)
    return chosen
