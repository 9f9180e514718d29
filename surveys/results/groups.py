"""A round's five-level questions by department, kind or size, as far as they may be told (G19).

What may be was decided when the round was counted (:mod:`surveys.results.breaking`): nothing is
added up or hidden here. Means, intervals and indices are made of the counts that are told.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from ..models import Question, Tally
from .breaking import REST
from .comparing import limit
from .counts import part_names
from .indices import by_dimension
from .lines import (
    LEVELS,
    MEAN,
    OTHERS,
    SATISFIED,
    GroupLine,
    IndexLine,
    Measured,
    PartLine,
)
from .statistics import Estimate, mean, share
from .who import WhoAnswered

Told = dict[str, tuple[int, float]]


@dataclass
class Groups:
    """What is told of a round by one split; ``asked`` is read with the heads, by the same query."""

    who: WhoAnswered
    split: str
    asked: str = ""

    @cached_property
    def codes(self) -> list[str]:
        """Questions of which something is told by group."""
        return [code for code in self._heads if code]

    @cached_property
    def parts(self) -> list[PartLine]:
        """All five-level questions together: answers and satisfied, where they may be seen."""
        told = self._heads.get("", {})
        return [_part(part, name, told[part]) for part, name in self.names.items() if part in told]

    @cached_property
    def names(self) -> dict[str, str]:
        """The groups by name; those that are told together only come last, as one."""
        parts = {part for told in self._heads.values() for part in told}
        names = part_names(self.split, parts - {REST})
        return names | ({REST: _("All others together")} if REST in parts else {})

    def lines(self, code: str) -> list[GroupLine]:
        """One question, group by group."""
        known = self._heads if code == self.asked else self._read(Q(code=code))
        return self._lines(known.get(code, {}))

    def all(self) -> Iterator[tuple[str, list[GroupLine]]]:
        """(question, its lines) of every question that is told by group."""
        found = self._read(~Q(code=""))
        return ((code, self._lines(found[code])) for code in self.codes)

    def index(self, questions: Iterable[Question]) -> dict[str, list[IndexLine]]:
        """{group: its index by dimension}, of groups where one of them is known."""
        asked, found = list(questions), {}
        for part, name in self.names.items():
            told = [(each, self._heads.get(each.code, {}).get(part, {})) for each in asked]
            measured = [Measured(each, middle_of(known)) for each, known in told]
            found[name] = by_dimension(measured, self.who.round.criteria_set_id)
        return {name: row for name, row in found.items()
                if any(each.value is not None for each in row)}  # fmt: skip

    @cached_property
    def _heads(self) -> dict[str, dict[str, Told]]:
        """{question: {group: its share and mean}}, and "" for all questions together."""
        whole = Q(code="") | Q(code=self.asked)
        return self._read(whole | Q(answer__in=(SATISFIED, MEAN)))

    def _read(self, *which: Q) -> dict[str, dict[str, Told]]:
        rows = Tally.objects.filter(*which, round=self.who.round, split=Tally.Split.GROUP)
        rows = rows.filter(part__startswith=f"{self.split}:").order_by("code", "part")
        found: dict[str, dict[str, Told]] = defaultdict(dict)
        columns = ("code", "part", "answer", "count", "weight")
        for code, part, answer, n, value in rows.values_list(*columns):
            found[code].setdefault(part.partition(":")[2], {})[answer] = n, value
        return found

    def _lines(self, told: Mapping[str, Told]) -> list[GroupLine]:
        return [self._line(part, told[part]) for part in self.names if part in told]

    def _line(self, part: str, told: Told) -> GroupLine:
        good, others = told[SATISFIED][0], told[OTHERS][0]
        levels = [told[str(level)][0] if str(level) in told else None for level in LEVELS]
        known = [n for n in levels if n is not None]
        population = limit(self._population(part), good + others)
        return GroupLine(
            name=self.names[part],
            levels=levels,
            answered=good + others,
            satisfied=share(good, good + others, population),
            middle=mean(known[::-1], population) if len(known) == len(LEVELS) else None,
        )

    def _population(self, part: str) -> int | None:
        """How many there are of a group, where all strata say of what group they are."""
        column = "unit_id" if self.split == Tally.Split.UNIT else self.split
        known = [(str(getattr(s, column) or ""), s.population) for s in self.who.strata]
        if not known or any(not key for key, _n in known):
            return None
        told = self.names.keys() - {REST}
        mine = [n for key, n in known if key == part or (part == REST and key not in told)]
        return sum(mine) or None


def middle_of(told: Told) -> Estimate | None:
    """The mean alone; its interval is made of the levels."""
    return Estimate(*[told[MEAN][1]] * 3) if MEAN in told else None


def _part(part: str, name: str, told: Told) -> PartLine:
    key = "" if part == REST else part
    if SATISFIED not in told:
        return PartLine(name, None, None, key)
    good, others = told[SATISFIED][0], told[OTHERS][0]
    return PartLine(name, good + others, share(good, good + others), key)
