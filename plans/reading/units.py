"""Who is responsible for a line, by whatever spelling, and how often it recurs."""

import re
from dataclasses import dataclass, field
from itertools import islice

from . import words
from .names import Names, plain

LEADING = re.compile(r"(?:giao|assign|phan cong)(?: cho)?\W{1,3}(?:the )?")
ALSO = re.compile(r"\s?(?:[,;/&+]|(?:and|và|cùng|with)\b)(?:\s?(?:and|và|cùng)\b)?\s?", re.I)
TOGETHER = re.compile(
    r"(?:coordinat|cooperat|collaborat|combin)\w{0,4} with "
    r"|phoi hop (?:chat che )?(?:voi|cung)? ?"
)
CUE = re.compile(
    r"\s?(?::|,? (?:(?:is|are) (?:\w+ )?(?:responsible|assigned|in charge)|shall|will|must"
    r"|ha(?:s|ve) the responsib|chu tri|co (?:trach nhiem|nhiem vu)|chiu trach nhiem|thuc hien"
    r"|phoi hop|la (?:don vi|dau moi))\b)"
)
NAMED = re.compile(
    r"(?:The )?[A-Z][\w’']{0,30}(?: (?:(?:of|and|for|the) ){0,2}[A-Z][\w’']{0,30}){1,8}"
)
RECURRENCES = (
    ("weekly", r"weekly|every week|(?:hang|moi) tuan"),
    ("monthly", r"monthly|every month|(?:hang|moi) thang"),
    ("quarterly", r"quarterly|every quarter|(?:hang|moi) quy(?! (?:dinh|trinh|che))(?!\w)"),
    ("six_months", r"every (?:6|six) months|half.?yearly|(?:6|sau) thang mot lan"),
    ("annually", r"annually|every year|yearly|(?:hang|moi) nam"),
    ("periodically", r"periodically|on a periodic|dinh ky"),
)
RECURRENCE = re.compile("|".join(f"(?P<{k}>(?<!\\w)(?:{p})(?!\\w))" for k, p in RECURRENCES))
MOST = 40  # units of one line


@dataclass
class Responsible:
    """The units a line begins with: names as written, codes found, whether all at once."""

    names: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    together: list[str] = field(default_factory=list)  # codes of coordinating units
    collective: str = ""  # the level of a collective phrase, if one begins the line
    unknown: bool = False


def responsible(text: str, names: Names) -> Responsible:
    """Who a line names before its verb; unknown is true for a name that is no unit."""
    found = Responsible()
    start = LEADING.match(plain(text[:40]))
    at = start.end() if start else 0
    for _ in range(MOST):
        end = _one(text, at, names, found)
        also = ALSO.match(text, end) if end else None
        if also is None:
            break
        at = also.end()
    if not found.names:
        _guess(text, found)
    found.together = [code for code in coordinating(text, names) if code not in found.codes]
    return found


def _one(text: str, at: int, names: Names, found: Responsible) -> int:
    """Add the unit or the collective phrase that begins at a place; where it ends, 0 if none."""
    rest = text[at : at + words.HEAD * 2]
    many = words.collective(rest)
    if many:
        found.collective = found.collective or many[0]
        end = at + many[1]
    else:
        unit = names.at_start(rest)
        if unit is None:
            return 0
        found.codes.append(unit.code)
        end = at + unit.end
    found.names.append(text[at:end].strip())
    return end


def _guess(text: str, found: Responsible) -> None:
    """The name as written of a unit that is not known: up to the verb, or its capital words."""
    cue = CUE.search(plain(text[:200]))
    name = text[: cue.start()].strip(" ,") if cue else ""
    if not name:
        capitals = NAMED.match(text[:400])
        name = capitals.group() if capitals else ""
    if name and name[0].isupper() and 1 <= name.count(" ") < 14:
        found.names.append(name)
        found.unknown = True


def coordinating(text: str, names: Names) -> list[str]:
    """The codes of the units a line is to be done with, in order, each once."""
    codes: dict[str, None] = {}
    for together in islice(TOGETHER.finditer(plain(text)), MOST):
        unit = names.at_start(text[together.end() : together.end() + words.HEAD])
        if unit:
            codes[unit.code] = None
    return list(codes)


def recurrence(text: str) -> str:
    """How often a line is to be done, if it says so: weekly to annually, or periodically."""
    found = RECURRENCE.search(plain(text))
    return str(found.lastgroup) if found else ""
