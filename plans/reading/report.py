"""A reading as JSON: what the command prints and what the admin keeps and corrects."""

from dataclasses import asdict
from typing import Any

from .counts import counts
from .tree import Decision, Report


def as_json(decision: Decision) -> dict[str, Any]:
    """Counts, tasks, reporting rules and doubts in plain types; dates are ISO."""
    return {
        "counts": counts(decision),
        "tasks": [asdict(task) for task in decision.tasks],
        "reporting": [_report(report) for report in decision.reporting],
        "doubts": [asdict(doubt) for doubt in decision.doubts],
    }


def as_record(decision: Decision) -> dict[str, Any]:
    """All of as_json with the frame: number, dates, title, sections, purposes, implementation."""
    frame = {
        "number": decision.number,
        "signed_on": decision.signed_on.isoformat() if decision.signed_on else None,
        "title": decision.title,
        "signer": decision.signer,
        "year": decision.year,
        "language": decision.language,
    }
    lists = ("sections", "purposes", "requirements", "implementation")
    named = {name: [asdict(each) for each in getattr(decision, name)] for name in lists}
    return {**frame, **named, **as_json(decision)}


def _report(report: Report) -> dict[str, Any]:
    return {**asdict(report), "due": report.due.isoformat()}
