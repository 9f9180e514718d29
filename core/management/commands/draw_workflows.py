"""Write docs/workflows.md from the workflow tables; with --check only say whether it is current."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.diagrams import workflows


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing; fail when stale")
        parser.add_argument("--to", type=Path, default=settings.BASE_DIR / "docs" / "workflows.md")

    def handle(self, *, check, to, **options):
        drawn = workflows()
        if check:
            if not to.exists() or to.read_text() != drawn:
                raise CommandError(f"{to} is stale: run manage.py draw_workflows.")
            return
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text(drawn)
        self.stdout.write(f"{to} written.")
