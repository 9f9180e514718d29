"""The known structure of customs: tables that belong to the project, loaded into the directory.

Sources: the 35 departments and their codes, headquarters units and Hai Phong's branches as of 2023;
the 20 regions of Decision 382/QD-BTC as their succession on 1 March 2025. Rows marked
``unconfirmed`` in the files were not read in a source: an administrator may change them.
"""

import csv
from datetime import date
from pathlib import Path

from core.history import acting

from . import services
from .models import Succession, Unit, UnitAlias

DATA = Path(__file__).with_name("data")


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load() -> int:
    """Load units, successions and other spellings that are not there yet; returns units added.

    Safe to run again: a unit is known by its code and first day.
    """
    before = Unit.objects.count()
    for name in ("units-2023.csv", "regions-2025.csv", "units-2025.csv"):
        table = rows(name)
        for row in table:
            open_row(row, table)
    _spellings()
    return Unit.objects.count() - before


def _how(code: str, row: dict[str, str], table: list[dict[str, str]]) -> str:
    """A unit named by several successors was split, several units in one row merged."""
    if sum(code in other["predecessors"].split(";") for other in table) > 1:
        return Succession.Kind.SPLIT
    return Succession.Kind.MERGED if ";" in row["predecessors"] else Succession.Kind.RENAMED


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def open_row(row: dict[str, str], table: list[dict[str, str]]) -> None:
    """Open the unit of one row, unless it is there; its predecessors are those just closed."""
    since, until = _day(row["valid_from"]), _day(row["valid_to"])
    if Unit.objects.filter(code=row["code"], valid_from=since).exists():
        return
    old = [code for code in row.get("predecessors", "").split(";") if code]
    found = Unit.objects.filter(code__in=old, valid_to__lt=since) if old else ()
    services.open_unit(
        by=None,
        predecessors={unit: _how(unit.code, row, table) for unit in found},
        code=row["code"],
        kind=row["kind"],
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        parent=Unit.objects.filter(code=row["parent"]).order_by("-pk").first(),
        area=row.get("provinces", ""),
        valid_from=since,
        valid_to=until,
    )


def _spellings() -> None:
    units = {unit.code: unit for unit in Unit.objects.all()}
    with acting(None, "load"):
        UnitAlias.objects.bulk_create(
            [UnitAlias(unit=units[row["code"]], name=row["name"]) for row in rows("aliases.csv")],
            ignore_conflicts=True,
        )
