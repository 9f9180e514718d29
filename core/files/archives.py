"""Word and Excel files are archives: opened with care, so that none fills the disk (G13)."""

import re
import stat
import zipfile
import zlib
from typing import BinaryIO

from django.utils.translation import gettext as _

from .refusal import Refused

MOST_ENTRIES = 2_000
MOST_BYTES = 200 * 2**20  # of all parts together, unpacked
STEEPEST = 100  # unpacked to packed, for parts above SMALL and for the whole
SMALL = 2**20
CHUNK = 2**16
NESTED = (".zip", ".7z", ".rar", ".gz", ".docx", ".xlsx", ".docm", ".xlsm", ".jar", ".exe")
# Office files never declare a document type; those that do aim at the reader (entities).
DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0D\0O|\0<\0!\0D", re.IGNORECASE)
TYPES = "[Content_Types].xml"
MAIN = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}


def office_kind(file: BinaryIO) -> str:
    """Return ``docx`` or ``xlsx`` after looking at every part; anything else is Refused.

    Nothing is written to disk; what is read is bounded by the sizes checked before.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            check_sizes(archive.infolist(), file)
            return check_parts(archive)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise broken() from error
    except RuntimeError as error:  # zipfile's word for a part locked by a password
        raise locked() from error
    except zlib.error as error:
        raise broken() from error


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
        raise Refused(
            _("The file unpacks to far more than its size, so it is not opened. Save it anew from"
              " Word or Excel without pictures that are not needed."), code="bomb",
        )  # fmt: skip
    names = [p.filename for p in parts]
    if len(set(names)) < len(names) or any(map(odd, parts)):
        raise broken()


def odd(part: zipfile.ZipInfo) -> bool:
    """A part that points outside the archive, or is no plain file."""
    name = part.filename
    outside = name.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", name) or ":" in name
    return outside or stat.S_ISLNK(part.external_attr >> 16)


def check_parts(archive: zipfile.ZipFile) -> str:
    parts = archive.infolist()
    if any(p.flag_bits & 1 for p in parts):
        raise locked()
    if archive.comment or min((p.header_offset for p in parts), default=0):
        raise broken()  # something else stands before or behind the document
    for name in archive.namelist():
        if name.lower().endswith(NESTED) or "vbaproject" in name.lower():
            raise Refused(
                _("The file holds a macro or another file inside. Take it out and save the"
                  " document as .docx or .xlsx."), code="active",
            )  # fmt: skip
        if scan(archive, name):
            raise broken()
    types = archive.read(TYPES) if TYPES in archive.namelist() else b""
    kinds = {kind for word, kind in MAIN.items() if word in types}
    if len(kinds) != 1:
        raise Refused(
            _("The file is an archive, but no Word or Excel document. Hand in the document itself"
              " as .docx or .xlsx."), code="kind",
        )  # fmt: skip
    return kinds.pop()


def scan(archive: zipfile.ZipFile, name: str) -> bool:
    """Read a part to its end (its checksum is tested); True when its XML is not to be trusted."""
    tail, xml = b"", name.lower().endswith((".xml", ".rels", ".vml"))
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            if xml and DOCTYPE.search(tail + chunk):
                return True
            tail = chunk[-16:]
    return False


def broken() -> Refused:
    return Refused(
        _("The file is damaged or was not made by Word or Excel. Open it there, save it again as"
          " .docx or .xlsx and hand that in."), code="broken",
    )  # fmt: skip


def locked() -> Refused:
    return Refused(
        _("The file is locked with a password. Save it without one and hand that in."),
        code="locked",
    )
