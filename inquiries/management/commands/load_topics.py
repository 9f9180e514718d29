"""Adds the topics and time limits the portal starts with."""

from django.core.management.base import BaseCommand

from inquiries.standard import load_limits, load_topics


class Command(BaseCommand):
    help = "Add the standard topics that are missing, and first time limits; safe to run again."

    def handle(self, *args, **options):
        self.stdout.write(f"{load_topics()} topics added, {load_limits()} time limits.")
