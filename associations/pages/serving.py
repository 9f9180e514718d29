"""The commitments that serve an obligation or an activity, for the card of either."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import F

from core.desk import desk_of

from ..models import Commitment

SHOWN = 10


@dataclass(frozen=True)
class Serving:
    """The commitments due last, each with its address; ``more`` leads to all of them, or ""."""

    lines: list[tuple[Commitment, str]]
    more: str


def serving(user: Any, key: str) -> Serving:
    """What of one's agreements serves ``key``: one query."""
    rows = Commitment.objects.visible_to(user).serving(key).for_list()
    found = list(rows.order_by(F("due_on").desc(nulls_last=True), "-pk")[: SHOWN + 1])
    base = desk_of(Commitment).list_url
    return Serving(
        [(row, f"{base}{row.pk}/change/") for row in found[:SHOWN]],
        f"{base}?{urlencode({'serves': key})}" if len(found) > SHOWN else "",
    )
