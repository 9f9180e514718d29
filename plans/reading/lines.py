"""Lines as they are meant: wrapped lines joined, merged lines cut, each with its marker."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from . import words
from .markers import BULLETS, DASHES, Marker, split_marker
from .refusal import TOO_LONG, NotADecision

INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\x00"), None)
INVISIBLE |= {code: None for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
SIGNS = INVISIBLE | str.maketrans("（）［］：；＋．", "()[]:;+.")
UPPER = "".join(chr(c) for c in (*range(0x41, 0x250), *range(0x1E00, 0x1F00)) if chr(c).isupper())
SOFT = "".join(sorted(set(BULLETS) - set(DASHES)))
SECTION_WORDS = (
    "PURPOSE|OBJECTIVE|REQUIREMENT|CONTENT|TASK|IMPLEMENT|ORGANI"
    "|MỤC|YÊU CẦU|NỘI DUNG|NHIỆM VỤ|TỔ CHỨC"
).replace(" ", r"\ ")
CUT = re.compile(
    rf"""
    (?<=[.;:…!?”"’)/])\ (?=[{re.escape(SOFT)}]\ ?[^\W\d_“"])
    | (?<=[.;:…/])\ (?=[{re.escape(DASHES)}]\ ?[{UPPER}“"])
    | \ (?=\d{{1,2}}\.\d{{1,2}}[.)]?\ (?i:contents?|detailed|specific|nội\ dung|nhiệm\ vụ)\b)
    | \ (?=(?:\d{{1,2}}[.)/]|[a-h]\))\ (?i:task|nhiệm\ vụ)\ \d{{1,2}}\ ?[:.–-])
    | (?<![\dIVX][.)/:])(?<=[.;:/])\ (?=(?:Task|Nhiệm\ vụ|TASK|NHIỆM\ VỤ)\ \d{{1,2}}\ ?[:.–-])
    | \ (?=[IVX]{{1,5}}[.)/]\ (?:{SECTION_WORDS}))
    """,
    re.VERBOSE,
)
HEADING_START = re.compile(
    rf"[IVX]{{1,6}}[.)/:] (?:[{UPPER},&–-]{{1,20}} ){{1,12}}(?=(?:\d{{1,2}}[.)/]|[+–•-]) )"
)
MOST_LINES = 20_000
MOST_CUTS = 2_000  # lines merged into one
ENDS = (".", ";", ":", "!", "?", "…", "/")


@dataclass
class Line:
    """A line as meant: where it begins in the file, its marker, its text without the marker."""

    number: int
    marker: Marker | None
    text: str
    after_blank: bool = False
    merged: bool = False  # cut out of a line that held several
    more: list[str] = field(default_factory=list)  # what wrapped or split lines add
    split: bool = False  # lines were joined although the file is not wrapped
    last_number: int = 0

    @property
    def open(self) -> bool:
        """Whether it ends as if something is to follow."""
        return self.text.endswith(":")

    @property
    def whole(self) -> str:
        """The line as it stands in the file, marker and all."""
        return f"{self.marker.text} {self.text}".strip() if self.marker else self.text


def clean(text: str) -> str:
    """One line with plain blanks: no-break spaces become spaces, invisible signs go."""
    return " ".join(text.translate(SIGNS).split())


def meant_lines(lines: Sequence[str]) -> list[Line]:
    """The lines as meant, blank ones left out; more than 20,000 are refused. Linear."""
    pieces = list(islice(_pieces(lines), MOST_LINES + 1))
    if len(pieces) > MOST_LINES:
        raise NotADecision(TOO_LONG)
    width = _wrap_width(pieces)
    meant: list[Line] = []
    last = ""  # the last piece as it stands in the file
    for piece in pieces:
        previous = meant[-1] if meant else None
        if previous and previous.marker and not (previous.text or previous.more):
            previous.more.append(piece.whole)
        elif previous and _continues(previous, piece, last, width):
            previous.more.append(piece.whole)
            previous.split = previous.split or not width
        else:
            meant.append(piece)
        meant[-1].last_number = piece.number
        last = piece.whole
    return [_settled(line) for line in meant]


def _settled(line: Line) -> Line:
    if line.more:
        line.text = " ".join([line.text, *line.more]).strip()
        line.more = []
    return line


def _pieces(lines: Sequence[str]) -> Iterator[Line]:
    blank = True
    for number, raw in enumerate(lines, 1):
        parts = _cut(clean(raw))
        for part in parts:
            marker, rest = split_marker(part)
            yield Line(number, marker, rest, blank, merged=len(parts) > 1)
            blank = False
        blank = not parts


def _cut(text: str) -> list[str]:
    """The parts of a line in which several lines of the Decision were merged."""
    parts: list[str] = []
    for part in CUT.split(text, MOST_CUTS):
        heading = HEADING_START.match(part)
        if heading:
            parts.append(heading.group().strip())
            part = part[heading.end() :]
        parts.append(part)
    return [part for part in _counted(parts) if part]


def _counted(parts: Sequence[str]) -> Iterator[str]:
    """Cut "1. ... 2. ..." where the count goes on after the end of a sentence."""
    place, sign = 0, ""
    for text in parts:
        marker, _ = split_marker(text)
        if marker and marker.kind == "number" and marker.depth == 1:
            place, sign = marker.place or 0, marker.text.lstrip("(0123456789")
        while place and (at := _next_count(text, f" {place + 1}{sign} ")):
            yield text[:at]
            text = text[at + 1 :]
            place += 1
        yield text


def _next_count(text: str, sign: str) -> int:
    """Where a line begins within a line by its count, 0 if none does."""
    at = text.find(sign, 1)
    after = text[at + len(sign) : at + len(sign) + 1]
    return at if at > 0 and text[at - 1] in ".;:" and after.isupper() else 0


def _wrap_width(pieces: list[Line]) -> int:
    """The width at which a file breaks its lines, 0 if its lines are whole paragraphs."""
    soft = sum(not p.marker and p.text[:1].islower() for p in pieces[1:])
    if soft < 3 or soft * 10 < len(pieces):
        return 0
    lengths = sorted(len(piece.whole) for piece in pieces)
    width = lengths[len(lengths) * 95 // 100]
    return width if width <= 200 else 0


def _continues(previous: Line, piece: Line, last: str, width: int) -> bool:
    """Whether a piece goes on with the line before."""
    if previous.last_number == piece.number or not piece.text:
        return False
    ended = last.endswith(ENDS)
    low = piece.text[:1].islower()
    if piece.marker:
        return piece.marker.text in DASHES and low and not ended and not titled(previous)
    if width and len(last) + 1 + len(piece.text.partition(" ")[0]) > width * 0.87:
        return True
    if low:
        return _goes_on_small(previous, piece, last)
    return not (ended or piece.after_blank or titled(previous))


def _goes_on_small(previous: Line, piece: Line, last: str) -> bool:
    if last.endswith(";") or (last.endswith(":") and titled(previous)):
        return False
    return not (piece.after_blank and last.endswith(ENDS))


def titled(line: Line) -> bool:
    """Whether a line is a heading, so that the next sentence is not its end."""
    text = line.text
    if text.isupper() or words.TASK.match(words.head(text)) or words.level_heading(text):
        return True
    if any(words.rest_after(part, text) == "" for part in (words.CONTENT, words.DETAILED)):
        return True
    counted = line.marker is not None and line.marker.kind in ("number", "section", "letter")
    return counted and len(text) < 120 and text.count(" ") < 10
