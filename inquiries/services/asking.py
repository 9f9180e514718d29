"""What the asker does: ask, add, reply, ask again, contest, withdraw, rate."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from core.history import acting
from core.models import StoredFile
from directory.models import Enterprise, Unit, User

from .. import clocks, codes, notices
from ..models import Escalation, Holding, Inquiry, Message, PassingOn, Topic, Usefulness
from ..rules import Asker, flow
from . import routes
from .work import attach, let_go, recount, say, take_over, update, verb

End, Side = Holding.End, Message.Side
KEPT = timedelta(days=365)
"""How long after the end of a case its code opens it."""
NEXT = "SELECT nextval(pg_get_serial_sequence('inquiries_inquiry', 'id'))"


@dataclass(frozen=True)
class Receipt:
    """What the asker gets: the case, and the code and PIN that are shown once and not stored."""

    inquiry: Inquiry
    code: str
    pin: str


@dataclass(frozen=True)
class Origin:
    """Where a question came from: who asks, through which channel, for which enterprise.

    ``enterprise`` lets its representatives see the case, ``asked_by`` the account of a case it was
    split from; ``submission`` makes asking twice one case; ``at`` is when it was received (default:
    now).
    """

    channel: str
    name: str = ""
    company: str = ""
    tax_code: str = ""
    email: str = ""
    phone: str = ""
    language: str = "vi"
    enterprise: Enterprise | None = None
    submission: UUID | None = None
    mail_id: str = ""
    at: datetime | None = None
    asked_by: User | None = None


@dataclass(frozen=True)
class Matter:
    """What is asked; ``unit`` None lets the rules of the topic decide."""

    kind: str
    topic: Topic
    subject: str
    question: str
    unit: Unit | None = None
    files: tuple[StoredFile, ...] = ()


def submit(
    matter: Matter,
    origin: Origin,
    *,
    by: Any = None,
    handler: Any = None,
    first: Callable[[], object] = lambda: None,
) -> Receipt:
    """Receive a question from outside; ``by`` None is somebody without an account.

    The same ``origin.submission`` again returns the same receipt and makes no second case.
    ``first`` is done in the transaction of the case (a pass is spent); what it raises undoes both.
    """
    return begin("submit", matter, origin, by=by or Asker(), handler=handler, first=first)


def enter(matter: Matter, origin: Origin, *, by: Any) -> Inquiry:
    """An officer writes down what came by telephone, at the counter, on paper or in a group.

    The case carries its ``receipt``: code and PIN to tell the caller, once.
    """
    receipt = begin("enter", matter, origin, by=by, handler=None)
    receipt.inquiry.receipt = receipt  # type: ignore[attr-defined]  # for the page that follows
    return receipt.inquiry


def begin(
    way: str,
    matter: Matter,
    origin: Origin,
    *,
    by: Any,
    handler: Any,
    first: Callable[[], object] = lambda: None,
) -> Receipt:
    """Make the case, its first holding and the letter of receipt, in one transaction."""
    submission = origin.submission or uuid4()
    code, pin = codes.code_and_pin(submission)
    try:
        with acting(by, way):
            first()
            fields = _fields(matter, origin, by) | {"submission": submission, "handler": handler}
            fields |= {
                "code_hash": codes.digest_of_code(code),
                "pin_hash": codes.digest_of_pin(code, pin),
            }
            hours = fields.pop("forward_hours")
            inquiry = flow.begin(way, by=by, **fields)
            take_over(inquiry, inquiry.unit, at=inquiry.received_at)
            if hours:
                _to_be_passed_on(inquiry, hours)
            attach(inquiry, matter.files)
            notices.received(inquiry, code, pin)
    except IntegrityError:  # the same form was sent before, or twice at once: the first one won
        inquiry = Inquiry.objects.get(submission=submission)
    return Receipt(inquiry, code, pin)


def _fields(matter: Matter, origin: Origin, by: Any) -> dict[str, Any]:
    at = origin.at or now()
    number = _number()
    known = origin.enterprise or routes.enterprise_of(origin.tax_code)
    unit = matter.unit or routes.unit_for(matter.kind, matter.topic, known)
    member = routes.is_member(known)
    hours, days = routes.limits_for(matter.kind, matter.topic, member=member)
    outside = getattr(by, "pk", None) and not by.is_staff
    return {
        "pk": number,
        "reference": codes.reference(localtime(at).year, number),
        "kind": matter.kind, "topic": matter.topic, "subject": matter.subject,
        "question": matter.question, "unit": unit, "channel": origin.channel,
        "language": origin.language, "enterprise": origin.enterprise,
        "asked_by": by if outside else origin.asked_by, "asker_name": origin.name,
        "company": origin.company or (known.name_vi if known else ""),
        "tax_code": origin.tax_code or (known.tax_code if known else ""),
        "email": origin.email, "phone": origin.phone, "mail_id": origin.mail_id,
        "received_at": at, "first_hours": hours, "answer_days": days,
        "forward_hours": routes.hours_to_pass_on(matter.kind, matter.topic, member=member),
        **due_of(unit, at, hours, days),
    }  # fmt: skip


def due_of(unit: Unit, at: datetime, hours: int, days: int) -> dict[str, datetime | None]:
    """The two due moments of a case that begins at ``at`` in ``unit``."""
    spell = clocks.Spell(routes.calendar_of(unit), at)
    case = clocks.Case((spell,), hours, days)
    return {"due_at": clocks.due_at(case), "first_due_at": clocks.first_due_at(case)}


def _to_be_passed_on(inquiry: Inquiry, hours: int) -> None:
    calendar = routes.calendar_of(inquiry.unit)
    due = clocks.passed_on_by(calendar, inquiry.received_at, hours)
    PassingOn.objects.create(inquiry=inquiry, unit=inquiry.unit, due_at=due)


def _number() -> int:
    with connection.cursor() as cursor:
        cursor.execute(NEXT)
        return cursor.fetchone()[0]


def add(
    inquiry: Inquiry, *, by: Any, text: str, files: Iterable[StoredFile] = (), **mail
) -> Message:
    """The asker adds something; what was waited for sets the clock going again.

    ``mail``: ``mail_id``, ``mail_headers`` and ``quoted`` of a message that came by mail.
    """
    if inquiry.status == Inquiry.Status.WAITING:
        return supply(inquiry, by=by, text=text, files=files, **mail)
    with verb("say", inquiry, by) as at:
        message = say(inquiry, Side.ASKER, text, at=at, by=by, files=files, **mail)
        update(inquiry, asker_wrote_at=at)
    return message


def supply(
    inquiry: Inquiry, *, by: Any, text: str, files: Iterable[StoredFile] = (), **mail
) -> Message:
    """The asker sends what was asked for: the pause ends."""
    with verb("supply", inquiry, by) as at:
        message = say(inquiry, Side.ASKER, text, at=at, by=by, files=files, **mail)
        inquiry.pauses.filter(until=None).update(until=at)
        flow.make("supply", inquiry, by=by, asker_wrote_at=at, **recount(inquiry))
    return message


def withdraw(inquiry: Inquiry, *, by: Any, reason: str = "") -> Inquiry:
    """The asker does not need the answer any more; who waits for it too is told."""
    with verb("withdraw", inquiry, by, reason=reason) as at:
        let_go(inquiry, End.WITHDRAWN, at=at)
        flow.make("withdraw", inquiry, by=by, reason=reason, asked_above=None)
        notices.withdrawn(inquiry)
    return inquiry


def reopen(inquiry: Inquiry, *, by: Any, text: str) -> Inquiry:
    """The answer does not settle it: the clock begins anew."""
    with verb("reopen", inquiry, by) as at:
        say(inquiry, Side.ASKER, text, at=at, by=by)
        take_over(inquiry, inquiry.unit, at=at)
        return flow.make("reopen", inquiry, by=by, **_asked_again(inquiry, at))


def contest(inquiry: Inquiry, *, by: Any, text: str) -> Inquiry:
    """The asker holds the answer to be wrong: the level above looks at it."""
    with verb("contest", inquiry, by, reason=text) as at:
        say(inquiry, Side.ASKER, text, at=at, by=by)
        take_over(inquiry, inquiry.unit, at=at)
        above = routes.level_above(inquiry.unit)
        person = by if getattr(by, "pk", None) else None
        put = Escalation.objects.create(
            inquiry=inquiry, from_unit=inquiry.unit, to_unit=above, reason=text[:500], at=at,
            by=person,
        )  # fmt: skip
        flow.make("contest", inquiry, by=by, asked_above=above, **_asked_again(inquiry, at))
        notices.put_before(put)
    return inquiry


def _asked_again(inquiry: Inquiry, at: datetime) -> dict[str, Any]:
    """A new round: its clocks, and nothing said in it by customs."""
    return {"responded_at": None, "asker_wrote_at": at, **recount(inquiry)}


def rate(inquiry: Inquiry, *, by: Any, level: int, reason: str = "") -> Usefulness:
    """Keep how useful the answer was; saying it again replaces what was said.

    Raises ValidationError when somebody is unsatisfied without a reason.
    """
    if level < Usefulness.Level.NORMAL and not reason.strip():
        raise ValidationError({"reason": _("Say in a sentence what was missing.")})
    with verb("rate", inquiry, by) as at:
        said, _new = Usefulness.objects.update_or_create(
            inquiry=inquiry, defaults={"level": level, "reason": reason.strip(), "at": at}
        )
        return said


def track(code: str, pin: str) -> Inquiry | None:
    """The case of a code and its PIN; None in the same time for a wrong code, a wrong PIN, and a
    case that was over more than :data:`KEPT` ago."""
    pairs = codes.digests(code, pin)
    found = {
        row.code_hash: row
        for row in Inquiry.objects.filter(code_hash__in=[one for one, _two in pairs])
    }
    hit = None
    for code_digest, pin_digest in pairs:
        row = found.get(code_digest)
        if codes.same(row.pin_hash if row else "0" * 64, pin_digest) and row:
            hit = row
    last = Holding.objects.filter(inquiry=hit.pk if hit else 0).order_by("-since").first()
    end = last.until if last else None
    over = hit is not None and hit.status in Inquiry.ENDED and end and end < now() - KEPT
    return None if over else hit
