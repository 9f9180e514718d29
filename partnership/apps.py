"""The roof: settings, addresses, the home page and the sample data."""

from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    name = "partnership"
