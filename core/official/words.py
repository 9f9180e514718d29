"""Small questions of text: what Word can hold, how wide words are, how numbers are written."""

import re
import unicodedata
from collections.abc import Iterable

from core.cells import clean

HIDDEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x7f-\x84\x86-\x9f]")
CONTROLS = re.compile(r"[\x0b\x0c\x85]")
BREAKS = re.compile(r"[\r\n\x0b\x0c\x85\u2028\u2029]+")
SPACES = re.compile(r"[^\S\u00a0]+")
ACADEMIC = re.compile(
    r"^(?:(?:GS|PGS|TSKH|TS|ThS|CN|KS|BS|LS)(?:\.\s*|\s+)"
    r"|(?:giáo sư|phó giáo sư|tiến sĩ|thạc sĩ)\s+)+"
    r"(?=\S)",
    re.IGNORECASE,
)
ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"))
# Widths of Times New Roman Bold in thousandths of the size (its metrics are those of Times-Bold).
WIDTHS = {
    220: "|", 250: " \u00a0,.", 278: "'/\\il", 333: "!()-:;[]`fjt", 389: "Is", 394: "{}",
    444: "cerz", 520: "~", 556: "Sbdhknpqu", 570: "+<=>", 611: "FP", 667: "BELTZ",
    722: "ACDNRUVXYwĐ", 778: "GHKOQ", 833: "&m", 930: "@", 944: "M", 1000: "%W",
}  # fmt: skip
WIDTH = {sign: width for width, signs in WIDTHS.items() for sign in signs}
USUAL, STEP = 500, 60


def worded(text: object) -> str:
    """One line of text: NFC, without control and direction marks, spaces joined.

    A no-break space stays: "Hải\u00a0quan" is not parted at the end of a line.
    """
    return SPACES.sub(" ", sound(text)).strip()


def lines(text: object) -> list[str]:
    """The paragraphs of a text, empty ones left out."""
    return [said for line in BREAKS.split(str(text)) if (said := worded(line))]


def sound(text: object) -> str:
    """NFC, nothing XML cannot hold, nothing that turns the direction of what follows."""
    bare = HIDDEN.sub("", clean(CONTROLS.sub(" ", str(text))))
    return unicodedata.normalize("NFC", bare)


def without_title(name: str) -> str:
    """A signer's name without academic titles (Annex I, II.7c)."""
    return ACADEMIC.sub("", worded(name))


def width(text: str, size: float) -> int:
    """How wide a bold line is, in twips; ``size`` in points. Marks above letters take no room."""
    bare = [unicodedata.normalize("NFD", sign)[0] for sign in text]
    return round(sum(WIDTH.get(sign, USUAL) for sign in bare) * size / 50)


def balanced(text: str, room: int, size: float) -> list[str]:
    """A heading cut into as few lines as ``room`` (twips) allows, of about the same length.

    A word wider than the room stands on a line of its own: Word breaks it.
    """
    words = text.split(" ")
    fewest = len(_filled(words, room, size))
    narrower = range(room // fewest, room, STEP)
    tries = (_filled(words, limit, size) for limit in narrower)
    return next((tried for tried in tries if len(tried) == fewest), _filled(words, room, size))


def _filled(words: Iterable[str], room: int, size: float) -> list[str]:
    """Lines filled from the left, none wider than ``room`` unless it is one word."""
    made: list[str] = []
    for word in words:
        joined = f"{made[-1]} {word}" if made else word
        made[-1:] = [joined] if width(joined, size) <= room or not made else [*made[-1:], word]
    return made


def roman(number: int) -> str:
    """Roman numerals up to 399, for parts and annexes."""
    said = ""
    for value, sign in (*ROMAN, (1, "I")):
        while number >= value:
            said, number = said + sign, number - value
    return said


def letter(number: int) -> str:
    """The letter of a point in Vietnamese order: a, b, c, d, đ, e, g, h …; then aa, ab …"""
    alphabet = "abcdđeghiklmnopqrstuvxy"
    more, rest = divmod(number - 1, len(alphabet))
    return (letter(more) if more else "") + alphabet[rest]
