"""The line of descent: from an obligation down to every local answer, and from an answer up."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .models import Item, Undertaking
from .progress import Step, mean, of_tree


@dataclass(frozen=True)
class Answer:
    """An undertaking with how far it has come and how deep it stands below its first superior."""

    row: Undertaking
    depth: int
    percent: Decimal | None


class Descent:
    """Every answer to an obligation that ``user`` may see, in two queries."""

    def __init__(self, item: Item, user):
        seen = Undertaking.objects.visible_to(user).exclude(unit_plan__status="discarded")
        rows = seen.filter(item=item).for_list().order_by("unit_plan__unit__path", "position", "pk")
        self.rows = list(rows)
        facts = [Step(*(getattr(row, name) for name in Undertaking.FACTS)) for row in self.rows]
        self.percents = of_tree(facts)

    @property
    def percent(self) -> Decimal | None:
        """The obligation as a whole: the weighted mean of its first answers."""
        known = {row.pk for row in self.rows}
        first = [row for row in self.rows if row.parent_id not in known]
        return mean((row.weight, self.percents[row.pk]) for row in first)

    @property
    def answers(self) -> list[Answer]:
        """Depth first: each answer, then those derived from it."""
        known = {row.pk for row in self.rows}
        below: dict[int | None, list[Undertaking]] = {}
        for row in self.rows:
            above = row.parent_id if row.parent_id in known else None
            below.setdefault(above, []).append(row)
        return list(self._walk(below, below.get(None, []), 0))

    def _walk(self, below, rows: Iterable[Undertaking], depth: int):
        for row in rows:
            yield Answer(row, depth, self.percents[row.pk])
            yield from self._walk(below, below.get(row.pk, []), depth + 1)


def above(row: Undertaking) -> list[Undertaking]:
    """The undertakings it was derived from, the highest first; at most three levels of units."""
    found: list[Undertaking] = []
    rows = Undertaking.objects.for_list()
    key = row.parent_id
    while key is not None and len(found) < 5:
        found.insert(0, rows.get(pk=key))
        key = found[0].parent_id
    return found
