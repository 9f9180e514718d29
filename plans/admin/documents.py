"""Papers on the officers' desk: letterheads that units keep, numbers that were given."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import RecordAdmin, ScopedAdmin
from directory.rules import kept_units

from ..models import Letterhead, PaperNumber
from ..rules.documents import writes_letterhead, writes_letterheads


@admin.register(Letterhead)
class LetterheadAdmin(RecordAdmin):
    list_display = ["unit", "symbol", "place", "drafted_by"]
    search_fields = ["unit__name_vi", "unit__name_en", "symbol"]
    fields, fixed = ["unit", "symbol", "place", "drafted_by"], ("unit",)
    card_fields = ("unit", "symbol", "place", "drafted_by")
    reach = {"unit": kept_units}
    empty = _("No letterhead yet: symbol and place are then taken from the unit's name.")

    def may_add(self, user):
        return writes_letterheads(user)

    def may_change(self, user, letterhead):
        return writes_letterhead(user, letterhead.unit)


@admin.register(PaperNumber)
class PaperNumberAdmin(ScopedAdmin):
    list_display = ["said", "unit", "year", "kind", "number", "day", "reason"]
    list_filter = ["year", "kind"]
    search_fields = ["unit__name_vi", "unit__name_en", "=number", "reason"]
    card_fields = ("unit", "year", "kind", "number", "day", "report", "general_version", "reason")
    empty = _("No number was given yet: a report gets one once it is handed in.")

    @admin.display(description=_("paper"), ordering="number")
    def said(self, number):
        return str(number.report or number.general_version or number.reason)
