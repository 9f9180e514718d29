"""Answers as a person reads them."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from .tree import NA, Asked

LEVEL_WORDS = {
    "5": _("Very satisfied"),
    "4": _("Satisfied"),
    "3": _("Neutral"),
    "2": _("Dissatisfied"),
    "1": _("Very dissatisfied"),
    NA: _("Does not apply"),
}


def in_words(question: Asked, answers: Mapping[str, Any]) -> str:
    """The answer to ``question`` in the reader's language; empty when there is none."""
    given = answers.get(question.code)
    if given in (None, "", []):
        return ""
    return WORDS.get(question.kind, as_written)(
        question, given, answers.get(f"{question.code}.other")
    )


def level(question: Asked, given: str, own) -> str:
    return str(LEVEL_WORDS[given])


def label(question: Asked, code: str, own: str | None) -> str:
    option = next(option for option in question.options if option.code == code)
    return f"{option.label}: {own}" if option.is_other and own else str(option.label)


def labels(question: Asked, given: list[str], own) -> str:
    return "; ".join(label(question, code, own) for code in given)


def ranked(question: Asked, given: list[str], own) -> str:
    return "; ".join(f"{n}. {label(question, code, own)}" for n, code in enumerate(given, 1))


def day(question: Asked, given: str, own) -> str:
    return f"{date.fromisoformat(given):%d/%m/%Y}"


def number(question: Asked, given: str, own) -> str:
    return number_format(Decimal(given), force_grouping=True)


def as_written(question: Asked, given: str, own) -> str:
    return given


WORDS: dict[str, Callable[..., str]] = {
    "scale": level, "single": label, "multiple": labels, "ranking": ranked, "date": day,
    "number": number,
}  # fmt: skip
