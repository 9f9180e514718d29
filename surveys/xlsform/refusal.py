"""Why a workbook is not taken: each fault by sheet and row."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Fault:
    """``row`` as Excel numbers it; 0 for the sheet or workbook as a whole."""

    sheet: str
    row: int
    reason: str

    def __str__(self):
        if not self.sheet:
            return self.reason
        if not self.row:
            return _("Sheet %(sheet)s: %(reason)s") % {"sheet": self.sheet, "reason": self.reason}
        return _("Sheet %(sheet)s, row %(row)d: %(reason)s") % {
            "sheet": self.sheet, "row": self.row, "reason": self.reason,
        }  # fmt: skip


class Refused(ValidationError):  # noqa: N818 -- reads as a sentence
    """The workbook is not taken; ``faults`` holds every reason found."""

    def __init__(self, faults: list[Fault]):
        self.faults = faults
        super().__init__([str(fault) for fault in faults])
