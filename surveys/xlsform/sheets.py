"""A workbook as named rows, each fault with its place: sheets, columns, languages of the subset."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from core.files.kinds import recognise

from .refusal import Fault, Refused
from .words import COLUMNS, MOST_BYTES, MOST_COLUMNS, MOST_ROWS, TOLD, TONGUES


@dataclass
class Line:
    """A row that says something: ``cells`` by column; told columns as "label.vi"."""

    sheet: str
    row: int
    cells: dict[str, str]

    def get(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass
class Book:
    """The rows of each sheet, and what was wrong on the way."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    bare: list[tuple[str, int]] = field(default_factory=list)
    """Where headings of words stand that name no language: they are read as Vietnamese."""

    def fault(self, line: Line, reason: str) -> None:
        self.faults.append(Fault(line.sheet, line.row, reason))


def open_book(data: bytes) -> Book:
    """The named rows of a workbook; :class:`Refused` when it is none at all."""
    if len(data) > MOST_BYTES:
        raise Refused([Fault("", 0, _("The workbook is larger than 5 MB."))])
    try:
        kind = recognise(io.BytesIO(data))
    except ValidationError as refused:
        raise Refused([Fault("", 0, " ".join(refused.messages))]) from refused
    if kind != "xlsx":
        raise Refused([Fault("", 0, _("This is no Excel workbook (.xlsx)."))])
    try:
        return _read(load_workbook(io.BytesIO(data), read_only=True))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as broken:
        raise Refused([Fault("", 0, _("The workbook is damaged: save it anew."))]) from broken


def _read(workbook) -> Book:
    book = Book({name: [] for name in COLUMNS})
    for sheet in workbook.worksheets:
        name = sheet.title.strip().lower()
        if name in COLUMNS:
            book.lines[name] = list(_lines(book, sheet, name))
        else:
            book.faults.append(Fault(sheet.title, 0, _("There is no such sheet in the subset.")))
    if "survey" not in {sheet.title.strip().lower() for sheet in workbook.worksheets}:
        book.faults.append(Fault("survey", 0, _("The sheet is missing.")))
    return book


def _lines(book: Book, sheet, name: str) -> Iterator[Line]:
    heads: list[str] = []
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number > MOST_ROWS or len(row) > MOST_COLUMNS:
            book.faults.append(Fault(name, number, _("The sheet is too large.")))
            return
        formulas = [cell for cell in row if cell.data_type == "f"]
        values = [plain(cell.value) for cell in row]
        if formulas:
            book.faults.append(Fault(name, number, _("A formula stands here: write its value.")))
        elif not heads and any(values):
            heads = [_head(book, name, number, value) for value in values]
            _twice(book, name, number, heads)
        elif any(values):
            yield Line(name, number, _named(book, name, number, heads, values))


def _named(book: Book, name: str, number: int, heads: list[str], values: list[str]) -> dict:
    loose = [v for v, head in zip(values, heads, strict=False) if v and not head]
    if loose or any(values[len(heads) :]):
        book.faults.append(Fault(name, number, _("A cell stands under no heading.")))
    return {head: v for head, v in zip(heads, values, strict=False) if head and v}


def _twice(book: Book, name: str, number: int, heads: list[str]) -> None:
    for head in {head for head in heads if head and heads.count(head) > 1}:
        reason = _("The column “%(column)s” stands twice.") % {"column": head}
        book.faults.append(Fault(name, number, reason))


def _head(book: Book, sheet: str, number: int, value: str) -> str:
    """The column's name; told columns get their language: "label.vi"."""
    column, _colons, tongue = (part.strip() for part in value.partition("::"))
    column = {"list name": "list_name", "caption": "label"}.get(column.lower(), column.lower())
    if not value:
        return ""
    told = column in TOLD[sheet]
    if column not in COLUMNS[sheet] or (tongue and not told):
        reason = _("The column “%(column)s” is not in the subset.") % {"column": value}
    elif not told:
        return column
    elif (code := _tongue(tongue)) is None:
        reason = _("The language “%(language)s” is not in the subset.") % {"language": tongue}
    else:
        book.bare += [] if tongue else [(sheet, number)]
        return f"{column}.{code}"
    book.faults.append(Fault(sheet, number, reason))
    return column


def _tongue(words: str) -> str | None:
    """vi or en; a column without a language is the Vietnamese one."""
    for code, name in TONGUES.items():
        if words.lower() in (code, name.lower(), name.split()[0].lower()):
            return code
    return "vi" if not words else None


def plain(value: Any) -> str:
    """The cell as text, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).replace("\xa0", " ").strip()
