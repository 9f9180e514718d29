"""G19: whatever is published, no count under five is seen or follows from what is seen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from surveys.results.small_cells import FEWEST, protected
from tests.thorough import THOROUGH

COUNTS = st.one_of(st.integers(0, 7), st.integers(0, 60), st.integers(5, 400))
TABLES = st.tuples(st.integers(1, 5), st.integers(1, 4)).flatmap(
    lambda size: st.lists(
        st.lists(COUNTS, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


def with_totals(counts):
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


class Reader:
    """Somebody who knows how a table adds up, that counts are not negative, and a solver."""

    def __init__(self, shown):
        self.shown, self.wide = shown, len(shown[0])
        tall = len(shown)
        self.equations, self.sums = [], []
        for i in range(tall):
            self.line([(i, j, 1 if j < self.wide - 1 else -1) for j in range(self.wide)])
        for j in range(self.wide):
            self.line([(i, j, 1 if i < tall - 1 else -1) for i in range(tall)])
        self.bounds = [
            (0, None) if count is None else (count, count) for row in shown for count in row
        ]

    def line(self, parts):
        row = [0] * (len(self.shown) * self.wide)
        for i, j, sign in parts:
            row[i * self.wide + j] = sign
        self.equations.append(row)
        self.sums.append(0)

    def reach(self, i: int, j: int) -> tuple[float, float]:
        """The least and the largest count that could stand there; infinite where unbounded."""
        return self.solved(i, j, 1), -self.solved(i, j, -1)

    def solved(self, i: int, j: int, sign: int) -> float:
        goal = [0] * len(self.bounds)
        goal[i * self.wide + j] = sign
        found = linprog(goal, A_eq=self.equations, b_eq=self.sums, bounds=self.bounds)
        return float("-inf") if found.status == 3 else found.fun


def is_known(reach: tuple[float, float]) -> bool:
    """Whether a solver knows that the count is small, or knows it to within five."""
    least, most = reach
    return most < FEWEST - 1e-6 or most - least < FEWEST - 1e-6


def leaks(counts) -> list:
    """Places of small counts that are seen or known."""
    shown, true = protected(counts), with_totals(counts)
    small = [(i, j) for i, row in enumerate(true) for j, n in enumerate(row) if n < FEWEST]
    reader = Reader(shown)
    return [
        place for place in small
        if shown[place[0]][place[1]] is not None
        or is_known(reader.reach(*place))
    ]  # fmt: skip


@settings(max_examples=2_000 if THOROUGH else 400, deadline=None)
@given(TABLES)
def test_no_small_count_is_seen_or_follows(counts):
    """2,000 random tables when thorough, else 400: each small count could be five or more."""
    assert leaks(counts) == []


@settings(max_examples=300, deadline=None)
@given(TABLES)
def test_what_is_shown_is_true(counts):
    for shown, true in zip(protected(counts), with_totals(counts), strict=True):
        assert all(s is None or s == t for s, t in zip(shown, true, strict=True))


def test_one_hidden_cell_takes_three_with_it():
    shown = protected([[40, 3], [50, 20], [60, 30]])
    assert shown == [[None, None, 43], [None, None, 70], [60, 30, 90], [150, 53, 203]]


def test_a_table_without_small_counts_is_shown_whole():
    counts = [[40, 13], [50, 20]]
    assert protected(counts) == with_totals(counts)


@pytest.mark.parametrize("counts", [[[3]], [[3, 2]], [[3], [9]], [[100, 4]]])
def test_where_nothing_hides_a_small_count_only_the_whole_is_shown(counts):
    whole = sum(map(sum, counts))
    shown = protected(counts)
    assert shown[-1][-1] == (whole if whole >= FEWEST else None)
    assert {count for row in shown for count in row} <= {None, whole}


def test_the_solver_would_find_a_naive_table():
    """Else the tests above would prove nothing: hiding the small count alone is not enough."""
    naive = [[40, None, 43], [50, 20, 70], [90, 23, 113]]
    assert Reader(naive).reach(0, 1) == pytest.approx((3, 3))
    assert is_known(Reader(naive).reach(0, 1))
