"""Obligations of plans in force, offered to follow-ups of surveys (task 4, supervision)."""

from collections.abc import Iterable, Iterator

from django.urls import reverse

from surveys.obligations import Obligation, Source, declare

from ..models import Item, Plan


def obligation(item: Item) -> Obligation:
    url = reverse("admin:plans_item_change", args=[item.pk])
    return Obligation(item.key, f"{item.plan.year}: {item}", url)


def offered(user) -> Iterator[Obligation]:
    """Of supervision, in the newest plan in force."""
    newest = Plan.objects.visible_to(user).filter(status=Plan.Status.ISSUED).order_by("-year")[:1]
    items = Item.objects.obligations().filter(plan__in=newest.values("pk"))
    items = items.filter(task=Item.Task.SUPERVISION).select_related("plan").order_by("position")
    return map(obligation, items)


def named(keys: Iterable[str]) -> Iterator[Obligation]:
    numbers = [key.removeprefix(Item.KEY) for key in keys if key.startswith(Item.KEY)]
    found = Item.objects.filter(pk__in=[n for n in numbers if n.isdecimal()])
    return map(obligation, found.select_related("plan"))


declare(Source(offered, named))
