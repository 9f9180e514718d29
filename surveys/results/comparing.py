"""What is told of a question in two rounds, set side by side."""

from .choices import Line
from .lines import OTHERS, SATISFIED
from .statistics import Change, share_change


def limit(population: int | None, answers: int) -> int | None:
    """The population an estimate corrects for; None where more answered than it knows."""
    return population if population and population >= answers else None


def changed(before: tuple[Line, int | None], now: tuple[Line, int | None]) -> Change | None:
    """From what is told of an earlier round to what is told of this one, with their populations."""
    (good, whole, people), (good_now, whole_now, people_now) = (
        (told[SATISFIED][0], told[SATISFIED][0] + told[OTHERS][0], population)
        for told, population in (before, now)
    )
    populations = limit(people, whole), limit(people_now, whole_now)
    return share_change((good, whole), (good_now, whole_now), populations)


def satisfied_percent(told: Line) -> float | None:
    """Percent satisfied of one question; None where it may not be seen."""
    if SATISFIED not in told:
        return None
    good, others = told[SATISFIED][0], told[OTHERS][0]
    return 100 * good / (good + others)
