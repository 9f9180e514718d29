"""Word and Excel files are archives: opened with care, so that none fills the disk (G13)."""

import re
import stat
import zipfile
import zlib
from typing import BinaryIO

from .unfit import Unfit

MOST_ENTRIES = 2_000
MOST_BYTES = 200 * 2**20  # of all parts together, unpacked
STEEPEST = 100  # unpacked to packed, for parts above SMALL and for the whole
SMALL = 2**20
CHUNK = 2**16
NESTED = (".zip", ".7z", ".rar", ".gz", ".docx", ".xlsx", ".docm", ".xlsm", ".jar", ".exe")
# Office files never declare a document type; those that do aim at the reader (entities).
DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0D\0O|\0<\0!\0D", re.IGNORECASE)
ACTIVE_PARTS = re.compile(r"vbaproject|activex|oleobject|embeddings/.*\.bin$", re.IGNORECASE)
# Documents that fetch a template with macros, or start a program, when they are opened.
ACTIVE_XML = re.compile(
    rb"""<(?:\w+:)?ddeLink|\bDDE(?:AUTO)?\s+\S|/attachedTemplate"[^>]{0,200}TargetMode="External"
    |/(?:oleObject|subDocument|frame)"[^>]{0,200}TargetMode="External\"""",
    re.VERBOSE,
)
TYPES = "[Content_Types].xml"
MAIN = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}


def look(file: BinaryIO) -> tuple[str, None]:
    """As the cage asks it: the kind, and no copy."""
    return office_kind(file), None


def office_kind(file: BinaryIO) -> str:
    """Return ``docx`` or ``xlsx`` after looking at every part; anything else is Unfit.

    Nothing is written to disk; what is read is bounded by the sizes checked before.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            check_sizes(archive.infolist(), file)
            return check_parts(archive)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise Unfit("broken") from error
    except RuntimeError as error:  # zipfile's word for a part locked by a password
        raise Unfit("locked") from error
    except zlib.error as error:
        raise Unfit("broken") from error


def check_sizes(parts: list[zipfile.ZipInfo], file: BinaryIO) -> None:
    """Refuse too many, too large, too steep, overlapping or oddly named parts, unopened."""
    size = file.seek(0, 2)
    unpacked, packed = sum(p.file_size for p in parts), sum(p.compress_size for p in parts)
    steep = any(p.file_size > SMALL and p.file_size > STEEPEST * p.compress_size for p in parts)
    if (
        len(parts) > MOST_ENTRIES
        or unpacked > MOST_BYTES
        or unpacked > max(STEEPEST * size, SMALL)
        or packed > size
        or steep
    ):
        raise Unfit("bomb")
    names = [p.filename for p in parts]
    if len(set(names)) < len(names) or any(map(odd, parts)):
        raise Unfit("broken")


def odd(part: zipfile.ZipInfo) -> bool:
    """A part that points outside the archive, or is no plain file."""
    name = part.filename
    outside = name.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", name) or ":" in name
    return outside or stat.S_ISLNK(part.external_attr >> 16)


def check_parts(archive: zipfile.ZipFile) -> str:
    parts = archive.infolist()
    if any(p.flag_bits & 1 for p in parts):
        raise Unfit("locked")
    if archive.comment or min((p.header_offset for p in parts), default=0):
        raise Unfit("broken")  # something else stands before or behind the document
    for name in archive.namelist():
        if name.lower().endswith(NESTED) or ACTIVE_PARTS.search(name):
            raise Unfit("active")
        if wrong := scan(archive, name):
            raise Unfit(wrong)
    types = archive.read(TYPES) if TYPES in archive.namelist() else b""
    kinds = {kind for word, kind in MAIN.items() if word in types}
    if len(kinds) != 1:
        raise Unfit("no_office")
    return kinds.pop()


def scan(archive: zipfile.ZipFile, name: str) -> str:
    """Read a part to its end (its checksum is tested); the code of what is wrong with it, or ""."""
    tail, xml = b"", name.lower().endswith((".xml", ".rels", ".vml"))
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            if xml and DOCTYPE.search(tail + chunk):
                return "broken"
            if xml and ACTIVE_XML.search(tail + chunk):
                return "active"
            tail = chunk[-256:]
    return ""
