"""The workbook to fill in: headings, what to write where, allowed values to pick from."""

from datetime import date
from itertools import zip_longest
from typing import BinaryIO

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from core.cells import Book, Sheet, sheet_name

from .columns import Choices, Column, Day
from .resource import SheetResource
from .tables import MOST_ROWS


def write_template(out: BinaryIO, resource: SheetResource) -> None:
    """Three sheets: the table itself, the columns explained, the lists of allowed values."""
    book, columns = Book(out), list(resource.columns.values())
    book.add(Sheet(resource._meta.model._meta.verbose_name_plural, resource.header()))
    page = book.book.worksheets()[0]
    text = book.book.add_format({"num_format": "@"})
    day = book.book.add_format({"num_format": "dd/mm/yyyy"})
    lists = {place: list(map(str, c.widget.allowed)) for place, c in enumerate(columns)}
    picked = [place for place, values in lists.items() if values]
    for place, column in enumerate(columns):
        width = max(14, min(40, len(str(column.label)) + 4))
        page.set_column(place, place, width, day if isinstance(column.widget, Day) else text)
        if place in picked and not isinstance(column.widget, Choices):
            rule = _from_list(picked.index(place), len(lists[place]))
        else:
            rule = {"validate": "any"}
        page.data_validation(1, place, MOST_ROWS, place, rule | _message(column))
    heads = [_("Column"), _("Required"), _("What to write"), _("Allowed values"), _("Example")]
    book.add(Sheet(_("Columns"), heads, map(_explained, columns)))
    book.add(_lists([columns[p] for p in picked], [lists[p] for p in picked]))
    book.close()


def _from_list(place: int, count: int) -> dict:
    """Only a value of the list's own column on the sheet of lists; the import says the rest."""
    column = xl_col_to_name(place, col_abs=True)
    return {
        "validate": "list",
        "source": f"='{sheet_name(_('Lists'))}'!{column}$2:{column}${count + 1}",
        "error_title": _("Not in the list")[:32],
        "error_message": _("Pick a value from the list."),
    }


def _message(column: Column) -> dict:
    words = [_("Required.") if column.required else "", str(column.hint)]
    if column.example:
        words.append(_("Example: %(example)s") % {"example": _example(column)})
    said = " ".join(word for word in words if word)[:255]
    return {"input_title": str(column.label)[:32], "input_message": said} if said else {}


def _example(column: Column) -> str:
    shown = column.example
    return f"{shown:%d/%m/%Y}" if isinstance(shown, date) else str(shown)


def _explained(column: Column) -> list[str]:
    allowed = "; ".join(map(str, column.widget.allowed))
    required = _("Yes") if column.required else _("No")
    return [str(column.label), required, str(column.hint), allowed, _example(column)]


def _lists(columns: list[Column], lists: list[list[str]]) -> Sheet:
    rows = zip_longest(*lists)
    return Sheet(_("Lists"), [str(column.label) for column in columns], rows)
