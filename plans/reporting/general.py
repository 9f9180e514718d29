"""What the card of a general report shows: live while it is made, as issued afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import get_language

from core.figures import Figure, Measure

from ..consolidation import Consolidation
from ..counting.words import said
from ..models import GeneralReport, GeneralVersion, Item, Section
from ..punctuality import State, Tally
from ..services.general_reports import content
from .figures import Shown, by_task

Plain = dict[str, Any]


@dataclass(frozen=True)
class Word:
    """A passage of the general report and where it comes from."""

    text: str
    unit: str
    version: int
    report: int
    edited: bool


class General:
    """A general report from its content (:func:`content`), in the reader's language."""

    def __init__(self, found: Plain, version: GeneralVersion | None = None):
        self.content, self.version = found, version
        order = Item.Task.values
        self.rows = sorted(found["figures"], key=lambda each: order.index(each["task"]))

    @property
    def tally(self) -> list[tuple[str, int, int]]:
        """(state, reports, percent); the percents add to 100."""
        tally = Tally(self.content["tally"])
        return [(str(s.label), tally[s], tally.percents[s.value]) for s in State]

    @cached_property
    def units(self) -> list[Plain]:
        """Each unit with its name, its state in words and its part of every figure."""
        return [
            each
            | {
                "name": _said(each, "name"),
                "state_label": str(State(each["state"]).label),
                "cells": [self._part(figure, each["code"]) for figure in self.rows],
            }
            for each in self.content["units"]
        ]

    @property
    def missing(self) -> list[Plain]:
        return [each for each in self.units if each["code"] in self.content["missing"]]

    @property
    def excused(self) -> list[Plain]:
        return [each for each in self.units if each["state"] == State.EXCUSED]

    @property
    def counting(self) -> list[Plain]:
        """Units whose figures are summed."""
        return [each for each in self.units if any(cell != "" for cell in each["cells"])]

    @cached_property
    def figures(self) -> list[Shown]:
        return [
            Shown(
                each["code"], each["task"], _said(each, "label"), _said(each, "definition"),
                said(_figure(each, each["value"], each["of"])),
                said(_figure(each, each["before_value"], each["before_of"])),
            )
            for each in self.rows
        ]  # fmt: skip

    @property
    def by_task(self) -> list[tuple[str, list[Shown]]]:
        return by_task(self.figures)

    @property
    def chapters(self) -> Iterable[tuple[str, list[Word]]]:
        names = {each["code"]: each["name"] for each in self.units}
        for section in Section:
            rows = self.content["sections"].get(section.value, [])
            yield str(section.label), [
                Word(r["text"], names.get(r["unit"], r["unit"]), r["version"], r["report"],
                     r["use"] == "edited")
                for r in rows
            ]  # fmt: skip

    @property
    def recommendations(self) -> list[Plain]:
        names = {each["code"]: each["name"] for each in self.units}
        return [
            {"text": each["text"], "unit": names.get(each["unit"], "")}
            for each in self.content["recommendations"]
        ]

    def _part(self, figure: Plain, code: str) -> str:
        part = figure["parts"].get(code)
        return said(_figure(figure, *part)) if part else ""


def shown(general: GeneralReport) -> General:
    """What there is to read: the final version; while it is made, how it stands now."""
    final = general.versions.filter(stage=GeneralVersion.Stage.FINAL).first()
    return General(final.content, final) if final else General(content(Consolidation(general)))


def issued(general: GeneralReport) -> General | None:
    """The last version that was issued: what others than the board read."""
    last = general.versions.order_by("-issued_at").first()
    return General(last.content, last) if last else None


def _said(row: Plain, name: str) -> str:
    tongue = "en" if (get_language() or "vi").startswith("en") else "vi"
    return row[f"{name}_{tongue}"] or row[f"{name}_vi"]


def _figure(row: Plain, value: str | None, of: str | None) -> Figure:
    measure = Measure(
        row["code"], row["task"], _said(row, "label"), _said(row, "definition"), row["kind"],
        _said(row, "unit"),
    )  # fmt: skip
    return Figure(measure, _number(value), _number(of))


def _number(text: str | None) -> Any:
    return None if text is None else Decimal(text)
