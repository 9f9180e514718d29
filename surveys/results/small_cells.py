"""Small cells (G19): no count under five is shown, nor can it be found by subtraction.

A table is published with its totals. A small count is hidden; so that it does not follow from the
totals, three more are hidden with it, the corners of a rectangle whose two neighbours are large
enough: then it may be anything from its own value to at least :data:`FEWEST` more. The same mark
stands for all that is hidden: it does not tell which of the four was small.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import product
from typing import TypeVar

FEWEST = 5
"""The smallest count that may be shown (interface.md: a cell of k < 5 is shown as "< 5")."""

K = TypeVar("K", bound=Hashable)
Row = Sequence[int]
Place = tuple[int, int]


class Table:
    """Counts with their totals as a last row and a last column, and the places that are hidden."""

    def __init__(self, counts: Sequence[Row], fewest: int = FEWEST):
        self.fewest = fewest
        rows = [[*row, sum(row)] for row in counts]
        width = len(rows[0]) if rows else 1
        self.cells = [*rows, [sum(row[j] for row in rows) for j in range(width)]]
        self.hidden = self._hide()

    def shown(self) -> list[list[int | None]]:
        """The table as published, totals last; None where it is hidden."""
        return [
            [None if (i, j) in self.hidden else count for j, count in enumerate(row)]
            for i, row in enumerate(self.cells)
        ]

    def _places(self) -> Iterator[Place]:
        return product(range(len(self.cells)), range(len(self.cells[0])))

    def _at(self, place: Place) -> int:
        return self.cells[place[0]][place[1]]

    def _hide(self) -> set[Place]:
        small = [place for place in self._places() if self._at(place) < self.fewest]
        hidden = set(small)
        for place in small:
            corners = self._best(place, hidden)
            if corners is None:  # nothing to hide it behind: all of the table but a large total
                whole = (len(self.cells) - 1, len(self.cells[0]) - 1)
                return {p for p in self._places() if p != whole or self._at(p) < self.fewest}
            hidden |= corners
        return hidden

    def _best(self, place: Place, hidden: set[Place]) -> set[Place] | None:
        """The other corners of the rectangle that hides fewest new cells, smallest counts first."""
        i, j = place
        whole = (len(self.cells) - 1, len(self.cells[0]) - 1)
        found: tuple[tuple[int, int], set[Place]] | None = None
        for k, m in self._places():
            corners = {(i, m), (k, j), (k, m)}
            if k == i or m == j or whole in corners or not self._bears(place, (k, m)):
                continue
            new = corners - hidden
            price = (len(new), sum(self._at(c) for c in new))
            if found is None or price < found[0]:
                found = price, corners
        return found[1] if found else None

    def _bears(self, place: Place, far: Place) -> bool:
        """Whether the count could be at least ``fewest`` higher with all totals as published.

        Raising one corner lowers those beside it by as much and raises the far one; a total is
        the sum of its line, so where one side of the rectangle lies in the totals, it rises with
        the line and the far side falls.
        """
        (i, j), (k, m) = place, far
        last_row, last_column = len(self.cells) - 1, len(self.cells[0]) - 1
        across, down = (m == last_column) != (j == last_column), (k == last_row) != (i == last_row)
        step = {(i, m): 1 if across else -1, (k, j): 1 if down else -1}
        step[k, m] = step[i, m] * (1 if down else -1)
        falling = [corner for corner, sign in step.items() if sign < 0]
        return all(self._at(corner) >= self.fewest for corner in falling)


def protected(counts: Sequence[Row], fewest: int = FEWEST) -> list[list[int | None]]:
    """The table of ``counts`` with totals last, None in place of what may not be seen (G19).

    ``counts``: rows of the same length, each the answers of one group by category; no negative
    number. ``fewest``: what is under it is hidden, zero included.
    """
    return Table(counts, fewest).shown()


def merged(counts: Mapping[K, int]) -> set[K]:
    """Groups to be thrown together so that what is together has at least five (or is all)."""
    rest = sorted(counts, key=lambda key: counts[key])
    together = {key for key in rest if counts[key] < FEWEST}
    for key in rest:
        if together and sum(counts[each] for each in together) < FEWEST:
            together.add(key)
    return together
