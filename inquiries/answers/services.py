"""The verbs of the answer base."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from core.history import acting
from directory.models import Unit, User

from ..citing import cited
from ..citing import number as document_number
from ..models import (
    AnswerCitation,
    Citation,
    Contradiction,
    Inquiry,
    Message,
    PublishedAnswer,
    ReplacedDocument,
    Topic,
)  # fmt: skip
from .rules import answer_flow, contradiction_verbs, document_verbs
from .stripping import marks, stripped

S = PublishedAnswer.Status
Cited = Iterable[tuple[str, str]]
WORDS = ("title", "question", "answer")


def names_of(inquiry: Inquiry | None) -> list[str]:
    """What a case says about who asked."""
    if inquiry is None:
        return []
    return [inquiry.asker_name, inquiry.company, inquiry.tax_code, inquiry.email, inquiry.phone]


@transaction.atomic
def propose(*, by: User | None, inquiry: Inquiry) -> PublishedAnswer:
    """Offer an answered case for publication: its words stripped, its citations taken over.

    Refused with ValidationError unless the case is answered, and when it was proposed before.
    """
    said = inquiry.messages.filter(side=Message.Side.OFFICER, answers=True).order_by("at", "pk")
    last = said.last()
    if last is None:
        raise ValidationError(_("This case has no answer yet: answer it first."))
    if inquiry.published.exclude(status=S.WITHDRAWN).exists():
        raise ValidationError(_("This case is in the answer base already."))
    names = names_of(inquiry)
    answer = answer_flow.begin(
        "propose", by=by, inquiry=inquiry, topic=inquiry.topic, unit=inquiry.unit,
        language=inquiry.language, title=stripped(inquiry.subject, names)[:200],
        question=stripped(inquiry.question, names), answer=stripped(last.text, names),
        written_by=by,
    )  # fmt: skip
    rows = Citation.objects.filter(message__in=said).values_list("document", "place")
    _cite(answer, dict.fromkeys(rows), by=by, verb="propose")
    return answer


@transaction.atomic
def write(
    *, by: User | None, topic: Topic, unit: Unit, citations: Cited = (), **words: str
) -> PublishedAnswer:
    """Write an answer that is asked for often; ``words``: language, title, question, answer."""
    fields: dict[str, Any] = {"topic": topic, "unit": unit, "written_by": by, **words}
    answer = answer_flow.begin("write", by=by, **fields)
    _cite(answer, citations, by=by, verb="write")
    return answer


def _cite(answer: PublishedAnswer, citations: Cited, *, by: Any, verb: str) -> None:
    """The answer rests on these documents and no others."""
    with acting(by, verb):
        answer.citations.all().delete()
        AnswerCitation.objects.bulk_create(
            AnswerCitation(answer=answer, document=document_number(document), place=place)
            for document, place in dict.fromkeys(_read_again(citations))
        )


def _read_again(citations: Cited) -> Iterable[tuple[str, str]]:
    """A document of a case may have been written with its kind and article in one."""
    for document, place in citations:
        yield from cited("; ".join(filter(None, (document, place))))


@transaction.atomic
def correct(
    entry: PublishedAnswer, /, *, by: User, topic: Topic, citations: Cited, **words: str
) -> PublishedAnswer:
    """Correct the words of a proposed answer; whoever did so does not check it."""
    answer_flow.ask("correct", entry, by=by)
    with acting(by, "correct"):
        for field, value in {**words, "topic": topic, "written_by": by}.items():
            setattr(entry, field, value)
        entry.save(update_fields=[*words, "topic", "written_by"])
    _cite(entry, citations, by=by, verb="correct")
    return entry


def check(answer: PublishedAnswer, *, by: User, seen: bool = False) -> PublishedAnswer:
    """A second person vouches for it. Refused while a sure mark is left that was not ``seen``."""
    left = sure_marks(answer)
    if left and not seen:
        raise ValidationError(
            _("Still marked: %(what)s. Take it out, or say that it is public knowledge."),
            params={"what": "; ".join(left[:10])},
        )
    return answer_flow.make("check", answer, by=by, checked_by=by)


def sure_marks(answer: PublishedAnswer) -> list[str]:
    """Passages of the answer that tell who asked beyond doubt."""
    names = names_of(answer.inquiry)
    texts = [getattr(answer, field) for field in WORDS]
    return [t[m.start : m.end] for t in texts for m in marks(t, names) if m.sure]


def send_back(answer: PublishedAnswer, *, by: User, reason: str) -> PublishedAnswer:
    """The checked words are not right yet."""
    return answer_flow.make("send_back", answer, by=by, reason=reason, checked_by=None)


@transaction.atomic
def publish(answer: PublishedAnswer, *, by: User | None) -> PublishedAnswer:
    """Everyone reads it; the version before it makes room. Flagged at once when it rests on a
    document that was replaced meanwhile."""
    answer_flow.make("publish", answer, by=by, published_at=now())
    before = answer.replaces
    if before is not None and before.is_public:
        replace(before, by=None)
    for document in _replaced_ones(answer):
        return flag(answer, by=None, reason=_why(document))
    return answer


def _replaced_ones(answer: PublishedAnswer) -> Iterable[ReplacedDocument]:
    numbers = answer.citations.values_list("document", flat=True)
    return ReplacedDocument.objects.filter(number__in=list(numbers))


def replace(answer: PublishedAnswer, *, by: User | None) -> PublishedAnswer:
    """A new version has taken its place."""
    return answer_flow.make("replace", answer, by=by, review="")


def flag(answer: PublishedAnswer, *, by: User | None, reason: str) -> PublishedAnswer:
    """It is doubtful: readers are told that it is being reviewed."""
    return answer_flow.make("flag", answer, by=by, reason=reason, review=reason[:300])


def confirm(answer: PublishedAnswer, *, by: User, reason: str) -> PublishedAnswer:
    """The unit has looked: it is still right."""
    return answer_flow.make("confirm", answer, by=by, reason=reason, review="")


def withdraw(answer: PublishedAnswer, *, by: User | None, reason: str) -> PublishedAnswer:
    """Nobody reads it any more."""
    return answer_flow.make("withdraw", answer, by=by, reason=reason)


@transaction.atomic
def renew(answer: PublishedAnswer, *, by: User) -> PublishedAnswer:
    """Begin the next version with the words of this one; it stays public meanwhile.

    Refused with ValidationError when a next version is being written already.
    """
    answer_flow.ask("renew", answer, by=by)
    if answer.newer.exclude(status=S.WITHDRAWN).exists():
        raise ValidationError(_("A new version is being written already."))
    words = {field: getattr(answer, field) for field in (*WORDS, "language", "topic", "unit")}
    new = answer_flow.begin(
        "revise", by=None, replaces=answer, version=answer.version + 1, written_by=by,
        inquiry=answer.inquiry, **words,
    )  # fmt: skip
    _cite(new, answer.citations.values_list("document", "place"), by=by, verb="renew")
    return new


@transaction.atomic
def replace_document(
    *, by: User | None, number: str, successor: str, since: date
) -> ReplacedDocument:
    """A legal document is no longer in force: every public answer that rests on it is flagged."""
    if by is not None and not document_verbs.moves["replace_document"].who(by, None):
        raise PermissionDenied
    with acting(by, "replace_document"):
        document = ReplacedDocument.objects.create(
            number=document_number(number), successor=successor, since=since
        )
    for answer in PublishedAnswer.objects.citing(document.number).filter(status=S.PUBLISHED):
        flag(answer, by=None, reason=_why(document))
    return document


def _why(document: ReplacedDocument) -> str:
    return _("%(document)s was replaced by %(successor)s.") % {
        "document": document.number, "successor": document.successor,
    }  # fmt: skip


@transaction.atomic
def contradict(
    answer: PublishedAnswer, *, by: User, other: PublishedAnswer, reason: str
) -> Contradiction:
    """Put two public answers side by side before headquarters; both are flagged meanwhile."""
    answer_flow.ask("contradict", answer, by=by)
    if other.pk == answer.pk or not other.is_public:
        raise ValidationError({"other": _("Choose another answer that is public.")})
    one, two = sorted((answer, other), key=lambda each: each.pk)
    if Contradiction.objects.filter(one=one, other=two).exists():
        raise ValidationError(_("These two stand side by side already."))
    with acting(by, "contradict", reason=reason):
        row = Contradiction.objects.create(
            one=one, other=two, reason=reason, raised_by=by, raised_at=now()
        )
    for each in (one, two):
        each.refresh_from_db()
        if each.status == S.PUBLISHED:
            flag(each, by=None, reason=_("Two units answered differently; headquarters decides."))
    return row


@transaction.atomic
def settle(
    contradiction: Contradiction, *, by: User, stands: PublishedAnswer | None, ruling: str
) -> Contradiction:
    """Headquarters decides: one stands (its notice goes), the other is withdrawn; None: neither."""
    contradiction_verbs.ask("settle", contradiction, by=by)
    pair = (contradiction.one, contradiction.other)
    if stands is not None and stands not in pair:
        raise ValidationError({"stands": _("Choose one of the two.")})
    with acting(by, "settle", reason=ruling[:500]):
        contradiction.stands, contradiction.ruling = stands, ruling
        contradiction.settled_by, contradiction.settled_at = by, now()
        contradiction.save(update_fields=["stands", "ruling", "settled_by", "settled_at"])
    for answer in pair:
        _follow(answer, keep=answer == stands, ruling=ruling)
    return contradiction


def _follow(answer: PublishedAnswer, *, keep: bool, ruling: str) -> None:
    """What a ruling does to one of the two, unless its unit was faster."""
    if keep and answer.status == S.FLAGGED:
        answer_flow.make("confirm", answer, by=None, reason=ruling[:500], review="")
    elif not keep and answer.is_public:
        withdraw(answer, by=None, reason=ruling[:500])
