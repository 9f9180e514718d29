"""Carrying out: begun, recorded, reported with evidence, confirmed by a second person.

The names are the moves of ``rules.undertaking_flow``.
"""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core import stored_files
from core.history import acting
from directory.models import Unit, User

from .. import notices
from ..models import Evidence, Undertaking
from ..progress import WHOLE
from ..rules import undertaking_flow as flow
from .planning import adapt, make_sure_it_is_ours, remove

__all__ = [
    "adapt",
    "attach",
    "confirm",
    "drop",
    "pass_on",
    "record",
    "remove",
    "reopen",
    "report",
    "resume",
    "send_back",
    "start",
]
KINDS = (*stored_files.DOCUMENTS, *stored_files.TABLES)


def start(row: Undertaking, *, by: User | None) -> Undertaking:
    """Work begins."""
    return flow.make("start", row, by=by)


def record(
    row: Undertaking,
    *,
    by: User | None,
    percent: int | None = None,
    achieved: Decimal | None = None,
) -> Undertaking:
    """Say how far it is: ``percent`` (0 to 99), or ``achieved`` in the indicator's own unit.

    Raises ``ValidationError`` when neither is given, and for what would be done: that is reported
    with evidence and confirmed by a second person.
    """
    if percent is None and achieved is None:
        raise ValidationError(_("Give a percentage, or a number of the indicator."))
    if percent is not None and percent >= WHOLE:
        raise ValidationError(_("Record up to 99 percent; what is done is reported as done."))
    return flow.make("record", row, by=by, percent=percent, achieved=achieved)


def attach(row: Undertaking, *, by: User | None, note: str, file: Any = None) -> Undertaking:
    """Add what shows that it was carried out: a file of our kinds, or a reference in words."""
    with flow.doing("attach", row, by=by):
        _keep(row, note, file, by)
    return row


@transaction.atomic
def report(
    row: Undertaking,
    *,
    by: User | None,
    note: str = "",
    file: Any = None,
    achieved: Decimal | None = None,
) -> Undertaking:
    """Say that it is done; another person confirms it.

    ``note`` and ``file`` are evidence. Raises ``ValidationError`` when there is none, neither here
    nor from before.
    """
    changes: dict[str, Any] = {"reported_by": by, "confirmed_by": None}
    if achieved is not None:
        changes["achieved"] = achieved
    row = flow.make("report", row, by=by, **changes)
    if note or file:
        with acting(by, "report"):
            _keep(row, note, file, by)
    if not row.evidence.exists():
        raise ValidationError(
            _("Done needs evidence: add a file, or say in words where it is found.")
        )
    return row


def _keep(row: Undertaking, note: str, file: Any, by: User | None) -> None:
    kept = stored_files.take(file, by=by, accept=KINDS) if file else None
    said = note or (kept.name if kept else "")
    Evidence.objects.create(undertaking=row, note=said, file=kept)


def confirm(row: Undertaking, *, by: User | None) -> Undertaking:
    """A second person has seen the evidence: it is done, as of today.

    Refused with ``PermissionDenied`` to the person who reported it.
    """
    return flow.make("confirm", row, by=by, confirmed_by=by, done_on=localdate())


@transaction.atomic
def send_back(row: Undertaking, *, by: User | None, reason: str) -> Undertaking:
    """Not done yet; the person who reported it is told why."""
    row = flow.make("send_back", row, by=by, reason=reason)
    notices.tell_reporter(row, reason=reason, by=by)
    return row


def reopen(row: Undertaking, *, by: User | None, reason: str) -> Undertaking:
    """It was not finished after all."""
    return flow.make("reopen", row, by=by, reason=reason, done_on=None, confirmed_by=None)


def drop(row: Undertaking, *, by: User | None, reason: str) -> Undertaking:
    """Given up; the reason stands in the row, the coverage table and the history."""
    if not reason.strip():
        raise ValidationError(_("Say why it is dropped."))
    reason = reason.strip()
    return flow.make("drop", row, by=by, reason=reason, dropped_because=reason)


def resume(row: Undertaking, *, by: User | None) -> Undertaking:
    """What was skipped or dropped is taken up after all."""
    return flow.make("resume", row, by=by, dropped_because="")


def pass_on(row: Undertaking, *, by: User | None, lead: Unit) -> Undertaking:
    """Another unit under the plan's own leads from now on.

    Raises ``ValidationError`` for a unit from outside.
    """
    with flow.doing("pass_on", row, by=by):
        make_sure_it_is_ours(row.unit_plan, lead)
        row.lead = lead
        row.save(update_fields=["lead"])
        row.coordinations.filter(unit=lead).delete()
    return row
