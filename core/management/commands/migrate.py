"""Django's migrate, then the hardening: each trigger migration brings back what it closes."""

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from core.roles import harden


class Command(Migrate):
    def handle(self, *args, **options):
        super().handle(*args, **options)
        if not options["plan"] and not options["check_unapplied"]:
            harden(connections[options["database"]])
