"""The queues of a person, counted together in one question."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from core.admin import Tab
from directory.querysets import within

from ..models import Inquiry, PassingOn, Viewing
from ..querysets import day_of
from ..rules import ADVISERS

S = Inquiry.Status
Find = Callable[[object, datetime], Q]


@dataclass(frozen=True)
class Queue:
    """Open cases of one sort; ``which(user, moment)`` tells them by columns of the case."""

    name: str
    label: str | Promise
    which: Find
    empty: str | Promise


def mine(user, at) -> Q:
    absent = user.substitutes_for.as_of(localdate(at)).values("officer")
    return Q(handler=user.pk) | Q(handler__in=absent)


def of_my_unit(user, at) -> Q:
    return Q(unit=user.unit.pk) if user.unit else Q(pk__in=[])


def unassigned(user, at) -> Q:
    return Q(handler=None)


def news(user, at) -> Q:
    """The asker wrote and nobody of the unit has looked since, or written."""
    seen = Viewing.objects.filter(
        inquiry=OuterRef("pk"),
        at__gt=OuterRef("asker_wrote_at"),
        by__roles__unit=F("inquiry__unit"),
    )
    return Q(asker_wrote_at__isnull=False) & ~Q(Exists(seen))


def late(user, at) -> Q:
    return Q(due_at__lt=day_of(at))


def silent(user, at) -> Q:
    return Q(responded_at=None, first_due_at__lt=at)


def not_passed_on(user, at) -> Q:
    """By keys, of which there are few: no case that is counted is joined with anything."""
    return Q(pk__in=PassingOn.objects.filter(at=None, due_at__lt=at).values("inquiry"))


def waiting(user, at) -> Q:
    return Q(status=S.WAITING)


def before_me(user, at) -> Q:
    replying = [role.unit.path for role in user.held if role.kind in ADVISERS]
    return within(replying, "asked_above__path")


QUEUES = (
    Queue("mine", _("In my hands"), mine, _("You have no open case: take one of the unit's.")),
    Queue("unit", _("Cases of my unit"), of_my_unit, _("Your unit has no open case.")),
    Queue("unassigned", _("In nobody's hands"), unassigned, _("Every case has its officer.")),
    Queue("news", _("New from the asker"), news, _("No asker has written anything new.")),
    Queue("late", _("Answer late"), late, _("No case is late.")),
    Queue("silent", _("First response late"), silent, _("Every asker has heard from customs.")),
    Queue("unsent", _("Not passed on"), not_passed_on, _("Members' requests reached who answers.")),
    Queue("waiting", _("Waiting for the enterprise"), waiting, _("Nobody is being waited for.")),
    Queue("above", _("Put before me"), before_me, _("No unit asks you for advice.")),
)


def kept_by(queue: Queue):
    """The saved view of a queue, for the list."""
    return lambda rows, user: rows.filter(queue.which(user, now()), status__in=Inquiry.OPEN)


TABS = tuple(Tab(queue.name, queue.label, kept_by(queue)) for queue in QUEUES)


def counts(rows, user) -> dict[str, int]:
    """How many open cases of ``rows`` stand in each queue: one question for all."""
    at = now()
    sums = {queue.name: Count("pk", filter=queue.which(user, at)) for queue in QUEUES}
    return rows.order_by().filter(status__in=Inquiry.OPEN).aggregate(**sums)


__all__ = ["QUEUES", "TABS", "Queue", "counts", "kept_by"]
