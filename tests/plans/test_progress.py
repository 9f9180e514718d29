"""Progress of weighted leaves: never over 100, never dragged by what has no figure."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.figures import in_whole
from plans.progress import Step, figure, mean, of_tree

PERCENTS = st.decimals(0, 100, places=2)
WEIGHTS = st.integers(1, 100)
PARTS = st.lists(st.tuples(WEIGHTS, st.none() | PERCENTS), max_size=30)
NUMBERS = st.decimals(0, 10**12, places=2)


@st.composite
def trees(draw):
    """Steps in up to five levels, some with figures, some past their target."""
    size = draw(st.integers(1, 25))
    return [
        Step(
            key,
            draw(st.none() | st.integers(0, key - 1)) if key else None,
            draw(WEIGHTS),
            draw(st.sampled_from(["planned", "in_progress", "reported", "done", "dropped"])),
            draw(st.none() | st.integers(0, 100)),
            draw(st.none() | NUMBERS),
            draw(st.none() | NUMBERS),
        )
        for key in range(size)
    ]


@given(PARTS)
def test_a_mean_lies_between_its_parts(parts):
    known = [percent for _weight, percent in parts if percent is not None]
    found = mean(parts)
    assert (found is None) == (not known)
    assert found is None or min(known) <= found <= max(known) <= 100


@given(PARTS, WEIGHTS)
def test_a_leaf_without_a_figure_changes_nothing(parts, weight):
    assert mean([*parts, (weight, None)]) == mean(parts)


@given(PARTS, st.integers(1, 7))
def test_only_the_proportion_of_weights_counts(parts, times):
    heavier = mean([(weight * times, percent) for weight, percent in parts])
    found = mean(parts)
    assert (heavier is None) == (found is None)
    assert found is None or abs(heavier - found) < Decimal("1e-20")


@given(trees())
def test_nothing_in_any_tree_is_below_0_or_over_100(steps):
    found = of_tree(steps)
    assert set(found) == {step.key for step in steps}
    for step in steps:
        percent = found[step.key]
        assert percent is None or 0 <= percent <= 100
        if step.status == "done":
            assert percent == 100
        if step.status == "dropped":
            assert percent is None


@given(trees())
def test_the_order_of_steps_changes_nothing(steps):
    assert of_tree(steps) == of_tree(steps[::-1]) or _nearly(of_tree(steps), of_tree(steps[::-1]))


def _nearly(one, other) -> bool:
    """Sums of decimals in another order may differ in their last places."""
    pairs = [(one[key], other[key]) for key in one]
    return all((a is None) == (b is None) and (a is None or abs(a - b) < 1e-9) for a, b in pairs)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (Step(1), None),
        (Step(1, percent=0), 0),
        (Step(1, percent=40), 40),
        (Step(1, percent=40, target=Decimal(8), achieved=Decimal(2)), 25),
        (Step(1, percent=40, target=Decimal(8)), 40),
        (Step(1, target=Decimal(8), achieved=Decimal(80)), 100),
        (Step(1, status="done"), 100),
        (Step(1, status="dropped", percent=50), None),
    ],
)
def test_the_figure_of_one_undertaking(step, expected):
    assert figure(step) == expected


def test_leaves_speak_before_the_figure_of_what_stands_above_them():
    steps = [
        Step(1, percent=10), Step(2, 1, 3, percent=100), Step(3, 1, 1), Step(4, 1, 1, percent=20),
        Step(5, percent=60), Step(6, 5),
    ]  # fmt: skip
    assert of_tree(steps) == {1: 80, 2: 100, 3: None, 4: 20, 5: 60, 6: None}


@pytest.mark.parametrize(
    ("percent", "shown"),
    [("0", 0), ("0.4", 0), ("49.5", 50), ("99.4", 99), ("99.6", 99), ("99.99", 99), ("100", 100)],
)
def test_100_is_shown_only_where_nothing_is_left(percent, shown):
    assert in_whole(Decimal(percent)) == shown
