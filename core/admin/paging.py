"""Pages of a list that begin after a row, instead of counting all rows before them.

The link to the next page names the last row of this one by the values it is sorted by. A page far
back costs what the first one costs, and rows that come in meanwhile push nothing onto it twice.
Only orders of plain columns without empty values can do that; others count.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, Q, QuerySet

AFTER, BEFORE = "after", "before"


@dataclass(frozen=True)
class Order:
    """The columns a list is sorted by: (column, whether the greatest comes first)."""

    columns: tuple[tuple[Field, bool], ...]

    @classmethod
    def of(cls, rows: QuerySet) -> "Order | None":
        """The order of ``rows``; None where it is not one of plain columns without empty values."""
        found = []
        for each in rows.query.order_by:
            field = _column(rows.model, each)
            if field is None:
                return None
            found.append((field, str(each).startswith("-")))
            if field.unique:  # what follows tells no two rows apart
                return cls(tuple(found))
        return None

    @property
    def names(self) -> list[str]:
        return [field.attname for field, _down in self.columns]

    def name(self, row: Model) -> str:
        """The place of ``row`` in this order, as it stands in an address."""
        return json.dumps([field.value_to_string(row) for field, _down in self.columns])

    def beyond(self, place: str, *, back: bool) -> Q:
        """Rows after the named place, or before it; IncorrectLookupParameters if it is none."""
        values = self._values(place)
        beyond = Q()
        same: dict[str, Any] = {}
        for (field, down), value in zip(self.columns, values, strict=True):
            beyond |= Q(**same, **{f"{field.attname}__{'lt' if down != back else 'gt'}": value})
            same[field.attname] = value
        (first, down), *_others = self.columns
        # Said once more for the first column alone: from there an index is read.
        return Q(**{f"{first.attname}__{'lte' if down != back else 'gte'}": values[0]}) & beyond

    def _values(self, place: str) -> Sequence[Any]:
        try:
            said = json.loads(place)
            return [f.to_python(str(v)) for (f, _down), v in zip(self.columns, said, strict=True)]
        except (ValueError, TypeError, RecursionError, ValidationError) as wrong:
            raise IncorrectLookupParameters from wrong


def _column(model: type[Model], name: Any) -> Field | None:
    if not isinstance(name, str):
        return None
    bare = name.lstrip("-")
    try:
        field = model._meta.pk if bare == "pk" else model._meta.get_field(bare)
    except FieldDoesNotExist:
        return None
    if not isinstance(field, Field) or field.is_relation or field.null:
        return None
    return field
