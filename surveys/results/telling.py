"""What may be told of the questions of a round, decided once, when it is counted (G19).

A question's table stands beside others that add up with it: how many answered the round, and the
answers to which a skip rule ties it. What these tables give by subtraction counts as shown.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from ..paper import Rule
from .lines import NA
from .small_cells import FEWEST, protected


@dataclass(frozen=True)
class Counted:
    """A question as it was counted: ``number`` answered it, ``na`` more said "does not apply".

    ``answers``: how many gave each; empty where values are not counted one by one. ``several``:
    the least and the most choices to tick, None for a question of one answer. ``rules``: when it is
    asked: its own and its section's. ``is_scale``: its answers are levels, best first.
    """

    code: str
    number: int
    answers: Mapping[str, int]
    na: int = 0
    has_na: bool = False
    several: tuple[int, int] | None = None
    rules: tuple[Rule, ...] = ()
    is_scale: bool = False

    @property
    def hangs_on(self) -> set[str]:
        return {test.code for rule in self.rules for test in rule.tests}


@dataclass(frozen=True)
class Told:
    """A question of which something may be told, with its "does not apply" where it may be."""

    question: Counted
    does_not_apply: int | None
    left_out: int | None  # how many gave no answer at all; None where a reader must not know

    def cells(self) -> dict[str, int | None]:
        """What a reader knows of each answer; "" stands for none."""
        asked = self.question
        counts = list(asked.answers.values())
        if asked.several:
            seen = ticked(counts, asked.number, *asked.several)
        else:
            seen = protected([counts])[0][:-1]
        known = dict(zip(asked.answers, seen, strict=True))
        return known | {NA: self.does_not_apply, "": self.left_out}


def clear(gap: int) -> bool:
    """Whether a difference of two numbers that are told is none, or no small one."""
    return gap <= 0 or gap >= FEWEST


def tellable(questions: Iterable[Counted], answered: int) -> dict[str, Told]:
    """Questions of which anything is told, by code, in their order.

    Left out are those answered by fewer than five, or by nearly all of a number that is told too
    (who answered the round, who chose what the question hangs on), and those that hang on an answer
    whose count is hidden. ``answered``: how many answered the round.
    """
    known = {question.code: question for question in questions}
    told: dict[str, Told] = {}
    for question in known.values():
        wholes = [answered, *_wholes(question, known, told, answered)]
        if question.number < FEWEST or not _stands_clear(question, wholes, known, told):
            continue
        told[question.code] = _told(question, [n for n in wholes if n is not None], answered)
    return told


def _stands_clear(question: Counted, wholes: Sequence[int | None], known, told) -> bool:
    if None in wholes or not all(clear(n - question.number) for n in wholes if n is not None):
        return False
    loose = {code for code in question.hangs_on if code in known and not known[code].answers}
    near = (each.question for each in told.values() if each.question.hangs_on & loose)
    return all(clear(abs(each.number - question.number)) for each in near)


def _told(question: Counted, wholes: Sequence[int], answered: int) -> Told:
    na, rest = question.na, answered - question.number - question.na
    shown = na >= FEWEST and all(clear(n - question.number - na) for n in wholes)
    knows_rest = shown or not question.has_na
    return Told(question, na if shown else None, max(rest, 0) if knows_rest else None)


def _wholes(question: Counted, known, told, answered: int) -> Iterator[int | None]:
    """Numbers that everybody who was asked is among; None where one must not be known."""
    for rule in question.rules:
        parts = [_passing(part, known, told, answered) for part in _by_question(rule, known)]
        if rule.join == "or" and len(parts) > 1:
            yield None if None in parts else sum(part for part in parts if part is not None)
        else:
            yield from parts


def _by_question(rule: Rule, known) -> Iterator[Rule]:
    """The tests of each question together; of several choices each for itself."""
    code = attrgetter("code")
    for name, tests in groupby(sorted(rule.tests, key=code), key=code):
        if name in known and known[name].several:
            yield from (Rule(rule.join, (test,)) for test in tests)
        else:
            yield Rule(rule.join, tuple(tests))


def _passing(rule: Rule, known, told, answered: int) -> int | None:
    """How many pass a rule on one question; at least so many where values are not counted."""
    test = rule.tests[0]
    if test.code not in known:
        return answered
    if not known[test.code].answers:
        return answered if rule.holds({}) else known[test.code].number
    if test.code not in told:
        return None
    cells = told[test.code].cells()
    if known[test.code].several:
        ticks = cells.get(test.value, 0)
        return answered - ticks if ticks is not None and test.op == "unselected" else ticks
    found = [n for cell, n in cells.items() if rule.holds({test.code: cell})]
    return None if None in found else sum(n for n in found if n is not None)


def ticked(counts: Sequence[int], number: int, least: int, most: int) -> list[int | None]:
    """Counts of several choices of ``number`` people; None where one may not be seen.

    Each choice is a table of its own: who ticked it and who did not. Where a rule says how many to
    tick, all ticks add up with those that were still free.
    """
    rest = [number - n for n in counts]
    seen = [n if min(n, other) >= FEWEST else None for n, other in zip(counts, rest, strict=True)]
    loose = () if least == most else (0,)
    if counts and most < len(counts):
        seen = _both(seen, [*counts, *(most * number - sum(counts) for _ in loose)])
    if counts and least > 1:
        seen = _both(seen, [*rest, *(sum(counts) - least * number for _ in loose)])
    return seen


def _both(seen: Sequence[int | None], row: Sequence[int]) -> list[int | None]:
    """What may still be seen where ``row`` adds up to a number that is known."""
    other = protected([[max(n, 0) for n in row]])[0]
    return [None if b is None else a for a, b in zip(seen, other, strict=False)]
