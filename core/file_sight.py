"""Who may see a file: whoever may see a row it belongs to, and nobody else (G6)."""

from typing import Any

from django.apps import apps
from django.db.models import Q

_holders: list[tuple[str, str]] = []


def shown_with(model: str, *fields: str) -> None:
    """Let people who see a row of ``model`` ("plans.Source") download the files it points to.

    ``fields`` name its foreign keys to ``core.StoredFile``. Said once, in the app's ``rules``.
    """
    _holders.extend((model, field) for field in fields if (model, field) not in _holders)


def seen_through(user: Any) -> Q:
    """Files of the rows ``visible_to(user)``, over all that :func:`shown_with` named."""
    seen = Q(pk__in=[])
    for model, field in _holders:
        rows = apps.get_model(model)._default_manager.visible_to(user)
        seen |= Q(pk__in=rows.order_by().exclude(**{field: None}).values(field))
    return seen
