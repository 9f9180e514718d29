"""What is written to whom about a case."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localdate

from core import letters
from directory.models import Role, Unit, User

from .mail.addresses import mail_comes_in
from .models import Escalation, Holding, Inquiry, Link, Message, Substitute

Rung = Escalation.Rung
LEADING = (Role.Kind.HEAD, Role.Kind.FOCAL_POINT)
AT_THE_TOP = (*LEADING, Role.Kind.BOARD)
"""Also of the general department, whose cases lie with the Committee."""
READERS = {
    Rung.TEAM: (Role.Kind.HEAD,),
    Rung.BRANCH: (Role.Kind.HEAD,),
    Rung.DEPARTMENT: (Role.Kind.FOCAL_POINT,),
    Rung.COMMITTEE: (Role.Kind.BOARD,),
}


def _to_asker(inquiry: Inquiry, cause: str, template: str, **context) -> int:
    if not inquiry.email:
        return 0
    known = {
        "inquiry": inquiry, "track": reverse("inquiries:track"), "replies": mail_comes_in()
    }  # fmt: skip
    return letters.write(
        cause, [inquiry.email], template=template, context=known | context,
        language=inquiry.language,
    )  # fmt: skip


def received(inquiry: Inquiry, code: str, pin: str) -> int:
    """The receipt, with the tracking code. The PIN is shown on the page only; who asked by mail saw
    none, and reads it here: question and answer pass through that mailbox as well."""
    cause = f"inquiry {inquiry.pk} received"
    by_mail = inquiry.channel == Inquiry.Channel.EMAIL
    return _to_asker(inquiry, cause, "inquiry_received", code=code, pin=pin if by_mail else "")


def written(inquiry: Inquiry, message: Message) -> int:
    """Customs wrote something that is not the answer, or asks for more: its words."""
    cause = f"inquiry {inquiry.pk} message {message.pk}"
    waits = inquiry.status == Inquiry.Status.WAITING
    return _to_asker(
        inquiry, cause, "inquiry_message", waits=waits, said=message, files=_files(message)
    )


def answered(inquiry: Inquiry) -> int:
    """The answer in full, what it rests on and the names of its files; each answer of a case once.

    Askers of cases that were joined with it read it too, each at their own address.
    """
    held = inquiry.holdings.count()
    cause = f"inquiry {inquiry.pk} answered" + (f" {held}" if held > 1 else "")
    said = inquiry.messages.filter(answers=True).order_by("at", "pk").last()
    context = {
        "unit": inquiry.unit, "said": said, "files": _files(said),
        "cited": said.citations.all() if said else (),
    }  # fmt: skip
    askers = {case.email.lower(): case for case in [*_joined_to(inquiry), inquiry]}
    return sum(_to_asker(case, cause, "inquiry_answered", **context) for case in askers.values())


def _joined_to(inquiry: Inquiry) -> list[Inquiry]:
    """The cases that are answered together with this one."""
    links = inquiry.linked.filter(kind=Link.Kind.MERGED).select_related("source")
    return [link.source for link in links]


def withdrawn(inquiry: Inquiry) -> int:
    """Askers of cases that were joined with it would wait in vain: they are told to ask again."""
    others = [case for case in _joined_to(inquiry) if case.email.lower() != inquiry.email.lower()]
    cause = f"inquiry {inquiry.pk} withdrawn"
    ask = reverse("inquiries:ask")
    return sum(_to_asker(each, cause, "inquiry_left", into=inquiry, ask=ask) for each in others)


def _files(message: Message | None) -> list[str]:
    rows = message.attachments.select_related("file") if message else ()
    return [str(row.file.name) for row in rows]


def joined(inquiry: Inquiry, into: Inquiry) -> int:
    """A case is answered under the code of another one."""
    cause = f"inquiry {inquiry.pk} joined"
    return _to_asker(inquiry, cause, "inquiry_joined", into=into)


def extended(inquiry: Inquiry, reason: str) -> int:
    cause = f"inquiry {inquiry.pk} extended {inquiry.due_at:%Y-%m-%d}"
    return _to_asker(inquiry, cause, "inquiry_extended", reason=reason)


def handed_over(inquiry: Inquiry) -> int:
    return _to_asker(inquiry, f"inquiry {inquiry.pk} handed over", "inquiry_handed_over")


def assigned(inquiry: Inquiry, at: datetime) -> int:
    """Somebody gave the case to its handler."""
    cause = f"case {inquiry.pk} assigned {at:%Y-%m-%d %H:%M:%S}"
    people = [inquiry.handler] if inquiry.handler else []
    return letters.write(
        cause, at_work(people), template="inquiry_assigned", context={"inquiry": inquiry}
    )


def passed_on(inquiry: Inquiry, reason: str, *, by: User | None) -> int:
    """Another unit answers from now on: to who leads it, except the person who did it; once for
    each time that the unit has the case."""
    here, before = inquiry.holdings.select_related("unit").order_by("-since", "-pk")[:2]
    context = {
        "inquiry": inquiry, "from_unit": before.unit, "reason": reason,
        "back": before.ended == Holding.End.RETURNED,
    }  # fmt: skip
    return letters.write(
        f"case {inquiry.pk} passed on {here.pk}",
        [each for each in at_work(leaders(inquiry.unit, AT_THE_TOP)) if each != by],
        template="inquiry_passed_on",
        context=context,
    )


def put_before(escalation: Escalation) -> int:
    """A case was put before a unit: to who leads it."""
    inquiry, unit = escalation.inquiry, escalation.to_unit
    return letters.write(
        f"case {inquiry.pk} escalation {escalation.pk}",
        at_work(leaders(unit, AT_THE_TOP)),
        template="inquiry_put_before",
        context={"inquiry": inquiry, "escalation": escalation},
    )


def advised(inquiry: Inquiry, reply: str, at: datetime) -> int:
    """The level above replied: to who goes on with the case, in its words."""
    people = [inquiry.handler] if inquiry.handler else leaders(inquiry.unit)
    cause = f"case {inquiry.pk} advised {at:%Y-%m-%d %H:%M:%S}"
    return letters.write(
        cause,
        at_work(people),
        template="inquiry_advised",
        context={"inquiry": inquiry, "reply": reply},
    )


def late(unit: Unit, rung: int, cases: list[Inquiry], day: date, *, over: str) -> int:
    """The list of late cases by name, for the people of a rung; ``over``: what of them is late."""
    unsent = over == Escalation.Over.PASSING_ON
    sort = "not passed on" if unsent else "late"
    cause = f"inquiries {sort} {day:%Y-%m-%d} unit {unit.pk} rung {rung}"
    context = {"unit": unit, "cases": cases, "day": day, "unsent": unsent}
    readers = _handlers(unit, cases) if rung == Rung.OFFICER else leaders(unit, READERS[Rung(rung)])
    return letters.write(cause, at_work(readers), template="inquiries_late", context=context)


def _handlers(unit: Unit, cases: Iterable[Inquiry]) -> list[User]:
    """Those who handle the cases; where one has nobody at work, who leads the unit."""
    people = {case.handler_id for case in cases}
    found = list(User.objects.filter(pk__in=people - {None}, is_active=True))
    return found if len(found) == len(people) else found + leaders(unit, AT_THE_TOP)


def leaders(unit: Unit, kinds: Iterable[str] = LEADING) -> list[User]:
    """Who has a role of these kinds in ``unit``; where nobody has, who leads it, else who leads
    the nearest unit above it that is led."""
    roles = Role.objects.as_of(localdate()).filter(
        unit__in=unit.lineage, kind__in={*kinds, *LEADING}, user__is_active=True
    )
    found: dict[int, list[Role]] = defaultdict(list)
    for role in roles.select_related("user"):
        found[role.unit_id].append(role)
    if wanted := [role.user for role in found[unit.pk] if role.kind in kinds]:
        return wanted
    led = (key for key in reversed(unit.lineage) if any(r.kind in LEADING for r in found[key]))
    return [role.user for role in found[next(led, 0)] if role.kind in LEADING]


def at_work(people: list[User]) -> list[User]:
    """``people``, and who stands in today for one of them."""
    today = Substitute.objects.as_of(localdate()).filter(officer__in=people)
    return people + [row.by for row in today.select_related("by")]
