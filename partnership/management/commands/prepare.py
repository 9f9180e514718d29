"""Brings the database and the static files up to this version; run as the owner, safe to repeat."""

import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from directory.models import User
from standalone import postgres


class Command(BaseCommand):
    """What an upgrade needs before the portal starts: tables, rights, cache table, static files."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "--no-static", action="store_true", help="the static files are collected already"
        )

    def handle(self, *args, **options):
        try:
            call_command("migrate", verbosity=0)
        except OperationalError as error:
            why = str(error).strip().splitlines()[0]
            raise CommandError(f"The database gave no entry: {why}") from None
        call_command("createcachetable", verbosity=0)
        if not User.objects.exists():  # another database than last time: its sample is not made
            (postgres.STATE / "accounts").unlink(missing_ok=True)
        if not options["no_static"]:
            collect()


def collect() -> None:
    """Collect the static files unless none of them changed since the last time (saves seconds)."""
    stamp, now = postgres.STATE / "static.stamp", sources()
    if stamp.exists() and stamp.read_text() == now and settings.STATIC_ROOT.exists():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(now)


def sources() -> str:
    """A digest of every static file's name, size and time of change, and of where they go."""
    digest = hashlib.sha256(f"{settings.STATIC_ROOT} {settings.STORAGES['staticfiles']}".encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = storage.get_modified_time(path), storage.size(path)
            digest.update(f"{path} {facts}\n".encode())
    return digest.hexdigest()
