"""What units did not take up: the rows behind the coverage table's numbers of that name."""

from collections.abc import Iterator

from django.core.exceptions import BadRequest
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from core.admin.filters import key_in
from core.desk import desk_of
from directory.models import Unit

from ..coverage import Matrix
from ..models import Item, UnitPlan
from .coverage import CoveragePage


class UntakenPage(CoveragePage):
    """The table's empty cells by obligation; ``?item=`` and ``unit=`` (keys) keep to one of them,
    the rest of the address is the table's own."""

    def get(self, request):
        matrix = self.matrix
        if matrix is None:
            raise Http404
        groups = list(untaken(matrix, self.key("item"), self.key("unit")))
        cards = plans_in_force(matrix)
        context = self.desk.admin_site.each_context(request) | {
            "title": _("Not taken up"),
            "opts": self.desk.opts,
            "desk": self.desk,
            "plan": matrix.plan,
            "untaken": [(i, [(u, cards.get(u.pk, "")) for u in units]) for i, units in groups],
            "count": sum(len(units) for _item, units in groups),
            "items": desk_of(Item).list_url,
            "table": f"../?plan={matrix.plan.pk}&kind={matrix.kind}&task={matrix.task}",
        }
        return TemplateResponse(request, "admin/plans/unitplan/untaken.html", context)

    def key(self, name: str) -> int:
        """A row's key in the address; 0 for none."""
        try:
            return key_in(self.request.GET.get(name) or "0")
        except ValueError as wrong:
            raise BadRequest("No key of a row.") from wrong


def untaken(matrix: Matrix, item: int = 0, unit: int = 0) -> Iterator[tuple[Item, list[Unit]]]:
    """Each obligation with the units it binds that did not take it up, as the table counts them;
    ``item`` and ``unit`` are keys, 0 for all."""
    for row in matrix.rows:
        cells = zip(matrix.units, row.cells, strict=True)
        empty = [each for each, cell in cells if cell is not None and not cell.counts]
        found = [each for each in empty if unit in (0, each.pk)]
        if found and item in (0, row.item.pk):
            yield row.item, found


def plans_in_force(matrix: Matrix) -> dict[int, str]:
    """By key of a unit: the card of its plan in force; a unit without one is not in it."""
    base = desk_of(UnitPlan).list_url
    rows = matrix.plan.unit_plans.in_force().values_list("unit", "pk")
    return {unit: f"{base}{pk}/change/" for unit, pk in rows}
