"""Papers on the officers' desk: numbers that were given."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import ScopedAdmin

from ..models import PaperNumber


@admin.register(PaperNumber)
class PaperNumberAdmin(ScopedAdmin):
    list_display = ["said", "unit", "year", "kind", "padded", "day", "reason"]
    list_filter = ["year", "kind"]
    search_fields = ["unit__name_vi", "unit__name_en", "=number", "reason"]
    card_fields = (
        "unit",
        "in_year",
        "kind",
        "padded",
        "day",
        "report",
        "general_version",
        "reason",
    )
    empty = _("No number was given yet: a report gets one once it is handed in.")

    @admin.display(description=_("paper"), ordering="number")
    def said(self, number):
        return str(number.report or number.general_version or number.reason)

    @admin.display(description=_("year"), ordering="year")
    def in_year(self, number):
        return str(number.year)

    @admin.display(description=_("number"), ordering="number")
    def padded(self, number):
        """As the paper has it: 01, 02 (Decree 30/2020)."""
        return f"{number.number:02}"
