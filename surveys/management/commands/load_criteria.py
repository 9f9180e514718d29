"""Adds the sets of criteria the portal starts with."""

from django.core.management.base import BaseCommand

from surveys.standard import load_criteria


class Command(BaseCommand):
    help = "Add the standard sets of criteria of surveys that are missing; safe to run again."

    def handle(self, *args, **options):
        self.stdout.write(f"{load_criteria()} sets added.")
