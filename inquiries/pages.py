"""A case as its pages show it: the conversation, the clock in words, what may be done next."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import segno
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _

from directory.calendars import calendar_for
from directory.models import User
from directory.working_time import WorkingCalendar, in_words

from .models import Citation, Escalation, Inquiry, Message, PassingOn
from .rules import asking

S, Side = Inquiry.Status, Message.Side
BADGES = {
    S.RECEIVED: "",
    S.ROUTED: "go",
    S.WAITING: "off",
    S.ESCALATED: "go",
    S.ANSWERED: "done",
    S.CLOSED: "done",
    S.WITHDRAWN: "off",
    S.MERGED: "off",
    S.HANDED_OVER: "off",
}
SIDES = {Side.ASKER: "theirs", Side.OFFICER: "public", Side.NOTE: "inner", Side.SYSTEM: ""}


@dataclass(frozen=True)
class Passage:
    """One passage of the conversation, ready to be shown."""

    who: str
    side: str
    text: str
    at: datetime
    heading: str = ""
    quoted: str = ""
    files: list[Any] = field(default_factory=list)
    citations: list[Any] = field(default_factory=list)
    answers: bool = False

    @property
    def place(self) -> str:
        """How the timeline marks what comes from the asker."""
        return "theirs" if self.side == "theirs" else ""


@dataclass(frozen=True)
class Clock:
    """A deadline as the component ``clock`` takes it: state, sentence, reason."""

    state: str
    words: str
    detail: str = ""


def clock_of(inquiry: Inquiry, calendar: WorkingCalendar | None = None) -> Clock | None:
    """How the time for the answer stands; None when nothing runs.

    Many cases on one page: give the ``calendar`` of each unit (``calendars_for``).
    """
    if inquiry.status == S.WAITING:
        return Clock("hold", _("The clock stands still"), _("Waiting for the enterprise."))
    if inquiry.status not in Inquiry.RUNNING or inquiry.due_at is None:
        return None
    calendar = calendar or calendar_for(inquiry.unit)
    left = calendar.remaining(now(), localdate(inquiry.due_at))
    day = date_format(localtime(inquiry.due_at), "l, d/m/Y")
    said = _("By %(day)s") if not inquiry.goes_by_other_law else _("Handed over by %(day)s")
    return Clock(left.state.value, in_words(left), said % {"day": day})


def _by(moment: datetime) -> str:
    return _("By %(day)s") % {"day": date_format(localtime(moment), "H:i, d/m/Y")}


class CasePage:
    """All that the page of one case shows; ``inner`` with the notes of officers.

    ``by_code``: files lead through the code, for who has no account.
    """

    def __init__(self, inquiry: Inquiry, *, inner: bool = False, by_code: bool = False):
        self.inquiry, self.inner, self.by_code = inquiry, inner, by_code

    @cached_property
    def passages(self) -> list[Passage]:
        """Question and messages, the oldest first; of a joined case the answer comes last."""
        return [self._question(), *self._messages(), *self._answer_for_both()]

    def _question(self) -> Passage:
        case = self.inquiry
        return Passage(
            case.asker, "theirs", case.question, case.received_at, case.get_kind_display(),
            files=self.files.get(None, []),
        )  # fmt: skip

    def _answer_for_both(self) -> list[Passage]:
        """What the case answers with which this one was joined; nothing else of it is shown."""
        if self.joined is None:
            return []
        other = CasePage(self.joined, by_code=self.by_code)
        return [each for each in other._messages() if each.answers]

    def _messages(self) -> Iterator[Passage]:
        messages = self.inquiry.messages
        rows = list(messages.all() if self.inner else messages.public())
        cited, people = self._citations(rows), self._people(rows)
        for row in rows:
            yield Passage(
                self._who(row, people.get(row.by_id)), SIDES[Side(row.side)], row.text, row.at,
                self._heading(row), row.quoted if self.inner else "", self.files.get(row.pk, []),
                cited.get(row.pk, []), row.answers,
            )  # fmt: skip

    def _citations(self, rows: list[Message]) -> dict[int, list[Citation]]:
        """What each answer rests on; a case without an answer is not asked."""
        found: dict[int, list[Citation]] = {}
        answers = [row.pk for row in rows if row.answers]
        for each in Citation.objects.filter(message__in=answers) if answers else ():
            found.setdefault(each.message_id, []).append(each)
        return found

    def _people(self, rows: list[Message]) -> dict[int | None, User]:
        """Who wrote for customs: most often the one who has the case in hand, known already."""
        if not self.inner:
            return {}
        handler = self.inquiry.handler
        known: dict[int | None, User] = {handler.pk: handler} if handler else {}
        wrote = {row.by_id for row in rows if row.side != Side.ASKER and row.by_id} - known.keys()
        return known | (User.objects.in_bulk(wrote) if wrote else {})

    def _heading(self, row: Message) -> str:
        if row.answers:
            return _("Answer")
        return {
            Side.ASKER: _("Message"),
            Side.OFFICER: _("Message of customs"),
            Side.NOTE: _("Internal note, not shown to the asker"),
        }.get(Side(row.side), "")

    def _who(self, row: Message, by: User | None) -> str:
        if row.side == Side.ASKER:
            return self.inquiry.asker
        if row.side == Side.SYSTEM:
            return _("Portal")
        unit = self.inquiry.unit.name
        return f"{by}, {unit}" if by else unit

    @cached_property
    def files(self) -> dict[int | None, list[Any]]:
        """Files with their addresses by message; those of the question under None."""
        found: dict[int | None, list[Any]] = {}
        rows = self.inquiry.attachments.all() if self.inner else self.inquiry.attachments.public()
        if not rows.exists():  # as most cases: then it is the cheaper question
            return found
        for row in rows.select_related("file"):
            found.setdefault(row.message_id, []).append((row.file, self._address(row.file)))
        return found

    def _address(self, file) -> str:
        if self.by_code:
            return reverse("inquiries:tracked_file", args=[file.key])
        return file.get_absolute_url()

    @cached_property
    def clock(self) -> Clock | None:
        return clock_of(self.inquiry)

    @cached_property
    def also_due(self) -> list[Clock]:
        """What officers owe before the answer: passing a member's request on, a first word."""
        case, found = self.inquiry, []
        passing = case.status == S.RECEIVED and PassingOn.objects.filter(inquiry=case).first()
        if passing and passing.due_at < now():
            found.append(Clock("late", _("Not passed on in time"), _by(passing.due_at)))
        elif passing:
            found.append(Clock("soon", _("To be passed on"), _by(passing.due_at)))
        first = case.status in Inquiry.RUNNING and not case.responded_at and case.first_due_at
        if first and first < now():
            found.append(Clock("late", _("First response late"), _by(first)))
        return found

    @cached_property
    def extension(self):
        """The last extension, whose reason the asker reads."""
        return self.inquiry.extensions.last()

    @cached_property
    def put_above(self) -> Escalation | None:
        """What the level above is asked and has not replied to; officers' own affair."""
        if self.inquiry.status != S.ESCALATED:
            return None
        return self.inquiry.escalations.pending().select_related("to_unit").last()

    @property
    def badge(self) -> tuple[str, str]:
        """The state in words, and its frame."""
        return str(S(self.inquiry.status).label), BADGES[S(self.inquiry.status)]

    @cached_property
    def joined(self) -> Inquiry | None:
        """The case with which a joined one is answered."""
        if self.inquiry.status != S.MERGED:
            return None
        return Inquiry.objects.answering(self.inquiry).select_related("unit", "handler").first()

    @property
    def joined_with(self) -> str:
        """The reference under which a joined case is answered."""
        return self.joined.reference if self.joined else ""

    @property
    def rated(self):
        return getattr(self.inquiry, "usefulness", None)


def acts_of(inquiry: Inquiry, by: Any) -> list[tuple[str, str, str]]:
    """What the asker may do now: (name of the page, label, kind of button)."""
    found = {move.name: move for move in asking.open_to(by, inquiry)}
    if "supply" in found or "say" in found:
        first = found.pop("supply", None) or found["say"]
        found.pop("say", None)
        yield_first = [("add", str(first.label), "main" if first.name == "supply" else "")]
    else:
        yield_first = []
    rest = [
        (m.name, str(m.label), "grave" if m.grave else "main" if m.name == "rate" else "")
        for m in sorted(found.values(), key=lambda move: move.name != "rate")
    ]
    return [*yield_first, *rest]


def qr(address: str, label: str) -> SafeString:
    """A QR code of an address, drawn as one path: no image is loaded."""
    matrix = segno.make(address, error="m").matrix
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    )
    size = len(matrix)
    return format_html(
        '<svg class="qr" viewBox="0 0 {} {}" role="img" aria-label="{}"><path d="{}"/></svg>',
        size, size, label, path,
    )  # fmt: skip
