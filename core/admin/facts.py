"""The parts of a card: facts in pairs, tables of what belongs to the row, its history told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as _

from core.workflow import name_verbs

from .columns import columns, words

# What edges other than a workflow announce; "" is a change let through without a verb.
VERBS = {
    "add": _("Added"),
    "change": _("Changed"),
    "delete": _("Deleted"),
    "given": _("Given"),
    "import": _("Imported"),
    "load": _("Loaded"),
    "sample": _("Sample data"),
    "": _("Unannounced change"),
}
name_verbs(**{verb: words for verb, words in VERBS.items() if verb})


@dataclass(frozen=True)
class Table:
    """Rows that belong to the card's row."""

    title: str
    heads: list[str]
    rows: list[list]
    cut: bool


@dataclass(frozen=True)
class Told:
    """One line of the history, in words."""

    at: datetime
    verb: str
    actor: str
    reason: str
    changes: list[tuple[str, Any, Any]]


def facts(desk, obj) -> list[tuple[str, Any]]:
    """Label and words of each field on the card of ``obj``."""
    names = desk.card_fields or _own(obj)
    return [(c.label, c.show(obj)) for c in columns(desk, names)]


def _own(obj) -> list[str]:
    return [f.name for f in obj._meta.fields if f.editable and not f.primary_key]


def tables(desk, request, obj, inlines) -> list[Table]:
    """``inlines`` as read-only tables: each begins at ``visible_to``."""
    return [_table(inline(desk.model, desk.admin_site), request, obj) for inline in inlines]


def _table(inline, request, obj) -> Table:
    shown = columns(inline, inline.fields)
    rows = list(inline.rows_of(request, obj)[: inline.rows_shown + 1])
    return Table(
        title=inline.verbose_name_plural,
        heads=[c.label for c in shown],
        rows=[[(c.label, c.show(row)) for c in shown] for row in rows[: inline.rows_shown]],
        cut=len(rows) > inline.rows_shown,
    )


def told(desk, lines) -> list[Told]:
    """History for a card, newest first: verbs in the reader's words, changes by field label."""
    return [
        Told(
            line.at,
            str(VERBS.get(line.verb) or desk.verb_label(line.verb)),
            line.actor,
            line.reason,
            [_change(desk.model, *pair) for pair in line.changes.items()] if later else [],
        )
        for line, later in zip(lines, [True] * (len(lines) - 1) + [False], strict=False)
    ]


def _change(model, name: str, pair) -> tuple[str, Any, Any]:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name, words(pair[0]), words(pair[1])
    if field.is_relation:
        return field.verbose_name, "", ""
    names = dict(field.flatchoices or ())
    before, after = (words(names.get(v, v) if not isinstance(v, list) else v) for v in pair)
    return field.verbose_name, before, after
