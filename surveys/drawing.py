"""A stratified draw that anyone can repeat: same population, same seed, same sample."""

import random
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from math import floor
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V", bound=Hashable)
LEAST = 2  # in each stratum, so that its variance can be known


def strata(rows: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """Members by stratum, both in a steady order."""
    found: dict[K, list[V]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return {key: sorted(found[key], key=repr) for key in sorted(found, key=repr)}


def allocation(sizes: Mapping[K, int], total: int) -> dict[K, int]:
    """How many to draw from each stratum: in proportion, at least two where there are two.

    ``total`` is met when it is at least twice the number of strata and no more than all there are
    (method of largest remainders).
    """
    whole = sum(sizes.values())
    if total >= whole:
        return dict(sizes)
    exact = {key: total * size / whole for key, size in sizes.items()}
    drawn = {k: min(sizes[k], max(floor(exact[k]), LEAST)) for k in sizes}
    while (short := total - sum(drawn.values())) != 0:
        step = 1 if short > 0 else -1
        free = [
            k for k in sizes
            if (drawn[k] < sizes[k] if step > 0 else drawn[k] > min(LEAST, sizes[k]))
        ]  # fmt: skip
        if not free:
            break
        chosen = max(free, key=lambda k: (step * (exact[k] - drawn[k]), repr(k)))
        drawn[chosen] += step
    return drawn


def draw(members: Mapping[K, Sequence[V]], numbers: Mapping[K, int], seed: int) -> dict[K, list[V]]:
    """So many of each stratum, without replacement."""
    drawn: dict[K, list[V]] = {}
    for key, found in members.items():
        chance = random.Random(f"{seed}:{key!r}")  # noqa: S311 -- to be repeated, not secret
        drawn[key] = sorted(chance.sample(list(found), numbers[key]), key=repr)
    return drawn
