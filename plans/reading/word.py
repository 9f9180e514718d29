"""Text of a Word document: every paragraph in order, tables too, with its automatic numbers."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from docx import Document
from docx.oxml.ns import qn

from .markers import letter_of, roman_of
from .refusal import DAMAGED, NotADecision

PARAGRAPH, TEXT = qn("w:p"), qn("w:t")
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
UNREAD = (FALLBACK, qn("w:moveFrom"), qn("w:del"))
VALUE = qn("w:val")
SIGNS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "upperRoman": lambda n: roman_of(n).upper(),
    "lowerRoman": roman_of,
    "upperLetter": lambda n: letter_of(n).upper(),
    "lowerLetter": letter_of,
}


def docx_lines(data: bytes) -> list[str]:
    """The lines of a .docx; a list's automatic number or bullet is written before its text.

    Text boxes, table cells, content controls and accepted insertions are read; deletions are not.
    """
    try:
        document = Document(io.BytesIO(data))
        numbering = Numbering.of(document)
        return list(_lines(document, numbering))
    except NotADecision:
        raise
    except Exception as error:  # noqa: BLE001 - python-docx raises whatever a broken part leads to
        raise NotADecision(DAMAGED) from error


def _lines(document, numbering: "Numbering") -> Iterator[str]:
    for paragraph in document.element.body.iter(PARAGRAPH):
        if next(paragraph.iterancestors(*UNREAD), None) is None:
            text = "".join(_pieces(paragraph))
            number = numbering.before(paragraph) if text.strip() else ""
            yield from f"{number} {text}".strip("\n").split("\n") if number else text.split("\n")


def _pieces(paragraph) -> Iterator[str]:
    for element in paragraph.iter(TEXT, *SIGNS):
        if next(element.iterancestors(PARAGRAPH, *UNREAD)) is paragraph:
            yield element.text or "" if element.tag == TEXT else SIGNS[element.tag]


@dataclass
class Numbering:
    """Word's automatic lists: counts on as Word does and says what stands before a paragraph."""

    levels: dict = field(default_factory=dict)  # (numId, level) -> (format, text, start)
    styles: dict = field(default_factory=dict)  # style id -> (numId, level)
    counters: dict = field(default_factory=dict)  # numId -> {level: count}

    @classmethod
    def of(cls, document) -> "Numbering":
        """Read the list definitions of the document; none at all is an empty numbering."""
        numbering = cls()
        part = next(
            (
                r.target_part
                for r in document.part.rels.values()
                if r.reltype.endswith("/numbering") and not r.is_external
            ),
            None,
        )
        if part is not None:
            numbering._define(part.element)
        for style in document.styles.element.iter(qn("w:style")):
            found = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if found is not None:
                numbering.styles[style.get(qn("w:styleId"))] = _reference(found)
        return numbering

    def _define(self, root) -> None:
        abstract = {a.get(qn("w:abstractNumId")): a for a in root.iter(qn("w:abstractNum"))}
        for number in root.iter(qn("w:num")):
            link = number.find(qn("w:abstractNumId"))
            source = abstract.get(link.get(VALUE)) if link is not None else None
            for level in source.iter(qn("w:lvl")) if source is not None else ():
                key = (number.get(qn("w:numId")), int(level.get(qn("w:ilvl"))))
                self.levels[key] = (
                    _value(level, "w:numFmt", "decimal"),
                    _value(level, "w:lvlText", ""),
                    int(_value(level, "w:start", "1")),
                )

    def before(self, paragraph) -> str:
        """The number or bullet that Word shows before this paragraph, "" if none."""
        number, level = self._place(paragraph)
        shape = self.levels.get((number, level))
        if number is None or shape is None:
            return ""
        counts = self.counters.setdefault(number, {})
        counts[level] = counts.get(level, shape[2] - 1) + 1
        for deeper in [place for place in counts if place > level]:
            del counts[deeper]
        return shape[1] if shape[0] == "bullet" else self._filled(number, shape[1], counts)

    def _place(self, paragraph) -> tuple[str | None, int]:
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        inherited = self.styles.get(style.get(VALUE)) if style is not None else None
        if own is None:
            return inherited or (None, 0)
        number, level = _reference(own)
        return number or (inherited[0] if inherited else None), level

    def _filled(self, number: str, text: str, counts: dict[int, int]) -> str:
        for place in range(9):
            shape = self.levels.get((number, place))
            if shape and f"%{place + 1}" in text:
                count = counts.get(place, shape[2])
                text = text.replace(f"%{place + 1}", FORMATS.get(shape[0], str)(count))
        return text


def _reference(element) -> tuple[str | None, int]:
    return _value(element, "w:numId", None), int(_value(element, "w:ilvl", "0"))


def _value(element, tag: str, default):
    found = element.find(qn(tag))
    return default if found is None else found.get(VALUE, default)
