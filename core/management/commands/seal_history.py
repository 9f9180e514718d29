"""Seal the events of history now; or again, after a migration that altered an event table."""

from django.core.management.base import BaseCommand, CommandError

from core import seals


class Command(BaseCommand):
    """`--again TABLE --reason WHY` by the owner, right after the migration, once
    verify_history was clean before it."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--again", metavar="TABLE", help="event table altered or dropped")
        parser.add_argument("--reason", default="", help="stays in the seals (with --again)")

    def handle(self, again, reason, **options):
        if bool(again) != bool(reason.strip()):
            raise CommandError("--again TABLE and --reason WHY go together.")
        try:
            sealed = seals.seal_again(again, reason.strip()) if again else seals.seal()
        except LookupError as unknown:
            raise CommandError(str(unknown)) from unknown
        self.stdout.write(f"{sealed} events sealed; head {seals.head()}")
