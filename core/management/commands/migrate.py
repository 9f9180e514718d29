"""Django's migrate, then the hardening: each trigger migration brings back what it closes."""

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from core.roles import RoleMissing, harden


class Command(Migrate):
    """Migrates and hardens; where the portal is the owner a missing role is only remarked upon."""

    def handle(self, *args, **options):
        super().handle(*args, **options)
        if options["plan"] or options["check_unapplied"]:
            return
        try:
            harden(connections[options["database"]])
        except RoleMissing as missing:
            if not settings.PORTAL_IS_OWNER:
                raise CommandError(str(missing)) from missing
            self.stderr.write(self.style.WARNING(str(missing)))
