"""From a file to a Decision: its frame, sections, tasks, implementation and doubts."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from . import doubts
from .document import text_of
from .frame import read_frame
from .items import read_task
from .lines import Line, clean, meant_lines
from .names import Names, plain
from .outline import KINDS, Outline, outline, tasks_of
from .refusal import NO_PLAN, NotADecision
from .reporting import read_implementation
from .tree import Decision, Doubt, Item, Task

TASK_CODES = {"information", "support", "consultation", "supervision", "cooperation"}
CUSTOMS = re.compile(r"customs|hai quan")
PARTNERSHIP = re.compile(
    r"partner|doi tac"
    r"|(?:customs|hai quan)\W{1,3}(?:and \w{0,4} ?)?(?:enterprise|business|doanh nghiep)"
)
NO_DATE = date(9999, 12, 31)  # a plan without date and year: the units of today


def read(name: str, data: bytes, spellings: Callable[[date], Mapping[str, str]]) -> Decision:
    """Read the Decision in a file of type .txt, .docx or .pdf; nothing is written anywhere.

    spellings: the units' names by normalise(name) as of a day, the day the Decision was signed.
    Refused with NotADecision, whose message names the remedy: see text_of, and any text in which
    the tasks of a customs-business partnership plan are not found.
    """
    return read_lines(text_of(name, data), spellings)


def read_lines(lines: Sequence[str], spellings: Callable[[date], Mapping[str, str]]) -> Decision:
    """Read the Decision in lines of text; refused like read."""
    plan = outline(meant_lines(lines))
    stretches, strange = tasks_of(plan.of("contents"))
    known = {stretch.code for stretch in stretches} & TASK_CODES
    if len(known) < 2 or not _on_partnership(lines):
        raise NotADecision(NO_PLAN)
    decision = read_frame(lines, plan.begin - 1, plan.end)
    names = Names(spellings(_as_of(decision)))
    decision.doubts += _about_sections(plan) + strange
    decision.sections = [s.section for s in plan.stretches if not s.assumed]
    decision.purposes = _aims(plan, "purposes", decision)
    decision.requirements = _aims(plan, "requirements", decision)
    for stretch in stretches:
        task, found = read_task(stretch, names)
        decision.tasks.append(task)
        decision.doubts += found
    _about_tasks(decision)
    _implement(plan, names, decision)
    decision.doubts = sorted(dict.fromkeys(decision.doubts), key=lambda doubt: doubt.line)
    return decision


def _on_partnership(lines: Sequence[str]) -> bool:
    flat = [plain(clean(line)) for line in lines]
    return any(map(CUSTOMS.search, flat)) and any(map(PARTNERSHIP.search, flat))


def _as_of(decision: Decision) -> date:
    if decision.signed_on:
        return decision.signed_on
    return date(decision.year, 7, 1) if decision.year else NO_DATE


def _about_sections(plan: Outline) -> list[Doubt]:
    found = [
        Doubt(s.section.line, doubts.SECTION_ASSUMED, s.lines[0].whole)
        for s in plan.stretches
        if s.assumed
    ]
    kinds = {kind for s in plan.stretches for kind in s.section.kind.split("_")}
    missing = [kind for kind in KINDS if kind not in kinds]
    return found + [Doubt(plan.begin, doubts.NO_SECTION, kind) for kind in missing]


def _aims(plan: Outline, kind: str, decision: Decision) -> list[Item]:
    """Purposes or requirements: marked lines, or paragraphs where none is marked."""
    own, both = plan.of(kind), plan.of("purposes_requirements")
    lines = own or (both if kind == "purposes" else [])
    marked = [line for line in lines if line.marker]
    for line in lines:
        if line.marker is None and not line.open:
            decision.doubts.append(Doubt(line.number, doubts.UNMARKED, line.whole))
    return [_aim(line) for line in (marked or [x for x in lines if not x.open])]


def _aim(line: Line) -> Item:
    return Item(line.number, line.marker.text if line.marker else "", line.text)


def _about_tasks(decision: Decision) -> None:
    seen: set[str] = set()
    for task in decision.tasks:
        if not task.code:
            decision.doubts.append(Doubt(task.line, doubts.OTHER_TASK, task.name))
        elif task.code in seen:
            decision.doubts.append(Doubt(task.line, doubts.SAME_TASK, task.name))
        seen.add(task.code)
    at = decision.tasks[0].line
    decision.doubts += [Doubt(at, doubts.MISSING_TASK, c) for c in sorted(TASK_CODES - seen)]
    decision.doubts += _repeated(decision.tasks)


def _repeated(tasks: list[Task]) -> list[Doubt]:
    """Long items that stand word for word in two places of one task."""
    found: list[Doubt] = []
    for task in tasks:
        seen: set[str] = set()
        for item in task.items:
            if len(item.text) > 60 and item.text in seen and not item.children:
                found.append(Doubt(item.line, doubts.REPEATED, item.text))
            seen.add(item.text)
    return found


def _implement(plan: Outline, names: Names, decision: Decision) -> None:
    found = read_implementation(plan.of("implementation"), names, decision.year)
    decision.implementation, decision.reporting = found.blocks, found.reports
    decision.doubts += found.doubts
    if not found.reports:
        decision.doubts.append(Doubt(plan.end, doubts.NO_REPORTING, ""))
