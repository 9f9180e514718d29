"""Loads the structure of customs and, for a trial, invented people and a year of their work."""

import secrets

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError

from directory import tables
from partnership.sample import (
    activities,
    answers,
    associations,
    inquiries,
    plan,
    published,
    survey_2024,
    surveys,
    ties,
    world,
    year_2023,
    year_now,
)
from standalone import postgres

ACCOUNTS = postgres.STATE / "accounts"  # shown by `make run`; the last thing that is written


class Command(BaseCommand):
    help = "Load the units of customs and the sample data of a trial; safe to run again."

    def add_arguments(self, parser):
        parser.add_argument(
            "--units-only", action="store_true", help="only the known structure of customs"
        )
        parser.add_argument(
            "--small", action="store_true", help="people, enterprises and the plan; no year of work"
        )
        parser.add_argument("--quiet", action="store_true", help="say nothing")

    def handle(self, *args, **options):
        added = tables.load()
        if not options["quiet"]:
            self.stdout.write(f"{added} units added.")
        if options["units_only"]:
            return
        if not (settings.TRIAL or settings.DEBUG):
            raise CommandError("Sample people are for trials: use --units-only in production.")
        accounts = world.load(make_password(password()))
        plan.load()
        if not options["small"]:
            accounts += year_of_work()
        text = "".join(f"  {part:<26}{email}\n" for part, email in accounts)
        text += f"  {'password of all':<26}{password()}\n"
        ACCOUNTS.touch(mode=0o600)
        ACCOUNTS.write_text(text)
        if not options["quiet"]:
            self.stdout.write(text)


def year_of_work() -> list[tuple[str, str]]:
    """All that was done for the plan, in every app; returns the accounts that come with it.

    Inquiries come before the year 2023: its reports count them.
    """
    for part in (activities, inquiries, year_2023, answers, survey_2024, surveys):
        part.load()
    accounts = associations.load()
    year_now.load()  # its reports count what stands by now
    ties.load()
    published.load()
    return accounts


def password() -> str:
    """This folder's own sample password, made once: no password stands in the repository."""
    file = postgres.STATE / "sample-password"
    if not file.exists():
        file.write_text(f"doi-tac-{secrets.token_hex(4)}")
        file.chmod(0o600)
    return file.read_text()
