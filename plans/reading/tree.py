"""The nouns of a Decision as read: sections, tasks, items, blocks, reports, doubts."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Doubt:
    """A place that a person should look at: line in the file, why, and the words there."""

    line: int
    why: str
    text: str


@dataclass
class Item:
    """A line of a task: content, obligation or sub-item.

    text: without marker; for an item with sub-items the words before them.
    level: general_department, collective or departments; "" in contents.
    units: names as written; unit_codes: those found; coordinating: codes named "in coordination".
    """

    line: int
    marker: str
    text: str
    level: str = ""
    units: list[str] = field(default_factory=list)
    unit_codes: list[str] = field(default_factory=list)
    coordinating: list[str] = field(default_factory=list)
    recurrence: str = ""
    closing: bool = False
    children: list["Item"] = field(default_factory=list)

    @property
    def leaves(self) -> list["Item"]:
        """The obligations in it: its sub-items, or itself when it has none; closings aside."""
        own = [child for child in self.children if not child.closing]
        return own or [self]


@dataclass
class Task:
    """One of the five tasks; code is "" for a task of another name."""

    code: str
    number: str
    name: str
    line: int
    contents: list[Item] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)


@dataclass
class Section:
    """A heading of the plan: purposes, requirements, contents, implementation."""

    kind: str
    marker: str
    title: str
    line: int


@dataclass
class Block:
    """A numbered part of the section on implementation: who, and what of them."""

    line: int
    marker: str
    title: str
    unit_codes: list[str] = field(default_factory=list)
    reporting: bool = False
    lines: list[Item] = field(default_factory=list)


@dataclass
class Report:
    """A report that is asked for: kind six_months, annual, quarterly, monthly or other; due."""

    kind: str
    due: date
    line: int
    text: str
    via: str = ""
    via_code: str = ""


@dataclass
class Decision:
    """A partnership plan as read from its Decision; nothing of it is stored by reading."""

    number: str = ""
    signed_on: date | None = None
    title: str = ""
    signer: str = ""
    year: int | None = None
    language: str = "en"
    sections: list[Section] = field(default_factory=list)
    purposes: list[Item] = field(default_factory=list)
    requirements: list[Item] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    implementation: list[Block] = field(default_factory=list)
    reporting: list[Report] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    file_lines: int = 0
