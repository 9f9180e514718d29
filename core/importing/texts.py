"""Rows of a CSV file: its encoding and separator are told from its content."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from core.cells import restored

from .refusal import RefusedTable

SEPARATORS = ",;\t|"
SAMPLE = 65_536
# Letters with Vietnamese marks as UTF-8 writes them: a mixture when the rest is not UTF-8.
MARKED = re.compile(rb"\xe1\xba[\x80-\xbf]|\xe1\xbb[\x80-\xbf]|\xc4\x91|\xc6[\xa0\xa1\xaf\xb0]")
LONGEST = 200_000  # characters of one line of the file
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def text_rows(file: BinaryIO) -> tuple[Iterator[tuple[int, list[Any]]], str]:
    """((row number, cells) …, a remark on what was assumed). Apostrophes of :func:`defused` go."""
    encoding = _encoding(file)
    file.seek(0)
    head = file.read(SAMPLE).decode(encoding, "ignore").removeprefix("\ufeff")
    separator = _separator(head)
    file.seek(0)
    remark = ""
    if encoding == "cp1258":
        remark = _(
            "The file is not in Unicode and was read as Windows-1258 (Vietnamese): "
            "check the marks on some names."
        )
    return _rows(file, encoding, separator), remark


def _encoding(file: BinaryIO) -> str:
    """utf-8-sig, utf-16, or cp1258 when it is not Unicode; refuses a mixture."""
    file.seek(0)
    head = file.read(4)
    for mark, name in MARKS.items():
        if head.startswith(mark):
            return name
    file.seek(0)
    decoder, marked, unicode = codecs.getincrementaldecoder("utf-8")(), False, True
    while piece := file.read(1 << 20):
        marked = marked or bool(MARKED.search(piece))
        try:
            decoder.decode(piece)
        except UnicodeDecodeError:
            unicode = False
    if not unicode and marked:
        raise RefusedTable(
            _("Parts of the file are in Unicode (UTF-8) and parts are not."),
            _("Save it from Excel as “CSV UTF-8” or as an Excel workbook (.xlsx)."),
        )
    return "utf-8-sig" if unicode else "cp1258"


def _separator(head: str) -> str:
    lines = head.splitlines() or [""]
    if lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        return lines[0][4]
    bare = re.sub(r'"[^"]*"', "", lines[0])
    return max(SEPARATORS, key=bare.count)


def _rows(file: BinaryIO, encoding: str, separator: str) -> Iterator[tuple[int, list[Any]]]:
    lines, number = io.TextIOWrapper(file, encoding, newline=""), 0
    try:
        for number, cells in enumerate(csv.reader(_checked(lines), delimiter=separator), 1):
            if number == 1 and cells and cells[0].lower() == "sep=":
                continue
            yield number, [restored(cell) for cell in cells]
    except (csv.Error, UnicodeError) as broken:
        raise RefusedTable(
            _("The text cannot be read beyond row %(row)d.") % {"row": number},
            _("Save it from Excel as “CSV UTF-8” or as an Excel workbook (.xlsx)."),
        ) from broken
    finally:
        # The file is its owner's to close, who may have done so before the last row was read.
        with suppress(ValueError):
            lines.detach()


def _checked(lines: io.TextIOWrapper) -> Iterator[str]:
    """Lines one by one, none so long that it would fill the memory."""
    while line := lines.readline(LONGEST):
        if len(line) == LONGEST:
            raise RefusedTable(
                _("A line of the file is longer than 200,000 characters."),
                _("Keep the columns of the template only."),
            )
        yield line
