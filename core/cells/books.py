"""Tables as Excel workbooks, written row by row in constant memory."""

import re
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

import xlsxwriter
from django.http import FileResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import CellStringTuple, Worksheet

from ..pulse import beat, beating
from .values import clean, file_name, plain, sheet_name

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LAST_ROW = 1_048_576  # Excel's; the table goes on in a further sheet
LONGEST = 32_767  # UTF-16 units in one cell
PLAIN = {
    "constant_memory": True,
    "use_zip64": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MARKUP = re.compile("[&<>]")
NARROW, WIDE = 8, 60  # columns, in characters
BAR = 24  # width of a column of bars
BARS = {
    "type": "data_bar", "data_bar_2010": True, "bar_only": True, "bar_solid": True,
    "bar_color": "#7F7F7F", "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1,
}  # fmt: skip
DATES = {date: "dd/mm/yyyy", datetime: "dd/mm/yyyy hh:mm:ss", time: "hh:mm:ss"}
Row = Iterable[Any]


class Page(Worksheet):
    """A sheet whose plain texts, most of all cells, are written in one step: a long export takes a
    fifth less time."""

    def _write_cell(self, row: int, col: int, cell) -> None:
        text = cell.string if type(cell) is CellStringTuple else "_x"
        if cell.format is not None or "_x" in text or text != text.strip():
            super()._write_cell(row, col, cell)
            return
        place = xl_rowcol_to_cell_fast(row, col)
        words = escape(text) if MARKUP.search(text) else text
        self.fh.write(f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>')


@dataclass
class Sheet:
    """One table: ``choices`` (column number → allowed texts) and ``hints`` are for templates.

    ``total`` is how many rows there should be, when the caller knows; the foot prints both.
    ``bars``: numbers of columns whose shares (0 to 1) are drawn as bars in place of numbers.
    """

    title: Any
    header: Sequence[Any]
    rows: Iterable[Row] = ()
    total: int | None = None
    hints: Sequence[Any] = ()
    choices: Mapping[int, Sequence[Any]] = field(default_factory=dict)
    bars: Collection[int] = ()


class Book:
    """A workbook under way: :meth:`add` writes a sheet whole, :meth:`close` ends the file."""

    def __init__(self, out: BinaryIO):
        self.book = xlsxwriter.Workbook(out, PLAIN)
        self.dates = {kind: self.book.add_format({"num_format": f}) for kind, f in DATES.items()}
        self.bold = self.book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.shortened = 0

    def add(self, sheet: Sheet) -> int:
        """Write the table, on further sheets beyond Excel's last row; returns the rows written."""
        rows, written = beating(sheet.rows), 0
        while True:
            page = self.page(sheet)
            at = self.fill(page, rows)
            written += at
            self.finish(page, sheet, at)
            if at < LAST_ROW - 1:
                return written

    def page(self, sheet: Sheet):
        page = self.book.add_worksheet(sheet_name(sheet.title, self.book.sheetnames), Page)
        page.freeze_panes(1, 0)
        page.widths = {}
        for column, label in enumerate(sheet.header):
            self.text(page, 0, column, clean(label), self.bold)
        return page

    def fill(self, page, rows: Iterable[Row]) -> int:
        """Write rows until they or the page end; returns how many."""
        at = 0
        for at, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                self.cell(page, at, column, plain(value))
            if at == LAST_ROW - 1:
                break
        return at

    def cell(self, page, at: int, column: int, value: Any) -> None:
        if isinstance(value, str):
            self.text(page, at, column, value)
        elif isinstance(value, date | time):
            page.write_datetime(at, column, value, self.dates[type(value)])
            page.widths[column] = max(page.widths.get(column, NARROW), len(DATES[type(value)]))
        elif value is not None:
            page.write_number(at, column, value)

    def text(self, page, at: int, column: int, text: str, look=None) -> None:
        """A text cell, whatever the text says; an over-long one is cut and counted."""
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > LONGEST // 2:
            text = self.shortest(text)
        if len(text) > page.widths.get(column, NARROW):
            page.widths[column] = len(text)
        if text.startswith("<r>"):  # XlsxWriter would take it for its own markup and not escape it
            page.write_rich_string(at, column, self.wrapped, "<", text[1:])
        else:
            page.write_string(at, column, text, look)

    def shortest(self, text: str) -> str:
        units = text.encode("utf-16-le")
        if len(units) <= 2 * LONGEST:
            return text
        self.shortened += 1
        return units[: 2 * (LONGEST - 4)].decode("utf-16-le", "ignore") + " […]"

    def finish(self, page, sheet: Sheet, rows: int) -> None:
        columns = len(sheet.header)
        for column in range(columns):
            page.set_column(column, column, min(page.widths.get(column, NARROW), WIDE) + 2)
        if columns:
            page.autofilter(0, 0, rows, columns - 1)
            page.ignore_errors({"number_stored_as_text": f"A1:XFD{LAST_ROW}"})
        for column in sheet.bars:
            page.conditional_format(1, column, max(rows, 1), column, BARS)
            page.set_column(column, column, BAR)
        page.repeat_rows(0)
        page.set_landscape()
        page.fit_to_pages(1, 0)

    def about(self, lines: Mapping[Any, Any]) -> None:
        """The foot sheet: one line for each thing to know about the file."""
        page = self.book.add_worksheet(sheet_name(_("About"), self.book.sheetnames))
        page.widths = {}
        for at, (label, value) in enumerate(lines.items()):
            self.text(page, at, 0, clean(label), self.bold)
            self.cell(page, at, 1, plain(value))
        page.set_column(0, 0, 28)
        page.set_column(1, 1, WIDE)
        page.fit_to_pages(1, 0)

    def close(self) -> None:
        beat()  # packing what was written takes some seconds more
        self.book.close()


def write_xlsx(out: BinaryIO, sheet: Sheet, about: Mapping[Any, Any] | None = None) -> int:
    """Write the table and its foot sheet to ``out`` (a file open for bytes); returns the rows.

    ``about`` tells filter, person and the like; title, time and "N of N rows" are added here.
    """
    book = Book(out)
    written = book.add(sheet)
    lines = {_("Content"): sheet.title, **(about or {}), _("Time"): localtime()}
    total = written if sheet.total is None else sheet.total
    lines[_("Rows")] = _("%(written)d of %(total)d rows") % {"written": written, "total": total}
    if book.shortened:
        lines[_("Shortened")] = _(
            "%(count)d texts were longer than Excel allows and are cut at […]; CSV has them whole."
        ) % {"count": book.shortened}
    book.about(lines)
    book.close()
    return written


def book_response(name: Any, sheet: Sheet, about: Mapping[Any, Any] | None = None) -> FileResponse:
    """Send the table as ``<name>.xlsx``; the file lies on disk, not in memory, until it is sent."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    write_xlsx(out, sheet, about)
    out.seek(0)
    return FileResponse(
        out, as_attachment=True, filename=file_name(name, ".xlsx"), content_type=EXCEL
    )


def xlsx_response(
    name: Any,
    header: Row,
    rows: Iterable[Row],
    about: Mapping[Any, Any] | None = None,
    *,
    total: int | None = None,
) -> FileResponse:
    """A list as ``<name>.xlsx``: sheet, foot sheet with ``about``, header frozen, no row cap.

    ``about``: label → value, e.g. ``{_("Filter"): "…", _("Made by"): str(user)}``; ``total``: the
    count that the screen showed, so that the foot tells when rows came or went meanwhile.
    """
    return book_response(name, Sheet(name, list(header), rows, total), about)
