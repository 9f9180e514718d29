"""Which unit signs a paper on a day: units are dated, and pass into one another."""

from datetime import date

from .models import Unit

COMMITTEE = "TCHQ-CCHDH"


def standing(unit: Unit, day: date) -> Unit:
    """The unit itself if it stood on that day; else the first unit it passed into that did."""
    if unit.valid_to is None or day <= unit.valid_to:
        return unit
    heirs = Unit.objects.as_of(day).filter(covers__contains=[unit.path]).select_related("parent")
    return heirs.filter(kind=unit.kind).order_by("path").first() or unit


def committee(day: date) -> Unit | None:
    """The Committee of Reform and Modernization, while it stood (until 28 February 2025)."""
    found = Unit.objects.as_of(day).filter(code=COMMITTEE).select_related("parent")
    return found.first()


def of_general_report(day: date) -> Unit:
    """The Committee while it stood (Decision 104, IV.1); the general department since.

    Raises ``Unit.DoesNotExist`` where no general department stood on that day.
    """
    top = Unit.objects.as_of(day).filter(parent=None)
    return committee(day) or top[:1].get()
