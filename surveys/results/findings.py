"""A round's findings, ready to be shown: read from its tallies, without small cells (G19)."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Sum

from ..models import BankQuestion, Question, Round, Stratum, Tally
from . import indices
from .choices import Line, chosen, numbers, ranked
from .comparing import changed, limit, satisfied_percent
from .counts import Counts, Told, by_level, counted, told_of
from .groups import Groups
from .lines import (
    ANSWERS,
    NA,
    SATISFIED,
    UNSPLIT,
    WEIGHTED,
    Choices,
    IndexLine,
    Numbers,
    PartLine,
    Ranking,
    Scale,
    Trend,
)
from .statistics import mean, share
from .who import WhoAnswered

K = BankQuestion.Kind
S = Tally.Split
ROUNDS_BEFORE = 4


@dataclass
class Findings(WhoAnswered):
    """Everything a results page, a workbook or a paper shows of one round, in thirteen queries."""

    by: str = Tally.Split.UNIT  # which parts are set side by side
    chosen: str = ""  # which question is, by its code

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
    def told(self) -> Told:
        """What may be told of each question, as it was decided when the round was counted."""
        return told_of([self.round])[self.round.pk]

    @property
    def weights(self) -> bool:
        """Whether a weighted share is told of some question."""
        return any(each.weighted is not None for each in self.scales)

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
    def told_before(self) -> dict[int, Told]:
        return told_of(self.rounds_before) if self.rounds_before else {}

    @cached_property
    def people_before(self) -> dict[int, int | None]:
        """The population of each round before, where its strata say it."""
        if not self.rounds_before:
            return {}
        sums = Stratum.objects.filter(round__in=self.rounds_before).order_by().values_list("round")
        return dict(sums.annotate(Sum("population")))

    @cached_property
    def scales(self) -> list[Scale]:
        return [self._scale(q) for q in self._asked(K.SCALE)]

    @cached_property
    def choices(self) -> list[Choices]:
        """Questions of one or several choices; percents are of those who answered them."""
        return [
            chosen(q, self.counts[q.code].get("", {}), self.told[q.code])
            for q in self._asked(K.SINGLE, K.MULTIPLE)
        ]

    @cached_property
    def numbers(self) -> list[Numbers]:
        asked = [q for q in self.questions if q.kind == K.NUMBER]
        return [numbers(q, self.told[q.code]) for q in asked]

    @cached_property
    def rankings(self) -> list[Ranking]:
        asked = [q for q in self.questions if q.kind == K.RANKING]
        places = counted(self.round, S.PLACE) if asked else {}
        return [ranked(q, places[q.code], self.told[q.code]) for q in asked if q.code in places]

    def _asked(self, *kinds: str) -> list[Question]:
        return [q for q in self.questions if q.kind in kinds and q.code in self.counts]

    @cached_property
    def dimensions(self) -> list[IndexLine]:
        return indices.by_dimension(self.scales, self.round.criteria_set_id)

    @property
    def index(self) -> float | None:
        """The whole index: dimensions by their weights."""
        return indices.whole(self.dimensions)

    @cached_property
    def trends(self) -> list[Trend]:
        """Satisfied in the rounds before and in this one, of questions asked before too."""
        rounds = [self.told_before[each.pk] for each in reversed(self.rounds_before)]
        found = []
        for each in self.scales:
            known = [satisfied_percent(told[each.question.code]) for told in rounds]
            now = each.satisfied.value if each.satisfied else None
            if any(percent is not None for percent in known):
                found.append(Trend(each.question, [*known, now]))
        return found

    @property
    def parts(self) -> list[PartLine]:
        return self.groups.parts

    @cached_property
    def groups(self) -> Groups:
        return Groups(self, self.by, self.chosen)

    def groups_by(self, split: str) -> Groups:
        """By department, kind or size: all five-level questions together, and each."""
        return self.groups if split == self.by else Groups(self, split)

    def _scale(self, question: Question) -> Scale:
        """The share satisfied follows from the two best levels: it is told where both are; the
        mean follows from all five."""
        answers, told = self.counts[question.code].get("", {}), self.told[question.code]
        true, seen = by_level(answers)
        if ANSWERS not in told:
            seen = [None] * len(true)
        whole, together = sum(true), UNSPLIT in answers
        clear_mean = None not in seen and not together
        return Scale(
            question=question,
            levels=[*seen[:2], None, None, seen[3]] if together else seen,
            answered=whole if ANSWERS in told else None,
            does_not_apply=told[NA][0] if NA in told else None,
            satisfied=share(told[SATISFIED][0], whole, limit(self.population, whole))
            if SATISFIED in told
            else None,
            together=together,
            middle=mean(true[::-1], limit(self.population, whole)) if clear_mean else None,
            weighted=told[WEIGHTED][1] if WEIGHTED in told else None,
            **self._comparison(question.code, told),
        )

    def _comparison(self, code: str, told: Line) -> dict:
        """With the last round that asked the same question and may tell."""
        asked = (
            each for each in self.rounds_before if SATISFIED in self.told_before[each.pk][code]
        )
        earlier = next(asked, None)
        if SATISFIED not in told or earlier is None:
            return {}
        then = self.told_before[earlier.pk][code]
        change = changed((then, self.people_before.get(earlier.pk)), (told, self.population))
        return {"change": change, "before": satisfied_percent(then), "since": earlier}
