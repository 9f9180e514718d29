"""Write a questionnaire as an XLSForm workbook that import_xlsform reads back alike."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from surveys.models import Questionnaire
from surveys.papers import paper_of
from surveys.xlsform import write


class Command(BaseCommand):
    """`export_xlsform SURVEY -o FILE`: SURVEY is a code, or code:version; the newest otherwise."""

    help = "Write a questionnaire as an XLSForm workbook."

    def add_arguments(self, parser) -> None:
        """SURVEY and -o FILE."""
        parser.add_argument("survey", help="code of the questionnaire, or code:version")
        parser.add_argument("-o", "--output", required=True, help="the workbook to write (.xlsx)")

    def handle(self, *args, **options) -> None:
        """Find the version asked for and write it."""
        code, _colon, version = options["survey"].partition(":")
        found = Questionnaire.objects.filter(code=code).exclude(status="discarded")
        if version:
            found = found.filter(version=version) if version.isdigit() else found.none()
        questionnaire = found.order_by("-version").first()
        if questionnaire is None:
            raise CommandError(f"There is no questionnaire {options['survey']}.")
        with Path(options["output"]).open("wb") as out:
            write(paper_of(questionnaire), out)
        self.stdout.write(f"{questionnaire}: {options['output']}")
