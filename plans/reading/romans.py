"""Sub-items written inside a line, "(i) ...; (ii) ...", and the sentence that may follow them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .markers import ROMANS, Marker, follows, split_marker

CANDIDATE = re.compile(
    r"[(\[](?P<inside>[ivxIVX]{1,6}|[a-zđ]|\d{1,2})[)\]][.:]?(?=\s|[^\W\d_]|$)"
    r"|(?:(?<=[:;,.]\s)|(?<=\sand\s)|(?<=\svà\s))(?P<after>[ivx]{1,6}|[a-zđ]|\d{1,2})\)[.:]?(?=\s|$)"
)
REFERENCE = re.compile(
    r"(?:clause|point|item|article|paragraph|section|điểm|khoản|mục|điều|tiết)s?\s$", re.I
)
CONJUNCTION = re.compile(r"(?:(?<=[;,.])\s|\s)(?:and|và|or|hoặc)$", re.I)
BOUNDARY = re.compile(r"(?P<word>\w+[.)\"”’]*)[.!?][\"”’]?\s")
FIRST = {"i": "roman", "a": "letter", "1": "number"}
MOST = 100  # sub-items of one line; the rest stays in the last
SHORTENED = {"no", "art", "tp", "st", "dr", "mr", "ms", "vs", "nr", "tt", "ts", "pgs", "gs", "ths"}


@dataclass(frozen=True)
class Part:
    """A sub-item: its marker as written, its text."""

    marker: Marker
    text: str


@dataclass(frozen=True)
class Divided:
    """A line taken apart: what stands before the sub-items, and they."""

    stem: str
    parts: tuple[Part, ...] = ()


def divide(text: str, after: Marker | None = None) -> Divided:
    """Take apart a line with sub-items; without any, its stem is the whole text.

    after: the marker that stood before the line, when the line is a sub-item of the count itself.
    """
    found = _sequence(text, after)
    if not found:
        return Divided(text)
    ends = [at for at, _, _ in found[1:]] + [len(text)]
    parts = [
        Part(marker, CONJUNCTION.sub("", text[end:stop].strip()))
        for (_, end, marker), stop in zip(found, ends, strict=True)
    ]
    return Divided(text[: found[0][0]].strip(), tuple(parts))


def boundary(text: str) -> int:
    """Where a second sentence begins in a text, 0 if there is one sentence only."""
    for found in BOUNDARY.finditer(text):
        word = found["word"].lower()
        after = text[found.end() : found.end() + 1]
        if after.isupper() and word not in SHORTENED and len(word) > 1:
            return found.end()
    return 0


def closed(texts: Sequence[str]) -> tuple[str, str]:
    """The last of some sub-items without the sentence that follows it, and that sentence.

    A list whose earlier sub-items have several sentences too has no such sentence: "".
    """
    at = 0 if any(map(boundary, texts[:-1])) else boundary(texts[-1])
    return (texts[-1][:at].strip(), texts[-1][at:].strip()) if at else (texts[-1], "")


def odd(markers: Sequence[str]) -> bool:
    """Whether sub-items' markers are of several forms, unusual, or do not count 1, 2, 3."""
    parsed = [marker for text in markers if (marker := split_marker(text)[0])]
    shapes = {re.sub(r"\w", "", text) for text in markers}
    before: list[Marker | None] = [None, *parsed]
    jumps = any(
        marker.kind != "bullet" and not _next(marker.kind, marker.value.lower(), last)
        for last, marker in zip(before, parsed, strict=False)
    )
    return len(shapes) > 1 or jumps or shapes == {"()."}


def _sequence(text: str, after: Marker | None) -> list[tuple[int, int, Marker]]:
    """The markers of the first count (i, a or 1) in a line: begin, end, marker."""
    last = after if after and after.kind in ("roman", "letter", "number") else None
    sure = last is not None
    found: list[tuple[int, int, Marker]] = []
    for candidate in CANDIDATE.finditer(text):
        value = (candidate["inside"] or candidate["after"]).lower()
        kind = last.kind if last else FIRST.get(value, "")
        inside = candidate["inside"] is not None
        if not (_next(kind, value, last) or inside and _jumps(kind, value, last)):
            continue
        if REFERENCE.search(text[max(0, candidate.start() - 12) : candidate.start()]):
            continue
        sure = sure or kind == "roman" and inside
        last = Marker(candidate.group().strip(), kind, value)
        found.append((candidate.start(), candidate.end(), last))
        if len(found) == MOST:
            break
    return found if sure or len(found) > 1 else []


def _place(kind: str, value: str) -> int:
    if kind == "number":
        last = value.rpartition(".")[2]
        return int(last) if last.isdigit() else 0
    return ROMANS.get(value, 0) if kind == "roman" else 0


def _next(kind: str, value: str, last: Marker | None) -> bool:
    """Whether a marker goes on with the count, or begins it when nothing stands before."""
    if last is None:
        return FIRST.get(value.rpartition(".")[2]) == kind != ""
    if kind == "letter":
        return follows(value, last.value)
    place = _place(kind, value)
    return place > 0 and place == _place(last.kind, last.value.lower()) + 1


def _jumps(kind: str, value: str, last: Marker | None) -> bool:
    """Romans in brackets may also jump or repeat; that is a doubt, not the end of the list."""
    if kind != "roman" or last is None:
        return False
    ahead = _place(kind, value) - _place(kind, last.value.lower())
    return value in ROMANS and 0 <= ahead <= 3
