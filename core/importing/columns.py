"""Columns of an import: their names in both languages, and how a cell becomes a value and back."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export.fields import Field
from import_export.widgets import Widget

from core.cells import clean

from .refusal import Wrong
from .sheets import Formula

DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
SPACES = re.compile(r"\s+")


def folded(text: Any) -> str:
    """How names are compared: NFC, small letters, single spaces, no star of a required column."""
    text = unicodedata.normalize("NFC", str(text)).casefold().replace("*", " ")
    return SPACES.sub(" ", text).strip()


def in_every_language(text: Any) -> set[str]:
    """A translatable text as each language of the portal writes it, folded."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.add(folded(text))
    return found


class Words(Widget):
    """Any text: NFC, one space between words; numbers that Excel made of codes become digits."""

    hint: Any = ""
    allowed: Iterable[Any] = ()

    def __init__(self, cleaner: Callable[[str], str] | None = None):
        super().__init__()
        self.cleaner = cleaner

    def clean(self, value, row=None, **kwargs) -> Any:
        text = self.text(value)
        return self.cleaner(text) if text and self.cleaner else text

    @staticmethod
    def text(value: Any) -> str:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, date):
            value = f"{value:%d/%m/%Y}"
        text = unicodedata.normalize("NFC", clean("" if value is None else value))
        return SPACES.sub(" ", text).strip()

    def render(self, value, obj=None, **kwargs) -> Any:
        return value


class Choice(Words):
    """One of a list: its label in any language, or the stored value."""

    def __init__(self, choices: Iterable[tuple[str, Any]]):
        super().__init__()
        self.choices = dict(choices)
        self.allowed = list(self.choices.values())
        self._known: dict[str, str] = {}

    def clean(self, value, row=None, **kwargs) -> Any:
        return self.one(self.text(value))

    def one(self, text: str) -> str:
        if not self._known:
            for stored, label in self.choices.items():
                self._known |= dict.fromkeys(in_every_language(label) | {folded(stored)}, stored)
        if text and folded(text) not in self._known:
            allowed = "; ".join(map(str, self.allowed))
            raise Wrong(
                _("“%(value)s” is not in the list.") % {"value": text},
                _("Write one of: %(allowed)s.") % {"allowed": allowed},
            )
        return self._known.get(folded(text), "")

    def render(self, value, obj=None, **kwargs) -> Any:
        return str(self.choices.get(value, value or ""))


class Choices(Choice):
    """Several of a list, separated by ``;`` in one cell; stored in the list's own order."""

    def clean(self, value, row=None, **kwargs) -> list[str]:
        parts = (part.strip() for part in self.text(value).split(";"))
        picked = {self.one(part) for part in parts if part}
        return [stored for stored in self.choices if stored in picked]

    def render(self, value, obj=None, **kwargs) -> str:
        return "; ".join(str(self.choices.get(each, each)) for each in value or ())


class Day(Words):
    """A date: Excel's own, or text as dd/mm/yyyy or yyyy-mm-dd."""

    def clean(self, value, row=None, **kwargs) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date) or value in (None, ""):
            return value or None
        text = self.text(value)
        parts = DAY.fullmatch(text)
        day = "{2}-{1:0>2}-{0:0>2}".format(*parts.groups()) if parts else text
        try:
            found = parse_date(day)
        except ValueError:
            found = None
        if text and not found:
            raise Wrong(
                _("“%(value)s” is not a date.") % {"value": text},
                _("Write the day as dd/mm/yyyy, for example 01/03/2025."),
            )
        return found


class Column(Field):
    """One column: ``label`` (translatable), what it asks (``hint``), an ``example``.

    ``required`` refuses an empty cell. The label in any language and the field's own name are
    accepted as its heading.
    """

    def __init__(self, attribute: str, label: Any, widget: Words | None = None, **more: Any):
        self.label, self.hint = label, more.pop("hint", "")
        self.required, self.example = more.pop("required", False), more.pop("example", "")
        super().__init__(attribute, widget=widget or Words(), **more)

    def clean(self, row, **kwargs) -> Any:
        value = row.get(self.column_name)
        if isinstance(value, Formula):
            raise Wrong(
                _("The cell holds a formula."),
                _("Copy the column and paste it as values (Paste special)."),
            )
        cleaned = self.widget.clean(value, row=row)
        if self.required and cleaned in (None, "", []):
            raise Wrong(_("The cell is empty."), _("Fill in the cell."))
        return cleaned
