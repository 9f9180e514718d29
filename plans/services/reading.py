"""A Decision that was read becomes a plan to be checked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from core.history import acting
from core.stored_files import take
from directory.models import Unit, User

from ..drafting import Drafter, assignments
from ..models import Assignment, Doubt, Item, Plan, ReportingDate, Source
from ..reading.tree import Decision
from ..reading.tree import Doubt as Unsure
from ..rules import flow


@dataclass(frozen=True)
class Document:
    """A Decision's file as uploaded: its lines and what the reader made of them."""

    file: Any  # an upload, kept when the plan is made
    lines: list[str]
    decision: Decision


@dataclass(frozen=True)
class Translation(Document):
    """The same Decision in the other language: its texts by line item, and where the two differ."""

    texts: dict[int, str]  # by id() of the main text's item
    doubts: list[Unsure]


@transaction.atomic
def read(*, by: User | None, issuer: Unit, main: Document, translation: Translation | None) -> Plan:
    """Make a plan to be checked from a Decision that was read; nothing is issued yet.

    ``main`` gives the tree, ``translation`` the texts in the other language.
    Raises ``PermissionDenied`` unless ``by`` is of the reform board (None: sample data).
    """
    decision, other = main.decision, translation.decision if translation else None
    plan = flow.begin("read", by=by, issuer=issuer, **_heading(decision, other))
    with acting(by, "read"):
        _keep_sources(plan, main, translation, by)
        draft = Drafter(plan, decision, translation.texts if translation else {}).draft()
        Item.objects.bulk_create([item for item in draft.items if item.parent is None])
        Item.objects.bulk_create([item for item in draft.items if item.parent is not None])
        known = {unit.code: unit for unit in Unit.objects.as_of(_day(decision))}
        Assignment.objects.bulk_create(assignments(draft, known))
        _keep_reporting(plan, decision)
    return plan


def _heading(decision: Decision, other: Decision | None) -> dict:
    titles = {decision.language: decision.title}
    if other:
        titles.setdefault(other.language, other.title)
    return {
        "year": decision.year or _day(decision).year,
        "number": decision.number,
        "signed_on": decision.signed_on,
        "signer": decision.signer,
        "title_vi": titles.get("vi", ""),
        "title_en": titles.get("en", ""),
    }


def _day(decision: Decision) -> date:
    """The day as of which units are meant: when the Decision was signed."""
    return decision.signed_on or localdate()


def _keep_sources(plan: Plan, main: Document, translation: Translation | None, by) -> None:
    documents = [main, translation] if translation else [main]
    for document in documents:
        Source.objects.create(
            plan=plan,
            language=document.decision.language,
            file=take(document.file, by=by),
            lines=document.lines,
        )
    unsure = [(each, main.decision.language) for each in main.decision.doubts]
    if translation:
        language = translation.decision.language
        unsure += [(each, language) for each in translation.doubts]
    Doubt.objects.bulk_create(
        Doubt(plan=plan, language=language, line=each.line, why=each.why, text=each.text)
        for each, language in unsure
    )


def _keep_reporting(plan: Plan, decision: Decision) -> None:
    for report in decision.reporting:
        if report.kind in ReportingDate.Kind:
            ReportingDate.objects.update_or_create(
                plan=plan, kind=report.kind, defaults={"before": report.due}
            )
