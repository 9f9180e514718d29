"""What may be told of a round's questions by department, kind and size, noted beside its counts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

from ..models import BankQuestion, Round, Tally
from ..papers import paper_of
from ..results.breaking import KIND, SIZE, UNIT, Breakdown, Crowd, Judged, Place, Row
from ..results.counts import by_level, by_name
from ..results.lines import ANSWERS, LEVELS, MEAN, NA, OTHERS, SATISFIED, WEIGHTED
from ..results.statistics import mean
from ..results.who import turned_out
from .counting import by_group, people_by_group

K, S = BankQuestion.Kind, Tally.Split
SPLIT_OF = {UNIT: S.UNIT, KIND: S.KIND, SIZE: S.SIZE}
TOLD_KINDS = (K.SCALE, K.SINGLE, K.MULTIPLE, K.NUMBER, K.RANKING)


def told_by_group(survey_round: Round, made: Sequence[Tally]) -> Iterator[Tally]:
    """What may be told by group, given the other tallies of the round: first a line that this was
    asked at all, then of all five-level questions together, then of each. A mean stands in
    ``weight``."""
    tell = partial(Tally, round=survey_round, split=S.GROUP)
    yield tell(answer=ANSWERS, count=0, weight=0)
    found = Breakdown(_judged(survey_round, made), _crowd(survey_round, made))
    for by in SPLIT_OF:
        for group, sums in found.sums_of(by).items():
            note = partial(tell, part=f"{SPLIT_OF[by]}:{group}", weight=0)
            yield note(answer=NA, count=0)  # it is there, whatever may be seen of it
            if sums:
                yield note(answer=SATISFIED, count=sums[0])
                yield note(answer=OTHERS, count=sums[1])
    for row in found.rows:
        note = partial(tell, code=row.code, part=f"{SPLIT_OF[row.by]}:{row.group}")
        for answer, count, value in _noted(row):
            yield note(answer=answer, count=count, weight=value)


def _noted(row: Row) -> Iterator[tuple[str, int, float]]:
    yield SATISFIED, row.satisfied, 0
    yield OTHERS, row.others, 0
    if row.levels:
        yield from ((str(level), n, 0) for level, n in zip(LEVELS, row.levels, strict=True))
        middle = mean(row.levels[::-1])
        yield MEAN, sum(row.levels), middle.value if middle else 0


def _judged(survey_round: Round, made: Sequence[Tally]) -> list[Judged]:
    """The questions whose share is told, with the levels of each place."""
    told: dict[str, set[str]] = defaultdict(set)
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    found: dict[str, dict[Place, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for row in made:
        if row.split == S.TOLD:
            told[row.code].add(row.answer)
        elif row.split == S.ALL:
            counts[row.code][row.answer] = row.count
    for code, place, answer, n in by_group(survey_round):
        found[code][place][answer] = n
    tied = _tied(survey_round)
    return [
        Judged(
            code=code,
            levels={
                place: tuple(said.get(name, 0) for name in by_name(counts[code]))
                for place, said in found[code].items()
            },
            alone=code not in tied,
            whole=len(seen := by_level(counts[code])[1]) == len(LEVELS) and None not in seen,
            weighted=WEIGHTED in told[code],
        )
        for code in sorted(told) if SATISFIED in told[code]
    ]  # fmt: skip


def _tied(survey_round: Round) -> set[str]:
    """Codes of questions that hang on another, or on which another hangs whose results are told."""
    found = set()
    for page in paper_of(survey_round.questionnaire).pages:
        for block in page.questions:
            tests = {test.code for rule in (page.show_if, block.show_if) for test in rule.tests}
            told = {asked.code for asked in block.bearing if asked.kind in TOLD_KINDS}
            found |= tests | told if tests and told else set()
    return found


def _crowd(survey_round: Round, made: Sequence[Tally]) -> Crowd:
    rows = [t for t in made if not t.code and t.split == S.STRATUM]
    answered = {row.part: row.count for row in rows}
    lines = [(str(s.pk), s.sample, answered.get(str(s.pk), 0)) for s in survey_round.strata.all()]
    seen = {line.name for line in turned_out(lines) if line.answered is not None}
    silent = {key: max(asked - n, 0) for key, asked, n in lines}
    return Crowd(people_by_group(survey_round), seen, silent)
