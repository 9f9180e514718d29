"""Two readings of one Decision, Vietnamese and English, laid side by side by position."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from . import doubts
from .counts import counts
from .tree import Decision, Doubt, Item, Task


@dataclass(frozen=True)
class Couple:
    """One item in both languages; place is "information.items.3.2" and the like, from 1."""

    place: str
    vi: Item
    en: Item


@dataclass
class Pair:
    """Two readings together: couples in order, and doubts (lines of the Vietnamese text)."""

    vi: Decision
    en: Decision
    couples: list[Couple] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def english_of(self, item: Item) -> str:
        """The English text of a Vietnamese item, "" if it has none."""
        return next((couple.en.text for couple in self.couples if couple.vi is item), "")


def pair(vi: Decision, en: Decision) -> Pair:
    """Pair the items of two readings by task code and position; a difference is a doubt.

    Nothing is refused: what has no counterpart is left out of the couples and doubted.
    """
    found = Pair(vi, en)
    _lists(found, "purposes", vi.purposes, en.purposes)
    _lists(found, "requirements", vi.requirements, en.requirements)
    english = {task.code: task for task in reversed(en.tasks)}
    for task in vi.tasks:
        _tasks(found, task, english.get(task.code))
    codes = {task.code for task in vi.tasks}
    extra = [task for task in en.tasks if task.code not in codes]
    found.doubts += [Doubt(task.line, doubts.UNPAIRED, task.name) for task in extra]
    for place, (left, right) in enumerate(zip_longest(vi.implementation, en.implementation), 1):
        lists = [block.lines if block else [] for block in (left, right)]
        _lists(found, f"implementation.{place}", *lists)
    _frames(found)
    return found


def _frames(found: Pair) -> None:
    """Number, day, reports and figures must not depend on the language."""
    vi, en = found.vi, found.en
    sides = [
        (d.number.replace("Đ", "D"), d.signed_on, d.year, [(r.kind, r.due) for r in d.reporting])
        for d in (vi, en)
    ]
    found.doubts += [
        Doubt(1, doubts.UNPAIRED, f"{left} / {right}")
        for left, right in zip(*sides, strict=True)
        if left != right
    ]


def _tasks(found: Pair, vi: Task, en: Task | None) -> None:
    if en is None:
        found.doubts.append(Doubt(vi.line, doubts.UNPAIRED, vi.name))
        return
    _lists(found, f"{vi.code}.contents", vi.contents, en.contents)
    _lists(found, f"{vi.code}.items", vi.items, en.items)


def _lists(found: Pair, place: str, vi: Sequence[Item], en: Sequence[Item]) -> None:
    for number, (left, right) in enumerate(zip_longest(vi, en), 1):
        if left is None or right is None:
            one = left or right
            found.doubts.append(Doubt(one.line, doubts.UNPAIRED, one.text))
            continue
        here = f"{place}.{number}"
        found.couples.append(Couple(here, left, right))
        if not _alike(left, right):
            found.doubts.append(Doubt(left.line, doubts.UNPAIRED, left.text))
        _lists(found, here, left.children, right.children)


def _alike(vi: Item, en: Item) -> bool:
    facts = [(i.level, set(i.unit_codes), i.closing, i.recurrence) for i in (vi, en)]
    return facts[0] == facts[1]


def figures(decision: Decision) -> dict[str, object]:
    """The counts that do not depend on language or line breaks."""
    own = ("task_names", "task_heading_lines", "file_lines")
    return {key: figure for key, figure in counts(decision).items() if key not in own}


def walk(items: Iterable[Item]) -> Iterator[Item]:
    """Items with their sub-items, in order."""
    for item in items:
        yield item
        yield from walk(item.children)
