"""What may be told of a round's questions, noted beside its counts for whoever shows them (G19).

Decided when a round is counted, from all of its tables together: pages, files, reports and later
rounds then show the same.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from django.db.models import Aggregate, Avg, Count, FloatField, Max, Sum

from ..models import BankQuestion, Round, Tally
from ..paper import Asked
from ..papers import paper_of
from ..results.counts import by_name
from ..results.lines import ANSWERS, MEAN, MEDIAN, NA, OTHERS, SATISFIED, WEIGHTED, limits
from ..results.small_cells import FEWEST, protected
from ..results.statistics import SATISFIED as BEST_LEVELS
from ..results.statistics import weighted_share
from ..results.telling import Counted, tellable
from .counting import answers_of

K = BankQuestion.Kind
S = Tally.Split
BEST = [str(level) for level in BEST_LEVELS]
Levels = dict[str, Tally]


class Median(Aggregate):
    """Halfway up: of an even number of values between the two in the middle."""

    function, output_field = "percentile_cont", FloatField()
    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


def told_of(survey_round: Round, made: Sequence[Tally]) -> Iterator[Tally]:
    """What may be told of each question, given the other tallies of the round; first a line that
    this was asked at all."""
    answered = next((t.count for t in made if t.split == S.ALL and t.answer == "answered"), 0)
    tell = partial(Tally, round=survey_round, split=S.TOLD)
    yield tell(answer=ANSWERS, count=answered, weight=0)
    numbers = {row["code"]: row for row in _numbers(survey_round)}
    strata = _by_stratum(made)
    for code, told in tellable(_counted(survey_round, made, numbers), answered).items():
        question, na = told.question, told.does_not_apply
        yield tell(code=code, answer=ANSWERS, count=question.number, weight=0)
        if na is not None:
            yield tell(code=code, answer=NA, count=na, weight=0)
        values = _of_number(numbers[code]) if code in numbers else shares_of(question, strata[code])
        for what, count, value in values:
            yield tell(code=code, answer=what, count=count, weight=value)


def _numbers(survey_round: Round):
    rows = answers_of(survey_round, K.NUMBER).values("code")
    return rows.annotate(
        n=Count("pk"), mean=Avg("value"), median=Median("value"), most=Max("value"),
        sum=Sum("value"),
    )  # fmt: skip


def _counted(survey_round: Round, made: Sequence[Tally], numbers) -> Iterator[Counted]:
    """The questions whose results are shown, as they were counted, with their rules."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in made:
        if row.code and (row.split == S.ALL or (row.split, row.part) == (S.PLACE, "1")):
            found[row.code][row.answer] = row.count
    ticking = answers_of(survey_round, K.MULTIPLE).values_list("code")
    people = dict(ticking.annotate(Count("response", distinct=True)))
    for page in paper_of(survey_round.questionnaire).pages:
        for block in page.questions:
            for asked in block.bearing:
                if asked.code in found or asked.code in numbers:
                    rules = (page.show_if, block.show_if)
                    said = found[asked.code]
                    number = people.get(asked.code) or numbers.get(asked.code, {}).get("n")
                    yield _as_counted(asked, said, number, rules)


def _as_counted(asked: Asked, said: dict[str, int], number: int | None, rules) -> Counted:
    is_scale = asked.kind == K.SCALE
    na = said.pop(NA, 0) if is_scale else 0
    answers = by_name(said) if is_scale else {}
    if asked.kind in (K.SINGLE, K.MULTIPLE):
        answers = {option.code: said.get(option.code, 0) for option in asked.options}
    several = None
    if asked.kind == K.MULTIPLE:
        several = limits(asked.least, asked.most, len(asked.options))
    number = number or sum(said.values())
    return Counted(asked.code, number, answers, na, asked.has_na, several, rules, is_scale)


def _by_stratum(made: Sequence[Tally]) -> dict[str, dict[str, Levels]]:
    """{question: {stratum: {answer: tally}}}."""
    found: dict[str, dict[str, Levels]] = defaultdict(lambda: defaultdict(dict))
    for row in made:
        if row.code and row.split == S.STRATUM:
            found[row.code][row.part][row.answer] = row
    return found


def _of_number(row: dict[str, Any]) -> Iterator[tuple[str, int, float]]:
    """Mean and median of a number; no mean where one enterprise makes more than half of the sum, no
    median that few stand on either side of."""
    if row["most"] <= row["sum"] / 2:
        yield MEAN, row["n"], float(row["mean"])
    if row["n"] >= 2 * FEWEST:
        yield MEDIAN, row["n"], float(row["median"])


def shares_of(question: Counted, strata: dict[str, Levels]) -> Iterator[tuple[str, int, float]]:
    """Satisfied and all others, where the two best levels may be seen; and what share weights make
    of it, where it gives no stratum away."""
    true = list(question.answers.values())
    if not question.is_scale or None in protected([true])[0][:2]:
        return
    yield SATISFIED, sum(true[:2]), 0
    yield OTHERS, sum(true[2:]), 0
    parts = [part for levels in strata.values() if (part := _stratum(levels))]
    if len(parts) > 1 and all(min(good, n - good) >= FEWEST for _weight, good, n in parts):
        yield WEIGHTED, question.number, weighted_share(parts) or 0


def _stratum(levels: Levels) -> tuple[float, int, int] | None:
    """(weight, satisfied, all that apply) of one stratum; None where nobody judged."""
    judged = [tally for answer, tally in levels.items() if answer != NA]
    n = sum(tally.count for tally in judged)
    good = sum(tally.count for tally in judged if tally.answer in BEST)
    return (sum(tally.weight for tally in judged) / n, good, n) if n else None
