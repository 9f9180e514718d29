"""How many of what a Decision holds: the figures by which a reading is checked."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .markers import split_marker
from .tree import Block, Decision, Item, Task
from .words import DEPARTMENTS


def counts(decision: Decision) -> dict[str, Any]:
    """The figures of a reading, by task number and in total."""
    gdc, local = _figures(decision, _headquarters), _figures(decision, _local)
    content = _figures(decision, lambda task: task.contents)
    marked = gdc(_marked)["total"] + local(_marked)["total"]
    leaves = [sum(len(i.leaves) for t in decision.tasks for i in side(t)) for side in SIDES]
    romans = [figure(_subs) for figure in (content, gdc, local)]
    return {
        "sections": [s.marker for s in decision.sections if s.marker],
        "purposes": len(decision.purposes),
        "requirements": len(decision.requirements),
        "tasks": len(decision.tasks),
        "task_names": [task.name for task in decision.tasks],
        "task_heading_lines": [task.line for task in decision.tasks],
        "content_lead_sentences": _without_total(content(lambda item: not item.marker)),
        "content_dash_bullets": content(_marked),
        "content_romans": romans[0],
        "gdc_plus_lines": gdc(_marked),
        "gdc_romans": romans[1],
        "prov_plus_lines": local(_marked),
        "prov_unprefixed_lines": _without_noughts(local(lambda item: not item.marker)),
        "prov_romans": romans[2],
        "plus_lines_total": marked,
        "detailed_task_lines_total": sum(len(task.items) for task in decision.tasks),
        "romans_total": sum(each["total"] for each in romans),
        "leaf_obligations_gdc": leaves[0],
        "leaf_obligations_prov": leaves[1],
        "leaf_obligations_total": sum(leaves),
        "section_IV_dash_bullets": _bullets(decision),
        "section_IV_4_paragraphs": sum(map(_paragraphs, decision.implementation)),
        "file_lines": decision.file_lines,
    }


def _headquarters(task: Task) -> list[Item]:
    return [item for item in task.items if item.level != DEPARTMENTS]


def _local(task: Task) -> list[Item]:
    return [item for item in task.items if item.level == DEPARTMENTS]


SIDES = (_headquarters, _local)


def _marked(item: Item) -> int:
    return bool(item.marker)


def _subs(item: Item) -> int:
    return sum(not child.closing for child in item.children)


def keys_of(tasks: list[Task]) -> list[str]:
    """The tasks' numbers as written if they tell them apart, else their places."""
    written = [task.number for task in tasks]
    if all(written) and len(set(written)) == len(written):
        return written
    return [str(place) for place, _ in enumerate(tasks, 1)]


def _figures(decision: Decision, side: Callable[[Task], list[Item]]):
    """A counter over one side of every task: by task, then the total."""

    def figure(count: Callable[[Item], int]) -> dict[str, int]:
        pairs = zip(keys_of(decision.tasks), decision.tasks, strict=True)
        by_task = {key: int(sum(map(count, side(task)))) for key, task in pairs}
        return {**by_task, "total": sum(by_task.values())}

    return figure


def _without_total(figures: dict[str, int]) -> dict[str, int]:
    return {key: figure for key, figure in figures.items() if key != "total"}


def _without_noughts(figures: dict[str, int]) -> dict[str, int]:
    return {key: figure for key, figure in figures.items() if figure or key == "total"}


def _bullets(decision: Decision) -> dict[str, int]:
    section = next((s.marker for s in decision.sections if s.kind == "implementation"), "IV")
    found = dict(_bullets_of(section or "IV", decision.implementation))
    return {**found, "total": sum(found.values())}


def _bullets_of(section: str, blocks: Iterable[Block]) -> Iterator[tuple[str, int]]:
    for place, block in enumerate(blocks, 1):
        bullets = sum(bool(item.marker) for item in block.lines)
        marker = split_marker(block.marker)[0]
        if bullets:
            yield f"{section}.{marker.bare.rpartition('.')[2] if marker else place}", bullets


def _paragraphs(block: Block) -> int:
    return sum(not item.marker for item in block.lines) if block.reporting else 0
