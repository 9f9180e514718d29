"""What officers do with a case from its receipt to its end."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.models import StoredFile
from directory.models import Unit, User

from .. import notices
from ..models import Citation, Escalation, Extension, Holding, Inquiry, Message, Pause, Topic
from ..querysets import day_of
from ..rules import flow, sender_of
from . import routes
from .work import first_word, let_go, pass_on, recount, say, take_over, update, verb

End, Side = Holding.End, Message.Side


def take(inquiry: Inquiry, *, by: User) -> Inquiry:
    """``by`` handles the case from now on."""
    with verb("take", inquiry, by) as at:
        pass_on(inquiry, at=at)
        return flow.make("take", inquiry, by=by, handler=by)


def route(inquiry: Inquiry, *, by: User | None, handler: User | None = None) -> Inquiry:
    """Give the case to ``handler``, or to whoever of the unit has the fewest open cases."""
    with verb("route", inquiry, by) as at:
        chosen = handler or routes.least_loaded(inquiry.unit)
        if chosen is None:
            raise ValidationError(_("Nobody works in this unit: transfer the case."))
        pass_on(inquiry, at=at)
        flow.make("route", inquiry, by=by, handler=chosen)
        if chosen != by:
            notices.assigned(inquiry, at)
    return inquiry


def respond(inquiry: Inquiry, *, by: User, text: str) -> Message:
    """A word to the asker that is not the answer yet."""
    with verb("respond", inquiry, by) as at:
        message = say(inquiry, Side.OFFICER, text, at=at, by=by)
        update(inquiry, responded_at=first_word(inquiry, at=at), asker_wrote_at=None)
        notices.written(inquiry, message)
    return message


def note(inquiry: Inquiry, *, by: User, text: str) -> Message:
    """A remark for officers only."""
    with verb("note", inquiry, by) as at:
        message = say(inquiry, Side.NOTE, text, at=at, by=by)
        update(inquiry, language=inquiry.language)
    return message


def ask_more(inquiry: Inquiry, *, by: User, text: str) -> Inquiry:
    """Ask the enterprise for what is missing; the clock stands still."""
    with verb("ask_more", inquiry, by) as at:
        message = say(inquiry, Side.OFFICER, text, at=at, by=by)
        Pause.objects.create(inquiry=inquiry, since=at)
        flow.make(
            "ask_more", inquiry, by=by, asker_wrote_at=None,
            responded_at=first_word(inquiry, at=at), **recount(inquiry),
        )  # fmt: skip
        notices.written(inquiry, message)
    return inquiry


def resume(inquiry: Inquiry, *, by: User, reason: str) -> Inquiry:
    """The clock runs again although nothing came through the portal."""
    with verb("resume", inquiry, by, reason=reason) as at:
        inquiry.pauses.filter(until=None).update(until=at)
        return flow.make("resume", inquiry, by=by, reason=reason, **recount(inquiry))


def answer(
    inquiry: Inquiry,
    *,
    by: User | None,
    text: str,
    citations: Iterable[tuple[str, str]] = (),
    files: Iterable[StoredFile] = (),
) -> Inquiry:
    """Answer the asker; ``citations`` are (document, article)."""
    with verb("answer", inquiry, by) as at:
        message = say(inquiry, Side.OFFICER, text, at=at, by=by, answers=True, files=files)
        Citation.objects.bulk_create(
            [Citation(message=message, document=doc, place=place) for doc, place in citations]
        )
        let_go(inquiry, End.ANSWERED, at=at)
        flow.make(
            "answer", inquiry, by=by, answered_at=at, asker_wrote_at=None,
            responded_at=first_word(inquiry, at=at), handler=inquiry.handler or by,
        )  # fmt: skip
        inquiry.drafts.all().delete()
        notices.answered(inquiry)
    return inquiry


def transfer(inquiry: Inquiry, *, by: User, unit: Unit, reason: str) -> Inquiry:
    """Another unit answers from now on; what this one had of the time stays counted."""
    if unit.pk == inquiry.unit_id:
        raise ValidationError({"unit": _("This unit has the case already.")})
    return _pass_on(inquiry, "transfer", End.TRANSFERRED, unit, by=by, reason=reason)


def give_back(inquiry: Inquiry, *, by: User, reason: str) -> Inquiry:
    """Back to the unit that transferred it."""
    sender = sender_of(inquiry)
    unit = sender.unit if sender else inquiry.unit
    return _pass_on(inquiry, "give_back", End.RETURNED, unit, by=by, reason=reason)


def _pass_on(inquiry: Inquiry, name: str, how: str, unit: Unit, *, by: Any, reason: str) -> Inquiry:
    with verb(name, inquiry, by, reason=reason) as at:
        # The table is asked again in between: who sent the case must still be the last holding.
        flow.make(name, inquiry, by=by, reason=reason, unit=unit, handler=None)
        say(inquiry, Side.NOTE, reason, at=at, by=by)
        let_go(inquiry, how, at=at)
        take_over(inquiry, unit, at=at)
        update(inquiry, **recount(inquiry))
        notices.passed_on(inquiry, reason, by=by)
    return inquiry


def escalate(inquiry: Inquiry, *, by: User, reason: str, to_unit: Unit | None = None) -> Inquiry:
    """Put the case before the level above, or before another unit that knows the matter."""
    above = to_unit or routes.level_above(inquiry.unit)
    with verb("escalate", inquiry, by, reason=reason) as at:
        asked = Escalation.objects.create(
            inquiry=inquiry, from_unit=inquiry.unit, to_unit=above, reason=reason, at=at, by=by
        )
        flow.make("escalate", inquiry, by=by, reason=reason, asked_above=above)
        notices.put_before(asked)
    return inquiry


def recall(inquiry: Inquiry, *, by: User, reason: str) -> Inquiry:
    """The unit answers without the reply it had asked the level above for."""
    with verb("recall", inquiry, by, reason=reason) as at:
        # The table is asked again in between: what is taken back must still be pending.
        flow.make("recall", inquiry, by=by, reason=reason, asked_above=None)
        inquiry.escalations.pending().update(recalled_at=at)
        say(inquiry, Side.NOTE, reason, at=at, by=by)
    return inquiry


def advise(inquiry: Inquiry, *, by: User, text: str) -> Inquiry:
    """The level above replies to the unit, which answers the asker."""
    with verb("advise", inquiry, by) as at:
        inquiry.escalations.pending().update(reply=text, replied_at=at, replied_by=by)
        say(inquiry, Side.NOTE, text, at=at, by=by)
        flow.make("advise", inquiry, by=by, asked_above=None)
        notices.advised(inquiry, text, at)
    return inquiry


def extend(inquiry: Inquiry, *, by: User, new_due: date, reason: str) -> Inquiry:
    """A later last day, which the asker reads with its reason.

    Raises ValidationError unless the day is a later working day of the unit than the present one,
    and once the case is late: what is late was not done on time.
    """
    with verb("extend", inquiry, by, reason=reason) as at:
        calendar = routes.calendar_of(inquiry.unit)
        if inquiry.due_at and inquiry.due_at < day_of(at):
            raise ValidationError(_("The last day has passed: what is late stays late."))
        if inquiry.due_at and new_due <= localdate(inquiry.due_at):
            raise ValidationError({"new_due": _("Choose a day after the present last day.")})
        if not calendar.is_working_day(new_due):
            raise ValidationError({"new_due": _("Choose a working day of the unit.")})
        Extension.objects.create(inquiry=inquiry, new_due=new_due, reason=reason, at=at, by=by)
        update(inquiry, **recount(inquiry))
        notices.extended(inquiry, reason)
    return inquiry


def reclassify(inquiry: Inquiry, *, by: User, kind: str, topic: Topic, reason: str) -> Inquiry:
    """Correct kind and topic: the limits of the new kind hold from the beginning.

    The former ones are kept, for the figures of the days on which they held. A term can be made
    longer by it, therefore ``reason`` stands in the history.
    """
    with verb("reclassify", inquiry, by, reason=reason) as at:
        member = routes.is_member(routes.enterprise_of(inquiry.tax_code))
        hours, days = routes.limits_for(kind, topic, member=member)
        if (hours, days) != (inquiry.first_hours, inquiry.answer_days):
            inquiry.terms.create(
                until=at, first_hours=inquiry.first_hours, answer_days=inquiry.answer_days
            )
        inquiry.first_hours, inquiry.answer_days = hours, days
        update(
            inquiry, kind=kind, topic=topic, first_hours=hours, answer_days=days,
            **recount(inquiry),
        )  # fmt: skip
    return inquiry


def hand_over(inquiry: Inquiry, *, by: User, handed_to: str, reason: str) -> Inquiry:
    """Pass a complaint or denunciation to the body that settles it, and tell the asker."""
    with verb("hand_over", inquiry, by, reason=reason) as at:
        let_go(inquiry, End.HANDED_OVER, at=at)
        flow.make("hand_over", inquiry, by=by, reason=reason, handed_to=handed_to)
        notices.handed_over(inquiry)
    return inquiry


def close(inquiry: Inquiry, *, by: User | None) -> Inquiry:
    """Nothing is left to do."""
    return flow.make("close", inquiry, by=by)
