"""Rows that change rarely, kept in this process for as long as their history has not grown.

History is append-only, so the number of changes it holds and the number of the last one tell of
every change, in whatever process and by whatever door, even of one that was committed after another
with a higher number. One statement asks that for all tables that are kept.
"""

import copy
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Count, Max, Model, Value

Row = TypeVar("Row", bound=Model)
Version = tuple[tuple[int, int | None], ...]

ALL = object()
_models: list[type[Model]] = []
_looked: ContextVar[dict[str, tuple[int, int | None]] | None] = ContextVar("looked", default=None)


def keep(*models: type[Model]) -> None:
    """Say that the process keeps rows of ``models``, which have history (core.history.tracked)."""
    _models.extend(model for model in models if model not in _models)
    _question.cache_clear()


def version(*models: type[Model]) -> Version:
    """The present version of the rows of ``models``: what was kept at another one is stale."""
    seen = _looked.get()
    found = seen or _look()
    if seen is not None:
        seen.update(found)
    return tuple(found[model._meta.label] for model in models)


@contextmanager
def one_look() -> Iterator[None]:
    """Inside, versions are asked once: what was true at the first question is true to the end."""
    token = _looked.set({})
    try:
        yield
    finally:
        _looked.reset(token)


class Shelf(Generic[Row]):
    """The kept rows of one model. Each answer is a copy: whoever changes it changes no other."""

    def __init__(self, model: type[Row]):
        keep(model)
        self.model = model
        self.kept: tuple[Version, dict[Any, list[Row]]] = ((), {})

    def get(self, pk: Any) -> Row | None:
        """The row with this key; None when there is none."""
        found = self._kept(pk, lambda rows: rows.filter(pk=pk))
        return found[0] if found else None

    def all(self) -> list[Row]:
        """All rows, in the model's order; for small tables."""
        return self._kept(ALL, lambda rows: rows.all())

    def _kept(self, name: Any, find: Callable[[Any], Iterable[Row]]) -> list[Row]:
        # The version is read before the rows: a change in between is found again next time.
        now = version(self.model)
        if now != self.kept[0]:
            self.kept = (now, {})
        rows = self.kept[1]
        if name not in rows:
            rows[name] = list(find(self.model._default_manager))
        return [copy.copy(row) for row in rows[name]]


def _look() -> dict[str, tuple[int, int | None]]:
    with connection.cursor() as cursor:
        cursor.execute(*_question())
        return {label: (n, last) for label, n, last in cursor.fetchall()}


@cache
def _question() -> tuple[str, Any]:
    """The question of the versions, put together once: it is asked with every clock."""
    first, *others = (_tally(model) for model in _models)
    return first.union(*others, all=True).query.sql_with_params()


def _tally(model: type[Model]):
    changes: Any = model._meta.get_field("events").related_model
    rows = changes.objects.order_by().values(label=Value(model._meta.label))
    return rows.annotate(n=Count("pk"), last=Max("pk")).values_list("label", "n", "last")
