"""Who may see a file: whoever may see a row it belongs to, and nobody else (G6)."""

from typing import Any

from django.apps import apps
from django.db.models import Q

_holders: list[tuple[str, str, str]] = []


def shown_with(model: str, *fields: str, to: str = "visible_to") -> None:
    """Let people who see a row of ``model`` ("plans.Source") download the files it points to.

    ``fields`` name its foreign keys to ``core.StoredFile``. Said once, in the app's ``rules``.
    ``to`` names the question who gets the file, where that is fewer than see the row.
    """
    named = [(model, field, to) for field in fields]
    _holders.extend(each for each in named if each not in _holders)


def seen_through(user: Any) -> Q:
    """Files of the rows ``visible_to(user)``, over all that :func:`shown_with` named."""
    seen = Q(pk__in=[])
    for model, field, question in _holders:
        rows = getattr(apps.get_model(model)._default_manager, question)(user)
        seen |= Q(pk__in=rows.order_by().exclude(**{field: None}).values(field))
    return seen
