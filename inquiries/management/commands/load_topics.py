"""Adds the topics the portal starts with."""

from django.core.management.base import BaseCommand

from inquiries.standard import load_topics


class Command(BaseCommand):
    help = "Add the standard topics of inquiries that are missing; safe to run again."

    def handle(self, *args, **options):
        self.stdout.write(f"{load_topics()} topics added.")
