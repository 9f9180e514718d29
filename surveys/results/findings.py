"""A round's findings, ready to be shown: read from its tallies, without small cells (G19)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from directory.models import Enterprise, Unit

from ..models import BankQuestion, Channel, Question, Round, Tally
from .small_cells import FEWEST, protected
from .statistics import (
    SATISFIED,
    Change,
    Estimate,
    index,
    mean,
    share,
    share_change,
)

LEVELS = (5, 4, 3, 2, 1)
UNSPLIT = "unsplit"
"""Answer of a round read in from a publication that did not part the levels 3 and 2."""

Counts = dict[str, dict[str, dict[str, int]]]
"""{question: {part: {answer: count}}}"""


@dataclass(frozen=True)
class Scale:
    """A five-level question: counts from best to worst, None where a count may not be seen."""

    question: Question
    levels: list[int | None]
    answered: int | None
    does_not_apply: int | None
    satisfied: Estimate | None
    middle: Estimate | None
    change: Change | None = None
    together: bool = False  # the levels 3 and 2 are known as one number only
    before: float | None = None

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
class Choices:
    """A question of one or several choices: (label, count or None, percent or None)."""

    question: Question
    answered: int | None
    lines: list[tuple[str, int | None, float | None]]


@dataclass(frozen=True)
class PartLine:
    """One department, kind or size: answers and the share satisfied, where both may be seen."""

    name: str
    answered: int | None
    satisfied: Estimate | None


@dataclass(frozen=True)
class Turnout:
    """How many were asked and how many answered."""

    name: str
    asked: int
    answered: int | None

    @property
    def rate(self) -> float | None:
        return (
            100 * self.answered / self.asked if self.asked and self.answered is not None else None
        )


@dataclass
class Findings:
    """Everything a results page, a workbook or a paper shows of one round, in eight queries."""

    round: Round
    by: str = Tally.Split.UNIT  # which parts are set side by side
    names: dict[str, str] = field(default_factory=dict)

    @cached_property
    def questions(self) -> list[Question]:
        asked = Question.objects.filter(questionnaire=self.round.questionnaire_id)
        asked = asked.exclude(bank__kind=BankQuestion.Kind.MATRIX).select_related("bank")
        return list(asked.select_related("criterion__dimension").order_by("position", "pk"))

    @cached_property
    def counts(self) -> Counts:
        return counted(self.round, Tally.Split.ALL)

    @cached_property
    def earlier(self) -> Round | None:
        """The last round before this one that asked some of the same questions and has results."""
        rounds = Round.objects.filter(status__in=Round.ENDED, closes_on__lt=self.round.closes_on)
        same = rounds.filter(unit=self.round.unit_id, tallies__code__in=self.counts)
        return same.order_by("-closes_on", "-pk").first() if self.counts else None

    @cached_property
    def counts_before(self) -> Counts:
        return counted(self.earlier, Tally.Split.ALL) if self.earlier else {}

    @cached_property
    def population(self) -> int | None:
        """How many there are, where the round's strata say it."""
        known = [stratum.population for stratum in self.strata]
        return sum(known) or None

    @cached_property
    def strata(self) -> list:
        rows = self.round.strata.select_related("unit")
        return list(rows.annotate(n=Count("responses", distinct=True)))

    @cached_property
    def scales(self) -> list[Scale]:
        kind = BankQuestion.Kind.SCALE
        return [self._scale(q) for q in self.questions if q.kind == kind and q.code in self.counts]

    @cached_property
    def choices(self) -> list[Choices]:
        kinds = (BankQuestion.Kind.SINGLE, BankQuestion.Kind.MULTIPLE)
        found = [q for q in self.questions if q.kind in kinds and q.code in self.counts]
        return [self._choices(question) for question in found]

    @cached_property
    def answered(self) -> int:
        return self.round.responses.count()

    @cached_property
    def asked(self) -> int:
        """Codes given out; where there are none, the sample of the strata."""
        return self.round.invitations.count() or sum(s.sample for s in self.strata)

    @property
    def rate(self) -> float | None:
        return 100 * self.answered / self.asked if self.asked else None

    @cached_property
    def turnout(self) -> list[Turnout]:
        """By stratum; small parts are hidden together with one that hides them."""
        rows = [[s.n, max(s.sample - s.n, 0)] for s in self.strata]
        seen = protected(rows)[:-1] if rows else []
        return [Turnout(str(s), s.sample, row[0]) for s, row in zip(self.strata, seen, strict=True)]

    @cached_property
    def channels(self) -> list[tuple[str, int | None]]:
        rows = dict(self.round.responses.order_by().values_list("channel").annotate(n=Count("pk")))
        labels = dict(Channel.choices)
        seen = protected([[n] for n in rows.values()])[:-1] if rows else []
        return [
            (str(labels.get(name) or _("Not stated")), n[0])
            for name, n in zip(rows, seen, strict=True)
        ]

    @cached_property
    def dimensions(self) -> list[tuple[str, float, float]]:
        """(name, index 0–100, weight) of each dimension with answers that may be seen."""
        means: dict[Any, list[tuple[float, float]]] = defaultdict(list)
        for each in self.scales:
            if each.middle and each.question.criterion and None not in each.levels:
                criterion = each.question.criterion
                means[criterion.dimension].append((each.middle.value, float(criterion.weight)))
        return [
            (dimension.name, found, float(dimension.weight))
            for dimension, parts in sorted(means.items(), key=lambda pair: pair[0].position)
            if (found := index(parts)) is not None
        ]

    @property
    def index(self) -> float | None:
        """The whole index: dimensions by their weights."""
        parts = [(value / 100 * 4 + 1, weight) for _name, value, weight in self.dimensions]
        return index(parts)

    @cached_property
    def parts(self) -> list[PartLine]:
        """By department, kind or size, over all five-level questions: answers and satisfied.

        One enterprise answers as often as there are questions: what may be seen is as many times
        larger, so that five enterprises always stand behind it.
        """
        found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for parts in counted(self.round, self.by, self._scale_codes()).values():
            for part, answers in parts.items():
                for level in LEVELS:
                    found[part][level not in SATISFIED] += answers.get(str(level), 0)
                found[part][1] += answers.get(UNSPLIT, 0)
        return [self._part(part, row) for part, row in self._seen(found)]

    def _scale_codes(self) -> list[str]:
        return [each.question.code for each in self.scales]

    def _seen(self, found: dict[str, list[int]]) -> Iterable[tuple[str, list[int | None]]]:
        names = part_names(self.by, found)
        order = sorted(found, key=lambda part: names[part])
        self.names = names
        fewest = FEWEST * max(1, len(self.scales))
        shown = protected([found[part] for part in order], fewest)[:-1] if order else []
        return zip(order, shown, strict=True)

    def _part(self, part: str, row: list[int | None]) -> PartLine:
        satisfied, _others, whole = row
        estimate = share(satisfied, whole) if satisfied is not None and whole else None
        return PartLine(self.names[part], whole, estimate)

    def _scale(self, question: Question) -> Scale:
        answers = self.counts[question.code].get("", {})
        true, seen = by_level(answers)
        clear, whole = None not in seen, sum(true)
        na, limit = answers.get("na", 0), self._limit(whole)
        return Scale(
            question=question,
            levels=seen if UNSPLIT not in answers else [*seen[:2], None, None, seen[3]],
            answered=whole if whole >= FEWEST else None,
            does_not_apply=na if na >= FEWEST else None,
            satisfied=share(sum(true[:2]), whole, limit) if clear else None,
            together=UNSPLIT in answers,
            middle=mean(true[::-1], limit) if clear and UNSPLIT not in answers else None,
            **self._comparison(question.code, true, clear),
        )

    def _limit(self, answers: int) -> int | None:
        """The population an estimate corrects for; None where more answered than it knows."""
        return self.population if self.population and self.population >= answers else None

    def _comparison(self, code: str, true: Sequence[int], clear: bool) -> dict:
        then, seen = by_level(self.counts_before.get(code, {}).get("", {}))
        if not clear or None in seen:
            return {}
        change = share_change((sum(then[:2]), sum(then)), (sum(true[:2]), sum(true)))
        return {"change": change, "before": 100 * sum(then[:2]) / sum(then)}

    def _choices(self, question: Question) -> Choices:
        answers = self.counts[question.code].get("", {})
        options = list(question.options.order_by("position"))
        seen = protected([[answers.get(option.code, 0) for option in options]])[0]
        whole = seen[-1]
        lines = [
            (option.label, n, 100 * n / whole if n is not None and whole else None)
            for option, n in zip(options, seen[:-1], strict=True)
        ]
        return Choices(question, whole, lines)


def by_level(answers: dict[str, int]) -> tuple[list[int], list[int | None]]:
    """Counts from best to worst, as they are and as they may be seen; 3 and 2 may stand as one."""
    names = [UNSPLIT if level == 3 and UNSPLIT in answers else str(level) for level in LEVELS]
    if UNSPLIT in answers:
        names.remove("2")
    true = [answers.get(name, 0) for name in names]
    return true, protected([true])[0][:-1]


def counted(survey_round: Round, split: str, codes: Iterable[str] = ()) -> Counts:
    """The tallies of one split; ``codes`` narrows the questions."""
    rows = Tally.objects.filter(round=survey_round, split=split)
    rows = rows.filter(code__in=codes) if codes else rows
    found: Counts = defaultdict(lambda: defaultdict(dict))
    for code, part, answer, n in rows.values_list("code", "part", "answer", "count"):
        found[code][part][answer] = n
    return found


def part_names(split: str, parts: Iterable[str]) -> dict[str, str]:
    """What each part is called; the empty one is not known."""
    if split == Tally.Split.UNIT:
        units = Unit.objects.filter(pk__in=[part for part in parts if part])
        names = {str(unit.pk): unit.name for unit in units}
    else:
        enum = {"kind": Enterprise.Kind, "size": Enterprise.Size, "channel": Channel}[split]
        names = {value: str(label) for value, label in enum.choices}
    return {part: names.get(part) or _("Not stated") for part in parts}
