"""Write a report as an official paper (Word) or its annexes (Excel) into a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plans.models import GeneralReport, GeneralVersion, Report, ReportVersion
from plans.papers import general, reports

MAKERS: dict[tuple[bool, str], Callable[..., bytes]] = {
    (False, "docx"): reports.docx,
    (False, "xlsx"): reports.xlsx,
    (True, "docx"): general.docx,
    (True, "xlsx"): general.xlsx,
}


class Command(BaseCommand):
    """`export_report ID --format docx|xlsx -o FILE`; with --general the id is a general report's.

    Ends with status 1 and one line for an id, a version or a file that cannot be.
    """

    help = "Write a report as Word (layout of Decree 30/2020) or Excel into a file."

    def add_arguments(self, parser) -> None:
        """ID, --format, -o FILE, --general, --version-number and --stage."""
        parser.add_argument("id", type=int, help="key of the report, as in the address of its card")
        parser.add_argument("--format", choices=["docx", "xlsx"], default="docx")
        parser.add_argument("-o", "--output", required=True, metavar="FILE")
        parser.add_argument("--general", action="store_true", help="ID is of a general report")
        parser.add_argument("--number", type=int, help="an earlier version of a unit's report")
        parser.add_argument(
            "--stage", choices=GeneralVersion.Stage.values, help="of a general report"
        )

    def handle(self, *args, **options) -> None:
        """Make the file whole, then write it: an error leaves an old file as it was."""
        whole = options["general"]
        which = options["stage"] or "" if whole else options["number"]
        row = _found(GeneralReport if whole else Report, options["id"])
        try:
            made = MAKERS[whole, options["format"]](row, which)
        except (ReportVersion.DoesNotExist, GeneralVersion.DoesNotExist) as none:
            raise CommandError(f"{row} has no version {which}.") from none
        _write(Path(options["output"]), made)
        self.stdout.write(f"{options['output']}: {len(made)} bytes")


def _found(model: Any, key: int) -> Any:
    row = model.objects.for_list().filter(pk=key).first()
    if row is None:
        raise CommandError(f"There is no {model._meta.verbose_name} {key}.")
    return row


def _write(path: Path, made: bytes) -> None:
    try:
        path.write_bytes(made)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
