"""A round's results as a file: Excel and CSV as shown."""

import tempfile

from django.http import FileResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.cells import EXCEL, Book, csv_lines, file_name

from .findings import Findings
from .sheets import HIDDEN, number, scale_head, scale_lines, sheets


def workbook(findings: Findings, by: str) -> FileResponse:
    """The results as the page shows them, a sheet for each table; ``by`` names who made it."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    book = Book(out)
    for sheet in sheets(findings):
        book.add(sheet)
    book.about(
        {
            _("Content"): findings.round.title,
            _("Asked"): findings.asked,
            _("Answered"): number(findings.answered),
            HIDDEN: _("Not shown: fewer than five answers, or a number that gives them away."),
            _("Made by"): by,
            _("Time"): localtime(),
        }
    )
    book.close()
    out.seek(0)
    name = file_name(findings.round.title, ".xlsx")
    return FileResponse(out, as_attachment=True, filename=name, content_type=EXCEL)


def table(findings: Findings) -> FileResponse:
    """The five-level questions as CSV, one a row, then each by department, kind and size."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    head = [*scale_head(), _("Grouping"), _("Part")]
    for line in csv_lines(head, scale_lines(findings)):
        out.write(line.encode())
    out.seek(0)
    name = file_name(findings.round.title, ".csv")
    return FileResponse(out, as_attachment=True, filename=name, content_type="text/csv")
