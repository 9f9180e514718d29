"""Lines of a round's findings: a question, a part, a stratum, with what may be seen of each."""

from dataclasses import dataclass
from decimal import Decimal

from ..models import Question, Round
from .statistics import Change, Estimate

LEVELS = (5, 4, 3, 2, 1)
UNSPLIT = "unsplit"
"""Answer of a round read in from a publication that did not part the levels 3 and 2."""

# What may be told of a question, as its tallies name it: how many answered, of a scale the share
# satisfied and its weighted percent, of a number its mean and median.
ANSWERS, NA, SATISFIED, OTHERS = "answers", "na", "satisfied", "others"
WEIGHTED, MEAN, MEDIAN = "weighted", "mean", "median"


def limits(least: Decimal | None, most: Decimal | None, choices: int) -> tuple[int, int]:
    """How few and how many of several choices are ticked by whoever answers."""
    return int(least or 1), int(choices if most is None else most)


class Leveled:
    """Counts from best to worst, None where a count may not be seen, of so many answers."""

    levels: list[int | None]
    answered: int | None

    @property
    def percents(self) -> list[float | None]:
        if not self.answered:
            return [None] * len(self.levels)
        return [None if n is None else 100 * n / self.answered for n in self.levels]

    @property
    def five(self) -> list[float] | None:
        """Percents from worst to best for the bar; None where some may not be seen."""
        known = [p for p in self.percents if p is not None]
        return known[::-1] if len(known) == len(LEVELS) else None


@dataclass(frozen=True)
class Scale(Leveled):
    """A five-level question, as it was answered by all."""

    question: Question
    levels: list[int | None]
    answered: int | None
    does_not_apply: int | None
    satisfied: Estimate | None
    middle: Estimate | None
    change: Change | None = None
    together: bool = False  # the levels 3 and 2 are known as one number only
    before: float | None = None
    since: Round | None = None  # the last round that asked it and may tell
    weighted: float | None = None  # percent satisfied, made up for those who did not answer


@dataclass(frozen=True)
class GroupLine(Leveled):
    """A five-level question in one department, kind or size, or in all that are not told."""

    name: str
    levels: list[int | None]
    answered: int | None
    satisfied: Estimate | None
    middle: Estimate | None


@dataclass(frozen=True)
class Measured:
    """What an index is made of: a question, and its mean where it may be seen."""

    question: Question
    middle: Estimate | None


@dataclass(frozen=True)
class Choices:
    """A question of one or several choices: (label, count or None, percent or None)."""

    question: Question
    answered: int | None
    lines: list[tuple[str, int | None, float | None]]


@dataclass(frozen=True)
class Numbers:
    """A question for a number: how many answered, their mean and their median."""

    question: Question
    answered: int | None
    mean: float | None
    median: float | None


@dataclass(frozen=True)
class Ranking:
    """A ranking: (choice, how often it came first, its percent, its mean place)."""

    question: Question
    answered: int | None
    lines: list[tuple[str, int | None, float | None, float | None]]


@dataclass(frozen=True)
class IndexLine:
    """The index of a dimension, 0 to 100; None where the mean of one of its questions is hidden.

    ``seen`` of its ``asked`` questions may be told.
    """

    name: str
    value: float | None
    weight: float
    seen: int
    asked: int
    of_set: int


@dataclass(frozen=True)
class PartLine:
    """One department, kind or size: answers and the share satisfied, where both may be seen."""

    name: str
    answered: int | None
    satisfied: Estimate | None
    key: str = ""


@dataclass(frozen=True)
class Turnout:
    """How many were asked and how many answered; None where it may not be seen."""

    name: str
    asked: int
    answered: int | None

    @property
    def rate(self) -> float | None:
        return (
            100 * self.answered / self.asked if self.asked and self.answered is not None else None
        )


@dataclass(frozen=True)
class Trend:
    """A question through the rounds: percent satisfied in each, oldest first."""

    question: Question
    percents: list[float | None]
