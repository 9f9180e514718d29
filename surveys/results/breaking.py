"""Which five-level questions may be told by department, kind or size (G19), decided when counted.

Who answered is cut into blocks: the groups that are told, and all others together. Every number
that a cut adds to what is told is the sum of such blocks, so that what follows from them by
subtraction does as well: each block has at least five of each kind of answer. Cuts of one question
by department, kind and size stand beside one another only where the pieces that all of them make
have five as well: a kind that lies wholly in one department is no back door.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from .small_cells import FEWEST
from .telling import clear

Place = tuple[str, str, str, str]
"""Department, kind, size and stratum of those who answered; "" where it is not known."""
UNIT, KIND, SIZE, STRATUM = range(4)
BEST = 2  # levels that count as satisfied
REST = "*"
"""Stands for all groups that are not told, together."""

Cut = Mapping[int, Collection[str]]
"""By what a question is cut, and the groups that are told."""
Table = Mapping[Place, Sequence[int]]
Block = tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """A five-level question whose share satisfied is told of the whole round.

    ``levels``: answers of each place, best level first. ``alone``: no skip rule ties it to another
    question. ``whole``: its five levels are told. ``weighted``: so is what weights make of it.
    """

    code: str
    levels: Table
    alone: bool = True
    whole: bool = True
    weighted: bool = False


@dataclass(frozen=True)
class Crowd:
    """Who answered the round: people of each place; the strata whose number of answers is told, and
    how many of each stratum were asked and did not answer."""

    people: Mapping[Place, int]
    seen: Collection[str] = ()
    silent: Mapping[str, int] = field(default_factory=dict)

    def groups(self, by: int) -> set[str]:
        return {place[by] for place in self.people}

    def unclear(self, cut: Cut) -> set[Block]:
        """Blocks whose number of people, less the strata told, would be one to four."""
        inside: dict[Block, Counter] = defaultdict(Counter)
        whole: Counter = Counter()
        for place, n in self.people.items():
            inside[block_of(place, cut)][place[STRATUM]] += n
            whole[place[STRATUM]] += n
        found = {block for block, strata in inside.items() if not self._clear(strata, whole)}
        for stratum in self.seen:
            meets = {block: strata for block, strata in inside.items() if stratum in strata}
            own = sum(strata[stratum] for strata in meets.values() if len(strata) == 1)
            found |= set() if clear(whole[stratum] - own) else set(meets)
        return found

    def _clear(self, strata: Counter, whole: Counter) -> bool:
        """Whether what strata leave of a block is none or five, and no single hidden stratum."""
        left = {s: n for s, n in strata.items() if s not in self.seen or n < whole[s]}
        if not clear(sum(left.values())):
            return False
        if not left or "" in left or any(n < whole[s] or s in self.seen for s, n in left.items()):
            return True
        return len(left) > 1 and sum(self.silent.get(s, 0) for s in left) >= FEWEST


@dataclass(frozen=True)
class Row:
    """What is told of a question in one group; ``levels`` where all five are."""

    code: str
    by: int
    group: str
    satisfied: int
    others: int
    levels: tuple[int, ...] | None


def block_of(place: Place, cut: Cut) -> Block:
    return tuple(place[by] if place[by] in told else REST for by, told in cut.items())


def blocks(table: Table, cut: Cut) -> dict[Block, list[int]]:
    """The counts of each block."""
    found: dict[Block, list[int]] = {}
    for place, row in table.items():
        block = block_of(place, cut)
        found[block] = added([found[block], row]) if block in found else list(row)
    return found


def added(rows: Iterable[Sequence[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]


def pairs(question: Judged, crowd: Crowd) -> Table:
    """Satisfied, all others, and who did not judge, of each place."""
    found = {}
    for place, people in crowd.people.items():
        levels = question.levels.get(place, ())
        good, whole = sum(levels[:BEST]), sum(levels)
        found[place] = good, whole - good, people - whole
    return found


def enough(row: Sequence[int], questions: int = 1) -> bool:
    """Whether satisfied and others are no small counts, nor how often somebody did not judge."""
    good, others, out = row
    return min(good, others) >= FEWEST * questions and clear(out)


def beside(
    table: Table,
    one: tuple[int, Collection[str]],
    other: tuple[int, Collection[str]],
    questions: int,
) -> set[str]:
    """Groups told by ``one`` split that tell a small count beside those of the ``other``.

    Of some blocks by one split, what is left without the blocks by the other that lie in them is
    known to everybody who knows where nobody can be.
    """
    meets = blocks(table, dict((one, other)))
    sides = [sorted({pair[at] for pair in meets}) for at in (0, 1)]
    at = min((0, 1), key=lambda at: len(sides[at]))
    found: set[str] = set()
    for n in range(1, len(sides[at])):
        for some in combinations(sides[at], n):
            outside = {pair[1 - at] for pair in meets if pair[at] not in some}
            left = [row for pair, row in meets.items()
                    if pair[at] in some and pair[1 - at] in outside]  # fmt: skip
            if left and not enough(added(left), questions):
                found |= set(sides[0]) - outside if at else set(some)
    return found


class Breakdown:
    """What may be told by department, kind and size, in this order.

    ``questions``: all whose share is told. ``parts``: the groups of each split whose sum over all
    of them is told. ``rows``: what is told of each question.
    """

    def __init__(self, questions: Sequence[Judged], crowd: Crowd):
        self.questions, self.crowd = questions, crowd
        self.pairs = {each.code: pairs(each, crowd) for each in questions}
        self.sums = self._sums(questions)
        strata = frozenset(crowd.groups(STRATUM))
        self.coarse: dict[str, dict[int, Collection[str]]] = {
            each.code: {STRATUM: strata} if each.weighted else {} for each in questions
        }
        self.fine: dict[str, dict[int, Collection[str]]] = defaultdict(dict)
        # What weights make of few strata tells of each: as if they were told as well.
        known = (STRATUM,) if any(each.weighted for each in questions) else ()
        self.parts: dict[int, frozenset[str]] = dict.fromkeys(known, strata)
        self.left: dict[int, list[Judged]] = {split: [] for split in known}  # not cut, but in sum
        self.rows: list[Row] = []
        for by in (UNIT, KIND, SIZE):
            self.parts[by] = self._parts(by)
            told, cut = self._chosen(by)
            self.parts[by] = told or self.parts[by]
            self.left[by] = [each for each in questions if each not in cut]
            for question in cut:
                self._cut(question, by, told)
            if len(self.left[by]) == 1:  # the parts less the others: told by this split as well
                self.coarse[self.left[by][0].code][by] = self.parts[by]

    def _cut(self, question: Judged, by: int, told: Collection[str]):
        levels = self._levels(question, by, told)
        self.coarse[question.code][by] = told
        self.fine[question.code] |= {by: levels} if levels else {}
        self.rows += self._rows_of(question, by, told, levels)

    def _rows_of(self, question: Judged, by: int, told: Collection[str], levels: Collection[str]):
        fine = blocks(question.levels, {by: told})
        for (group,), (good, others, _out) in sorted(blocks(self.pairs[question.code],
                                                            {by: told}).items()):  # fmt: skip
            is_whole = group in levels or (group == REST and set(levels) == set(told))
            row = tuple(fine[group,]) if is_whole else None
            yield Row(question.code, by, group, good, others, row)

    def sums_of(self, by: int) -> dict[str, tuple[int, int] | None]:
        """Satisfied and others of each group over all questions, None where they are not told; of
        all these together, where there are some beside others."""
        told = self.parts[by]
        sums = blocks(self.sums, {by: told}) if told else {}
        known = {group: (good, others) for (group,), (good, others, _out) in sums.items()}
        return dict.fromkeys(sorted(self._sizes(by))) | known

    def _chosen(self, by: int) -> tuple[frozenset[str], list[Judged]]:
        """The groups told of every question that is cut, and these questions: as many of both as
        may be. Dropped first is the group in the way of most questions, then the smallest.

        A group that is dropped is no part any more: its sum over all questions, and that of the
        others, would tell of each. So at most every second one gives way.
        """
        sizes, told = self._sizes(by), set(self.parts[by])
        best = frozenset[str](), list[Judged]()
        while len(sizes) > 1 and 2 * len(told) > len(self.parts[by]):
            in_way: Counter = Counter(group for (group,) in self.crowd.unclear({by: told}))
            if len(sizes) - len(told) != 1 and not in_way:
                failing = {q.code: self._failing(q, by, told) for q in self.questions if q.alone}
                in_way.update(group for groups in failing.values() for group in groups)
                cut = [q for q in self.questions if q.alone and not failing[q.code]]
                while cut and not self._bears(by, told, cut):
                    cut.pop()  # what is left hides behind it
                if len(cut) * len(told) > len(best[1]) * len(best[0]):
                    best = frozenset(told), cut
            told.remove(min(told, key=lambda group: (-in_way[group], sizes[group], group)))
        return best

    def _failing(self, question: Judged, by: int, told: Collection[str]) -> set[str]:
        """Groups with too few of some answer, alone or in a piece that another cut makes."""
        table, others = self.pairs[question.code], self.coarse[question.code]
        found = {group for (group,), row in blocks(table, {by: told}).items() if not enough(row)}
        pieces = blocks(table, {by: told, **others})
        found |= {block[0] for block, row in pieces.items() if not enough([*row[:BEST], 0])}
        for split in others.keys() - {STRATUM}:
            found |= beside(table, (by, told), (split, others[split]), 1)
        return found

    def _bears(self, by: int, told: Collection[str], cut: Sequence[Judged]) -> bool:
        """Whether the parts of the round less the questions that are cut tell no small count, by
        themselves and beside what earlier splits told of the same ones."""
        left = [each for each in self.questions if each not in cut]
        sums = self._sums(left)
        if left and not all(enough(row, len(left)) for row in blocks(sums, {by: told}).values()):
            return False
        return not any(
            beside(self._sums(some), (by, told), (split, self.parts[split]), len(some))
            for split, before in self.left.items() for some in (left, before) if some
        )  # fmt: skip

    def _parts(self, by: int) -> frozenset[str]:
        """Groups whose sum over all questions is told, as is that of all others together.

        One enterprise answers as often as there are questions: what may be seen is as many times
        larger, so that five enterprises always stand behind it.
        """
        sizes, many = self._sizes(by), len(self.questions)
        told = set(sizes)
        while told:
            sums = blocks(self.sums, {by: told})
            in_way = {g for (g,), row in sums.items() if not enough(row, many)}
            in_way |= {group for (group,) in self.crowd.unclear({by: told})}
            if not in_way and len(sizes) - len(told) != 1:
                for split, parts in self.parts.items():
                    in_way |= beside(self.sums, (by, told), (split, parts), many)
                if not in_way:
                    break
            told.remove(min(in_way & told or told, key=lambda group: (sizes[group], group)))
        return frozenset(told)

    def _sizes(self, by: int) -> dict[str, int]:
        """Answers of each group that judged anything."""
        sums = blocks(self.sums, {by: self.crowd.groups(by)})
        return {group: n for (group,), (*judged, _out) in sums.items() if (n := sum(judged))}

    def _sums(self, questions: Sequence[Judged]) -> dict[Place, list[int]]:
        found = {place: [0, 0, 0] for place in self.crowd.people}
        for each in questions:
            for place, row in self.pairs[each.code].items():
                found[place] = added([found[place], row])
        return found

    def _levels(self, question: Judged, by: int, told: Collection[str]) -> set[str]:
        """Groups of which all five levels are told, beside those of all others together."""
        found = set(told) if question.whole else set()
        while found:
            cut = {**self.fine[question.code], by: found}
            table = blocks(question.levels, cut)
            at = list(cut).index(by)
            failing = Counter(block[at] for block, row in table.items() if min(row) < FEWEST)
            if not failing:
                break
            size = {block[at]: sum(row) for block, row in table.items()}
            found.remove(min(found, key=lambda g: (-failing[g], size.get(g, 0), g)))
        return found
