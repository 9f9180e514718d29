"""Django's migrate, then the hardening: each trigger migration brings back what it closes."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from unittest.mock import patch

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from core.roles import RoleMissing, harden


class Command(Migrate):
    """Migrates and hardens; where the portal is the owner a missing role is only remarked upon."""

    def handle(self, *args, **options):
        connection = connections[options["database"]]
        with model_by_model() if is_new(connection) else nullcontext():
            super().handle(*args, **options)
        if options["plan"] or options["check_unapplied"]:
            return
        try:
            harden(connection)
        except RoleMissing as missing:
            if not settings.PORTAL_IS_OWNER:
                raise CommandError(str(missing)) from missing
            self.stderr.write(self.style.WARNING(str(missing)))


def is_new(connection) -> bool:
    """Whether no migration was ever applied: there are no rows that one could move."""
    return not MigrationRecorder(connection).applied_migrations()


@contextmanager
def model_by_model() -> Iterator[None]:
    """Let each step of a migration make only its own model anew, not all that relate to it.

    Units and users relate to nearly everything, and every table has five triggers: two minutes of
    making classes nobody asks, against eight seconds. Only for a new database: a step that moves
    rows would need the relations whole.
    """

    def alone(state, app_label, model_name, delay=False):
        return {(app_label, model_name.lower())}

    with patch.object(ProjectState, "_find_reload_model", alone):
        yield
