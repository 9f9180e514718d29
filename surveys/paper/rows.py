"""Answers as rows of the answer table.

Answers stand in a plain mapping that JSON can hold: a scale or single choice is its code, several
choices and a ranking are lists of codes, numbers and days are texts; own words beside a choice
stand under ``<code>.other``.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from .tree import NA, Asked, Paper


def answer_rows(paper: Paper, answers: Mapping[str, Any]) -> Iterator[dict]:
    """Fields of each answer row; what the skip rules leave out is left out here too."""
    for question in paper.asked_of(answers):
        given = answers.get(question.code)
        if given not in (None, "", []):
            for row in ROWS[question.kind](question, given, answers):
                yield {"code": question.code, **row}


def scale(question: Asked, given: str, answers) -> Iterator[dict]:
    yield {"choice": NA} if given == NA else {"value": Decimal(given)}


def words(question: Asked, choice: str, answers) -> dict:
    other = question.other
    if other and choice == other.code:
        return {"choice": choice, "text": answers.get(f"{question.code}.other", "")}
    return {"choice": choice}


def single(question: Asked, given: str, answers) -> Iterator[dict]:
    yield words(question, given, answers)


def several(question: Asked, given: list[str], answers) -> Iterator[dict]:
    for choice in given:
        yield words(question, choice, answers)


def ranking(question: Asked, given: list[str], answers) -> Iterator[dict]:
    for place, choice in enumerate(given, 1):
        yield words(question, choice, answers) | {"value": Decimal(place)}


def number(question: Asked, given: str, answers) -> Iterator[dict]:
    yield {"value": Decimal(given)}


def day(question: Asked, given: str, answers) -> Iterator[dict]:
    yield {"day": date.fromisoformat(given)}


def text(question: Asked, given: str, answers) -> Iterator[dict]:
    yield {"text": given}


ROWS: dict[str, Callable[..., Iterator[dict]]] = {
    "scale": scale, "single": single, "multiple": several, "ranking": ranking,
    "number": number, "date": day, "short": text, "long": text,
}  # fmt: skip
