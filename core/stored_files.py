"""Files taken in, kept and swept: the one door between what people hand in and the disk."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.timezone import now
from django.utils.translation import gettext as _

from .chores import poke
from .files.kinds import KINDS, Look, look
from .files.names import clean_name, suffix_of
from .files.refusal import Refused
from .files.shelf import Shelf
from .files.uploads import LARGEST, Overlong
from .models import FileScan, StoredFile

DOCUMENTS = ("txt", "docx", "pdf")
TABLES = ("csv", "xlsx")
PICTURES = ("png", "jpg", "jpeg")
EVERYTHING = (*DOCUMENTS, *TABLES, *PICTURES)  # what enterprises may hand in with a question
GRACE = timedelta(days=1)  # how long a file may lie unowned: a form under way, a long job
CHUNK = 2**16


def inspect(upload: Any, *, accept: Iterable[str] = DOCUMENTS, limit: int = LARGEST) -> str:
    """Look at a form's file; returns its kind (``pdf``) or raises Refused with the remedy.

    ``accept`` lists extensions, ``limit`` is in bytes. The content decides; the extension has to
    agree with it (G13).
    """
    return examine(upload, accept=accept, limit=limit)[0]


def examine(
    upload: Any, *, accept: Iterable[str] = DOCUMENTS, limit: int = LARGEST
) -> tuple[str, Look]:
    """As :func:`inspect`; also what the reader saw, with a picture made anew in ``clean``."""
    if upload.size > limit or isinstance(upload, Overlong):
        raise too_large(limit)
    suffix, accept = suffix_of(clean_name(upload.name)), tuple(accept)
    if suffix not in accept:
        raise Refused(
            _("Files that end in “%(suffix)s” are not taken here. Save it as one of: %(kinds)s.")
            % {"suffix": f".{suffix}" if suffix else "", "kinds": listed(accept)},
            code="suffix",
        )
    seen = look(upload.file)
    upload.seek(0)
    if seen.content not in KINDS[suffix].contents:
        raise Refused(
            _("The file is called .%(suffix)s, but its content is something else (%(content)s)."
              " Save it with its right extension.") % {"suffix": suffix, "content": seen.content},
            code="mismatch",
        )  # fmt: skip
    return suffix, seen


def take(upload: Any, *, by: Any, accept: Iterable[str] = DOCUMENTS, limit: int = LARGEST):
    """Keep a form's file for good; returns the StoredFile.

    Refused (a ValidationError) as in :func:`inspect`. A picture is kept as it was made anew. Where
    a scanner is set up nobody reads the file before it was scanned; whoever hands it in need not
    wait for that. The content is on the disk before the row is written; if the transaction is
    undone, the night's sweep takes the file away.
    """
    kind, seen = examine(upload, accept=accept, limit=limit)
    chunks = capped(upload.chunks(CHUNK), limit) if seen.clean is None else [seen.clean]
    file = keep(chunks, name=upload.name, kind=kind, by=by)
    if settings.CLAMD_ADDRESS:
        await_scan(file)
    return file


def await_scan(file: StoredFile) -> None:
    """Lock a file that was just kept until the scanner has found it clean (G14)."""
    file.scan = StoredFile.Scan.PENDING
    file.save(update_fields=["scan"])
    FileScan.objects.create(file=file, due_at=now())
    poke("core.tasks.scan_files")


def keep(chunks: Iterable[bytes], *, name: str, kind: str, by: Any) -> StoredFile:
    """Keep bytes the portal itself made or already looked at (a result, a sheet of faults)."""
    key, size, digest = Shelf().put(chunks)
    return StoredFile.objects.create(
        key=key, name=clean_name(name), kind=kind, size=size, sha256=digest, uploaded_by=by
    )


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """An open file, piece by piece, from its beginning."""
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk


def capped(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """The same chunks; Refused as soon as they are more than ``limit`` bytes."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise too_large(limit)
        yield chunk


def too_large(limit: int) -> Refused:
    return Refused(
        _("The file is larger than %(limit)s. Make its pictures smaller, or divide it and hand in"
          " the parts.") % {"limit": filesizeformat(limit)}, code="size",
    )  # fmt: skip


def listed(suffixes: Iterable[str]) -> str:
    return ", ".join(f".{suffix}" for suffix in suffixes)


def sweep(at: datetime | None = None) -> tuple[int, int]:
    """Take away files no row owns; returns how many rows and how many strays on the disk.

    Nothing younger than :data:`GRACE` is touched. The row goes first and the file after the
    commit, so that a crash in between leaves a stray for the next night, never a row without
    its file.
    """
    before = (at or now()) - GRACE
    with transaction.atomic():
        gone = StoredFile.objects.unowned().filter(uploaded_at__lt=before)
        gone = list(gone.select_for_update(skip_locked=True))
        StoredFile.objects.filter(pk__in=[file.pk for file in gone]).delete()
        transaction.on_commit(lambda: _drop(gone), robust=True)
    strays = 0
    for path in Shelf().before(before):
        if not StoredFile.objects.filter(key=path.name).exists():
            path.unlink(missing_ok=True)
            strays += 1
    return len(gone), strays


def _drop(files: Iterable[StoredFile]) -> None:
    for file in files:
        Shelf().drop(file.key)
