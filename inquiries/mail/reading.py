"""A mail as bytes becomes a Mail: who, what, which files, of what sort. Pure, never raises."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parseaddr

from django.utils.translation import gettext as _

from .texts import decoded, from_html, tidy, unquoted
from .tnef import unwrapped

LONGEST_HEADER, LONGEST_SUBJECT, LONGEST_ID = 2000, 200, 250
MOST_PARTS, MOST_RAW = 200, 64 * 2**20
SMALL_PICTURE = 20_000  # bytes: a picture in a text smaller than this is a logo
IDS = re.compile(r"<[^<>\s]{3,240}>")
AUTOMATIC = (r"automatic reply|auto[- ]?reply|out of (?:the )?office|thư trả lời tự động|"
             r"trả lời tự động|tự động trả lời")  # fmt: skip
PROGRAM = re.compile(rf"^\s*(?:re:\s*)?(?:{AUTOMATIC})\s*:", re.IGNORECASE)
# A person may write so too: it counts only where the mail answers another one.
AWAY = re.compile(rf"^\s*(?:re:\s*)?(?:{AUTOMATIC}|away from|vacation|vắng mặt)", re.IGNORECASE)
TELLING = (
    "Auto-Submitted", "Precedence", "X-Autoreply", "X-Autorespond", "List-Id", "List-Unsubscribe",
    "Return-Path", "X-Failed-Recipients", "X-Loop",
)  # fmt: skip
DELIVERY = "message/delivery-status"
BOUNCING = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|bounces?\b)", re.IGNORECASE)


@dataclass
class Mail:
    """``sort``: person, auto, bounce, list or broken. ``identity`` is the same for the same mail
    that comes twice. ``faults`` says what could not be read."""

    identity: str
    sort: str = "person"
    message_id: str = ""
    before: list[str] = field(default_factory=list)  # ids it answers to
    name: str = ""
    sender: str = ""
    to: list[str] = field(default_factory=list)
    subject: str = ""
    text: str = ""
    quoted: str = ""
    files: list[tuple[str, bytes]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    failure: str = ""  # of a bounce: what the mail server said

    @property
    def headers(self) -> dict[str, object]:
        """What is kept of its headers."""
        return {"from": self.sender, "to": self.to[:10], "id": self.message_id,
                "in_reply_to": self.before[:20]}  # fmt: skip


def read(raw: bytes) -> Mail:
    """Read a mail; whatever is wrong with it, there is an answer: ``sort`` is "broken" then."""
    try:
        return _read(raw)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError,
            KeyError, IndexError) as error:  # fmt: skip
        return Mail(digest(raw), "broken", faults=[type(error).__name__])


def digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def identity(raw: bytes, said: str) -> str:
    """The same for a mail that came by two ways, whose heads differ; another for other words under
    the same number, as scanners and old programs send them."""
    body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2].strip()
    return digest(f"{said} {digest(body)}".encode())


def _read(raw: bytes) -> Mail:
    message = message_from_bytes(raw)
    ids = IDS.findall(header(message, "Message-ID"))
    message_id = (ids[0] if ids else "")[:LONGEST_ID]
    name, sender = parseaddr(header(message, "From"))
    mail = Mail(
        identity(raw, f"{message_id} {sender.lower()}") if message_id else digest(raw),
        message_id=message_id, name=tidy(name)[:150],
        sender=sender.lower()[:254] if re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", sender) else "",
        subject=" ".join(header(message, "Subject").split())[:LONGEST_SUBJECT],
    )  # fmt: skip
    mail.before = IDS.findall(header(message, "In-Reply-To") + header(message, "References"))
    heads = [header(message, name) for name in ("To", "Cc", "Delivered-To", "X-Original-To")]
    mail.to = [address.lower() for _name, address in getaddresses(heads) if address][:50]
    mail.failure = failure(message)
    mail.sort = sort_of(message, mail)
    collect(message, mail)
    if not mail.sender and mail.sort == "person":
        mail.sort = "broken"
        mail.faults.append(_("It names no sender."))
    return mail


def header(message: Message, name: str) -> str:
    """A header in words; encoded words of unknown or broken charsets as well as can be."""
    value = str(message.get(name, ""))[:LONGEST_HEADER]
    try:
        pieces = decode_header(value)
    except (MessageError, ValueError):
        return tidy(value)
    words = [p if isinstance(p, str) else decoded(p, c or "utf-8")[0] for p, c in pieces]
    # Between plain and encoded words stands a space, which belongs to neither.
    plain = [isinstance(p, bytes) and not c for p, c in pieces]
    return tidy("".join(f" {w} " if apart else w for w, apart in zip(words, plain, strict=True)))


def sort_of(message: Message, mail: Mail) -> str:
    """Whether a person wrote it: bounces, automatic replies and lists say so in their headers."""
    said = {name: header(message, name).lower() for name in TELLING}
    report = message.get_content_type() == "multipart/report"
    local = mail.sender.partition("@")[0]
    if report and not mail.failure:  # delayed, delivered, read: no word of a letter that is lost
        return "auto"
    if report or said["X-Failed-Recipients"] or BOUNCING.match(local):
        return "bounce"
    auto = said["Auto-Submitted"] not in ("", "no") or said["X-Autoreply"] or said["X-Autorespond"]
    away = PROGRAM.match(mail.subject) or mail.before and AWAY.match(mail.subject)
    if auto or said["X-Loop"] or said["Precedence"] == "auto_reply" or away:
        return "auto"
    if said["Return-Path"] == "<>":
        return "auto"
    bulk = said["Precedence"] in ("bulk", "list", "junk")
    return "list" if bulk or said["List-Id"] or said["List-Unsubscribe"] else "person"


def failure(message: Message) -> str:
    """What a report of non-delivery says (RFC 3464): state and words; empty when nothing is lost.

    A report that letters are delayed or were read tells of no loss.
    """
    parts = [part for part in message.walk() if part.get_content_type() == DELIVERY]
    blocks = [block for part in parts for block in (part.get_payload() or [])]
    told = [block for block in blocks if isinstance(block, Message)]
    actions = {header(block, "Action").strip().lower() for block in told} - {""}
    states = [state for block in told if (state := header(block, "Status").strip())]
    lost = "failed" in actions if actions else any(s.startswith("5") for s in states)
    words = [header(block, "Diagnostic-Code") for block in told]
    return " ".join(filter(None, [*states[:1], *words]))[:300] or "failed" if lost else ""


def collect(message: Message, mail: Mail) -> None:
    """Text and files of all parts; the plain text is preferred, HTML is read where it is alone."""
    plain: list[str] = []
    rich: list[str] = []
    for number, part in enumerate(leaves(message)):
        if number >= MOST_PARTS:
            mail.faults.append(_("It has too many parts; the rest is in the original."))
            break
        kind, name = part.get_content_type(), filename(part)
        content = payload(part, mail)
        attached = part.get_content_disposition() == "attachment" or bool(name)
        if kind in ("text/plain", "text/html") and not attached:
            text, whole = decoded(content, str(part.get_content_charset() or "utf-8"))
            if not whole:
                known = {"name": str(part.get_content_charset())[:40]}
                mail.faults.append(_("Its letters are of an unknown set: %(name)s.") % known)
            (plain if kind == "text/plain" else rich).append(text)
        elif not logo(part, content):
            keep_file(mail, name or f"part-{number + 1}.{kind.partition('/')[2]}", content)
    text = "\n\n".join(filter(None, plain)) or "\n\n".join(map(from_html, rich)).strip()
    mail.text, mail.quoted = unquoted(text)


def leaves(message: Message) -> Iterator[Message]:
    """Parts that hold something; a mail inside a mail is one file, not its parts."""
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        inner = part.get_payload() if part.is_multipart() else None
        if isinstance(inner, list) and part.get_content_maintype() == "multipart":
            waiting = [each for each in inner if isinstance(each, Message)] + waiting
        elif part.get_content_type() != DELIVERY:
            yield part


def filename(part: Message) -> str:
    """The name a part gives itself, in whatever way it is encoded."""
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        return "unnamed"
    pieces = decode_header(name) if "=?" in name else [(name, None)]
    return "".join(p if isinstance(p, str) else decoded(p, c or "utf-8")[0] for p, c in pieces)[
        :300
    ]


def payload(part: Message, mail: Mail) -> bytes:
    """A part's bytes; a mail inside the mail as it stands."""
    inner = part.get_payload()
    if isinstance(inner, list):
        return b"".join(each.as_bytes() for each in inner if isinstance(each, Message))
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError):
        mail.faults.append(_("Its encoding is broken."))
        return b""
    return content if isinstance(content, bytes) else b""


def logo(part: Message, content: bytes) -> bool:
    """A small picture that belongs to the text, or an empty part."""
    shown = part.get_content_maintype() == "image" and part.get("Content-ID")
    return not content or bool(shown and len(content) < SMALL_PICTURE)


def keep_file(mail: Mail, name: str, content: bytes) -> None:
    """Keep a file; what Outlook wrapped in a winmail.dat is taken out of it."""
    inside = unwrapped(content) if name.lower().endswith("winmail.dat") else []
    mail.files += inside or [(name, content)]
