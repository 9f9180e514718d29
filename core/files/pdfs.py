"""PDF files are opened by pikepdf: whole, not locked, without programs or files inside (G13)."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf

from .unfit import Unfit

MOST_OBJECTS = 200_000
DEEPEST = 60  # arrays and dictionaries inside one another
END = b"%%EOF"
ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/GoToE", "/RichMediaExecute", "/Rendition"}
KEYS = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/RichMediaContent", "/XFA"}
TYPES = {"/EmbeddedFile", "/RichMedia"}


def look(file: BinaryIO) -> tuple[str, None]:
    """As the cage asks it: the kind, and no copy."""
    return pdf_kind(file), None


def pdf_kind(file: BinaryIO) -> str:
    """Return ``pdf``, or raise Unfit: broken, locked, active (JavaScript, launch, files), heavy."""
    check_ends(file)
    file.seek(0)
    try:
        with pikepdf.open(file, suppress_warnings=True, attempt_recovery=True) as opened:
            check_opened(opened)
    except pikepdf.PasswordError as error:
        raise Unfit("locked") from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError) as error:
        raise Unfit("broken") from error
    return "pdf"


def check_ends(file: BinaryIO) -> None:
    """It ends where its end mark stands, and is no archive as well (polyglots)."""
    end = file.seek(0, io.SEEK_END)
    file.seek(max(0, end - 2048))
    _before, mark, behind = file.read().rpartition(END)
    if not mark or behind.strip(b"\0 \t\r\n\x1a") or zipfile.is_zipfile(file):
        raise Unfit("broken")


def check_opened(opened: pikepdf.Pdf) -> None:
    if opened.is_encrypted:
        raise Unfit("locked")
    if len(opened.objects) > MOST_OBJECTS:
        raise Unfit("heavy")
    if not len(opened.pages):
        raise Unfit("broken")
    for each in opened.objects:
        if any(map(active, inside(each))):
            raise Unfit("active")


def inside(thing: Any) -> Iterator[Any]:
    """Every dictionary of an object; what it refers to is an object of its own."""
    waiting = [(thing, 0)]
    while waiting:
        each, depth = waiting.pop()
        if depth > DEEPEST:
            raise Unfit("heavy")
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each
            parts = [value for _name, value in each.items()]
        else:
            parts = list(each) if isinstance(each, pikepdf.Array) else []
        waiting += [(p, depth + 1) for p in parts if compound(p)]


def compound(part: Any) -> bool:
    return isinstance(part, pikepdf.Dictionary | pikepdf.Array) and not part.is_indirect


def active(holder: Any) -> bool:
    """Whether a dictionary names a program or holds a file; pikepdf has undone escaped names."""
    names = set(map(str, holder.keys()))
    said = {str(holder[key]) for key in ("/S", "/Type", "/Subtype") if key in names and
            isinstance(holder[key], pikepdf.Name)}  # fmt: skip
    return bool(names & KEYS or said & (ACTIONS | TYPES))
