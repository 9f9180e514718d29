"""The annexes of a document as an Excel workbook: one sheet a table, every text a text cell."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.cells import Book, Sheet

from .paper import Bar, Table


def workbook_bytes(tables: Sequence[Table], about: Mapping[Any, Any]) -> bytes:
    """An .xlsx file: a sheet for each table, named by its caption, and the foot sheet.

    Cells may hold what :func:`core.cells.plain` takes (numbers stay numbers); a bar is its words
    and, in a column of its own beside them, the bar. ``about``: label → value; the moment is added.
    """
    out = BytesIO()
    book = Book(out)
    for table in tables:
        book.add(_sheet(table))
    book.about({**about, _("Time"): localtime()})
    book.close()
    return out.getvalue()


def _sheet(table: Table) -> Sheet:
    drawn = sorted({n for row in table.rows for n, cell in enumerate(row) if isinstance(cell, Bar)})
    heads = _beside([[head, _("Bar")] for head in table.heads], drawn)
    rows = [_beside(map(_said_and_drawn, row), drawn) for row in table.rows]
    bars = [place + more for more, place in enumerate(drawn, 1)]
    return Sheet(table.caption, heads, rows, len(rows), bars=bars)


def _beside(pairs: Iterable[list], drawn: Collection[int]) -> list:
    """The first of each pair, and the second beside it in the columns that are drawn."""
    return [each for n, pair in enumerate(pairs) for each in pair[: 1 + (n in drawn)]]


def _said_and_drawn(cell: Any) -> list:
    return [cell.words, min(max(cell.share, 0.0), 1.0)] if isinstance(cell, Bar) else [cell, None]
