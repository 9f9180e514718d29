"""How a value reads in a list, on a card and in an export: one column, prepared once a page."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from html import escape
from typing import Any

from django.contrib.admin.utils import label_for_field
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

NOTHING, YES, NO = "–", _("Yes"), _("No")


@dataclass(frozen=True)
class Column:
    """One column of a page: ``raw`` is the value for a spreadsheet, ``show`` its words."""

    name: str
    label: str
    order: str | None
    raw: Callable[[Any], Any]
    show: Callable[[Any], Any]


def columns(desk, names) -> list[Column]:
    """Columns of the admin ``desk``: fields, model properties or methods of the desk itself."""
    return [_column(desk, name) for name in names]


def words(value) -> Any:
    """Any value as an officer reads it: dd/mm/yyyy, local time, Yes and No, a dash for nothing;
    decimals without the zeros that only fill up."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, datetime):
        return f"{localtime(value):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        return number_format(value.normalize() if value % 1 else int(value))
    return f"{value:%H:%M}" if isinstance(value, time) else value


def badge(kind: str, text) -> str:
    """A state as a word in a frame; ``kind`` is "", "go", "done" or "off"."""
    return format_html('<span class="badge {}">{}</span>', kind, text)


def file_link(file) -> str | None:
    """A kept file by its name, to be downloaded; None where there is none."""
    return file and link(file.name, file.get_absolute_url())


def link(text, url: str) -> str:
    """Words of a card that lead somewhere."""
    return format_html('<a href="{}">{}</a>', url, text)


def filled(line: str, rows: Iterable[Sequence]) -> SafeString:
    """``line`` of HTML once for each of ``rows``, as format_html_join does it at four times the
    price: it looks for lazy text in every value before it escapes. A list has 500 values."""
    return SafeString("".join([line.format(*map(_escaped, row)) for row in rows]))  # nosec B703


def _escaped(value: Any) -> str:
    return value if hasattr(value, "__html__") else escape(str(value))


def _column(desk, name: str) -> Column:
    label = str(label_for_field(name, desk.model, desk))
    label = label[:1].upper() + label[1:]
    if callable(method := getattr(desk, name, None)):
        order = getattr(method, "admin_order_field", None)
        return Column(name, label, order, method, lambda row: words(method(row)))
    try:
        field = desk.model._meta.get_field(name)
    except FieldDoesNotExist:
        raw = _reader(name)
        order, label = desk.property_order.get(name), gettext(label)  # "Name": what it is called
        return Column(name, label, order, raw, lambda row: words(raw(row)))
    return _field_column(desk, field, label)


def _field_column(desk, field, label: str) -> Column:
    read = _reader(field.name)
    raw: Callable[[Any], Any] = read
    if isinstance(field, ArrayField):
        names = {v: str(t) for v, t in field.base_field.flatchoices or ()}
        raw = lambda row: ", ".join(names.get(v, str(v)) for v in read(row))  # noqa: E731
        return Column(field.name, label, None, raw, lambda row: raw(row) or NOTHING)
    if not field.flatchoices:
        raw = (lambda row: v and str(v) if (v := read(row)) is not None else None) \
            if field.is_relation else read  # fmt: skip
        return Column(field.name, label, field.name, raw, lambda row: words(raw(row)))
    # A choice that is its own words (a level from 1 to 5) stays a number: it is sorted as one.
    names = {v: v if str(t) == str(v) else str(t) for v, t in field.flatchoices}
    raw = lambda row: names.get(v := read(row), v)  # noqa: E731
    kinds = desk.badges.get(field.name)
    if kinds is None:
        return Column(field.name, label, field.name, raw, lambda row: words(raw(row)))
    framed = {v: badge(kinds.get(v, ""), text) for v, text in names.items()}
    show = lambda row: framed.get(v := read(row), v)  # noqa: E731
    return Column(field.name, label, field.name, raw, show)


def _reader(name: str) -> Callable[[Any], Any]:
    def read(row):
        value = getattr(row, name)
        return value() if callable(value) else value

    return read
