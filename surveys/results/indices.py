"""The index: what questions measure, by criterion, dimension and set, each with its weight."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ..models import Criterion, Dimension
from .lines import IndexLine, Measured, Scale
from .statistics import index

Middles = Mapping[Criterion, Sequence[float | None]]


def by_dimension(scales: Iterable[Scale | Measured], criteria_set: int | None) -> list[IndexLine]:
    """A line for each dimension of the round's set, or of every set where it has none.

    Hidden are means of the best questions first, of which few say the worst level: an index of
    what is left would be lower than the true one, so that there is none.
    """
    found: dict[Dimension, dict] = defaultdict(lambda: defaultdict(list))
    for each in scales:
        criterion = each.question.criterion
        if criterion and criteria_set in (None, criterion.dimension.criteria_set_id):
            found[criterion.dimension][criterion].append(each.middle and each.middle.value)
    order = sorted(found, key=lambda each: (each.criteria_set_id, each.position, each.pk))
    return [_line(dimension, found[dimension]) for dimension in order]


def _line(dimension: Dimension, criteria: Middles) -> IndexLine:
    means = [mean for middles in criteria.values() for mean in middles]
    seen = len(means) - means.count(None)
    value = index(_weighed(criteria)) if seen == len(means) else None
    weight, of_set = float(dimension.weight), dimension.criteria_set_id
    return IndexLine(dimension.name, value, weight, seen, len(means), of_set)


def _weighed(criteria: Middles) -> list[tuple[float, float]]:
    """A criterion's mean over its questions, whatever their number, with its weight."""
    return [
        (sum(mean or 0 for mean in middles) / len(middles), float(criterion.weight))
        for criterion, middles in criteria.items()
    ]


def whole(lines: Sequence[IndexLine]) -> float | None:
    """Dimensions by their weights; None where one is hidden, or they are of several sets."""
    known = [(line.value / 100 * 4 + 1, line.weight) for line in lines if line.value is not None]
    one_set = len({line.of_set for line in lines}) == 1
    return index(known) if one_set and len(known) == len(lines) else None
