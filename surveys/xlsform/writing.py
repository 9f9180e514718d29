"""A questionnaire as an XLSForm workbook that :func:`surveys.xlsform.read` reads back alike."""

from collections.abc import Iterator
from itertools import count
from typing import BinaryIO

from core.cells import Book, Sheet
from surveys.paper import Asked, Page, Paper, Rule, Text
from surveys.paper.tree import LEVELS, NA

from .grammar import said_bounds, said_rule
from .words import EN, SCALES, VI

HEADS = ["type", "name", f"label::{VI}", f"label::{EN}", f"hint::{VI}", f"hint::{EN}", "required",
         "relevant", "constraint", "appearance", "measures"]  # fmt: skip
WORDS = {"number": "decimal", "date": "date", "short": "text", "long": "text"}
LISTED = {"single": "select_one", "multiple": "select_multiple", "ranking": "rank"}
LEVEL_LABELS = {
    "5": Text("Rất hài lòng", "Very satisfied"),
    "4": Text("Hài lòng", "Satisfied"),
    "3": Text("Bình thường", "Neutral"),
    "2": Text("Không hài lòng", "Dissatisfied"),
    "1": Text("Rất không hài lòng", "Very dissatisfied"),
    NA: Text("Không áp dụng", "Does not apply"),
}


def write(paper: Paper, out: BinaryIO) -> None:
    """Write the three sheets of ``paper`` into ``out``."""
    book = Book(out)
    book.add(Sheet("survey", HEADS, _survey(paper)))
    book.add(Sheet("choices", ["list_name", "name", f"label::{VI}", f"label::{EN}"], _lists(paper)))
    heads = ["form_title", "title_en", "form_id", "version", "default_language"]
    row = [paper.title.vi, paper.title.en, paper.code, str(paper.version), VI]
    book.add(Sheet("settings", heads, [row]))
    book.close()


def _survey(paper: Paper) -> Iterator[list]:
    if paper.intro:
        yield ["note", _free(paper), paper.intro.vi, paper.intro.en]
    for page in paper.pages:
        yield from _page(page)


def _free(paper: Paper) -> str:
    """A name for the introduction that no section or question bears."""
    taken = {page.code for page in paper.pages} | {q.code for q in paper.questions()}
    return next(n for k in count() if (n := f"intro{k or ''}") not in taken)


def _page(page: Page) -> Iterator[list]:
    yield _begin(page.code, page.title, page.show_if)
    for question in page.questions:
        if question.kind == "matrix":
            yield [*_begin(question.code, question.text, question.show_if), "", "table-list"]
            yield from map(_question, question.rows)
            yield ["end_group"]
        else:
            yield _question(question)
    yield ["end_group"]


def _begin(code: str, text: Text, rule: Rule) -> list:
    return ["begin_group", code, text.vi, text.en, "", "", "", said_rule(rule)]


def _question(question: Asked) -> list:
    return [
        _type(question), question.code, question.text.vi, question.text.en,
        question.help.vi, question.help.en, "yes" if question.required else "",
        said_rule(question.show_if), said_bounds(question),
        "multiline" if question.kind == "long" else "", question.criterion,
    ]  # fmt: skip


def _type(question: Asked) -> str:
    if question.kind == "scale":
        return f"select_one {_scale(question)}"
    if question.kind in LISTED:
        return f"{LISTED[question.kind]} {_listed(question)}"
    return "integer" if question.is_whole else WORDS[question.kind]


def _listed(question: Asked) -> str:
    """The name of its list of choices: its own, unless that means the five levels."""
    return f"{question.code}-list" if question.code in SCALES else question.code


def _scale(question: Asked) -> str:
    return next(name for name, has_na in SCALES.items() if has_na == question.has_na)


def _lists(paper: Paper) -> Iterator[list]:
    questions = list(paper.questions())
    for name in sorted({_scale(q) for q in questions if q.kind == "scale"}):
        for level in (*LEVELS, *([NA] if SCALES[name] else [])):
            yield [name, level, LEVEL_LABELS[level].vi, LEVEL_LABELS[level].en]
    for question in questions:
        for option in question.options:
            yield [_listed(question), option.code, option.label.vi, option.label.en]
