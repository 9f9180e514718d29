"""What a file is, told by its content; the extension only has to agree (G13)."""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from .archives import office_kind
from .pictures import picture_kind
from .refusal import Refused

CHUNK = 2**16
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# A text that begins like this is a program or a page, whatever its extension says.
ACTIVE = ("#!", "<!doctype", "<html", "<script", "<?php", "<?xml", "<svg", "mz")
PDF_ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
OLD_TEXT = "text of an old encoding"


@dataclass(frozen=True)
class Kind:
    """``contents`` is what :func:`recognise` may say of a file with this extension."""

    suffix: str
    mime: str
    contents: tuple[str, ...]


KINDS: dict[str, Kind] = {}
# By first bytes: what looks further and names the content, or refuses.
SIGNS: dict[bytes, Callable[[BinaryIO], str]] = {}


def allow(suffix: str, mime: str, *contents: str) -> None:
    """Add a kind to the list; its content is by default named like the extension."""
    KINDS[suffix] = Kind(suffix, mime, contents or (suffix,))


OFFICE = "application/vnd.openxmlformats-officedocument."
allow("txt", "text/plain", "text")
allow("csv", "text/csv", "text", OLD_TEXT)
allow("pdf", "application/pdf")
allow("docx", OFFICE + "wordprocessingml.document")
allow("xlsx", OFFICE + "spreadsheetml.sheet")
allow("jpg", "image/jpeg")
allow("jpeg", "image/jpeg", "jpg")
allow("png", "image/png")


def recognise(file: BinaryIO) -> str:
    """Say what the content is: ``text``, ``pdf``, ``docx``, ``xlsx``, ``jpg``, ``png``.

    Refused for anything else.
    """
    file.seek(0)
    head = file.read(8)
    if not head:
        raise Refused(_("The file is empty. Choose the file again."), code="empty")
    for sign, look in SIGNS.items():
        if head.startswith(sign):
            file.seek(0)
            return look(file)
    return text(file)


def old_office(file: BinaryIO) -> str:
    raise Refused(
        _("The file is an old Word or Excel document (.doc, .xls) or locked with a password. Save"
          " it as .docx or .xlsx without a password."), code="old",
    )  # fmt: skip


def pdf(file: BinaryIO) -> str:
    """A PDF from its first byte to its end mark, not locked, without programs or files inside."""
    end = file.seek(0, 2)
    file.seek(max(0, end - 2048))
    if b"%%EOF" not in file.read():
        raise Refused(
            _("The PDF is not whole. Open it, save it again and hand that in."), code="broken"
        )
    if found(file, (b"/Encrypt",)):
        raise Refused(
            _("The PDF is locked with a password. Save it without one and hand that in."),
            code="locked",
        )
    if found(file, PDF_ACTIVE):
        raise Refused(
            _("The PDF holds a program or another file inside. Print it to a new PDF and hand that"
              " in."), code="active",
        )  # fmt: skip
    return "pdf"


def found(file: BinaryIO, words: tuple[bytes, ...]) -> bool:
    """Whether one of ``words`` stands in the file, read piece by piece."""
    file.seek(0)
    tail = b""
    while chunk := file.read(CHUNK):
        if any(word in tail + chunk for word in words):
            return True
        tail = chunk[-32:]
    return False


def text(file: BinaryIO) -> str:
    """Plain text in UTF-8, in UTF-16 with its mark, or in an old encoding (CSV of old programs).

    Programs and pages are no plain text, nor is anything with control characters in it.
    """
    file.seek(0)
    head = file.read(CHUNK)
    encoding = next((name for bom, name in BOMS.items() if head.startswith(bom)), "utf-8")
    begun = head.decode(encoding, "replace").lstrip("\ufeff \t\r\n").lower()
    if begun.startswith(ACTIVE):
        raise unknown()
    for name, content in ((encoding, "text"), ("latin-1", OLD_TEXT)):
        try:
            controls = any(map(CONTROL.search, decoded(file, name)))
        except UnicodeDecodeError:
            continue
        if not controls:
            return content
    raise unknown()


def decoded(file: BinaryIO, encoding: str) -> Iterator[str]:
    """The text, piece by piece; UnicodeDecodeError when it is not in this encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def unknown() -> Refused:
    return Refused(
        _("The content of the file is of no kind that is taken here. A text must be saved in"
          " UTF-8; a document as %(kinds)s.") % {"kinds": ".docx, .xlsx, .pdf"}, code="kind",
    )  # fmt: skip


SIGNS |= {
    b"PK\x03\x04": office_kind,
    b"%PDF-": pdf,
    OLE: old_office,
    b"\xff\xd8\xff": picture_kind,
    b"\x89PNG\r\n\x1a\n": picture_kind,
}
