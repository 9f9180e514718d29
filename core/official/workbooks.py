"""The annexes of a document as an Excel workbook: one sheet a table, every text a text cell."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.cells import Book, Sheet

from .paper import Bar, Table


def workbook_bytes(tables: Sequence[Table], about: Mapping[Any, Any]) -> bytes:
    """An .xlsx file: a sheet for each table, named by its caption, and the foot sheet.

    Cells may hold what :func:`core.cells.plain` takes (numbers stay numbers); a bar is its words.
    ``about``: label → value; the moment is added.
    """
    out = BytesIO()
    book = Book(out)
    for table in tables:
        rows = [[_value(cell) for cell in row] for row in table.rows]
        book.add(Sheet(table.caption, table.heads, rows, len(rows)))
    book.about({**about, _("Time"): localtime()})
    book.close()
    return out.getvalue()


def _value(cell: Any) -> Any:
    return cell.words if isinstance(cell, Bar) else cell
