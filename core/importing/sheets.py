"""Rows of an Excel workbook, read without running or trusting anything in it."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from .refusal import RefusedTable

MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z0-9:]{2,20})"')
PIECE = 1 << 20
BROKEN = (
    zipfile.BadZipFile,
    InvalidFileException,
    KeyError,
    ValueError,
    OSError,
    EOFError,
    SyntaxError,
    TypeError,
    AttributeError,
    StopIteration,
    zlib.error,
)  # fmt: skip -- openpyxl checks little and falls over in many ways


@dataclass(frozen=True)
class Formula:
    """A cell that computes: what it would show is not in the file for certain."""

    text: str


def sheet_rows(file: BinaryIO, columns: int) -> Iterator[tuple[int, list[Any]]]:
    """(row number, cells) of the first visible sheet; refuses at once what is no such workbook."""
    try:
        _refuse_merged(file)
        file.seek(0)
        book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
        sheet = next(s for s in book.worksheets if s.sheet_state == "visible")
        sheet.reset_dimensions()
    except BROKEN as broken:
        raise _broken() from broken
    return _cells(sheet, columns + 1)


def _cells(sheet, columns: int) -> Iterator[tuple[int, list[Any]]]:
    try:
        for number, row in enumerate(sheet.iter_rows(max_col=columns), 1):
            yield number, [_value(cell) for cell in row]
    except BROKEN as broken:
        raise _broken() from broken


def _value(cell) -> Any:
    if cell.data_type == "f":
        return Formula(str(getattr(cell.value, "text", cell.value) or "="))
    return cell.value


def _refuse_merged(file: BinaryIO) -> None:
    """Merged cells hide which row a value belongs to."""
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if name.lower().startswith("xl/worksheets/") and (found := _merged(archive, name)):
                raise RefusedTable(
                    _("Cells %(range)s are merged.") % {"range": found},
                    _("Unmerge the cells, so that every row stands by itself."),
                )


def _merged(archive: zipfile.ZipFile, name: str) -> str:
    tail = b""
    with archive.open(name) as part:
        while piece := part.read(PIECE):
            if found := MERGED.search(tail := tail[-64:] + piece):
                return found[1].decode()
    return ""


def _broken() -> RefusedTable:
    return RefusedTable(
        _("The workbook is damaged or protected and cannot be read."),
        _("Open it in Excel, save it as a new workbook (.xlsx) and send that."),
    )
