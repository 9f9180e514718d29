"""A reading is corrected: texts, units, levels; items are split, joined and taken out."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from core.history import acting
from core.workflow import NotNow
from directory.models import Unit, User

from .. import numbering
from ..models import Assignment, Doubt, Item, Plan
from ..rules import edits


@contextmanager
def _editing(plan: Plan, by: User | None, verb: str, reason: str = "") -> Iterator[None]:
    """Hold the plan's row while its parts change; refuse once it is issued or without the right."""
    with acting(by, verb, reason=reason):
        locked = Plan.objects.select_for_update().get(pk=plan.pk)
        if locked.status not in Plan.IN_MAKING:
            raise NotNow(_("The plan is issued: amend it by a new Decision."))
        if by is not None and not edits(by, locked):
            raise PermissionDenied
        yield


def describe(plan: Plan, *, by: User, **heading) -> Plan:
    """Correct the heading: year, number, signed_on, signer, title_vi, title_en.

    Raises ``ValidationError`` when a plan that is drafted already would lose one of them.
    """
    with _editing(plan, by, "describe"):
        plan.refresh_from_db()
        for field, value in heading.items():
            setattr(plan, field, value)
        if plan.status != Plan.Status.READ and not plan.has_heading:
            raise ValidationError(_("A drafted plan keeps number, date, signer and title."))
        plan.save(update_fields=list(heading))
    return plan


def correct(
    item: Item, *, by: User, leads: Iterable[Unit], supporters: Iterable[Unit], **fields
) -> Item:
    """Correct an item: ``fields`` are text_vi, text_en, level, task and recurrence.

    Sub-items follow the line in task and level, and in its units where they had the same ones.
    A unit that leads does not coordinate as well.
    Raises ``PermissionDenied`` without the right, ``NotNow`` once the plan is issued.
    """
    with _editing(item.plan, by, "correct"):
        for field, value in fields.items():
            setattr(item, field, value)
        item.save(update_fields=list(fields))
        below = {"task": item.task, "level": item.level}
        item.children.exclude(**below).update(**below)
        parts: dict[int, str] = {unit.pk: Assignment.Part.COORDINATING for unit in supporters}
        parts |= {unit.pk: Assignment.Part.LEAD for unit in leads}
        before = _parts(item)
        followers = [child for child in item.children.all() if _parts(child) == before]
        for each in (item, *followers):
            _assign(each, parts)
        _renumber(item.plan)
    item.refresh_from_db()
    return item


def split(item: Item, *, by: User, first: dict[str, str], second: dict[str, str]) -> Item:
    """Cut an item in two; ``first`` and ``second`` hold text_vi and text_en. Returns the new one.

    The second half stands behind the first, with the same level and units.
    Raises ``ValidationError`` where one half would say nothing.
    """
    if not all(any(text.strip() for text in half.values()) for half in (first, second)):
        raise ValidationError(_("Each half needs a text: write both, or correct the item."))
    units = list(item.assignments.all())
    with _editing(item.plan, by, "split"):
        new = Item.objects.create(
            plan=item.plan, parent=item.parent, kind=item.kind, task=item.task, level=item.level,
            recurrence=item.recurrence, line=item.line, position=item.position,
            code=f"{item.code}+", **second,
        )  # fmt: skip
        item.text_vi, item.text_en = first["text_vi"], first["text_en"]
        item.save(update_fields=["text_vi", "text_en"])
        Assignment.objects.bulk_create(
            [Assignment(item=new, unit=each.unit, part=each.part) for each in units]
        )
        _renumber(item.plan)
    new.refresh_from_db()
    return new


def merge(item: Item, *, by: User) -> Item:
    """Join an item with the next one beside it: its text and sub-items are taken over.

    Raises ``ValidationError`` when nothing of the same kind and task follows.
    """
    with _editing(item.plan, by, "merge"):
        after = following(item)
        if after is None:
            raise ValidationError(_("No item follows that this one could be joined with."))
        item.text_vi = f"{item.text_vi} {after.text_vi}".strip()
        item.text_en = f"{item.text_en} {after.text_en}".strip()
        item.save(update_fields=["text_vi", "text_en"])
        after.children.update(parent=item, level=item.level)
        _take_over_units(item, after)
        after.delete()
        _renumber(item.plan)
    item.refresh_from_db()
    return item


def following(item: Item) -> Item | None:
    """The next item beside this one: of the same line, or of the same kind and task."""
    beside = Item.objects.filter(plan=item.plan, parent=item.parent, kind=item.kind, task=item.task)
    return beside.filter(position__gt=item.position).order_by("position").first()


def _parts(item: Item) -> dict[int, str]:
    return dict(item.assignments.values_list("unit", "part"))


def _assign(item: Item, parts: dict[int, str]) -> None:
    """Give the item these units (by key) and parts, and no others."""
    item.assignments.exclude(unit__in=parts).delete()
    for unit, part in parts.items():
        item.assignments.update_or_create(unit_id=unit, defaults={"part": part})


def _take_over_units(item: Item, after: Item) -> None:
    mine = item.assignments.values("unit")
    after.assignments.exclude(unit__in=mine).update(item=item)


def drop(item: Item, *, by: User, reason: str) -> None:
    """Take an item out that is none (a page number, a heading read as a task)."""
    with _editing(item.plan, by, "drop", reason):
        item.delete()
        _renumber(item.plan)


def settle(doubt: Doubt, *, by: User | None) -> Doubt:
    """A person has looked: the place is right as it stands now."""
    with _editing(doubt.plan, by, "settle"):
        doubt.settled_at = now()
        doubt.save(update_fields=["settled_at"])
    return doubt


def _renumber(plan: Plan) -> None:
    """Number anew; only items whose place changed leave a line in their history."""
    items = list(plan.items.all())
    before = {item.pk: (item.position, item.code) for item in items}
    done = numbering.renumber(numbering.branches(items))
    moved = [item for item in done if before[item.pk] != (item.position, item.code)]
    Item.objects.bulk_update(moved, ["position", "code"])
