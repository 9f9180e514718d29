"""What units say: sentences by section and kind of district, filled with their own goods."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from directory.models import Unit

HERE = Path(__file__).parent
HEADQUARTERS = "headquarters"


@dataclass(frozen=True)
class Profile:
    """A unit as the sample knows it; ``number`` is its place in the list, from 0."""

    unit: Unit
    number: int
    trait: str
    place: str
    focus: str
    focus_en: str

    def of(self, parts: int) -> int:
        """A fixed choice among ``parts`` for this unit."""
        return (self.number * 7 + len(self.place)) % parts


def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def profiles(day: date | None) -> list[Profile]:
    """Departments and headquarters units that stood on the day, in the order of their codes."""
    rows = {row["code"]: row for row in table("departments.csv")}
    rows |= {row["code"]: row for row in table("headquarters.csv")}
    kinds = (Unit.Kind.DEPARTMENT, Unit.Kind.HQ_UNIT)
    units = Unit.objects.as_of(day or date(2023, 1, 19)).filter(kind__in=kinds).order_by("code")
    known = [unit for unit in units if unit.code in rows]
    return [
        Profile(
            unit,
            number,
            rows[unit.code].get("trait") or HEADQUARTERS,
            rows[unit.code]["place"],
            rows[unit.code]["focus_vi"],
            rows[unit.code]["focus_en"],
        )
        for number, unit in enumerate(known)
    ]


class Narratives:
    """The texts of reports, section by section."""

    def __init__(self) -> None:
        self.banks: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in table("sentences.csv"):
            self.banks[row["section"], row["trait"]].append(row["text"])

    def of(self, who: Profile, turn: int) -> Iterator[tuple[str, str]]:
        """(section, text) of a unit's report; ``turn`` 0 for the first of the year, 1 after."""
        for section in dict.fromkeys(section for section, _trait in self.banks):
            own, every = self.banks[section, who.trait], self.banks[section, "any"]
            chosen = [own[(who.number + turn) % len(own)]] if own else []
            first = who.of(len(every)) + turn
            chosen += [every[(first + more) % len(every)] for more in range(1 + who.of(2))]
            text = "\n".join(chosen)
            yield section, text.format(place=who.place, focus=who.focus)
