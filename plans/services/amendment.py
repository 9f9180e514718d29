"""A Decision amends another: its items are matched, and what units do moves to the new ones."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from associations.services import serve_instead
from core.history import acting
from directory.models import User
from surveys.services.results import follow_instead

from ..matching import Match, Text, match
from ..models import Doubt, Item, Plan, Serving, SupportIssue, Undertaking, UnitPlan
from ..rules import flow, item_verbs
from .items import settle
from .periods import go_on_under

DOUBTFUL = gettext_noop("It may be the same as an item of the Decision that is amended.")


def amend(plan: Plan, *, by: User | None, amended: Plan) -> Plan:
    """Say that ``plan``, still in the making, amends a plan in force; its items are matched.

    Sure matches are kept (``Item.replaces``); for each doubtful one a doubt is opened at its
    line, which a person settles before the plan is issued. Said again, it matches anew.
    Raises ``ValidationError`` unless ``amended`` is in force, of the same unit and year.
    """
    with flow.doing("amend", plan, by=by):
        same = (amended.issuer_id, amended.year) == (plan.issuer_id, plan.year)
        if amended.status != Plan.Status.ISSUED or not same:
            raise ValidationError(
                _("A plan in force of the same unit and year is amended, no other.")
            )
        plan.amends = amended
        plan.save(update_fields=["amends"])
        _match(plan, amended)
    return plan


def _match(plan: Plan, amended: Plan) -> None:
    old, new = _leaves(amended), _leaves(plan)
    found = match(_texts(old.values()), _texts(new.values()))
    by_new = {each.new: each for each in found}
    changed = []
    for item in new.values():
        mine = by_new.get(item.pk)
        item.replaces = old[mine.old] if mine else None
        changed.append(item)
    Item.objects.bulk_update(changed, ["replaces"])
    plan.doubts.filter(why=DOUBTFUL).delete()
    Doubt.objects.bulk_create(_doubt(plan, each, old, new) for each in found if not each.sure)


def _leaves(plan: Plan) -> dict[int, Item]:
    return {item.pk: item for item in plan.items.obligations().order_by("position")}


def _texts(items: Iterable[Item]) -> list[Text]:
    return [Text(i.pk, i.task, i.code, i.text_vi or i.text_en) for i in items]


def _doubt(plan: Plan, found: Match, old: dict[int, Item], new: dict[int, Item]) -> Doubt:
    item, before = new[found.new], old[found.old]
    source = plan.sources.order_by("-language").first()  # "vi" before "en": items carry its lines
    return Doubt(
        plan=plan,
        language=source.language if source else "vi",
        line=item.line or 1,
        why=DOUBTFUL,
        text=f"{item.code} ← {before.code} {before.text}",
    )


def replace(item: Item, *, by: User | None, old: Item | None) -> Item:
    """Say which item of the amended Decision this one replaces; None: it is new.

    The doubt about it is settled with that. Raises ``ValidationError`` for an item of another
    plan, or one that another item replaces already.
    """
    with item_verbs.doing("replace", item, by=by):
        if old is not None and old.plan_id != item.plan.amends_id:
            raise ValidationError(_("That item does not stand in the Decision that is amended."))
        beside = Item.objects.filter(plan=item.plan, replaces=old).exclude(pk=item.pk)
        if old is not None and (other := beside.first()):
            raise ValidationError(_("%(item)s replaces it already.") % {"item": other})
        item.replaces = old
        item.save(update_fields=["replaces"])
        doubts = item.plan.doubts.filter(line=item.line or 1, why=DOUBTFUL, settled_at=None)
        for doubt in doubts.filter(text__startswith=f"{item.code} ←"):
            settle(doubt, by=by)
    return item


def take_effect(plan: Plan, *, by: User | None) -> None:
    """On the day the amending plan is issued: the amended one is closed; reporting periods, issues
    raised, units' plans, what they undertook, activities, commitments of agreements and follow-ups
    of surveys stand under the new one, each change with history.

    What answered an obligation that the new Decision does not name any more stays with the old
    item, and is shown as such (``Undertaking.left_the_decision``). Raises ``ValidationError``
    while a doubt is open.
    """
    if plan.amends is None:
        return
    if plan.doubts.filter(settled_at=None).exists():
        raise ValidationError(_("Settle first which items are the same as before."))
    if plan.amends.status == Plan.Status.ISSUED:
        flow.make("close", plan.amends, by=by)
    go_on_under(plan, by=by)
    with acting(by, "amend"):
        for under in (UnitPlan, SupportIssue):
            under.objects.filter(plan=plan.amends).update(plan=plan)
        moved = [
            (item.replaces, item)
            for item in plan.items.select_related("replaces").order_by("pk")
            if item.replaces
        ]
        for old, new in moved:
            for answer in (Undertaking, Serving):
                answer.objects.filter(item=old).update(item=new)
    keys = {old.key: new.key for old, new in moved}
    serve_instead(keys, by=by, verb="amend")
    follow_instead(keys, by=by, verb="amend")
