"""A file as rows of cells: what it is is told by its content, never by its name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from core.files.kinds import KINDS, recognise

from .refusal import RefusedTable
from .sheets import sheet_rows
from .texts import text_rows

MOST_ROWS = 100_000
MOST_COLUMNS = 60


@dataclass
class Reading:
    """Rows as (number in the file, cells), the header first; ``remark`` tells what was assumed."""

    rows: Iterator[tuple[int, list[Any]]]
    remark: str = ""


def read(file: BinaryIO) -> Reading:
    """Read an Excel workbook (first visible sheet) or CSV, row by row.

    Refused: whatever :func:`core.files.kinds.recognise` refuses (empty, macros, passwords, web
    pages, bombs), other documents, over 100,000 rows or 60 columns, merged cells, CSV in several
    encodings.
    """
    content = recognise(file)
    file.seek(0)
    if content == "xlsx":
        return Reading(_capped(sheet_rows(file, MOST_COLUMNS)))
    if content not in KINDS["csv"].contents:
        raise RefusedTable(
            _("This is neither an Excel workbook nor CSV."), _("Fill in the template and send it.")
        )
    rows, remark = text_rows(file)
    return Reading(_capped(rows), remark)


def _capped(rows: Iterator[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[Any]]]:
    """Rows with something in them; too many rows or columns refuse the file."""
    for number, cells in rows:
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if number > MOST_ROWS + 1:
            raise RefusedTable(
                _("The table goes on beyond row 100,000."), _("Send it in several parts.")
            )
        if len(cells) > MOST_COLUMNS:
            raise RefusedTable(
                _("Row %(row)d has more than 60 columns.") % {"row": number},
                _("Keep the columns of the template only."),
            )
        if cells:
            yield number, cells
