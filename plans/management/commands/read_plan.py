"""Read the Decision of an annual plan and show what is in it; nothing is written."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from plans.reading import Decision, Item, NotADecision, as_json, read
from plans.reading.document import MAX_BYTES
from plans.reading.refusal import MISSING
from plans.spellings import spellings

NO_DECISION = 2  # exit status


class Command(BaseCommand):
    """`read_plan FILE [--json]`: exit status 2 and one line for a file that is no such Decision."""

    help = "Read the Decision of an annual plan (.txt, .docx, .pdf) and show it; writes nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser) -> None:
        """FILE and --json."""
        parser.add_argument("file", help="the Decision: .txt, .docx or .pdf")
        parser.add_argument("--json", action="store_true", help="print it as JSON")

    def handle(self, *args, **options) -> None:
        """Print the reading as a tree or as JSON."""
        path = Path(options["file"])
        try:
            decision = read(path.name, _bytes(path), self.units)
        except NotADecision as refusal:
            raise CommandError(str(refusal), returncode=NO_DECISION) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(as_json(decision), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(summary(decision)))

    def units(self, on: date) -> dict[str, str]:
        """The directory's spellings; none, with a line of warning, where there is no directory."""
        try:
            return spellings(on)
        except DatabaseError:
            self.stderr.write(
                "No directory in the database: every unit is doubted. Run make setup."
            )
            return {}


def _bytes(path: Path) -> bytes:
    """The file's content, one byte over the limit at most."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise NotADecision(MISSING) from error


def summary(decision: Decision) -> Iterator[str]:
    """The decision for a person's eyes: frame, tree, reports, counts, doubts."""
    signed = decision.signed_on.isoformat() if decision.signed_on else "?"
    yield f"{decision.number or '?'}  {signed}  {decision.signer}"
    yield decision.title
    for task in decision.tasks:
        yield ""
        yield f"{task.number} {task.name} [{task.code or '?'}], line {task.line}"
        for item in task.items:
            yield from _branch(item, "  ")
    yield ""
    for report in decision.reporting:
        yield f"report {report.kind} before {report.due.isoformat()}, line {report.line}"
    found = as_json(decision)["counts"]
    yield "\n".join(f"{key}: {json.dumps(found[key], ensure_ascii=False)}" for key in found)
    yield f"doubts: {len(decision.doubts)}"
    yield from (f"  line {d.line}: {d.why} {_short(d.text)}" for d in decision.doubts)


def _branch(item: Item, indent: str) -> Iterator[str]:
    who = ", ".join(item.unit_codes or item.units) or item.level
    yield f"{indent}{item.line} {item.marker or '·'} [{who}] {_short(item.text)}"
    for child in item.children:
        yield f"{indent}    {child.marker or '·'} {_short(child.text)}"


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
