"""Shares, means and comparisons of satisfaction, with what their sample allows to say.

A level is 1 (very dissatisfied) to 5 (very satisfied); ``counts[0]`` is the number of level 1.
Intervals are of 95 % and know that the population is finite. All pure, all tested by hand and
against another program.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import erfc, sqrt

Z = 1.959963984540054
"""The normal distribution's 97.5 % point: intervals of 95 %."""

SATISFIED = (4, 5)
ENOUGH = 30  # answers on each side from which the normal distribution may be used


@dataclass(frozen=True)
class Estimate:
    """A value and the ends of its interval, in the same unit; nothing known gives None."""

    value: float
    low: float
    high: float


def left(sample: int, population: int | None) -> float:
    """The finite population's correction: 1 for an unlimited one, 0 when everybody answered.

    Raises ValueError when more answered than there are.
    """
    if population is None:
        return 1.0
    if sample > population:
        raise ValueError(f"{sample} answers of a population of {population}.")
    return (population - sample) / (population - 1) if population > 1 else 0.0


def share(part: int, whole: int, population: int | None = None) -> Estimate | None:
    """The share ``part`` of ``whole`` in percent, by Wilson's interval (never below 0, over 100).

    Where everybody answered there is no doubt: the interval is the value itself.
    """
    if not whole:
        return None
    p, corrected = part / whole, left(whole, population)
    if not corrected:
        return Estimate(100 * p, 100 * p, 100 * p)
    n = whole / corrected
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return Estimate(100 * p, 100 * max(0.0, middle - half), 100 * min(1.0, middle + half))


def mean(counts: Sequence[int], population: int | None = None) -> Estimate | None:
    """The mean level; its interval from the sample's own spread, None below two answers."""
    n = sum(counts)
    if n < 2:
        return None
    middle = sum(level * count for level, count in enumerate(counts, 1)) / n
    half = Z * sqrt(variance(counts) / n * left(n, population))
    return Estimate(middle, middle - half, middle + half)


def variance(counts: Sequence[int]) -> float:
    """The sample's variance of the levels (by n − 1)."""
    n = sum(counts)
    middle = sum(level * count for level, count in enumerate(counts, 1)) / n
    return sum(count * (level - middle) ** 2 for level, count in enumerate(counts, 1)) / (n - 1)


def weights(strata: Mapping[str, tuple[int, int]]) -> dict[str, float]:
    """How much an answer of each stratum counts, so that who did not answer is made up for.

    ``strata``: {key: (population, answers)}. The weights of all answers average 1; a stratum
    nobody answered in has no weight and is left out: name it beside the result.
    """
    heard = {key: pair for key, pair in strata.items() if pair[1]}
    people, answers = sum(p for p, _n in heard.values()), sum(n for _p, n in heard.values())
    return {key: (p / people) / (n / answers) for key, (p, n) in heard.items()} if people else {}


def weighted_share(parts: Iterable[tuple[float, int, int]]) -> float | None:
    """Percent over strata: (weight, part, whole) of each; None where nobody answered."""
    known = list(parts)
    whole = sum(weight * n for weight, _part, n in known)
    return 100 * sum(weight * part for weight, part, _n in known) / whole if whole else None


def index(dimensions: Iterable[tuple[float, float]]) -> float | None:
    """The index from 0 to 100: (mean level, weight) of each dimension; level 1 is 0, level 5 100.

    Dimensions nobody answered are left out by the caller: their weight is shared by the others.
    """
    known = list(dimensions)
    weight = sum(w for _mean, w in known)
    return sum(w * (middle - 1) / 4 * 100 for middle, w in known) / weight if weight else None


@dataclass(frozen=True)
class Change:
    """A later value against an earlier one: the difference and how surely there is one.

    ``p``: how probable so large a difference is where there is none; None where too few answered.
    """

    difference: float
    p: float | None

    @property
    def is_sure(self) -> bool:
        """Significant at 5 %."""
        return self.p is not None and self.p < 0.05


def share_change(
    before: tuple[int, int],
    after: tuple[int, int],
    populations: tuple[int | None, int | None] = (None, None),
) -> Change | None:
    """Two shares (part, whole), in percent points, by the pooled two-proportion test.

    ``populations``: how many there were each time, so that two counts of everybody leave no doubt.
    """
    (a, n), (b, m) = before, after
    if not n or not m:
        return None
    pooled, doubt = (a + b) / (n + m), [left(n, populations[0]), left(m, populations[1])]
    spread = sqrt(pooled * (1 - pooled) * (doubt[0] / n + doubt[1] / m))
    difference = 100 * (b / m - a / n)
    if not any(doubt):
        return Change(difference, 0.0 if difference else 1.0)
    return _change(difference, 100 * spread, min(n, m))


def _change(difference: float, spread: float, fewest: int) -> Change:
    if fewest < ENOUGH:
        return Change(difference, None)
    if not spread:  # nobody differs from anybody on either side
        return Change(difference, 0.0 if difference else 1.0)
    return Change(difference, erfc(abs(difference) / spread / sqrt(2)))
