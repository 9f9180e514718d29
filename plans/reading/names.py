"""One spelling for one name: units are found however a Decision writes them."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

WORD = re.compile(r"\w+")
TONES = "\u0300\u0301\u0303\u0309\u0323"
SILENT = {"the", "of", "and", "s", "va", "va\u0300"}
LONGEST_NAME = 16  # words


def tone_last(word: str) -> str:
    """A syllable with its tone at the end, so that "hoá" and "hóa" are one."""
    if word.isascii():
        return word.casefold()
    parts = unicodedata.normalize("NFD", word.casefold())
    tones = "".join(mark for mark in parts if mark in TONES)
    return unicodedata.normalize("NFC", "".join(m for m in parts if m not in TONES)) + tones


class _Bases(dict[int, str]):
    """Letters by what remains of them without marks, filled as they are met."""

    def __missing__(self, code: int) -> str:
        first = unicodedata.normalize("NFD", chr(code).lower())[0]
        self[code] = "d" if first == "đ" else first
        return self[code]


BASES = _Bases()


def plain(text: str) -> str:
    """Text in small letters without tone and accent, đ as d, each letter in its old place."""
    return text.lower() if text.isascii() else text.translate(BASES)


def bare(key: str) -> str:
    """A key without its tones."""
    return "".join(mark for mark in plain(key) if not unicodedata.combining(mark))


def words_of(text: str) -> Iterator[tuple[str, int]]:
    """The words that tell names apart, tone last, each with the place where it ends."""
    for found in WORD.finditer(text):
        word = tone_last(found.group())
        if word not in SILENT:
            yield word, found.end()


def normalise(name: str) -> str:
    """The key of a name: small letters, no articles, "and", "of" or punctuation, tone last.

    "The Department of IT & Customs Statistics" and "Department IT and customs statistics" are one.
    """
    return " ".join(word for word, _ in words_of(unicodedata.normalize("NFC", name)))


@dataclass(frozen=True)
class Found:
    """A unit found at the beginning of a text: its code and where the name ends."""

    code: str
    end: int


class Names:
    """The units of a year by every spelling known; tones may be missing where that is safe."""

    def __init__(self, spellings: Mapping[str, str]):
        """spellings: normalise(name) -> code of the unit."""
        self.exact = {key: code for key, code in spellings.items() if key}
        loose: dict[str, set[str]] = {}
        for key, code in self.exact.items():
            loose.setdefault(bare(key), set()).add(code)
        self.loose = {key: min(codes) for key, codes in loose.items() if len(codes) == 1}
        self.longest = min(LONGEST_NAME, max((k.count(" ") + 1 for k in self.exact), default=0))

    def code(self, name: str) -> str | None:
        """The code of a unit by its name, None if no unit is written so."""
        key = normalise(name)
        return self.exact.get(key) or self.loose.get(bare(key))

    def at_start(self, text: str) -> Found | None:
        """The unit with the longest name that begins this text."""
        words = list(words_of(text[: LONGEST_NAME * 40]))[: self.longest]
        for length in range(len(words), 0, -1):
            key = " ".join(word for word, _ in words[:length])
            code = self.exact.get(key) or self.loose.get(bare(key))
            if code:
                return Found(code, words[length - 1][1])
        return None
