"""How far something has come, from its weighted leaves; pure, knows no database.

A leaf is an undertaking nobody derived another from. Its figure is what was achieved of the
target, or the percentage that was recorded; what is done stands at 100. A leaf without a figure,
and one that was dropped, does not count: it neither raises the mean nor drags it down.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

WHOLE = Decimal(100)
DONE, DROPPED = "done", "dropped"


@dataclass(frozen=True)
class Step:
    """What is known of one undertaking: ``percent`` as recorded (0 to 100), ``achieved`` and
    ``target`` in the indicator's own unit, ``weight`` among its neighbours, its state."""

    key: int
    above: int | None = None
    weight: int = 1
    status: str = ""
    percent: int | None = None
    achieved: Decimal | None = None
    target: Decimal | None = None


def figure(step: Step) -> Decimal | None:
    """How far one undertaking has come by itself, 0 to 100; None when nothing is known of it."""
    if step.status == DROPPED:
        return None
    if step.status == DONE:
        return WHOLE
    if step.target and step.achieved is not None:
        return _capped(WHOLE * step.achieved / step.target)
    return None if step.percent is None else _capped(Decimal(step.percent))


def mean(parts: Iterable[tuple[int, Decimal | None]]) -> Decimal | None:
    """The weighted mean of (weight, percent); parts without a figure do not count.

    None when no part has a figure. The answer lies between the least and the greatest part.
    """
    known = [(weight, percent) for weight, percent in parts if percent is not None]
    whole = sum(weight for weight, _percent in known)
    if not whole:
        return None
    found = sum(weight * percent for weight, percent in known) / Decimal(whole)
    # Division rounds in the last of 28 places: never past what the parts themselves say.
    return min(max(found, min(p for _w, p in known)), max(p for _w, p in known))


def of_tree(steps: Iterable[Step]) -> dict[int, Decimal | None]:
    """The percentage of every step, by key: its leaves' weighted mean, or its own figure.

    What is done is at 100, what was dropped has none, whatever stands below. A step whose leaves
    say nothing is measured by its own figure. Steps whose superior is not among them are roots.
    """
    below: dict[int | None, list[Step]] = {}
    known = {step.key: step for step in steps}
    for step in known.values():
        below.setdefault(step.above if step.above in known else None, []).append(step)
    found: dict[int, Decimal | None] = {}
    for root in below.get(None, []):
        _measure(root, below, found)
    return found


def _measure(
    step: Step, below: Mapping[int | None, list[Step]], found: dict[int, Decimal | None]
) -> Decimal | None:
    parts = [(each.weight, _measure(each, below, found)) for each in below.get(step.key, ())]
    settled = step.status in (DONE, DROPPED)
    from_leaves = None if settled else mean(parts)
    found[step.key] = figure(step) if from_leaves is None else from_leaves
    return found[step.key]


def _capped(percent: Decimal) -> Decimal:
    return min(max(percent, Decimal(0)), WHOLE)
