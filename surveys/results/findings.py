"""A round's findings, ready to be shown: read from its tallies, without small cells (G19)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef

from ..models import BankQuestion, Question, Round, Tally
from .counts import (
    Counts,
    answered_by,
    by_level,
    counted,
    in_all,
    in_order,
    part_names,
    satisfied_by,
    weighed,
)
from .lines import UNSPLIT, Choices, PartLine, Scale, Trend, Turnout
from .small_cells import FEWEST, protected
from .statistics import index, mean, share, share_change

S = Tally.Split
ROUNDS_BEFORE = 4


@dataclass
class Findings:
    """Everything a results page, a workbook or a paper shows of one round, in eleven queries."""

    round: Round
    by: str = Tally.Split.UNIT  # which parts are set side by side

    @cached_property
    def questions(self) -> list[Question]:
        asked = Question.objects.filter(questionnaire=self.round.questionnaire_id)
        asked = asked.exclude(bank__kind=BankQuestion.Kind.MATRIX).select_related("bank")
        asked = asked.select_related("criterion__dimension").prefetch_related("options")
        return list(asked.order_by("position", "pk"))

    @cached_property
    def counts(self) -> Counts:
        return counted(self.round, S.ALL)

    @cached_property
    def weights(self) -> dict[str, dict[str, float]]:
        """Weighted counts, where a stratum answered less than another and none is too small."""
        answers = [n for stratum in self.strata if (n := self.answers_of(stratum))]
        return weighed(self.round) if len(answers) > 1 and min(answers) >= FEWEST else {}

    @cached_property
    def rounds_before(self) -> list[Round]:
        """Rounds before this one that asked some of the same questions, newest first.

        Beside results that everybody sees only published ones stand.
        """
        if not self.counts:
            return []
        is_public = self.round.status == Round.Status.PUBLISHED
        ended = (Round.Status.PUBLISHED,) if is_public else Round.ENDED
        rounds = Round.objects.filter(status__in=ended, closes_on__lt=self.round.closes_on)
        same = Tally.objects.filter(round=OuterRef("pk"), split=S.ALL, code__in=list(self.counts))
        rounds = rounds.filter(Exists(same), unit=self.round.unit_id)
        return list(rounds.order_by("-closes_on", "-pk")[:ROUNDS_BEFORE])

    @property
    def earlier(self) -> Round | None:
        """The round before this one."""
        return self.rounds_before[0] if self.rounds_before else None

    @cached_property
    def counts_before(self) -> dict[int, dict[str, dict[str, int]]]:
        return in_all(self.rounds_before, list(self.counts)) if self.rounds_before else {}

    @cached_property
    def population(self) -> int | None:
        """How many there are, where the round's strata say it."""
        return sum(stratum.population for stratum in self.strata) or None

    @cached_property
    def strata(self) -> list:
        return list(self.round.strata.select_related("unit"))

    @cached_property
    def answered_by(self) -> dict[tuple[str, str], dict[str, int]]:
        return answered_by(self.round)

    def answers_of(self, stratum) -> int:
        return self.answered_by.get((S.STRATUM, str(stratum.pk)), {}).get("answered", 0)

    @cached_property
    def scales(self) -> list[Scale]:
        kind = BankQuestion.Kind.SCALE
        return [self._scale(q) for q in self.questions if q.kind == kind and q.code in self.counts]

    @cached_property
    def choices(self) -> list[Choices]:
        kinds = (BankQuestion.Kind.SINGLE, BankQuestion.Kind.MULTIPLE)
        found = [q for q in self.questions if q.kind in kinds and q.code in self.counts]
        return [self._choices(question) for question in found]

    @property
    def answered(self) -> int:
        return self.answered_by.get((S.ALL, ""), {}).get("answered", 0)

    @property
    def asked(self) -> int:
        """Codes given out; where there are none, the sample of the strata."""
        codes = self.answered_by.get((S.ALL, ""), {}).get("asked", 0)
        return codes or sum(s.sample for s in self.strata)

    @property
    def rate(self) -> float | None:
        return 100 * self.answered / self.asked if self.asked else None

    @cached_property
    def turnout(self) -> list[Turnout]:
        """By stratum; small parts are hidden together with one that hides them."""
        return turned_out((str(s), s.sample, self.answers_of(s)) for s in self.strata)

    @cached_property
    def ways(self) -> list[Turnout]:
        """By how the code was sent: codes given out and codes used."""
        found = {part: n for (split, part), n in self.answered_by.items() if split == S.WAY}
        names = part_names(S.WAY, found)
        lines = [(names[part], n["asked"], n.get("answered", 0)) for part, n in found.items()]
        return turned_out(sorted(lines))

    @cached_property
    def channels(self) -> list[tuple[str, int | None]]:
        """By how the answer came in."""
        found = {part: n for (split, part), n in self.answered_by.items() if split == S.CHANNEL}
        names = part_names(S.CHANNEL, found)
        seen = protected([[n["answered"]] for n in found.values()])[:-1] if found else []
        return sorted((names[part], n[0]) for part, n in zip(found, seen, strict=True))

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
    def trends(self) -> list[Trend]:
        """Satisfied in the rounds before and in this one, of questions asked before too."""
        rounds = [self.counts_before[each.pk] for each in reversed(self.rounds_before)]
        found = []
        for each in self.scales:
            known = [satisfied_percent(counts.get(each.question.code, {})) for counts in rounds]
            now = each.satisfied.value if each.satisfied else None
            if any(percent is not None for percent in known):
                found.append(Trend(each.question, [*known, now]))
        return found

    @cached_property
    def parts(self) -> list[PartLine]:
        return self.parts_by(self.by)

    def parts_by(self, split: str) -> list[PartLine]:
        """By department, kind or size, over all five-level questions: answers and satisfied.

        One enterprise answers as often as there are questions: what may be seen is as many times
        larger, so that five enterprises always stand behind it.
        """
        found = satisfied_by(self.round, split, [each.question.code for each in self.scales])
        names = part_names(split, found)
        return [part_line(names[part], row, part) for part, row in self._seen(found, names)]

    def _seen(self, found: dict, names: dict) -> Iterable[tuple[str, list[int | None]]]:
        order = sorted(found, key=lambda part: names[part])
        fewest = FEWEST * max(1, len(self.scales))
        shown = protected([found[part] for part in order], fewest)[:-1] if order else []
        return zip(order, shown, strict=True)

    def _scale(self, question: Question) -> Scale:
        """The share satisfied follows from the two best levels: it is told where both are; the
        mean follows from all five."""
        answers = self.counts[question.code].get("", {})
        true, seen = by_level(answers)
        clear, told, whole = None not in seen, None not in seen[:2], sum(true)
        na, limit = answers.get("na", 0), self._limit(whole)
        return Scale(
            question=question,
            levels=seen if UNSPLIT not in answers else [*seen[:2], None, None, seen[3]],
            answered=whole if whole >= FEWEST else None,
            does_not_apply=na if na >= FEWEST else None,
            satisfied=share(sum(true[:2]), whole, limit) if told else None,
            together=UNSPLIT in answers,
            middle=mean(true[::-1], limit) if clear and UNSPLIT not in answers else None,
            weighted=self._weighted(question.code) if told else None,
            **self._comparison(question.code, true, told),
        )

    def _weighted(self, code: str) -> float | None:
        weights = in_order(self.weights.get(code, {}))
        whole = sum(weights)
        return 100 * sum(weights[:2]) / whole if whole else None

    def _limit(self, answers: int) -> int | None:
        """The population an estimate corrects for; None where more answered than it knows."""
        return self.population if self.population and self.population >= answers else None

    def _comparison(self, code: str, true: Sequence[int], told: bool) -> dict:
        then = self.counts_before[self.earlier.pk].get(code, {}) if self.earlier else {}
        before = satisfied_percent(then)
        if not told or before is None:
            return {}
        counts = in_order(then)
        change = share_change((sum(counts[:2]), sum(counts)), (sum(true[:2]), sum(true)))
        return {"change": change, "before": before}

    def _choices(self, question: Question) -> Choices:
        answers = self.counts[question.code].get("", {})
        options = sorted(question.options.all(), key=lambda option: option.position)
        seen = protected([[answers.get(option.code, 0) for option in options]])[0]
        whole = seen[-1]
        lines = [
            (option.label, n, 100 * n / whole if n is not None and whole else None)
            for option, n in zip(options, seen[:-1], strict=True)
        ]
        return Choices(question, whole, lines)


def turned_out(lines: Iterable[tuple[str, int, int]]) -> list[Turnout]:
    """(name, asked, answered) as lines; small numbers hidden, with one that hides them."""
    known = list(lines)
    rows = [[answered, max(asked - answered, 0)] for _name, asked, answered in known]
    seen = protected(rows)[:-1] if rows else []
    return [Turnout(line[0], line[1], row[0]) for line, row in zip(known, seen, strict=True)]


def part_line(name: str, row: Sequence[int | None], key: str) -> PartLine:
    satisfied, _others, whole = row
    estimate = share(satisfied, whole) if satisfied is not None and whole else None
    return PartLine(name, whole, estimate, key)


def satisfied_percent(answers: dict[str, int]) -> float | None:
    """Percent satisfied of one question; None where one of the two best levels may not be seen."""
    true, seen = by_level(answers)
    return None if None in seen[:2] or not sum(true) else 100 * sum(true[:2]) / sum(true)
