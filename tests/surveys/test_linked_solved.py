"""G19 across linked tables: a solver that knows every table of a round and its skip rules finds no
count under five, nor one to within five."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from surveys.models import Tally
from surveys.paper import Rule, Test
from surveys.results.lines import SATISFIED, WEIGHTED
from surveys.results.small_cells import FEWEST
from surveys.results.telling import Counted, tellable, ticked
from surveys.services.telling import shares_of

from .test_small_cells import COUNTS, is_known

LEVELS, CHOICES = ("3", "2", "1"), ("x", "y", "z")
OUT = ""  # left out, or not asked
ON_S = [
    Rule(),
    Rule("and", (Test("s", "=", "x"),)),
    Rule("and", (Test("s", "!=", "z"),)),
    Rule("or", (Test("s", "=", "y"), Test("s", "=", "z"))),
]
ON_BOTH = [*ON_S, Rule("and", (Test("q", "<=", "1"),)), Rule("and", (Test("q", "=", "na"),)),
           Rule("and", (Test("s", "=", "x"), Test("q", "!=", "3"))),
           Rule("or", (Test("s", "=", "z"), Test("q", "=", "1")))]  # fmt: skip
STATES = (*LEVELS, "na", OUT)
TYPES = [(s, q, r) for s in (*CHOICES, OUT) for q in STATES for r in STATES]
GROUPS = st.lists(st.tuples(st.sampled_from(TYPES), COUNTS), min_size=1, max_size=9)


def given_by(kind) -> dict[str, str]:
    return {code: answer for code, answer in zip("sqr", kind, strict=True) if answer}


def possible(kind, rules) -> bool:
    """Whether nobody answered what he was not asked."""
    said = given_by(kind)
    return all(code not in said or rule.holds(said) for code, rule in rules.items())


def as_counted(people: Counter, rules) -> list[Counted]:
    found = []
    for place, (code, answers) in enumerate((("s", CHOICES), ("q", LEVELS), ("r", LEVELS))):
        counts = Counter()
        for kind, n in people.items():
            counts[kind[place]] += n
        table = {answer: counts[answer] for answer in answers}
        rule = (rules[code],) if code in rules else ()
        number = sum(table.values())
        found.append(Counted(code, number, table, counts["na"], code != "s", None, rule))
    return found


class Solver:
    """Knows who could have answered what, and every number that is told."""

    def __init__(self, told, rules, answered):
        self.kinds = [kind for kind in TYPES if possible(kind, rules)]
        self.lines, self.sums = [], []
        self.learn(lambda kind: True, answered)
        for code, each in told.items():
            place = "sqr".index(code)
            cells = each.cells()
            del cells[OUT]  # not told by itself
            for answer, n in cells.items():
                if n is not None:
                    self.learn(lambda k, p=place, a=answer: k[p] == a, n)
            answers = set(each.question.answers)
            self.learn(lambda k, p=place, a=answers: k[p] in a, each.question.number)

    def learn(self, holds, n):
        self.lines.append([int(holds(kind)) for kind in self.kinds])
        self.sums.append(n)

    def reach(self, place: int, answer: str) -> tuple[float, float]:
        goal = [int(kind[place] == answer) for kind in self.kinds]
        ends = []
        for sign in (1, -1):
            line = [sign * x for x in goal]
            found = linprog(line, A_eq=self.lines, b_eq=self.sums, bounds=(0, None))
            assert found.status == 0, found.message
            ends.append(sign * found.fun)
        return ends[0], ends[1]


def leaks(people: Counter, rules) -> list:
    """Small counts of an answer, or of "does not apply", that the solver knows."""
    answered = sum(people.values())
    questions = as_counted(people, rules)
    solver = Solver(tellable(questions, answered), rules, answered)
    found = []
    for place, question in enumerate(questions):
        if not question.number:
            continue  # nobody was asked: that all judged what it hangs on says so
        small = {a: n for a, n in question.answers.items() if n < FEWEST}
        if question.code != "s" and 0 < question.na < FEWEST:
            small["na"] = question.na
        found += [(question.code, a, n) for a, n in small.items()
                  if is_known(solver.reach(place, a))]  # fmt: skip
    return found


@settings(max_examples=400, deadline=None)
@given(GROUPS, st.sampled_from(ON_S), st.sampled_from(ON_BOTH))
def test_no_small_count_follows_from_linked_tables(groups, of_q, of_r):
    rules = {"q": of_q, "r": of_r}
    people: Counter = Counter()
    for kind, n in groups:
        if possible(kind, rules):
            people[kind] += n
    if sum(people.values()) >= 2 * FEWEST:
        assert leaks(people, rules) == []


def test_the_solver_would_find_what_each_table_alone_tells():
    """Else the test above proved nothing: tables that are each protected, told together."""
    people = Counter({("x", "3", OUT): 100, ("y", "2", OUT): 27, ("z", OUT, OUT): 3})
    rules = {"q": ON_S[2], "r": Rule()}
    questions = as_counted(people, rules)
    alone = {q.code: each for q in questions for each in tellable([q], q.number).values()}
    solver = Solver({code: alone[code] for code in "sq"}, rules, 130)
    assert solver.reach(0, "z")[1] <= 3
    assert leaks(people, rules) == []


@settings(max_examples=300, deadline=None)
@given(st.integers(10, 90), st.lists(st.floats(0, 1), min_size=2, max_size=4), st.data())
def test_no_small_count_of_ticks_follows(number, shares, data):
    """Each choice, and who did not tick it, with a least and a most number of ticks."""
    least = data.draw(st.integers(1, min(2, len(shares) - 1)))  # else all must be ticked anyway
    most = data.draw(st.integers(least, len(shares)))
    ticks = []
    for n in range(number):
        wish = sorted(range(len(shares)), key=lambda i: hash((n, i)) % 97 / 97 - shares[i])
        ticks.append(wish[: least + (n * 7 % (most - least + 1))])
    counts = [sum(i in each for each in ticks) for i in range(len(shares))]
    seen = ticked(counts, number, least, most)
    bounds = [(0, number) if n is None else (n, n) for n in seen]
    limits = [[1] * len(counts), [-1] * len(counts)], [most * number, -least * number]
    for place, n in enumerate(counts):
        if FEWEST <= n <= number - FEWEST:
            continue
        assert seen[place] is None
        line = [int(place == i) for i in range(len(counts))]
        low, high = (
            sign * linprog([sign * x for x in line], A_ub=limits[0], b_ub=limits[1],
                           bounds=bounds).fun for sign in (1, -1)
        )  # fmt: skip
        small = (low, high) if n < FEWEST else (number - high, number - low)
        assert not is_known(small), (counts, number, least, most, seen)


WEIGHTS = (0.5, 1.0, 2.0)
STRATA = st.lists(st.tuples(COUNTS, COUNTS), min_size=2, max_size=3)


def judged(strata) -> tuple[Counted, dict]:
    """A question answered so by (satisfied, others) of each stratum, and its tallies."""
    good, others = (sum(counts) for counts in zip(*strata, strict=True))
    third, half = others // 3, good // 2
    levels = {"5": half, "4": good - half, "3": third, "2": third, "1": others - 2 * third}
    tallies = {
        str(n): {level: Tally(answer=level, count=count, weight=WEIGHTS[n] * count)
                 for level, count in zip("41", pair, strict=True)}
        for n, pair in enumerate(strata)
    }  # fmt: skip
    return Counted("q", good + others, levels, is_scale=True), tallies


@settings(max_examples=400, deadline=None)
@given(STRATA)
def test_no_small_stratum_follows_from_a_weighted_share(strata):
    """Known: satisfied and others in all, every weight, and the weighted share itself."""
    told = {what: value for what, _n, value in shares_of(*judged(strata))}
    if SATISFIED not in told:
        return
    cells = [count for pair in strata for count in pair]
    lines = [[1, 0] * len(strata), [0, 1] * len(strata)]
    sums = [sum(cells[::2]), sum(cells[1::2])]
    if WEIGHTED in told:
        share = told[WEIGHTED] / 100
        lines.append([w * part for w in WEIGHTS[: len(strata)] for part in (1 - share, -share)])
        sums.append(0)
    for place, count in enumerate(cells):
        if count < FEWEST:
            ends = [
                sign * linprog([sign * (place == n) for n in range(len(cells))], A_eq=lines,
                               b_eq=sums, bounds=(0, None)).fun for sign in (1, -1)
            ]  # fmt: skip
            assert not is_known(tuple(ends)), (strata, told)


@pytest.mark.parametrize(("gap", "told"), [(0, True), (4, False), (5, True)])
def test_questions_on_the_same_number_are_set_side_by_side(gap, told):
    """Asked of more than 5 and of more than 10 declarations: the difference had 6 to 10."""
    rules = [Rule("and", (Test("n", ">", limit),)) for limit in ("5", "10")]
    levels = dict.fromkeys(LEVELS, 10)
    questions = [
        Counted("n", 100, {}),
        Counted("q", 30, levels, rules=(rules[0],)),
        Counted("r", 30 - gap, levels, rules=(rules[1],)),
    ]
    assert ("r" in tellable(questions, 100)) is told
