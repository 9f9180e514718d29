"""Read a questionnaire from an XLSForm workbook: whole, or not at all."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from directory.models import Unit
from surveys import services
from surveys.models import BankQuestion
from surveys.papers import criteria
from surveys.xlsform import Refused, read

REFUSED = 2  # exit status


class Command(BaseCommand):
    """`import_xlsform FILE [--dry-run] [--json] [--unit CODE]`: exit status 2 when refused."""

    help = "Read a questionnaire from an XLSForm workbook (docs/xlsform.md) as a draft."

    def add_arguments(self, parser) -> None:
        """FILE, --dry-run, --json and --unit."""
        parser.add_argument("file", help="the workbook (.xlsx)")
        parser.add_argument("--dry-run", action="store_true", help="look at it, write nothing")
        parser.add_argument("--json", action="store_true", help="say what was found as JSON")
        parser.add_argument("--unit", help="code of the unit (default: the general department)")

    def handle(self, *args, **options) -> None:
        """Read, load unless told otherwise, and say what was found or why not."""
        try:
            paper = read(_bytes(options["file"]), bank=_bank(), criteria=criteria())
            found = {"code": paper.code, "title": paper.title.vi, "sections": len(paper.pages),
                     "questions": sum(1 for _q in paper.questions()), "faults": []}  # fmt: skip
            if not options["dry_run"]:
                row = services.load_questionnaire(by=None, unit=_unit(options), paper=paper)
                found["version"] = row.version
        except ValidationError as refused:
            self.refuse(refused, options["json"])
        self.say(found, options["json"])

    def say(self, found: dict, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            self.stdout.write(
                f"{found['code']}: {found['title']} – "
                f"{found['sections']} sections, {found['questions']} questions."
            )

    def refuse(self, refused: ValidationError, as_json: bool) -> None:
        """Every fault on a line of its own, and exit status 2."""
        faults = refused.faults if isinstance(refused, Refused) else []
        if as_json:
            told = [{"sheet": f.sheet, "row": f.row, "reason": f.reason} for f in faults]
            told = told or [{"sheet": "", "row": 0, "reason": m} for m in refused.messages]
            self.stdout.write(json.dumps({"faults": told}, ensure_ascii=False))
        raise CommandError("\n".join(refused.messages), returncode=REFUSED)


def _bytes(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}") from error


def _bank() -> dict[str, str]:
    return dict(BankQuestion.objects.values_list("code", "kind"))


def _unit(options) -> Unit:
    units = Unit.objects.order_by("-valid_from", "-pk")
    code = options["unit"]
    found = (units.filter(code=code) if code else units.filter(parent=None)).first()
    if found is None:
        raise CommandError(f"There is no unit {code or 'on top'}.")
    return found
