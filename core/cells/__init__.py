"""Rows out: the only writer of CSV and Excel cells, so that no text ever becomes a formula (G12).

In Excel every text is a text cell. CSV has no types, so text that a spreadsheet could take for a
formula gets an apostrophe in front (:func:`defused`); :func:`restored` takes it away.
"""

from .books import EXCEL, Book, Sheet, book_response, write_xlsx, xlsx_response
from .text import CSV, csv_lines, csv_response
from .values import clean, defused, file_name, plain, restored, sheet_name

__all__ = [
    "CSV",
    "EXCEL",
    "Book",
    "Sheet",
    "book_response",
    "clean",
    "csv_lines",
    "csv_response",
    "defused",
    "file_name",
    "plain",
    "restored",
    "sheet_name",
    "write_xlsx",
    "xlsx_response",
]
