"""Choices, rankings and numbers as they may be shown, from what was counted of them (G19)."""

from collections.abc import Mapping

from ..models import BankQuestion, Question
from .lines import ANSWERS, MEAN, MEDIAN, Choices, Numbers, Ranking, limits
from .small_cells import protected
from .telling import ticked

Line = Mapping[str, tuple[int, float]]
"""What is told of a question: (count, value) by name; empty where nothing is."""


def answered(told: Line) -> int | None:
    return told[ANSWERS][0] if ANSWERS in told else None


def chosen(question: Question, answers: Mapping[str, int], told: Line) -> Choices:
    """One or several choices, in percent of those who answered."""
    options = sorted(question.options.all(), key=lambda option: option.position)
    counts, whole = [answers.get(option.code, 0) for option in options], answered(told)
    seen: list[int | None]
    if whole is None:
        seen = [None] * len(counts)
    elif question.kind == BankQuestion.Kind.MULTIPLE:
        seen = ticked(counts, whole, *limits(question.least, question.most, len(counts)))
    else:
        seen = protected([counts])[0][:-1]
    percents = [100 * n / whole if n is not None and whole else None for n in seen]
    labels = [option.label for option in options]
    return Choices(question, whole, list(zip(labels, seen, percents, strict=True)))


def numbers(question: Question, told: Line) -> Numbers:
    mean, median = (told[name][1] if name in told else None for name in (MEAN, MEDIAN))
    return Numbers(question, answered(told), mean, median)


def ranked(question: Question, places: Mapping[str, Mapping[str, int]], told: Line) -> Ranking:
    """How often each choice came first, and its mean place where all its places may be seen.

    ``places``: {place: {choice: count}}. Choices by places are one table: a mean place beside the
    first ones would give the others away.
    """
    options = sorted(question.options.all(), key=lambda option: option.position)
    whole, order = answered(told), sorted(places, key=int)
    if whole is None or not options:
        return Ranking(question, None, [(o.label, None, None, None) for o in options])
    table = [[places[place].get(option.code, 0) for place in order] for option in options]
    unplaced = [max(whole - sum(row), 0) for row in table]
    rows = [
        [*row, rest] if any(unplaced) else row for row, rest in zip(table, unplaced, strict=True)
    ]
    lines = [
        (
            option.label,
            seen[0],
            100 * seen[0] / whole if seen[0] is not None else None,
            _mean(seen, order),
        )
        for option, seen in zip(options, protected(rows)[:-1], strict=True)
    ]
    return Ranking(question, whole, lines)


def _mean(seen: list[int | None], order: list[str]) -> float | None:
    """The mean place of whoever gave it one."""
    row = seen[: len(order)]
    if None in seen or not (placed := sum(n or 0 for n in row)):
        return None
    return sum(int(place) * (n or 0) for place, n in zip(order, row, strict=True)) / placed
