"""The lines of a document, whatever it came in: plain text, Word or PDF, told by its content."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable

from .pdf import pdf_lines
from .refusal import (
    BOMB,
    DAMAGED,
    EMPTY,
    ENCODING,
    LEGACY_WORD,
    LOCKED,
    TOO_LARGE,
    TOO_LONG,
    WRONG_TYPE,
    NotADecision,
)
from .word import docx_lines

MAX_BYTES = 10 * 1024 * 1024
MAX_LINES = 20_000
MAX_UNPACKED = 50 * 1024 * 1024
MAX_PARTS = 2_000

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BREAKS = re.compile("\r\n|[\r\n\x0b\u2028\u2029]")
BINARY = re.compile("[\x00-\x08\x0e-\x1a]")


def text_of(name: str, data: bytes) -> list[str]:
    """The lines of a .txt, .docx or .pdf file in Unicode NFC; blank lines stay, as "".

    name: the file's name, for nothing but the reader's convenience: the type is told by content.
    Refused with NotADecision: an empty file, more than 10 MB or 20,000 lines, any other type,
    a password, a picture without text, an archive that unpacks to more than 50 MB (G14).
    """
    if not data.strip():
        raise NotADecision(EMPTY)
    if len(data) > MAX_BYTES:
        raise NotADecision(TOO_LARGE)
    lines = [unicodedata.normalize("NFC", line) for line in _reader(data)(data)]
    if len(lines) > MAX_LINES:
        raise NotADecision(TOO_LONG)
    return lines


def _reader(data: bytes) -> Callable[[bytes], list[str]]:
    if data.startswith(OLE):
        raise NotADecision(LOCKED if ENCRYPTED in data else LEGACY_WORD)
    if b"%PDF-" in data[:1024]:
        return pdf_lines
    if data.startswith(b"PK"):
        return _zipped_lines
    return _plain_lines


def _zipped_lines(data: bytes) -> list[str]:
    """A zip is read only if it holds a Word document, and after its size unpacked is known."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise NotADecision(DAMAGED) from error
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise NotADecision(BOMB)
    if any(part.flag_bits & 0x1 for part in parts):
        raise NotADecision(LOCKED)
    if "[Content_Types].xml" not in names or not any(n.startswith("word/") for n in names):
        raise NotADecision(WRONG_TYPE)
    return docx_lines(data)


def _plain_lines(data: bytes) -> list[str]:
    text = _decoded(data)
    if BINARY.search(text):
        raise NotADecision(WRONG_TYPE)
    lines = BREAKS.split(text)
    return lines[:-1] if lines[-1] == "" else lines


def _decoded(data: bytes) -> str:
    try:
        return data.decode(_encoding(data))
    except UnicodeDecodeError as error:
        binary = data.count(0) > 0 or data[:1] in b"\x89\xff\x1f\x7f"
        raise NotADecision(WRONG_TYPE if binary else ENCODING) from error


def _encoding(data: bytes) -> str:
    """UTF-8 unless a mark or the zero bytes of Latin letters tell UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = data[:2000]
    if sample[1::2].count(0) > len(sample) // 4:
        return "utf-16-le"
    if sample[::2].count(0) > len(sample) // 4:
        return "utf-16-be"
    return "utf-8-sig"
