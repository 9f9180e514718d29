"""Files that wait for the virus scanner: asked about one by one, again while it is away (G14)."""

import logging
from datetime import datetime

from django.conf import settings
from django.utils.timezone import now

from .chores import do_next
from .files.scanner import scan
from .files.shelf import Shelf
from .models import FileScan, StoredFile

logger = logging.getLogger(__name__)


def scan_files(at: datetime | None = None) -> int:
    """Ask about every file that is due; returns how many were taken up.

    Without a scanner nothing happens: files that waited go on waiting, they are not let through.
    A file nobody could judge after all tries is locked for good, and said so on the desk.
    """
    at, taken = at or now(), 0
    while settings.CLAMD_ADDRESS and (chore := do_next(FileScan.objects.all(), judge, at)):
        taken += 1
        if chore.given_up_at:
            logger.error("file %s could not be scanned: %s", chore.file_id, chore.last_error)
            mark(chore.file, StoredFile.Scan.ERROR, at=None)
    return taken


def judge(chore: FileScan) -> None:
    """Ask the scanner about one file; NoVerdict passes, and the file goes on waiting."""
    with Shelf().open(chore.file.key) as content:
        verdict = scan(content, settings.CLAMD_ADDRESS)
    if verdict.found:
        logger.error("file %s is infected: %s", chore.file_id, verdict.found)
        mark(chore.file, StoredFile.Scan.INFECTED, at=now(), found=verdict.found)
    else:
        mark(chore.file, StoredFile.Scan.CLEAN, at=now())


def mark(file: StoredFile, state: str, *, at: datetime | None, found: str = "") -> None:
    file.scan, file.scanned_at, file.found = state, at, found
    file.save(update_fields=["scan", "scanned_at", "found"])
