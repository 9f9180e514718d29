"""Task 5, cooperation: associations, agreements, commitments, partner enterprises."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssociationsConfig(AppConfig):
    name = "associations"
    verbose_name = _("Cooperation")
