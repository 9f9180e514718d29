"""Next year's plan of a unit begins with what was left undone in this year's."""

from typing import Any

from core.history import acting
from directory.models import User

from ..matching import Match, Text, match
from ..models import Item, Undertaking, UnitPlan
from ..rules import undertaking_flow as flow

Origin = Undertaking.Origin
TAKEN = (
    "text_vi", "text_en", "lead_id", "indicator", "target", "achieved", "percent", "weight",
)  # fmt: skip


def carry_over(plan: UnitPlan, *, by: User | None) -> list[Undertaking]:
    """Write what the plan before left open into ``plan``; returns the new undertakings.

    Each keeps a link to the one it carries on (``continues``) with its text, lead unit, indicator
    and what was achieved; its due day is set anew. It answers the superior unit's line that carries
    on the one it was derived from; else the obligation of the new Decision that says the same; and
    is an own initiative where there is neither.
    """
    if plan.continues is None:
        return []
    left = list(plan.continues.undertakings.open().select_related("item").order_by("position"))
    above, same = _above(left, plan), _same(left, plan)
    with acting(by, "carry_over"):
        return Undertaking.objects.bulk_create(
            Undertaking(
                unit_plan=plan,
                continues=old,
                **_answering(above.get(old.pk), same.get(old.pk), 10_000 + number),
                task=old.task,
                status=flow.moves["take_up"].target,
                **{name: getattr(old, name) for name in TAKEN},
            )
            for number, old in enumerate(left)
        )


def _answering(line: Undertaking | None, item: Item | None, last: int) -> dict[str, Any]:
    """What a carried-over line answers, and its place: ``last`` for an own initiative."""
    met = line or item
    return {
        "parent": line,
        "item": line.item if line else item,
        "origin": Origin.ADAPTED if met else Origin.OWN,
        "position": met.position if met else last,
    }


def _above(left: list[Undertaking], plan: UnitPlan) -> dict[int, Undertaking]:
    """By key of what was left: the superior's line that carries on the one it was derived from."""
    lines = Undertaking.objects.kept().filter(unit_plan=plan.superior_id).exclude(continues=None)
    carrying = {line.continues_id: line for line in lines.select_related("item")}
    return {old.pk: carrying[old.parent_id] for old in left if old.parent_id in carrying}


def _same(left: list[Undertaking], plan: UnitPlan) -> dict[int, Item]:
    """By key of what was left: the obligation of the new Decision that says the same."""
    offered = {item.pk: item for item in plan.plan.items.obligations().of_unit(plan.unit)}
    new = [Text(i.pk, i.task, i.code, i.text_vi or i.text_en) for i in offered.values()]
    old = [
        Text(each.pk, each.task, each.item.code, each.item.text_vi or each.item.text_en)
        for each in left
        if each.item
    ]
    found: list[Match] = match(old, new)
    return {each.old: offered[each.new] for each in found if each.sure}
