"""What every verb does first and last: lock, ask the table, count the clocks anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils.timezone import now

from directory.calendars import calendars_for

from .. import clocks
from ..models import Attachment, Holding, Inquiry, Message, PassingOn
from ..rules import flow


@contextmanager
def verb(name: str, inquiry: Inquiry, by: Any, *, reason: str = "") -> Iterator[datetime]:
    """Lock the case, ask right and state, announce the verb; gives the moment it happens.

    Raises PermissionDenied and NotNow as the workflow does, before anything is written.
    """
    with flow.doing(name, inquiry, by=by, reason=reason[:500]):
        yield now()


def case_of(inquiry: Inquiry) -> clocks.Case:
    """The rows of a case as its clocks read them, in four queries."""
    holdings = list(inquiry.holdings.select_related("unit").order_by("since", "pk"))
    calendars = calendars_for({holding.unit for holding in holdings})
    spells = [
        clocks.Spell(
            calendars[each.unit_id], each.since, each.until, each.ended == Holding.End.ANSWERED
        )
        for each in holdings
    ]
    pauses = inquiry.pauses.order_by("since").values_list("since", "until")
    later = inquiry.extensions.order_by("at").values_list("at", "new_due")
    return clocks.Case(
        tuple(spells), inquiry.first_hours, inquiry.answer_days, tuple(pauses), tuple(later)
    )


def recount(inquiry: Inquiry) -> dict[str, Any]:
    """Both due moments as the rows give them."""
    case = case_of(inquiry)
    return {"due_at": clocks.due_at(case), "first_due_at": clocks.first_due_at(case)}


def update(inquiry: Inquiry, **fields: Any) -> None:
    """Set fields other than the status, inside an announced verb."""
    for name, value in fields.items():
        setattr(inquiry, name, value)
    inquiry.save(update_fields=list(fields))


def say(inquiry: Inquiry, side: str, text: str, *, at: datetime, by: Any, **more: Any) -> Message:
    """Add a passage to the conversation."""
    files = more.pop("files", ())
    person = by if getattr(by, "pk", None) else None
    message = Message.objects.create(
        inquiry=inquiry, side=side, text=text, at=at, by=person, **more
    )
    attach(inquiry, files, message)
    return message


def attach(inquiry: Inquiry, files: Any, message: Message | None = None) -> None:
    """Attach kept files to the question or to a message."""
    Attachment.objects.bulk_create(
        [Attachment(inquiry=inquiry, message=message, file=file) for file in files]
    )


def first_word(inquiry: Inquiry, *, at: datetime) -> datetime:
    """When customs first said something in this round: now, which is kept, or before."""
    if inquiry.responded_at:
        return inquiry.responded_at
    inquiry.first_responses.create(unit=inquiry.unit, at=at, due_at=inquiry.first_due_at)
    return at


def take_over(inquiry: Inquiry, unit, *, at: datetime) -> None:
    """A unit has the case from ``at`` on."""
    Holding.objects.create(inquiry=inquiry, unit=unit, since=at)


def pass_on(inquiry: Inquiry, *, at: datetime) -> None:
    """Who answers has it: the clock of passing on, where one runs, has its end."""
    if inquiry.status == Inquiry.Status.RECEIVED:
        PassingOn.objects.filter(inquiry=inquiry, at=None).update(at=at)


def let_go(inquiry: Inquiry, how: str, *, at: datetime) -> None:
    """The holding ends at ``at``: how, under which limit and after how many working minutes."""
    pass_on(inquiry, at=at)
    minutes = clocks.waited(case_of(inquiry), at)
    inquiry.pauses.filter(until=None).update(until=at)
    inquiry.holdings.filter(until=None).update(
        until=at, ended=how, due_at=inquiry.due_at, minutes=minutes
    )
