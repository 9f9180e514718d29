"""Who looked at a case, on its card (G20)."""

from django.utils.translation import gettext_lazy as _

from core.admin import ScopedInline
from core.admin.facts import Table, tables

from ..models import Viewing
from ..rules import sees_viewings


class ViewingInline(ScopedInline):
    model, frozen, fields, rows_shown = Viewing, True, ["by", "at"], 10
    verbose_name_plural = _("who looked at this case")

    def rows_of(self, request, obj):
        return obj.viewings.select_related("by")


def seen_by(desk, request, obj) -> Table | None:
    """The looks at ``obj``, newest first; None for who may not know."""
    if not sees_viewings(request.user, obj):
        return None
    return tables(desk, request, obj, [ViewingInline])[0]
