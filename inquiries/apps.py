"""Task 2, support: questions of enterprises from every channel, answers, the answer base."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InquiriesConfig(AppConfig):
    name = "inquiries"
    verbose_name = _("Inquiries")

    def ready(self):
        """The answer base is a package of its own: its workflow and its desk are read here."""
        for part in ("answers.rules", "answers.admin", "answers.offer", "mail.rules", "mail.admin"):
            import_module(f"{self.name}.{part}")
