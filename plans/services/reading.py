"""A Decision that was read becomes a plan to be checked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

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
    digest: str  # SHA-256 of its content
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
    Raises ``PermissionDenied`` unless ``by`` is of the reform board (None: sample data) and
    ``ValidationError`` for a file that was read in before or a year outside this century.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=issuer.pk)  # a double click waits here
    if plan := known(main, translation):
        raise ValidationError(_("This file was read in before: %(plan)s."), params={"plan": plan})
    decision, other = main.decision, translation.decision if translation else None
    plan = flow.begin("read", by=by, issuer=issuer, **_heading(decision, other))
    with acting(by, "read"):
        _keep_sources(plan, main, translation, by)
        draft = Drafter(plan, decision, translation.texts if translation else {}).draft()
        Item.objects.bulk_create([item for item in draft.items if item.parent is None])
        Item.objects.bulk_create([item for item in draft.items if item.parent is not None])
        units = {unit.code: unit for unit in Unit.objects.as_of(_day(decision))}
        Assignment.objects.bulk_create(assignments(draft, units))
        _keep_reporting(plan, decision)
    return plan


def known(*documents: Document | None) -> Plan | None:
    """The plan that one of these files was read into before, unless that was discarded."""
    digests = [each.digest for each in documents if each]
    return Plan.objects.read_from(digests).first()


def _heading(decision: Decision, other: Decision | None) -> dict:
    year = decision.year or _day(decision).year
    if not Plan.FIRST_YEAR <= year <= Plan.LAST_YEAR:
        raise ValidationError(
            _("The Decision is of %(year)s: plans are kept from 2000 to 2099."),
            params={"year": year},
        )
    titles = {decision.language: decision.title}
    if other:
        titles.setdefault(other.language, other.title)
    return {
        "year": year,
        "number": _short(decision.number, Plan.NUMBER_LENGTH),
        "signed_on": decision.signed_on,
        "signer": _short(decision.signer, Plan.SIGNER_LENGTH),
        "title_vi": titles.get("vi", ""),
        "title_en": titles.get("en", ""),
    }


def _short(text: str, longest: int) -> str:
    """The words for a column of the plan; what is too long for one was misread: a person writes."""
    return text if len(text) <= longest else ""


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
        unsure += [(each, _tongue(each, main, translation)) for each in translation.doubts]
    Doubt.objects.bulk_create(
        Doubt(plan=plan, language=language, line=each.line, why=each.why, text=each.text)
        for each, language in unsure
    )


def _tongue(doubt: Unsure, main: Document, translation: Document) -> str:
    """In which text a doubt of the pairing stands: the main one unless only the other says it."""
    there = [_says(each, doubt) for each in (main, translation)]
    return (translation if there == [False, True] else main).decision.language


def _says(document: Document, doubt: Unsure) -> bool:
    line = document.lines[doubt.line - 1] if doubt.line <= len(document.lines) else ""
    return doubt.text[:40] in line


def _keep_reporting(plan: Plan, decision: Decision) -> None:
    for report in decision.reporting:
        if report.kind in ReportingDate.Kind:
            ReportingDate.objects.update_or_create(
                plan=plan, kind=report.kind, defaults={"before": report.due}
            )
