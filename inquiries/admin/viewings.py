"""The log of looks at cases (G20), for heads and the board."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import ScopedAdmin

from ..models import Viewing


@admin.register(Viewing)
class ViewingAdmin(ScopedAdmin):
    list_display = ["case", "by", "at"]
    search_fields = ["inquiry__reference", "by__last_name", "by__first_name", "by__username"]
    ordering = ["-at", "-pk"]
    list_only = (
        "at", "inquiry__reference", "by__last_name", "by__first_name", "by__username",
    )  # fmt: skip
    card_fields = ("inquiry", "by", "at")
    empty = _("Nobody has opened a case of your unit yet.")

    def listed_for(self, user):
        return user.sees_all or any(role.kind == role.Kind.HEAD for role in user.held)

    @admin.display(description=_("reference"), ordering="inquiry__reference")
    def case(self, viewing):
        return viewing.inquiry.reference
