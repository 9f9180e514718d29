"""What may stand before a line: 1. 1.1. 1) a) (i) (i). I. A. - – • + * and the like."""

import re
from dataclasses import dataclass

ROMAN_TENS = ("", "x", "xx", "xxx", "xl", "l")
ROMAN_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")


def roman_of(number: int) -> str:
    """The lower-case roman numeral of 1 to 59; larger numbers stay in digits."""
    if not 0 < number < 60:
        return str(number)
    return ROMAN_TENS[number // 10] + ROMAN_ONES[number % 10]


def letter_of(number: int) -> str:
    """The letter of 1 to 26 as lists use them; larger numbers stay in digits."""
    return chr(ord("a") + number - 1) if 0 < number < 27 else str(number)


ROMANS = {roman_of(number): number for number in range(1, 40)}
LETTERS = {letter: place for place, letter in enumerate("abcdefghijklmnopqrstuvwxyz", 1)}

ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "abcdđeghiklmnopqrstuvxy")

BULLETS = "-‐‑‒–—―−•●○◦▪■□◾◆◇➢➤►▶‣⁃∙·+*✓✔»>→\uf0b7\uf0a7\uf0d8\uf0fc\uf02d\uf076"
DASHES = "-‐‑‒–—―−⁃\uf02d"

MARKER = re.compile(
    rf"""
    (?P<bullet>[{re.escape(BULLETS)}]{{1,3}})(?=\s|[^\W\d_]|["“(\[]|$)
    | (?P<hollow>[ovü§Ø])(?=\s[^\W\d_])
    | [(\[](?P<inroman>[ivxIVX]{{1,6}}|[ⅰ-ⅻ])[)\]][.:;]?(?=\s|[^\W\d_]|$)
    | (?P<roman>[ivx]{{1,6}}|[ⅰ-ⅻ])[.)/](?=\s|[^\W\d_]|$)
    | (?:(?i:phần|phan|mục|muc|part|section|chapter|chương)\s)?(?P<section>[IVX]{{1,6}}|[Ⅰ-Ⅻ])
      (?:[.)/:]|\s?[-–](?=\s))(?=\s|[^\W\d_](?!\.)|$)
    | (?P<number>(?:[IVX]{{1,5}}\.)?\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}(?:\.[a-zđ])?)
      (?:[.)/:]{{1,2}}|\s?[-–](?=\s))(?=\s|[^\W\d_]|["“(]|$)
    | (?P<depth>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?=\s[^\W\d_])
    | [(\[](?P<innumber>\d{{1,2}})[)\]][.:]?(?=\s|[^\W\d_]|$)
    | [(\[]?(?P<letter>[a-zđ])[)\]][.:]?(?=\s|[^\W\d_]|$)
    | (?P<spot>[a-zđ])[./](?=\s)
    | (?P<capital>[A-ZĐ])[.)](?=\s|$)
    """,
    re.VERBOSE,
)
KINDS = {
    "bullet": "bullet",
    "hollow": "bullet",
    "inroman": "roman",
    "roman": "roman",
    "section": "section",
    "number": "number",
    "depth": "number",
    "innumber": "number",
    "letter": "letter",
    "spot": "letter",
    "capital": "section",
}


@dataclass(frozen=True)
class Marker:
    """A marker as written, its kind (bullet, roman, section, number, letter) and its value."""

    text: str
    kind: str
    value: str

    @property
    def depth(self) -> int:
        """1 for "2.", 2 for "2.1."; bullets and letters are 1."""
        return self.value.count(".") + 1 if self.kind == "number" else 1

    @property
    def place(self) -> int | None:
        """The last number it carries: 3 for "(iii)", "c)" and "1.3."; none for a bullet."""
        last = self.value.rpartition(".")[2].lower()
        if self.kind in ("roman", "section") and last in ROMANS:
            return ROMANS[last]
        return int(last) if last.isdigit() else LETTERS.get(last)

    @property
    def style(self) -> str:
        """What brothers in one list share: the bullet itself, else kind and depth."""
        return self.text if self.kind == "bullet" else f"{self.kind}{self.depth}"

    @property
    def bare(self) -> str:
        """The marker without its punctuation, as sections are called: "III"."""
        return self.value.upper() if self.kind == "section" else self.value


def follows(value: str, before: str) -> bool:
    """Whether a letter comes next after another, in the Latin or the Vietnamese alphabet."""
    pair = before + value
    return len(value) == 1 and any(pair in alphabet for alphabet in ALPHABETS)


def split_marker(text: str) -> tuple[Marker | None, str]:
    """The marker that begins a line, or None, and the text after it."""
    found = MARKER.match(text)
    if found is None:
        return None, text
    name = str(found.lastgroup)
    marker = Marker(found.group().strip(), KINDS[name], found.group(name))
    return marker, text[found.end() :].lstrip()
