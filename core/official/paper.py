"""What stands in an official document, as plain data; the builder alone knows measures."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .words import roman


@dataclass(frozen=True)
class Number:
    """Number and symbol (Decree 30/2020, Annex I, II.3): "Số: 07/BC-HQHP".

    ``value`` None leaves room for the clerical office to write it. ``kind`` is the abbreviation of
    the kind of document (Annex III: BC report, KH plan, TB notice), ``agency`` that of the issuer.
    """

    value: int | None
    kind: str
    agency: str

    def __str__(self) -> str:
        """A number under 10 has a nought in front; no spaces around "/" and "-"."""
        said = "      " if self.value is None else f"{self.value:02}"
        return f"Số: {said}/{self.symbol}"

    @property
    def symbol(self) -> str:
        return "-".join(part for part in (self.kind, self.agency) if part)


@dataclass(frozen=True)
class Signer:
    """Who signs (Annex I, II.7): lines of authority and position, then the name.

    ``authority`` is "KT.", "TM.", "TL.", "TUQ." or "Q." with whose place is taken ("KT. CỤC
    TRƯỞNG"); ``position`` the signer's own. Academic titles before the name are left out.
    """

    position: str
    name: str = ""
    authority: str = ""


@dataclass(frozen=True)
class Heading:
    """A part of the text; its number is counted by the builder.

    ``level`` 1 is "I." in bold capitals, 2 is "1." in bold, 3 is "a)" upright.
    """

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text, justified; line breaks begin a new paragraph. ``dash`` sets "- " before it."""

    text: str
    dash: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Bar:
    """A cell drawn as a bar: ``share`` of the column's width (0 to 1) and the number beside it."""

    share: float
    words: str


Cell = Any
"""Text, a number, a day, a :class:`Bar`; None stands for an empty cell."""


@dataclass(frozen=True)
class Table:
    """A table with lines; its head is repeated on every page (``heads``), no row is broken.

    ``widths`` are shares of the text's width, one a column, of any sum; none means equal ones.
    ``numeric``: places of columns set to the right, from 0. ``bold``: places of bold rows;
    one with a single word is a heading of the rows below it.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float] = ()
    numeric: Collection[int] = ()
    bold: Collection[int] = ()
    caption: str = ""

    def __post_init__(self) -> None:
        ragged = [row for row in self.rows if len(row) != len(self.heads)]
        if ragged or self.widths and len(self.widths) != len(self.heads):
            raise ValueError("Every row and the widths need one entry for each head.")


@dataclass(frozen=True)
class Break:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Table | Break


@dataclass(frozen=True)
class Annex:
    """An annex (Annex I, III.1); ``wide`` sets it in landscape. Page numbers begin anew."""

    title: str
    body: Sequence[Block]
    wide: bool = False

    def label(self, place: int, count: int) -> str:
        """ "Phụ lục", with a roman number when there are two or more; ``place`` from 1."""
        return f"Phụ lục {roman(place)}" if count > 1 else "Phụ lục"


@dataclass(frozen=True)
class Paper:
    """One document.

    ``day`` None leaves room for the day of signing in ``year``. ``subject`` is the line under the
    title (trích yếu). ``addressees`` are those of "Kính gửi:" (reports upward have them).
    ``recipients`` are the lines of "Nơi nhận:" before the last, which is made of ``kept_by`` (the
    abbreviation of the unit that drafted it). ``mark`` stands under the number ("DỰ THẢO").
    """

    agency: str
    number: Number
    place: str
    title: str
    subject: str
    signer: Signer
    parent: str = ""
    day: date | None = None
    year: int | None = None
    addressees: Sequence[str] = ()
    bases: Sequence[str] = ()
    body: Sequence[Block] = ()
    recipients: Sequence[str] = ()
    kept_by: str = ""
    annexes: Sequence[Annex] = field(default_factory=tuple)
    mark: str = ""

    def attached(self) -> str:
        """What an annex belongs to (Annex I, III.1c)."""
        what = f"Kèm theo {self.title[:1].upper()}{self.title[1:].lower()}"
        said = str(self.number).replace("Số:", "số")
        return f"({what} {said} {self.dated()} của {self.agency})"

    def dated(self) -> str:
        """ "ngày 05 tháng 01 năm 2023": days under 10 and the months 1 and 2 have a nought."""
        if self.day is None:
            return f"ngày      tháng      năm {self.year or '      '}"
        month = f"{self.day.month:02}" if self.day.month < 3 else str(self.day.month)
        return f"ngày {self.day.day:02} tháng {month} năm {self.day.year}"
