"""G19 by department, kind and size: a solver that knows all that is told, the strata, and where
nobody can be finds no count under five of a level or of who did not judge, nor one to within five.
"""

from collections import Counter
from itertools import combinations
from random import Random

import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array

from surveys.results.breaking import REST, Breakdown, Crowd, Judged
from surveys.results.small_cells import FEWEST, protected
from surveys.results.telling import clear
from surveys.results.who import turned_out

from .test_small_cells import is_known

SHAPES = [(3, 2, 1), (4, 1, 1), (3, 3, 1), (2, 2, 2), (4, 2, 1), (1, 3, 2), (5, 1, 1)]
FEW, MANY = [0, 1, 2, 3, 4, 5, 6, 8, 12], [0, 1, 4, 7, 20, 60]
OUT = 5  # the column of who did not judge, behind the five levels
COLUMNS = [(0,), (1,), (2,), (3,), (4,), (0, 1), (2, 3, 4), (OUT,)]


class Small:
    """A small round: people of each place, levels of each question by place, strata or none.

    ``asked``: how many were asked of each stratum.
    """

    def __init__(self, people, questions, asked=()):
        self.people, self.questions, self.places = people, questions, sorted(people)
        self.answered, asked = sum(people.values()), dict(asked)
        here = Counter()
        for place, n in people.items():
            here[place[3]] += n
        lines = turned_out((key, asked[key], here[key]) for key in sorted(asked))
        self.strata = {line.name: line.answered for line in lines}
        seen = {key for key, n in self.strata.items() if n is not None}
        self.tables = [self._table(levels) for levels in questions]
        judged = [
            Judged(str(n), levels, whole=None not in table, weighted=self.is_weighted(n))
            for n, (levels, table) in enumerate(zip(questions, self.tables, strict=True))
            if table and None not in table[:2]
        ]
        self.shared = [int(each.code) for each in judged]
        silent = {key: n - here[key] for key, n in asked.items()}
        self.told = Breakdown(judged, Crowd(people, seen, silent))
        self.rows = self.told.rows

    def is_weighted(self, question: int) -> bool:
        """Whether a weighted share is told: five satisfied and others in each."""
        strata = [[p for p in self.places if p[3] == key] for key in sorted(self.strata)]
        return len(strata) > 1 and all(
            self.count(places, question, columns) >= FEWEST
            for places in strata for columns in COLUMNS[5:7]
        )  # fmt: skip

    def _table(self, levels):
        """The question's own table as it is told; None where nothing is."""
        counts = [sum(row[at] for row in levels.values()) for at in range(5)]
        gap = self.answered - sum(counts)
        return protected([counts])[0][:-1] if sum(counts) >= FEWEST and clear(gap) else None

    def count(self, places, question: int, columns) -> int:
        if columns == (OUT,):
            return sum(self.people[p] - sum(self.questions[question][p]) for p in places)
        return sum(self.questions[question][p][at] for p in places for at in columns)

    def crowds(self):
        """Places of each group, and of what two of them share."""
        groups = [[p for p in self.places if p[by] == name]
                  for by in range(3) for name in sorted({p[by] for p in self.places})]  # fmt: skip
        pairs = [[p for p in a if p in b] for a, b in combinations(groups, 2)]
        return {tuple(each) for each in [*groups, *pairs] if each}


def drawn(seed: int) -> Small:
    """One of many small rounds."""
    chance = Random(seed)  # noqa: S311 -- the same rounds every time
    size, pool = chance.choice(SHAPES), chance.choice([FEW, MANY, range(3, 40)])
    strata = chance.choice(["", "u", "uk", "k", "uks"])
    sparse, silent = chance.choice([1, 1, 0.8, 0.6]), chance.choice([[0], [0, 0, 1, 2, 6]])
    people, asked, questions = {}, Counter(), [{} for _ in range(chance.choice([1, 1, 2, 3]))]
    for at in range(size[0] * size[1] * size[2]):
        parts = at % size[0], at // size[0] % size[1], at // size[0] // size[1]
        names = {each: f"{each}{n}" for each, n in zip("uks", parts, strict=True)}
        place = (*names.values(), "".join(names[each] for each in strata))
        row = [chance.choice(pool) for _ in range(5)]
        if chance.random() < sparse and sum(row):
            people[place] = sum(row) + chance.choice(silent)
            asked[place[3]] += people[place] + chance.choice([0, 2, 7, 30])
            for levels in questions:
                levels[place] = tuple(chance.sample(row, 5))
    return Small(people, questions, asked if strata else ())


class Solver:
    """Knows where nobody can be, and every number that is told."""

    def __init__(self, small: Small, *, rows=True):
        self.small, self.wide = small, len(small.places)
        self.lines, self.sums = [], []
        self.learn_people()
        self.learn_tables()
        for by in range(3):
            told = small.told.parts[by]
            for name in [*told, REST] if told else ():
                for columns in COLUMNS[5:7]:
                    self.tell(small.shared, self.of(by, name, told), columns)
        for question in filter(small.is_weighted, small.shared):
            self.learn_weighted(question)
        for row in small.rows if rows else ():
            self.learn_row(row)

    def learn_people(self):
        """Whoever is there judged or did not; how many answered, in all and by stratum."""
        for question in range(len(self.small.questions)):
            for at in range(self.wide):
                cells = {self.cell(question, at, column): 1 for column in range(6)}
                self.learn(cells | {at: -1}, 0)
        self.learn(dict.fromkeys(range(self.wide), 1), self.small.answered)
        for key, n in self.small.strata.items():
            if n is not None:
                self.learn({at: 1 for at, p in enumerate(self.small.places) if p[3] == key}, n)

    def learn_tables(self):
        for question, seen in enumerate(self.small.tables):
            if seen:
                self.tell([question], self.small.places, range(5))
                for column in (each for each, n in enumerate(seen) if n is not None):
                    self.tell([question], self.small.places, [column])

    def learn_weighted(self, question: int):
        """The weighted share, with weights that differ from stratum to stratum."""
        keys = sorted(self.small.strata)
        weight = {p: 1 + keys.index(p[3]) / 3 for p in self.small.places}
        sums = [sum(weight[p] * self.small.count([p], question, columns) for p in weight)
                for columns in COLUMNS[5:7]]  # fmt: skip
        share, line = sums[0] / sum(sums), {}
        for place in weight:
            for columns, part in ((COLUMNS[5], 1 - share), (COLUMNS[6], -share)):
                cells = self.cells([question], [place], columns)
                line |= dict.fromkeys(cells, part * weight[place])
        self.learn(line, 0)

    def learn_row(self, row):
        rows = self.small.rows
        told = {each.group for each in rows if (each.code, each.by) == (row.code, row.by)}
        for columns in COLUMNS[: 7 if row.levels else 0] or COLUMNS[5:7]:
            self.tell([int(row.code)], self.of(row.by, row.group, told), columns)

    def of(self, by, name, told):
        places = self.small.places
        return [p for p in places if (p[by] == name if name != REST else p[by] not in told)]

    def cell(self, question: int, at: int, column: int) -> int:
        return self.wide + (question * self.wide + at) * 6 + column

    def cells(self, questions, places, columns) -> dict[int, int]:
        at = [self.small.places.index(place) for place in places]
        return {self.cell(q, n, column): 1 for q in questions for n in at for column in columns}

    def tell(self, questions, places, columns):
        true = sum(self.small.count(places, q, [c]) for q in questions for c in columns)
        self.learn(self.cells(questions, places, columns), true)

    def learn(self, line: dict[int, int], n: int):
        self.lines.append(line)
        self.sums.append(n)

    def reach(self, places, question: int, columns) -> tuple[float, float]:
        wide = self.wide * (1 + 6 * len(self.small.questions))
        places_of = [(n, at, x) for n, line in enumerate(self.lines) for at, x in line.items()]
        down, across, values = zip(*places_of, strict=True)
        equations = csr_array((values, (down, across)), shape=(len(self.lines), wide))
        goal = [0] * wide
        for at in self.cells([question], places, columns):
            goal[at] = 1
        ends = []
        for sign in (1, -1):
            found = linprog([sign * x for x in goal], A_eq=equations, b_eq=self.sums,
                            bounds=(0, None))  # fmt: skip
            assert found.status == 0, found.message
            ends.append(sign * found.fun)
        return ends[0], ends[1]


def leaks(small: Small, solver: Solver) -> list:
    """Small counts of a group, or of two groups' common ones, that the solver knows."""
    found = []
    for places in small.crowds():
        for question in range(len(small.questions)):
            for columns in COLUMNS:
                n = small.count(places, question, columns)
                if n >= FEWEST or not is_known(solver.reach(places, question, columns)):
                    continue
                if columns != (OUT,) or (n and not known_anyhow(small, places, question)):
                    found.append((places, question, columns, n))
    return found


def known_anyhow(small: Small, places, question: int) -> bool:
    """Whether a weighted share and the strata tell how many did not judge (ADR 16)."""
    return is_known(Solver(small, rows=False).reach(places, question, (OUT,)))


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_no_small_count_follows_from_questions_by_group(first):
    """Sixty small rounds here; the rule was tried with more than a thousand."""
    told = 0
    for seed in range(first, first + 20):
        small = drawn(seed)
        if small.rows:
            told += 1
            assert leaks(small, Solver(small)) == [], seed
    assert told >= 5


def test_the_solver_would_find_a_kind_that_lies_in_one_department(monkeypatch):
    """Else the test above proved nothing: each split is told as if it stood alone."""
    large, few = (20, 10, 10, 10, 10), (2, 1, 0, 1, 0)
    levels = {("u0", "k0", "", ""): large, ("u0", "k1", "", ""): few, ("u1", "k1", "", ""): large}
    people = {place: sum(row) for place, row in levels.items()}
    safe = Small(people, [levels])
    assert {row.by for row in safe.rows} == {0} and leaks(safe, Solver(safe)) == []
    monkeypatch.setattr("surveys.results.breaking.beside", lambda *_: set())
    monkeypatch.setattr(Breakdown, "_failing", lambda *_: set())
    naive = Small(people, [levels])
    assert {row.by for row in naive.rows} == {0, 1} and leaks(naive, Solver(naive)) != []
