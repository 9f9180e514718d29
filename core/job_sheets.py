"""What a job leaves behind: the sheet of its result, and of the rows at fault."""

import tempfile
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from .cells import Sheet, write_xlsx
from .models import Job, StoredFile
from .stored_files import keep, pieces


def write_sheets(job: Job, handler) -> None:
    """Set ``errors`` and ``result`` of an ending job from its lines; the caller saves.

    ``handler`` is None for a kind that is no longer known: then the cells stand without heads.
    """
    good = handler.header(job) if handler and handler.header else []
    bad = handler.fault_header(job) if handler and handler.fault_header else []
    faults = job.lines.exclude(fault="")
    if faults.exists():
        rows = ([line.number, line.fault, *line.cells] for line in each(faults))
        job.errors = sheet(job, _("Rows at fault"), [_("Row"), _("What is wrong"), *bad], rows)
    if good and job.result is None:
        rows = (line.cells for line in each(job.lines.filter(fault="")))
        job.result = sheet(job, _("Result"), good, rows)


def each(lines: QuerySet) -> Iterable:
    return lines.order_by("number").iterator(chunk_size=1000)


def sheet(job: Job, title: str, header: list, rows: Iterable) -> StoredFile:
    with tempfile.TemporaryFile() as out:
        write_xlsx(out, Sheet(title, header, rows))
        return keep(pieces(out), name=f"{job.title} - {title}.xlsx", kind="xlsx", by=job.owner)
