"""What becomes of a mail: a new case, a word in one, a note, or laid aside. Each mail once.

No mail is lost: what makes no case is kept as it came, for a person to look at.
"""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import letters
from core.files.uploads import LARGEST, MOST_BYTES, MOST_FILES
from core.history import acting
from core.models import StoredFile
from core.stored_files import EVERYTHING, keep, take
from core.workflow import NotNow

from .. import services
from ..models import IncomingMail, Inquiry, Message, Topic
from ..reading import only_thanks, reads_as, told_by
from ..rules import WINDOW, Asker, same_asker
from .matching import case_of, enterprise_of
from .reading import MOST_RAW, Mail, digest, read

logger = logging.getLogger(__name__)
Outcome = IncomingMail.Outcome
SPACE = UUID("7d5f2b52-0a7e-4a53-9a3e-5f7f0f0b5e11")
MOST_A_DAY = 20  # new cases of one sender; more is a loop or a flood
VIETNAMESE = re.compile("[ăâđêôơưàáạảãèéẹẻẽìíịỉĩòóọỏõùúụủũỳýỵỷỹ]", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """What is said of one mail, and its row; None when it was seen before."""

    outcome: str
    mail: Mail
    row: IncomingMail | None = None

    def __str__(self):
        where = self.row.inquiry.reference if self.row and self.row.inquiry else ""
        return " · ".join(filter(None, [str(self.outcome), where, self.mail.subject[:60]]))


def take_in(raw: bytes) -> Told:
    """Take one mail in; never raises for what is in it. What cannot be read is kept as it came."""
    whole = len(raw) <= MOST_RAW
    mail = read(raw if whole else raw[: 2**20])
    if not whole:
        mail.identity, mail.files = digest(raw), []
        mail.faults.append(_("It is larger than 64 MB."))
    if IncomingMail.objects.filter(identity=mail.identity).exists():
        return Told(_("seen before"), mail)
    try:
        with transaction.atomic(), override("vi"):
            row = _decided(mail, raw if whole else raw[: 2**20])
    except IntegrityError:  # another process takes the same mail in
        if IncomingMail.objects.filter(identity=mail.identity).exists():
            return Told(_("seen before"), mail)
        raise
    except (ValidationError, PermissionDenied, NotNow, Error, ValueError) as error:
        logger.error("a mail could not be taken in: %s", type(error).__name__)
        mail.sort = "broken"
        mail.faults.append(type(error).__name__)
        with transaction.atomic(), override("vi"):
            row = _laid(Outcome.BROKEN, mail, raw[:MOST_RAW])
    return Told(row.get_outcome_display(), mail, row)


def _decided(mail: Mail, raw: bytes) -> IncomingMail:
    """What becomes of it."""
    if mail.sort == "broken":
        return _laid(Outcome.BROKEN, mail, raw)
    if mail.sender in ours():
        return _laid(Outcome.OWN, mail, raw)
    if mail.sort == "bounce":
        return _bounced(mail, raw)
    if mail.sort in ("auto", "list"):
        return _laid(Outcome.AUTO if mail.sort == "auto" else Outcome.LIST, mail, raw)
    if not Topic.objects.exists():
        mail.faults.append(_("No topic is set up."))
        return _laid(Outcome.BROKEN, mail, raw)
    known = case_of(mail)
    stands = _standing(known, mail) if known else None
    if stands is None and _floods(mail.sender):
        return _laid(Outcome.HELD, mail, raw)
    outcome, inquiry = _placed(mail, known, stands)
    return _laid(outcome, mail, inquiry=inquiry)


def place(mail: Mail) -> tuple[str, Inquiry]:
    """Make a case of a mail, or a word in the case it belongs to, whatever it was taken for."""
    known = case_of(mail)
    return _placed(mail, known, _standing(known, mail) if known else None)


def _placed(mail: Mail, known: Inquiry | None, stands: Inquiry | None) -> tuple[str, Inquiry]:
    if stands is not None:
        return _joined(stands, mail), stands
    inquiry = _new(mail)
    if known is not None:
        services.take_up_again(known, inquiry)
    return Outcome.CASE, inquiry


def _standing(case: Inquiry, mail: Mail) -> Inquiry | None:
    """The case, or the one it was joined with, as it stands now; None where a word would be lost
    because it is over. It stays locked: nobody answers or closes it meanwhile."""
    case.refresh_from_db(from_queryset=Inquiry.objects.select_for_update())
    joined = Inquiry.objects.answering(case).first()
    if case.status == Inquiry.Status.MERGED and joined and same_asker(case, joined):
        return _standing(joined, mail)
    hears = case.is_open or _answered_lately(case) or only_thanks(mail.text)
    return case if hears else None


def _floods(sender: str) -> bool:
    lately = IncomingMail.objects.filter(
        sender=sender, outcome=Outcome.CASE, at__gt=now() - timedelta(days=1)
    )
    return lately.count() >= MOST_A_DAY


def ours() -> set[str]:
    """Addresses the portal writes from or reads: what comes from there goes round in circles."""
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].strip("> ")
    return {a.lower() for a in (sender, settings.MAIL_IN_ADDRESS) if a}


def _laid(outcome: str, mail: Mail, raw: bytes = b"", inquiry: Inquiry | None = None):
    """Write down what became of a mail; ``raw`` keeps it as it came, where it made no case."""
    with acting(None, "fetch_mail"):
        kept = keep([raw], name="mail.eml", kind="eml", by=None) if raw else None
        return IncomingMail.objects.create(
            identity=mail.identity, sender=mail.sender, subject=mail.subject, at=now(),
            outcome=outcome, note="\n".join(mail.faults)[:5000], inquiry=inquiry, raw=kept,
        )  # fmt: skip


def _bounced(mail: Mail, raw: bytes) -> IncomingMail:
    """A letter of ours that did not arrive: its case says so, or the app that wrote it is told."""
    known = case_of(mail) or _case_in_text(mail)
    if known is not None:
        _note(known, _("A letter to %(address)s came back as undeliverable: telephone the asker.")
              % {"address": known.email or "–"})  # fmt: skip
    elif letter := letters.came_back(mail.before, mail.failure):
        mail.faults.append(letter.cause)
    return _laid(Outcome.BOUNCE, mail, raw, inquiry=known)


def _case_in_text(mail: Mail) -> Inquiry | None:
    """The letter that came back is often attached, with its number."""
    texts = [mail.text, mail.quoted, *(c.decode("latin-1") for _n, c in mail.files)]
    mail.before += re.findall(r"<[0-9a-f-]{36}@[^<>\s]{3,200}>", "\n".join(texts))[:20]
    return case_of(mail) if mail.before else None


def _note(inquiry: Inquiry, text: str) -> None:
    """A remark of the portal that officers read; the case need not be open."""
    with acting(None, "note"):
        Message.objects.create(inquiry=inquiry, side=Message.Side.NOTE, text=text, at=now())


def _new(mail: Mail) -> Inquiry:
    """A question nobody asked here before, with what it quotes: often that is the question."""
    files = _kept(mail)
    text = mail.text or _("(The mail has no text; see what is attached.)")
    text = "\n\n".join(filter(None, [text, mail.quoted]))
    topic = topic_of(f"{mail.subject} {text}")
    kind = reads_as(f"{mail.subject} {mail.text}") or Inquiry.Kind.QUESTION
    firm = enterprise_of(mail.sender) if kind != Inquiry.Kind.DENUNCIATION else None
    subject = mail.subject or _("(no subject)")
    matter = services.Matter(kind, topic, subject, text, None, tuple(files))
    tongue = "vi" if VIETNAMESE.search(text) or not text.isascii() else "en"
    origin = services.Origin(
        Inquiry.Channel.EMAIL, name=mail.name or mail.sender, email=mail.sender, enterprise=firm,
        language=tongue, submission=uuid5(SPACE, mail.identity), mail_id=mail.message_id,
    )  # fmt: skip
    inquiry = services.submit(matter, origin).inquiry
    if firm:
        mail.faults.append(_("Told by the address alone, which anybody can write: %(enterprise)s.")
                           % {"enterprise": firm})  # fmt: skip
    _remark(inquiry, mail)
    return inquiry


def topic_of(text: str) -> Topic:
    """The topic whose words stand in the text most often; "other" where none does."""
    offered = list(Topic.objects.on_offer()) or list(Topic.objects.all()[:1])
    best = max(offered, key=lambda topic: told_by(topic.keywords, text))
    if told_by(best.keywords, text):
        return best
    return next((t for t in offered if t.code.startswith("other")), offered[-1])


def _joined(inquiry: Inquiry, mail: Mail) -> str:
    """A word in a case: it opens an answered one again, unless it only says thank you."""
    files = _kept(mail)
    text = mail.text or _("(The mail has no text; see what is attached.)")
    words = {"mail_id": mail.message_id, "mail_headers": mail.headers, "quoted": mail.quoted}
    asker, outcome = Asker(inquiry.pk), Outcome.JOINED
    if inquiry.is_open:
        services.add(inquiry, by=asker, text=text, files=files, **words)
    elif not only_thanks(text):
        services.reopen(inquiry, by=asker, text=text)
        _dress(inquiry.messages.filter(side=Message.Side.ASKER).latest("at", "pk"), files, words)
    else:
        with acting(None, "fetch_mail"):
            said = Message.objects.create(
                inquiry=inquiry, side=Message.Side.ASKER, text=text, at=now()
            )
        _dress(said, files, words)
        outcome = Outcome.NOTED
    if mail.sender != inquiry.email.lower():
        mail.faults.append(_("written from another address: %(address)s")
                           % {"address": mail.sender})  # fmt: skip
    _remark(inquiry, mail)
    return outcome


def _answered_lately(inquiry: Inquiry) -> bool:
    answered = inquiry.status in (Inquiry.Status.ANSWERED, Inquiry.Status.CLOSED)
    return bool(answered and inquiry.answered_at and now() - inquiry.answered_at <= WINDOW)


def _dress(message: Message, files: Iterable[StoredFile], words: dict) -> None:
    """Give a message what came with the mail: its files, its number, what it quotes."""
    with acting(None, "fetch_mail"):
        for name, value in words.items():
            setattr(message, name, value)
        message.save(update_fields=list(words))
        services.work.attach(message.inquiry, files, message)


def _kept(mail: Mail) -> list[StoredFile]:
    """The files that can be taken (G13); why others were not stands among the faults."""
    kept: list[StoredFile] = []
    total = 0
    for name, content in mail.files:
        total += len(content)
        try:
            if len(kept) >= MOST_FILES or total > MOST_BYTES:
                raise ValidationError(_("too many files in one mail"))
            upload = SimpleUploadedFile(name, content)
            kept.append(take(upload, by=None, accept=EVERYTHING, limit=LARGEST))
        except ValidationError as refused:
            why = {"name": name[:150], "why": " ".join(refused.messages)}
            mail.faults.append(_("File not taken: %(name)s. %(why)s") % why)
    return kept


def _remark(inquiry: Inquiry, mail: Mail) -> None:
    """Officers read what could not be taken or read."""
    if mail.faults:
        _note(inquiry, "\n".join(mail.faults)[:5000])
