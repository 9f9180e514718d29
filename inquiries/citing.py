"""How people cite legal documents, read in one way: the number by which they are compared, and the
place in the document. Pure."""

import re

# 39/2018/TT-BTC, 54/2014/QH13, 1399/QĐ-TCHQ, 3394/TCHQ-TXNK; spaces do not matter.
NUMBER = re.compile(
    r"\b\d{1,6}(?:\s*/\s*\d{4})?\s*/\s*[^\W\d_]{2,}\d{0,3}(?:\s*-\s*[^\W\d_]{2,}\d{0,3})*"
)
PLACE = re.compile(r"điều|khoản|điểm|mục|phụ lục|article|art\.|clause|annex", re.IGNORECASE)
KIND = re.compile(
    r"(?:của|tại|theo|of|in)?\s*(?:thông tư|nghị định|quyết định|luật|công văn|nghị quyết|circular|"
    r"decree|decision|law|letter|resolution)?\s*(?:số|no\.?)?\s*$", re.IGNORECASE,
)  # fmt: skip
BARE = {"QD": "QĐ", "ND": "NĐ"}
EDGES = " \t,;:.()–-"
Cited = tuple[str, str]


def number(text: str) -> str:
    """The number of a document as it is compared: capitals, no spaces ("39/2018/TT-BTC"), with the
    letter that is left out where marks are; a text without a number as it stands."""
    found = NUMBER.search(text)
    plain = "".join((found[0] if found else text).upper().split())
    return re.sub(r"(?<=/)(?:QD|ND)(?=-)", lambda bare: BARE[bare[0]], plain)


def cited(text: str) -> list[Cited]:
    """The documents of a text, a line each or several in a line: (number, place).

    "39/2018/TT-BTC, Điều 7", "39/2018/TT-BTC; Điều 7" and "Điều 7 Thông tư 39/2018/TT-BTC" say the
    same. A line without a number is a title, and its place after the first comma or semicolon.
    """
    found: list[Cited] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        found += _of_line(line)
    return found


def _of_line(line: str) -> list[Cited]:
    marks = list(NUMBER.finditer(line))
    if not marks:
        title, place = (re.split("[;,]", line, maxsplit=1) + [""])[:2]
        return [(title.strip(), place.strip())]
    before = KIND.sub("", line[: marks[0].start()]).strip(EDGES)
    ends = [mark.start() for mark in marks[1:]] + [len(line)]
    found = []
    for mark, end in zip(marks, ends, strict=True):
        place = line[mark.end() : end]
        place = (place if end == len(line) else KIND.sub("", place)).strip(EDGES)
        if end != len(line) and not PLACE.search(place):
            place = ""  # how the two documents belong together
        found.append(("".join(mark[0].split()), place))
    if PLACE.search(before):
        found[0] = (found[0][0], ", ".join(filter(None, [before, found[0][1]])))
    return found
