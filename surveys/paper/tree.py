"""The nouns of a questionnaire: pages of questions with their choices, in two languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from .skips import Rule

NA = "na"
LEVELS = ("5", "4", "3", "2", "1")
CHOSEN = ("single", "multiple", "ranking")
TEXTS = ("short", "long")


@dataclass(frozen=True)
class Text:
    """A text in Vietnamese and English; read in the reader's language."""

    vi: str = ""
    en: str = ""

    def __str__(self):
        english = (get_language() or "vi").startswith("en")
        return (self.en if english else self.vi) or self.vi or self.en

    def __bool__(self):
        return bool(self.vi or self.en)


@dataclass(frozen=True)
class Option:
    code: str
    label: Text
    is_other: bool = False


@dataclass(frozen=True)
class Asked:
    """One question; a matrix bears its answers in ``rows``, each a scale."""

    code: str
    kind: str
    text: Text
    help: Text = Text()
    required: bool = False
    has_na: bool = False
    is_whole: bool = False
    least: Decimal | None = None
    most: Decimal | None = None
    first_day: date | None = None
    last_day: date | None = None
    show_if: Rule = Rule()
    criterion: str = ""
    options: tuple[Option, ...] = ()
    rows: tuple["Asked", ...] = ()

    @property
    def bearing(self) -> tuple["Asked", ...]:
        """The questions that bear answers: itself, or the rows of a table."""
        return self.rows if self.kind == "matrix" else (self,)

    @property
    def other(self) -> Option | None:
        return next((option for option in self.options if option.is_other), None)


@dataclass(frozen=True)
class Page:
    """A section: what is asked at one sight."""

    code: str
    title: Text
    questions: tuple[Asked, ...] = ()
    show_if: Rule = Rule()

    def bearing(self) -> Iterator[Asked]:
        for question in self.questions:
            yield from question.bearing

    def asked_of(self, known: dict[str, Any]) -> list[Asked]:
        """Questions that bear answers and are asked of somebody who has answered so.

        Answers to what is not asked are dropped from ``known``: no later rule looks at them.
        """
        found: list[Asked] = []
        here = self.show_if.holds(known)
        for question in self.questions:
            if here and question.show_if.holds(known):
                found += question.bearing
            else:
                forget(question, known)
        return found


def forget(question: Asked, known: dict[str, Any]) -> None:
    for each in question.bearing:
        known.pop(each.code, None)
        known.pop(f"{each.code}.other", None)


@dataclass(frozen=True)
class Paper:
    """A questionnaire as a whole."""

    code: str
    title: Text
    pages: tuple[Page, ...] = ()
    intro: Text = Text()
    version: int = field(default=1, compare=False)

    def questions(self) -> Iterator[Asked]:
        """Every question in order; a table before its rows."""
        for page in self.pages:
            for question in page.questions:
                yield question
                yield from question.rows

    def pages_for(self, answers: Mapping[str, Any]) -> list[int]:
        """Numbers (from 0) of the pages asked of somebody who has answered so."""
        known, found = dict(answers), []
        for number, page in enumerate(self.pages):
            if page.show_if.holds(known):
                found.append(number)
            page.asked_of(known)
        return found

    def asked_of(self, answers: Mapping[str, Any]) -> list[Asked]:
        """Questions that bear answers and are asked of somebody who has answered so."""
        known = dict(answers)
        return [question for page in self.pages for question in page.asked_of(known)]

    def told_by(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The answers without those to questions that are not asked (as XLSForm blanks them)."""
        known = dict(answers)
        for page in self.pages:
            page.asked_of(known)
        return known
