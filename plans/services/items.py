"""A reading is corrected: texts, units, levels; items are split, joined and taken out."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
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
    """Correct the heading: year, number, signed_on, signer, title_vi, title_en."""
    with _editing(plan, by, "describe"):
        for field, value in heading.items():
            setattr(plan, field, value)
        plan.save(update_fields=list(heading))
    return plan


def correct(
    item: Item, *, by: User, leads: Iterable[Unit], supporters: Iterable[Unit], **fields
) -> Item:
    """Correct an item: ``fields`` are text_vi, text_en, level, task and recurrence.

    A sub-item keeps the task of its line. A unit that leads does not coordinate as well.
    Raises ``PermissionDenied`` without the right, ``NotNow`` once the plan is issued.
    """
    with _editing(item.plan, by, "correct"):
        for field, value in fields.items():
            setattr(item, field, value)
        item.save(update_fields=list(fields))
        item.children.exclude(task=item.task).update(task=item.task)
        parts = {unit: Assignment.Part.COORDINATING for unit in supporters}
        parts |= {unit: Assignment.Part.LEAD for unit in leads}
        item.assignments.exclude(unit__in=parts).delete()
        for unit, part in parts.items():
            item.assignments.update_or_create(unit=unit, defaults={"part": part})
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
        Item.objects.filter(plan=item.plan, position__gt=item.position).update(
            position=F("position") + 1
        )
        new = Item.objects.create(
            plan=item.plan, parent=item.parent, kind=item.kind, task=item.task, level=item.level,
            recurrence=item.recurrence, line=item.line, position=item.position + 1,
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
        beside = Item.objects.filter(
            plan=item.plan, parent=item.parent, kind=item.kind, task=item.task
        )
        after = beside.filter(position__gt=item.position).order_by("position").first()
        if after is None:
            raise ValidationError(_("No item follows that this one could be joined with."))
        item.text_vi = f"{item.text_vi} {after.text_vi}".strip()
        item.text_en = f"{item.text_en} {after.text_en}".strip()
        item.save(update_fields=["text_vi", "text_en"])
        after.children.update(parent=item)
        _take_over_units(item, after)
        after.delete()
        _renumber(item.plan)
    item.refresh_from_db()
    return item


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
    items = numbering.renumber(numbering.branches(plan.items.all()))
    Item.objects.bulk_update(items, ["position", "code"])
