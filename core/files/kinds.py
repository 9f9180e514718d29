"""What a file is, told by its content; the extension only has to agree (G13)."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from .cage import read_caged
from .refusal import refused
from .unfit import Unfit

CHUNK = 2**16
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# A text that begins like this is a program or a page, whatever its extension says.
ACTIVE = ("#!", "<!doctype", "<html", "<script", "<?php", "<?xml", "<svg", "mz")
OLD_TEXT = "text of an old encoding"


@dataclass(frozen=True)
class Kind:
    """``contents`` is what :func:`recognise` may say of a file with this extension."""

    suffix: str
    mime: str
    contents: tuple[str, ...]


KINDS: dict[str, Kind] = {}
# By first bytes: which reader looks further (:mod:`core.files.readers`).
READERS = {
    b"PK\x03\x04": "office",
    b"%PDF-": "pdf",
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpg",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "old",
}


def allow(suffix: str, mime: str, *contents: str) -> None:
    """Add a kind to the list; its content is by default named like the extension."""
    KINDS[suffix] = Kind(suffix, mime, contents or (suffix,))


OFFICE = "application/vnd.openxmlformats-officedocument."
allow("txt", "text/plain", "text")
allow("csv", "text/csv", "text", OLD_TEXT)
allow("pdf", "application/pdf")
allow("docx", OFFICE + "wordprocessingml.document")
allow("png", "image/png")
allow("jpg", "image/jpeg")
allow("jpeg", "image/jpeg", "jpg")
allow("xlsx", OFFICE + "spreadsheetml.sheet")


@dataclass(frozen=True)
class Look:
    """What a file is; ``clean`` holds what is kept instead of it (a picture made anew)."""

    content: str
    clean: bytes | None = None


def recognise(file: BinaryIO) -> str:
    """Say what the content is: ``text``, ``pdf``, ``docx``, ``png`` …; Refused otherwise."""
    return look(file).content


def look(file: BinaryIO) -> Look:
    """Look into a file: text here, all else by its reader in a cage; Refused with the remedy."""
    file.seek(0)
    head = file.read(8)
    try:
        if not head:
            raise Unfit("empty")
        for sign, reader in READERS.items():
            if head.startswith(sign):
                content, clean = read_caged(reader, file)
                return Look(content, clean)
        return Look(text(file))
    except Unfit as unfit:
        raise refused(unfit.code) from unfit


def text(file: BinaryIO) -> str:
    """Plain text in UTF-8, in UTF-16 with its mark, or in an old encoding (CSV of old programs).

    Programs and pages are no plain text, nor is anything with control characters in it.
    """
    file.seek(0)
    head = file.read(CHUNK)
    encoding = next((name for bom, name in BOMS.items() if head.startswith(bom)), "utf-8")
    begun = head.decode(encoding, "replace").lstrip("\ufeff \t\r\n").lower()
    if begun.startswith(ACTIVE):
        raise Unfit("kind")
    for name, content in ((encoding, "text"), ("latin-1", OLD_TEXT)):
        try:
            controls = any(map(CONTROL.search, decoded(file, name)))
        except UnicodeDecodeError:
            continue
        if not controls:
            return content
    raise Unfit("kind")


def decoded(file: BinaryIO, encoding: str) -> Iterator[str]:
    """The text, piece by piece; UnicodeDecodeError when it is not in this encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)
