"""What is offered to a unit that drafts its plan, and what the unit answers to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.history import acting
from directory.models import Unit, User
from directory.querysets import current

from ..models import Coordination, Item, Undertaking, UnitPlan
from ..rules import undertaking_flow, unit_plan_flow

Origin = Undertaking.Origin
OWN_FROM = 10_000  # own initiatives stand behind everything that was offered


@dataclass(frozen=True)
class Offer:
    """One line of the superior's that waits for the unit's answer."""

    key: str
    task: str
    code: str
    text_vi: str
    text_en: str
    text: str
    position: int
    above: str = ""
    due_on: date | None = None
    indicator: str = ""
    item: Item | None = None
    parent: Undertaking | None = None


@dataclass(frozen=True)
class Answer:
    """What the unit makes of an offer; ``choice`` is take_up, adapt or skip.

    ``text_vi`` and ``text_en`` are the unit's own words of an adapted line, ``reason`` says why a
    line is skipped. ``weight`` is 1 to 100, ``target`` in the indicator's own unit.
    """

    key: str
    choice: str
    lead: Unit
    coordinating: Sequence[Unit] = ()
    due_on: date | None = None
    indicator: str = ""
    target: Decimal | None = None
    weight: int = 1
    text_vi: str = ""
    text_en: str = ""
    reason: str = ""


def offers(plan: UnitPlan) -> list[Offer]:
    """What waits for an answer in ``plan``: the obligations that bind its unit, or what the
    superior unit's plan assigns to it; less what is answered already."""
    if plan.superior_id:
        return [_of_superior(each) for each in _assigned(plan)]
    answered = plan.undertakings.exclude(item=None).values("item")
    rows = plan.plan.items.obligations().of_unit(plan.unit).exclude(pk__in=answered)
    return [_of_decision(item) for item in rows.select_related("parent").order_by("position")]


def _assigned(plan: UnitPlan):
    answered = plan.undertakings.exclude(parent=None).values("parent")
    rows = Undertaking.objects.filter(unit_plan=plan.superior_id).kept().assigned_to(plan.unit)
    return rows.exclude(pk__in=answered).select_related("item").order_by("position", "pk")


def _of_decision(item: Item) -> Offer:
    above = item.parent.text if item.parent else ""
    vi, en = item.text_vi or item.text_en, item.text_en
    return Offer(
        f"i{item.pk}", item.task, item.code, vi, en, item.text, item.position, above, item=item
    )


def _of_superior(line: Undertaking) -> Offer:
    code = line.item.code if line.item else ""
    return Offer(
        f"u{line.pk}", line.task, code, line.text_vi, line.text_en, line.text, line.position,
        "", line.due_on, line.indicator, line.item, line,
    )  # fmt: skip


def answer(plan: UnitPlan, answers: Iterable[Answer], *, by: User | None) -> list[Undertaking]:
    """Write the unit's answers into its draft; returns the new undertakings.

    An offer that somebody answered a moment ago is left as it was answered then. Raises
    ``ValidationError`` for a line without its reason or text or led from outside the unit,
    ``NotNow`` once the plan is submitted, ``PermissionDenied`` without the right to draft.
    """
    made: list[Undertaking] = []
    with unit_plan_flow.doing("initiate", plan, by=by):
        waiting = {offer.key: offer for offer in offers(plan)}
        given = [each for each in answers if each.key in waiting]
        for verb, chosen in _by_verb(given).items():
            with acting(by, verb):
                made += _write(plan, verb, [(waiting[each.key], each) for each in chosen])
    return made


def _by_verb(answers: Iterable[Answer]) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {"take_up": [], "skip": []}
    for each in answers:
        found["skip" if each.choice == "skip" else "take_up"].append(each)
    return found


def _write(plan: UnitPlan, verb: str, pairs: list[tuple[Offer, Answer]]) -> list[Undertaking]:
    start = undertaking_flow.moves[verb].target
    rows = Undertaking.objects.bulk_create(
        Undertaking(unit_plan=plan, status=start, **_fields(plan, offer, given))
        for offer, given in pairs
    )
    Coordination.objects.bulk_create(
        Coordination(undertaking=row, unit=unit)
        for row, (_offer, given) in zip(rows, pairs, strict=True)
        for unit in given.coordinating
        if unit != given.lead
    )
    return rows


def _fields(plan: UnitPlan, offer: Offer, given: Answer) -> dict[str, Any]:
    adapted = given.choice == "adapt"
    if given.choice == "skip" and not given.reason.strip():
        raise ValidationError(_("%(code)s: say why it is skipped.") % {"code": offer.code})
    if adapted and not given.text_vi.strip():
        raise ValidationError(
            _("%(code)s: write the unit's own text, or take it up as it stands.")
            % {"code": offer.code}
        )
    make_sure_it_is_ours(plan, given.lead, *given.coordinating)
    return {
        "item": offer.item,
        "parent": offer.parent,
        "origin": Origin.ADAPTED if adapted else Origin.TAKEN_UP,
        "position": offer.position,
        "text_vi": given.text_vi if adapted else offer.text_vi,
        "text_en": translation(given, offer) if adapted else offer.text_en,
        "task": offer.task,
        "lead": given.lead,
        "due_on": given.due_on,
        "indicator": given.indicator,
        "target": given.target,
        "weight": given.weight,
        "dropped_because": given.reason if given.choice == "skip" else "",
    }


def translation(new, old) -> str:
    """The English of ``new``; none where the Vietnamese was changed and the English forgotten."""
    forgotten = new.text_vi != old.text_vi and new.text_en == old.text_en
    return "" if forgotten else new.text_en


def units_of(plan: UnitPlan):
    """Units that may lead or help in ``plan``: its own, and those below it today."""
    below = Q(path__startswith=plan.unit.path) & current(localdate())
    return Unit.objects.filter(below | Q(pk=plan.unit_id)).order_by("path")


def make_sure_it_is_ours(plan: UnitPlan, *units: Unit) -> None:
    """Units named in a plan are its own unit or below it; else ``ValidationError``."""
    mine = plan.unit.covers
    for unit in units:
        if not any(unit.path.startswith(path) for path in mine):
            raise ValidationError(_("%(unit)s does not belong to the unit.") % {"unit": unit})


def initiate(plan: UnitPlan, *, by: User | None, coordinating=(), **fields) -> Undertaking:
    """Add an own initiative: text_vi, text_en, task, lead, due_on, indicator, target, weight.

    Raises ``ValidationError`` for units from outside, ``NotNow`` once the plan is submitted.
    """
    with unit_plan_flow.doing("initiate", plan, by=by):
        make_sure_it_is_ours(plan, fields["lead"], *coordinating)
        last = plan.undertakings.aggregate(last=Max("position"))["last"] or 0
        with acting(by, "initiate"):
            row = undertaking_flow.model._base_manager.create(
                unit_plan=plan,
                status=undertaking_flow.moves["take_up"].target,
                origin=Origin.OWN,
                position=max(last, OWN_FROM) + 1,
                **fields,
            )
            assign_helpers(row, coordinating)
    return row


def assign_helpers(row: Undertaking, units: Iterable[Unit]) -> None:
    """Let these units coordinate, and no others; the lead unit does not help itself."""
    wanted = [unit for unit in units if unit.pk != row.lead_id]
    row.coordinations.exclude(unit__in=wanted).delete()
    known = set(row.coordinations.values_list("unit", flat=True))
    Coordination.objects.bulk_create(
        Coordination(undertaking=row, unit=unit) for unit in wanted if unit.pk not in known
    )


def adapt(row: Undertaking, *, by: User | None, coordinating=(), **fields) -> Undertaking:
    """Correct a line of a draft: fields as in :func:`initiate`.

    A line taken up as it stands whose text is changed counts as adapted.
    """
    with undertaking_flow.doing("adapt", row, by=by):
        make_sure_it_is_ours(row.unit_plan, fields["lead"], *coordinating)
        before = Undertaking(text_vi=row.text_vi, text_en=row.text_en)
        for name, value in fields.items():
            setattr(row, name, value)
        row.text_en = translation(row, before)
        changed = (before.text_vi, before.text_en) != (row.text_vi, row.text_en)
        if row.origin == Origin.TAKEN_UP and changed:
            row.origin = Origin.ADAPTED
        row.save(update_fields={*fields, "origin", "text_en"})
        assign_helpers(row, coordinating)
    return row


def remove(row: Undertaking, *, by: User | None) -> Undertaking:
    """Take a line out of a draft: what it answered is offered again.

    Raises ``ValidationError`` where a line of another plan was derived from it.
    """
    with undertaking_flow.doing("remove", row, by=by):
        if row.children.exists() or row.continued_by.exists():
            raise ValidationError(_("Another plan builds on this line: drop it with a reason."))
        row.delete()
    return row
