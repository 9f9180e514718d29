"""Statistics of results: by hand, and against scipy."""

import statistics
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from surveys.results.statistics import (
    index,
    mean,
    share,
    share_change,
    variance,
    weighted_share,
    weights,
)

LEVELS = st.lists(st.integers(0, 300), min_size=5, max_size=5)


def spread_out(counts):
    return [level for level, count in enumerate(counts, 1) for _ in range(count)]


def test_the_survey_of_2024_by_hand():
    """1,171 of 2,194 answers of 2,750 asked: 53.37 %; published figures of April 2024."""
    found = share(1171, 2194, 2750)
    assert round(found.value, 2) == 53.37
    assert found.low == pytest.approx(52.43, abs=0.01)
    assert found.high == pytest.approx(54.31, abs=0.01)


@given(st.integers(0, 500), st.integers(1, 500))
def test_shares_are_wilsons(part, more):
    whole = part + more
    found = share(part, whole)
    other = stats.binomtest(part, whole).proportion_ci(method="wilson")
    assert found.low == pytest.approx(100 * other.low, abs=1e-9)
    assert found.high == pytest.approx(100 * other.high, abs=1e-9)


@given(LEVELS)
def test_means_and_their_spread(counts):
    values = spread_out(counts)
    found = mean(counts)
    if len(values) < 2:
        assert found is None
        return
    assert found.value == pytest.approx(stats.tmean(values))
    assert variance(counts) == pytest.approx(statistics.variance(values), abs=1e-9)
    half = 1.959964 * sqrt(statistics.variance(values) / len(values))
    assert found.high - found.value == pytest.approx(half, rel=1e-5, abs=1e-9)


def test_everybody_answered_leaves_no_doubt():
    assert share(30, 40, 40).low == share(30, 40, 40).high == 75
    known = mean([0, 0, 10, 20, 10], 40)
    assert known.low == known.high == 4


def test_more_answers_than_people_are_refused():
    with pytest.raises(ValueError, match="41 answers of a population of 40"):
        share(3, 41, 40)


@given(st.integers(0, 200), st.integers(30, 200), st.integers(0, 200), st.integers(30, 200))
def test_two_shares_are_compared_by_the_pooled_test(a, more_a, b, more_b):
    n, m = a + more_a, b + more_b
    found = share_change((a, n), (b, m))
    table = [[a, n - a], [b, m - b]]
    if a + b:
        chi = stats.chi2_contingency(table, correction=False)
        assert found.p == pytest.approx(chi.pvalue, abs=1e-9)
    assert found.difference == pytest.approx(100 * (b / m - a / n))


def test_who_did_not_answer_is_made_up_for():
    """By hand: 900 of 1,000 people in a stratum where half as many answered."""
    found = weights({"large": (100, 20), "small": (900, 20), "silent": (50, 0)})
    assert found == {"large": pytest.approx(0.2), "small": pytest.approx(1.8)}
    assert sum(found[key] * 20 for key in found) == pytest.approx(40)
    parts = [(found["large"], 20, 20), (found["small"], 10, 20)]
    assert weighted_share(parts) == pytest.approx(55)
    assert weighted_share([]) is None


def test_the_index_runs_from_nought_to_a_hundred():
    assert index([(1, 3), (1, 1)]) == 0 and index([(5, 2)]) == 100
    assert index([(5, 1), (3, 3)]) == pytest.approx(62.5)
    assert index([]) is None
