"""Task 2, support: questions of enterprises from every channel, answers, the answer base."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InquiriesConfig(AppConfig):
    name = "inquiries"
    verbose_name = _("Inquiries")

    def ready(self):
        """Packages of their own are read here: their workflows, their desks, and what is told of
        members."""
        parts = ("answers.rules", "answers.admin", "answers.offer", "mail.rules", "mail.admin",
                 "members")  # fmt: skip
        for part in parts:
            import_module(f"{self.name}.{part}")
