"""The section on implementation: who does what, and which reports are due when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from . import doubts, words
from .dates import Dated, dates_in
from .lines import Line
from .names import Names, plain
from .tree import Block, Doubt, Item, Report
from .units import responsible

SIX = (
    r"(?:first |last )?(?:6|06|six)[ -]months?"
    r"|(?:6|06|sau) thang(?: (?:dau|cuoi))?(?: nam)?(?: 20\d\d)?"
)
QUARTER = r"quarter\w{0,2}|(?:hang|moi) quy(?! ?(?:dinh|trinh|che))|quy(?= (?:[ivx]{1,3}|\d)(?!\w))"
YEAR = (
    r"annual|year.?end|full.?year|whole year|yearly|final report|tong ket|ca nam|hang nam"
    r"|bao cao (?:(?!thang|dau|quy)[^\W\d]+ ){0,6}nam(?: 20\d\d)?"
)
KINDS = re.compile(
    rf"(?P<six_months>{SIX}|so ket|preliminary|mid.?year|half.?year|semi.?annual)"
    rf"|(?P<quarterly>{QUARTER})|(?P<monthly>monthly|(?:hang|moi) thang)|(?P<annual>{YEAR})"
)
BEFORE = re.compile(
    r"(?:before|by|until|prior to|no later than|not later than|truoc|cham nhat|muon nhat)"
    r"(?: the| la| vao| den| trong| ngay| or on| on)* ?$"
)
REPORTS = re.compile(r"report|bao cao")
VIA = re.compile(r"(?:via|through|thong qua|qua|dau moi la) (?:the )?")


@dataclass
class Implementation:
    """What the section on implementation says."""

    blocks: list[Block]
    reports: list[Report]
    doubts: list[Doubt]


def read_implementation(lines: Sequence[Line], names: Names, year: int | None) -> Implementation:
    """The blocks of the section and the reports asked for; dates without a year are of `year`."""
    blocks: list[Block] = []
    found_at: list[Doubt] = []
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else None
        if _begins(line, following, blocks):
            blocks.append(_block(line, names))
        elif blocks and _reports_unsaid(line, blocks[-1]):
            found_at.append(Doubt(line.number, doubts.SECTION_ASSUMED, line.text))
            paragraph = _item(line, line.text)
            blocks.append(Block(line.number, "", "", reporting=True, lines=[paragraph]))
        elif blocks:
            blocks[-1].lines.append(_item(line, line.text))
        else:
            blocks.append(Block(line.number, "", "", lines=[_item(line, line.text)]))
    found = Implementation(blocks, [], found_at)
    for line in lines:
        _reports(line, names, year, found)
    return found


def _reports_unsaid(line: Line, block: Block) -> bool:
    """Whether an unmarked paragraph below a unit's duties is about reports: a missing heading."""
    marked = not block.reporting and any(item.marker for item in block.lines)
    return marked and line.marker is None and bool(REPORTS.search(plain(line.text)))


def _item(line: Line, text: str) -> Item:
    return Item(line.number, line.marker.text if line.marker else "", text)


def _begins(line: Line, following: Line | None, blocks: list[Block]) -> bool:
    """Whether a line is the head of a block: counted, or a title of its own."""
    kind = line.marker.kind if line.marker else ""
    if not blocks or not blocks[-1].marker:
        counted = kind in ("number", "letter", "section")
        return counted or line.open and following is not None and following.marker is not None
    first = _style(blocks[0].marker)
    if kind in ("number", "letter", "section"):
        return line.marker is not None and _style(line.marker.text) == first
    return False


def _style(marker: str) -> str:
    return re.sub(r"[a-zđ]", "a", re.sub(r"\d+", "1", re.sub(r"[IVX]+", "I", marker)))


def _block(line: Line, names: Names) -> Block:
    """A block's title and, where the first sentence stands beside it, that sentence too."""
    title, rest = _title(line.text)
    block = Block(line.number, line.marker.text if line.marker else "", title)
    block.unit_codes = responsible(title, names).codes
    block.reporting = bool(words.rest_after(words.REPORTING, f"{title}:") == "")
    if rest:
        block.lines.append(Item(line.number, "", rest))
    return block


def _title(text: str) -> tuple[str, str]:
    short, colon, rest = text.partition(":")
    if colon and len(short) < 160:
        return short.strip(), rest.strip()
    if len(text) < 120:
        return text.strip(), ""
    named = words.REPORTING.match(words.head(text))
    if named and text[named.end() :].lstrip()[:1].isupper():
        return text[: named.end()].strip(), text[named.end() :].strip()
    return "", text


def _reports(line: Line, names: Names, year: int | None, found: Implementation) -> None:
    """The reports of one line: each date after "before", with the report named nearest to it."""
    flat = plain(line.text)
    if not REPORTS.search(flat) and not KINDS.search(flat):
        return
    start = 0
    dated = [each for each in dates_in(flat, year) if BEFORE.search(flat[: each.start][-40:])]
    for each in dated:
        if each.day is None:
            found.doubts.append(Doubt(line.number, doubts.BAD_DATE, line.text))
            continue
        kind = _kind(flat, start, each) or _guess(line, each.day, found)
        if not any((r.kind, r.due) == (kind, each.day) for r in found.reports):
            report = Report(kind, each.day, line.number, line.text)
            report.via, report.via_code = _via(line.text, flat, names)
            found.reports.append(report)
        start = each.end


def _kind(flat: str, start: int, dated: Dated) -> str:
    """The last kind of report named before the date, else the first one after it."""
    before = list(KINDS.finditer(flat, start, dated.start))
    if before:
        return str(before[-1].lastgroup)
    after = KINDS.search(flat, dated.end, dated.end + 120)
    return str(after.lastgroup) if after else ""


def _guess(line: Line, day: date, found: Implementation) -> str:
    found.doubts.append(Doubt(line.number, doubts.REPORT_KIND, line.text))
    return {6: "six_months", 7: "six_months", 11: "annual", 12: "annual", 1: "annual"}.get(
        day.month, "other"
    )


def _via(text: str, flat: str, names: Names) -> tuple[str, str]:
    for place in VIA.finditer(flat):
        unit = names.at_start(text[place.end() : place.end() + words.HEAD])
        if unit:
            return text[place.end() : place.end() + unit.end], unit.code
    return "", ""
