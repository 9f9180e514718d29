"""Draw the rights of the two database roles anew, as every migrate does at its end."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from core.roles import RoleMissing, harden


class Command(BaseCommand):
    """Run by the owner of the tables; may be run again at any time."""

    help = __doc__

    def handle(self, **options):
        try:
            harden(connection)
        except RoleMissing as missing:
            raise CommandError(str(missing)) from missing
        self.stdout.write("The portal's role may do its work and not touch history.")
