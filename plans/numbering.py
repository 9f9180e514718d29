"""Codes and positions of a plan's items, from their order in the tree."""

from collections import defaultdict
from collections.abc import Iterable

from .models import Item

Branch = tuple[Item, list[Item]]  # a top item and its sub-items, in order

ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
KINDS: list[str] = list(Item.Kind)
TASKS: list[str] = list(Item.Task)
PARTS: dict[str, str] = {
    Item.Kind.PURPOSE: "I",
    Item.Kind.REQUIREMENT: "II",
    Item.Kind.IMPLEMENTATION: "IV",
}


def roman(number: int) -> str:
    """The ``number``-th sub-item's mark; plain figures past the tenth."""
    return ROMANS[number - 1] if number <= len(ROMANS) else str(number)


def branches(items: Iterable[Item]) -> list[Branch]:
    """The tree of a plan's saved items by position; of two at one place the newer comes after."""
    below = defaultdict(list)
    for item in sorted(items, key=lambda item: (item.position, item.pk)):
        below[item.parent_id].append(item)
    return [(top, below[top.pk]) for top in below[None]]


def renumber(tree: Iterable[Branch]) -> list[Item]:
    """Set ``position`` and ``code`` of every item; returns them in order, unsaved.

    Tops are sorted by section and task (contents before details); within these they keep the
    order in which they come. Codes: ``2.3.i`` is the first sub-item of task 2's third line,
    ``2.0.1`` its first content, ``I.1`` a purpose, ``II.1`` a requirement, ``IV.1`` implementation.
    """
    done: list[Item] = []
    counts: dict[str, int] = defaultdict(int)
    for top, below in sorted(tree, key=lambda branch: _place(branch[0])):
        group = _group(top)
        counts[group] += 1
        top.code = f"{group}.{counts[group]}"
        for number, sub in enumerate(below, 1):
            sub.code = f"{top.code}.{roman(number)}"
        done += [top, *below]
    for position, item in enumerate(done, 1):
        item.position = position
    return done


def _place(item: Item) -> tuple[int, int, int]:
    if item.kind in PARTS:
        return KINDS.index(item.kind), 0, 0
    return KINDS.index(Item.Kind.CONTENT), TASKS.index(item.task), KINDS.index(item.kind)


def _group(item: Item) -> str:
    if item.kind in PARTS:
        return PARTS[item.kind]
    number = TASKS.index(item.task) + 1
    return f"{number}.0" if item.kind == Item.Kind.CONTENT else str(number)
