"""Obligations of plans in force, offered to follow-ups of surveys (task 4, supervision)."""

from core.ties import Source
from surveys.obligations import obligations

from ..models import Item, Plan
from .served import obligation


def supervision(user, _follow_up):
    """Of supervision, in the newest plan in force."""
    newest = Plan.objects.visible_to(user).filter(status=Plan.Status.ISSUED).order_by("-year")[:1]
    items = Item.objects.obligations().filter(plan__in=newest.values("pk"))
    return items.filter(task=Item.Task.SUPERVISION).select_related("plan").order_by("position")


def every(_user):
    """Lines of a Decision are no secret: whoever reads a follow-up reads what it is done under."""
    return Item.objects.select_related("plan")


obligations.declare(Source(Item.KEY, supervision, every, obligation))
