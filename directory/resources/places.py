"""Units named by their code in a spreadsheet: all of them are read once."""

from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.importing import Column, Words, Wrong, nearest

from ..models import Unit, User
from ..rules import administers


class Units:
    """Every unit by code, closed ones too; a few hundred rows, one query."""

    def __init__(self):
        self.by_code: dict[str, list[Unit]] = {}
        for unit in Unit.objects.all():
            self.add(unit)

    def add(self, unit: Unit) -> None:
        self.by_code.setdefault(unit.code.upper(), []).append(unit)

    def at(self, code: str, on: date) -> Unit | None:
        """The unit that had this code on a day."""
        return next((u for u in self.by_code.get(code.upper(), []) if stands(u, on)), None)

    def codes(self, on: date) -> list[str]:
        return [u.code for same in self.by_code.values() for u in same if stands(u, on)]

    def within_reach(self, by: User) -> list[str]:
        """Codes of the units standing today that ``by`` administers."""
        standing = (u for same in self.by_code.values() for u in same if stands(u, localdate()))
        return sorted(u.code for u in standing if administers(by, u))

    def found(self, code: str, on: date) -> Unit:
        """The unit that had this code on a day; refuses a closed and an unknown code."""
        if unit := self.at(code, on):
            return unit
        near = _("The nearest codes are: %(codes)s.") % {"codes": nearest(code, self.codes(on))}
        if past := self.by_code.get(code.upper()):
            last = max((u.valid_to for u in past if u.valid_to), default=None)
            if last and last < on:
                raise Wrong(
                    _("The unit with the code %(code)s was closed on %(day)s.")
                    % {"code": code, "day": f"{last:%d/%m/%Y}"},
                    near,
                )
        raise Wrong(_("No unit has the code %(code)s.") % {"code": code}, near)


def stands(unit: Unit, on: date) -> bool:
    begun = unit.valid_from is None or unit.valid_from <= on
    return begun and (unit.valid_to is None or on <= unit.valid_to)


class UnitColumn(Column):
    """A unit by its code, as it stands today; ``units`` is given by the resource.

    A row that names the code it has keeps its unit, also one that is closed by now.
    """

    units: Units

    def look_up(self, units: Units, by: User) -> None:
        """Give the column its units; the codes in reach are the template's list."""
        self.units, self.widget.allowed = units, units.within_reach(by)

    def clean(self, row, **kwargs) -> Unit | None:
        code = super().clean(row, **kwargs)
        return self.units.found(code, localdate()) if code else None

    def save(self, instance, row, is_m2m=False, **kwargs):
        kept = self.get_value(instance)
        if kept is None or Words.text(row.get(self.column_name)).upper() != kept.code.upper():
            super().save(instance, row, is_m2m, **kwargs)


class UnitCode(Words):
    """Shown as the unit's code; ``allowed`` are the codes ``by`` may write today."""

    def render(self, value: Any, obj=None, **kwargs) -> str:
        return value.code if value else ""
