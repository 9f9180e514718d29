"""The activities that carry an obligation or an undertaking out: on its card, and as a list."""

from dataclasses import dataclass
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.utils.translation import gettext_lazy as _

from core.admin.filters import key_in
from core.desk import desk_of

from ..models import Activity, Item, Undertaking

SHOWN = 10
# First letter of the key in an address → whose key it is.
KINDS: dict[str, Any] = {"i": Item, "u": Undertaking}


@dataclass(frozen=True)
class Carried:
    """The latest activities, each with its address; ``more`` leads to all of them, or ""."""

    lines: list[tuple[Activity, str]]
    more: str


def carried(user, subject: Item | Undertaking) -> Carried:
    """What of the activities in sight serves ``subject``: one query."""
    rows = serving(Activity.objects.visible_to(user), subject).for_list()
    found = list(rows.order_by("-starts", "-pk")[: SHOWN + 1])
    base = desk_of(Activity).list_url
    key = f"{'i' if isinstance(subject, Item) else 'u'}{subject.pk}"
    return Carried(
        [(row, f"{base}{row.pk}/change/") for row in found[:SHOWN]],
        f"{base}?serves={key}" if len(found) > SHOWN else "",
    )


def serving(rows, subject: Item | Undertaking):
    """Those of ``rows`` that serve it."""
    if isinstance(subject, Item):
        return rows.for_obligation(subject.pk)
    return rows.for_undertaking(subject.pk)


class Serves(SimpleListFilter):
    """``?serves=i12`` (an obligation) or ``u7`` (an undertaking); offered is the one asked for."""

    title, parameter_name = _("what it serves"), "serves"

    def __init__(self, request, *args):
        self.found = sought(request.user, request.GET.get("serves", ""))
        super().__init__(request, *args)

    def lookups(self, request, model_admin):
        asked = request.GET.get("serves")
        return [(asked, str(self.found or asked))] if asked else []

    def queryset(self, request, queryset):
        """Of one in sight; what is out of sight is served by nothing."""
        if not self.value():
            return queryset
        return serving(queryset, self.found) if self.found else queryset.none()


def sought(user, key: str) -> Item | Undertaking | None:
    """The row of a key in an address; None for one that is out of sight or no key."""
    try:
        return KINDS[key[:1]].objects.visible_to(user).filter(pk=key_in(key[1:])).first()
    except (KeyError, ValueError):
        return None
