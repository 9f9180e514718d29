"""From a Decision as read to the rows of a plan in the making."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from directory.models import Unit

from .models import Assignment, Item, Plan
from .numbering import Branch, renumber
from .reading.tree import Decision
from .reading.tree import Item as Line

KINDS, PARTS = Item.Kind, Assignment.Part


@dataclass
class Draft:
    """Unsaved items in order, each with the codes of its units by part."""

    items: list[Item]
    units: dict[int, dict[str, str]]  # id() of an item: unit code → part


class Drafter:
    """Turns lines of one Decision, with the texts of its translation, into items."""

    def __init__(self, plan: Plan, decision: Decision, texts: Mapping[int, str]):
        self.plan, self.decision, self.texts = plan, decision, texts
        self.units: dict[int, dict[str, str]] = {}

    def draft(self) -> Draft:
        return Draft(renumber(self.branches()), self.units)

    def branches(self) -> Iterable[Branch]:
        read = self.decision
        for kind, lines in ((KINDS.PURPOSE, read.purposes), (KINDS.REQUIREMENT, read.requirements)):
            yield from (self.branch(line, kind) for line in lines)
        for task in read.tasks:
            code = task.code or Item.Task.OTHER
            yield from (self.branch(line, KINDS.CONTENT, code) for line in task.contents)
            yield from (self.branch(line, KINDS.DETAIL, code) for line in task.items)
        for block in read.implementation:
            yield from (self.branch(line, KINDS.IMPLEMENTATION) for line in block.lines)

    def branch(self, line: Line, kind: str, task: str = "") -> Branch:
        top = self.item(line, kind, task)
        return top, [self.item(sub, kind, task, top) for sub in line.children]

    def item(self, line: Line, kind: str, task: str, parent: Item | None = None) -> Item:
        item = Item(plan=self.plan, parent=parent, kind=kind, task=task, line=line.line)
        item.level = line.level if kind == KINDS.DETAIL else ""
        item.recurrence = line.recurrence
        mine, other = (
            ("text_vi", "text_en") if self.decision.language == "vi" else ("text_en", "text_vi")
        )
        setattr(item, mine, line.text)
        setattr(item, other, self.texts.get(id(line), ""))
        parts: dict[str, str] = dict.fromkeys(line.coordinating, PARTS.COORDINATING)
        self.units[id(item)] = parts | dict.fromkeys(line.unit_codes, PARTS.LEAD)
        return item


def assignments(draft: Draft, units: Mapping[str, Unit]) -> list[Assignment]:
    """Unsaved assignments of the draft's saved items; unknown codes are left to the doubts."""
    return [
        Assignment(item=item, unit=units[code], part=part)
        for item in draft.items
        for code, part in draft.units[id(item)].items()
        if code in units
    ]
