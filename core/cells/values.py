"""What may stand in a cell: text that no spreadsheet takes for a formula, and names of sheets."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.timezone import get_default_timezone, is_aware, localtime
from django.utils.translation import gettext as _

EXACT = 10**15  # a spreadsheet's number has 15 digits: longer ones are codes, and stay text
TRIGGERS = "=+\\-@\uff1d\uff0b\uff0d\uff20\u2212"
COVER = "\\s\"';\uff07\uff02\u2018\u2019\u201c\u201d\u200b\u2060\ufeff"  # may hide a trigger
SUSPECT = re.compile(rf"[{TRIGGERS}\t\r\n]")
LEAD = re.compile(rf"[{COVER}]*[{TRIGGERS}]|'*[\t\r\n]")
RUN = re.compile(rf"[{COVER}]+(?=(.?))", re.DOTALL)
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
UNNAMEABLE = re.compile(
    "[\\[\\]:;,*?/\\\\<>|\"'%\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+"
)
EDGES = " .;=+-@\uff1d\uff0b\uff0d\uff20\u2212"


def clean(text: Any) -> str:
    """``text`` without the characters that XML cannot hold; lazy translations become text."""
    return ILLEGAL.sub("", str(text))


def defused(text: str) -> str:
    """``text`` as it stands in CSV: an apostrophe before whatever could begin a formula.

    Places: the beginning of the text, and after each ``;``, TAB or line break in it (a spreadsheet
    with ``;`` between columns, as Vietnamese ones have, would begin a cell there). Dangerous is
    ``= + - @`` or its full-width form, also behind spaces, quotes or ``;``; and a text that begins
    with TAB, CR or LF. Undone by :func:`restored`.
    """
    if not SUSPECT.search(text):
        return text
    lead = "'" if LEAD.match(text) else ""
    return lead + RUN.sub(_guarded, text)


def restored(text: str) -> str:
    """The text from which :func:`defused` made ``text``; harmless text is returned as it is."""
    if not SUSPECT.search(text):
        return text
    led = text[:1] == "'" and LEAD.match(text, 1)
    return RUN.sub(_bared, text[1:] if led else text)


def _guarded(run: re.Match) -> str:
    """A run of covering characters; before a trigger, each place where a cell may begin."""
    return re.sub(r"([;\t\r\n])", r"\1'", run[0]) if SUSPECT.match(run[1]) else run[0]


def _bared(run: re.Match) -> str:
    return re.sub(r"([;\t\r\n])'", r"\1", run[0]) if SUSPECT.match(run[1]) else run[0]


def sheet_name(title: Any, taken: Iterable[str] = ()) -> str:
    """A name Excel accepts: at most 31 characters, no formula's beginning, not yet ``taken``."""
    used = {name.casefold() for name in taken}
    name = stem = _named(title)[:31].strip() or "1"
    number = 1
    while name.casefold() in used or name.casefold() == "history":  # Excel keeps this one
        number += 1
        name = f"{stem[: 28 - len(str(number))].strip()} ({number})"
    return name


def file_name(title: Any, ending: str) -> str:
    """A file's name from a title: no path, no formula's beginning, at most 80 characters."""
    return (_named(title)[:80].strip() or "export") + ending


def _named(title: Any) -> str:
    return " ".join(UNNAMEABLE.sub(" ", clean(title)).split()).strip(EDGES)


def plain(value: Any) -> Any:
    """What a cell can hold: None, text, a number, a date, a naive datetime or a time.

    Moments become the portal's own time (Asia/Ho_Chi_Minh); yes and no are words; several values
    are joined by ``; ``. Numbers of more than 15 digits and dates before 1900 become text, because
    a spreadsheet would change them. Any other object is its ``str()``.
    """
    kind = type(value)
    if kind is str:
        return ILLEGAL.sub("", value)
    if value is None or kind is int and -EXACT < value < EXACT:
        return value
    return (REFINED.get(kind) or _treatment(value))(value)


def _treatment(value: Any) -> Callable[[Any], Any]:
    """How to treat a subclass (a choice, a safe string) or any other object."""
    return next((how for kind, how in REFINED.items() if isinstance(value, kind)), clean)


def _number(value: Any) -> Any:
    """Integers and decimals that a spreadsheet keeps exactly, any finite float; else text."""
    if isinstance(value, float):
        return value if abs(value) < float("inf") else clean(value)
    if isinstance(value, int):
        return int(value) if abs(value) < EXACT else clean(value)
    digits = value.as_tuple().digits
    exact = value.is_finite() and len(digits) <= 15 and abs(value) < EXACT
    return value if exact else clean(value)


def _moment(value: datetime) -> datetime | str:
    here = (
        localtime(value, get_default_timezone()).replace(tzinfo=None) if is_aware(value) else value
    )
    return here if here.year >= 1900 else clean(here)


def _day(value: date) -> date | str:
    return value if value.year >= 1900 else f"{value.day:02}/{value.month:02}/{value.year:04}"


REFINED: dict[type, Callable[[Any], Any]] = {
    bool: lambda value: _("Yes") if value else _("No"),
    str: clean,
    int: _number,
    float: _number,
    Decimal: _number,
    datetime: _moment,
    date: _day,
    time: lambda value: value.replace(tzinfo=None),
    list: lambda value: "; ".join(map(clean, value)),
    tuple: lambda value: "; ".join(map(clean, value)),
    set: lambda value: "; ".join(sorted(map(clean, value))),
}
