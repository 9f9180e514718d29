"""What stands around the plan: number, date, title, signer, year and language."""

import re
from collections.abc import Sequence
from datetime import date

from . import doubts
from .dates import dates_in
from .lines import clean
from .names import plain
from .tree import Decision, Doubt

SYMBOL = r"(?P<number>\d{1,5} ?/ ?(?:\d{4} ?/ ?)?qd ?-? ?[a-z]{2,12})(?!\w)"
ISSUED = re.compile(
    r"(?:issued|promulgated|attached|ban hanh|kem theo)[^.;]{0,80}?(?:decision|quyet dinh)"
    rf"(?: (?:no|number|so))?[.:]? ?{SYMBOL}"
)
HEADED = re.compile(rf"(?<!\w)(?:so|no|number)\W{{1,3}}{SYMBOL}")
YEAR = re.compile(r"(?:(?:in|for|of|nam)(?: the)?(?: year)? )(?P<year>20\d\d)(?!\d)")
PLAN = re.compile(r"(?:plan|ke hoach)\W{0,3}$")
DECISION = re.compile(r"(?:decision|quyet dinh)(?:\W|$)")
TITLE_ENDS = re.compile(r"\(|can cu|pursuant|the director|tong cuc truong|cuc truong")
POSITION = re.compile(
    r"(?:pp|kt|tl|q|tuq)\W{1,3}(?:the )?|(?:the )?(?:deputy |acting )?(?:director|head|chief)"
    r"|(?:pho )?(?:tong cuc truong|cuc truong)"
)
NAME = re.compile(r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){1,5}")
SIGNED = re.compile(r"signed|da ky|ky ten|chu ky")


def read_frame(lines: Sequence[str], start: int, end: int) -> Decision:
    """The frame of a plan whose sections stand in lines start..end (0-based, end excluded)."""
    before, after = [clean(x) for x in lines[:start]], [clean(x) for x in lines[end:]]
    text = " ".join(before)
    flat = plain(text)
    decision = Decision(language=language_of(lines), file_lines=len(lines))
    decision.number, at = _number(text, flat)
    decision.signed_on = _signed_on(flat, at)
    decision.title = _title(before)
    decision.year = _year(plain(decision.title), decision.signed_on, flat)
    decision.signer = _signer(before) or _signer(after)
    decision.doubts = _missing(decision)
    return decision


def language_of(lines: Sequence[str]) -> str:
    """vi if many letters carry Vietnamese marks, else en."""
    letters = [mark for line in lines for mark in line if mark.isalpha()]
    marked = sum(not mark.isascii() for mark in letters)
    return "vi" if marked * 20 > len(letters) else "en"


def _number(text: str, flat: str) -> tuple[str, int]:
    """The number, with its marks as written, and where it ends; the plan's own line goes first."""
    found = ISSUED.search(flat)
    if found is None:
        found = HEADED.search(_heading(flat))
    if found is None:
        return "", -1
    number = text[found.start("number") : found.end("number")].replace(" ", "")
    return number.replace("QÐ", "QĐ"), found.end("number")


def _heading(flat: str) -> str:
    """The part of the frame before the legal basis, where other numbers begin."""
    return re.split(r"pursuant|can cu|based on", flat, maxsplit=1)[0]


def _signed_on(flat: str, at: int) -> date | None:
    if at >= 0:
        near = next(dates_in(flat[at : at + 80]), None)
        if near and near.day:
            return near.day
    head = _heading(flat)
    place = re.search(r"ngay (?=\d{1,2} thang)|(?:ha ?noi|hai phong)\W{1,3}", head)
    near = next(dates_in(head[place.end() :][:60]), None) if place else None
    return near.day if near else None


def _title(lines: list[str]) -> str:
    """The lines below "PLAN", else those below "DECISION", up to a bracket or the next heading."""
    for pattern in (PLAN, DECISION):
        short = [(n, plain(line)) for n, line in enumerate(lines) if len(line) < 40]
        places = [n for n, flat in short if pattern.match(flat)]
        for place in reversed(places):
            title = _block(lines[place + 1 :])
            if title:
                return title
    return ""


def _block(lines: list[str]) -> str:
    block: list[str] = []
    for line in lines:
        if not line and not block:
            continue
        if not line or len(block) > 4 or TITLE_ENDS.match(plain(line)):
            break
        block.append(line)
    return " ".join(block)


def _year(title: str, signed_on: date | None, flat: str) -> int | None:
    found = YEAR.search(title)
    if found:
        return int(found["year"])
    if signed_on:
        return signed_on.year
    years = YEAR.findall(flat)
    return int(years[-1]) if years else None


def _signer(lines: list[str]) -> str:
    """The first name of two to six words below a position; rows of signs in between are passed."""
    for place, line in enumerate(lines):
        if POSITION.match(plain(line)) and len(line) < 60:
            below = (each for each in lines[place + 1 : place + 12] if _may_sign(plain(each)))
            name = next(below, "")
            if NAME.fullmatch(name) and name.istitle() and not PLAN.match(plain(name)):
                return name
    return ""


def _may_sign(flat: str) -> bool:
    return bool(flat) and not POSITION.match(flat) and not SIGNED.search(flat)


def _missing(decision: Decision) -> list[Doubt]:
    checks = (
        (decision.number, doubts.NO_NUMBER),
        (decision.signed_on, doubts.NO_DATE),
        (decision.year, doubts.NO_YEAR),
    )
    return [Doubt(1, why, decision.title) for value, why in checks if not value]
