"""What came, or would come, of each row of a file, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.results import RowResult

from core.cells import clean

from .refusal import Fault
from .sheets import Formula

REMEDIES = {
    "max_length": gettext_lazy("Shorten the text."),
    "blank": gettext_lazy("Fill in the cell."),
    "null": gettext_lazy("Fill in the cell."),
}
VERDICTS = {
    RowResult.IMPORT_TYPE_NEW: "new",
    RowResult.IMPORT_TYPE_UPDATE: "changed",
    RowResult.IMPORT_TYPE_SKIP: "same",
}


@dataclass(frozen=True)
class Outcome:
    """What came, or would come, of one row: new, changed, same or faulty; ``key`` names it."""

    row: int
    verdict: str
    key: str = ""
    faults: tuple[Fault, ...] = ()


def outcome(
    number: int, key: str, result: RowResult, cells: dict[str, Any], labels: dict[str, str]
) -> Outcome:
    """The library's result of one row; ``cells`` and ``labels`` by field."""
    if verdict := VERDICTS.get(result.import_type):
        return Outcome(number, verdict, key)
    if result.errors:
        faults = [refused_by_database(number, result.errors[0].error)]
    else:
        faults = list(_faults(number, result.validation_error, cells, labels))
    return Outcome(number, "faulty", key, tuple(faults))


def _faults(number: int, error: ValidationError, cells: dict, labels: dict) -> Iterator[Fault]:
    for name, wrongs in error.error_dict.items():
        for wrong in wrongs:
            remedy = getattr(wrong, "remedy", "") or REMEDIES.get(wrong.code or "", "")
            yield Fault(
                number, labels.get(name, ""), shown(cells.get(name)), " ".join(wrong.messages),
                str(remedy or _("Correct the cell.")),
            )  # fmt: skip


def refused_by_database(number: int, error: Exception) -> Fault:
    """A rule that only the database saw broken; any other error is ours, and is raised."""
    if not isinstance(error, DatabaseError):
        raise error
    rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    return Fault(
        number, "", rule.replace("_", " "),
        _("The row breaks a rule of the directory."),
        _("Compare it with the existing rows: dates, codes and numbers must not overlap."),
    )  # fmt: skip


def shown(value: Any) -> str:
    """A cell as a list of faults shows it: one line, at most 200 characters."""
    text = value.text if isinstance(value, Formula) else "" if value is None else str(value)
    return " ".join(clean(text).split())[:200]
