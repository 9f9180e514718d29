"""What cards and lists of cooperation share: links from card to card, the code of an enterprise."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin.columns import link
from core.desk import desk_of


def card_url(row) -> str:
    """The address of the card of ``row``; who may not see it gets 404 there."""
    return f"{desk_of(type(row)).list_url}{row.pk}/change/"


def card_link(row) -> str | None:
    """``row`` in words that lead to its card; None for none."""
    return row and link(row, card_url(row))


class OfEnterprise:
    """Rows of an enterprise: an export names it by its tax code too, names are not unique."""

    export_more: tuple[str, ...] = ("tax_code",)

    @admin.display(description=_("tax code"))
    def tax_code(self, row):
        return row.enterprise.tax_code
