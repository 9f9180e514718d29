"""The coverage table on the desk, and the same as an Excel sheet."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views import View

from core.cells import xlsx_response
from core.desk import desk_of
from directory.models import Unit

from ..coverage import KINDS, MARKS, Cell, Matrix, Row, State
from ..models import Item, Plan, Undertaking
from ..rules import leads_any

CELL = '<td role="cell" class="cell s-{}">{}</td>'
MARK = '<a href="{}" title="{}">{}<span class="visually-hidden"> {}</span></a>'
NOTHING = '{}<span class="visually-hidden"> {}</span>'


class Sheet:
    """A matrix with the address of the rows behind each number."""

    def __init__(self, matrix: Matrix):
        self.matrix = matrix
        self.base = desk_of(Undertaking).list_url
        self.labels = {state: str(state.label) for state in State}

    def address(self, state="", item: int | str = "", unit: int | str = "") -> str:
        """The list of the undertakings counted."""
        m = self.matrix
        parts = ("coverage", m.plan.pk, m.kind, state, item, unit, m.task)
        return f"{self.base}?counted={'.'.join(map(str, parts))}"

    def untaken(self, item: int | str = "", unit: int | str = "") -> str:
        """The page of the empty cells counted, kept to what the table is kept to."""
        m = self.matrix
        asked = {"plan": m.plan.pk, "kind": m.kind, "task": m.task, "state": m.state}
        asked |= {"item": item, "unit": unit}
        return f"untaken/?{urlencode({name: value for name, value in asked.items() if value})}"

    @property
    def rows(self) -> Iterator[tuple[Row, list, Any]]:
        """Each row with its numbers and its cells as HTML."""
        for row in self.matrix.rows:
            yield row, self.numbers(row.counts, item=row.item.pk), self._cells(row)

    @property
    def foot(self) -> list:
        """The numbers of the whole table; kept to one task or none, never to one state."""
        return self.numbers(self.matrix.counts)

    @property
    def columns(self) -> Iterator[tuple[Unit, list]]:
        for unit, counts in self.matrix.columns:
            yield unit, self.numbers(counts, unit=unit.pk)

    def numbers(self, counts: Counter, **where) -> list[tuple[str, int, str]]:
        """(state in words, number, address); without rows behind them there is no address."""
        return [
            (
                self.labels[state],
                counts[state],
                self._rows_of(state, where) if counts[state] else "",
            )
            for state in State
        ]

    def _rows_of(self, state: State, where) -> str:
        if state == State.NOT_TAKEN_UP:
            return self.untaken(**where)
        return self.address(state, **where) if self.whole(where) else ""

    def whole(self, where) -> bool:
        """Kept to one state the table leaves rows out: only a row's own numbers lead to rows."""
        return bool(where.get("item")) or not self.matrix.state

    def _cells(self, row: Row):
        drawn = (
            self._cell(row, cell, unit)
            for cell, unit in zip(row.cells, self.matrix.units, strict=True)
        )
        return format_html_join("", CELL, drawn)

    def _cell(self, row: Row, cell: Cell | None, unit: Unit) -> tuple:
        if cell is None:
            return "unbound", ""
        state = cell.state
        words, mark = self.labels[state], MARKS[state]
        if not cell.counts:
            return state, format_html(NOTHING, mark, words)
        said = f"{unit.code}: {words}"
        if cell.reasons:
            said += f" ({'; '.join(filter(None, cell.reasons))})"
        url = self.address("", row.item.pk, unit.pk)
        return state, format_html(MARK, url, said, mark, words)


class CoveragePage(View):
    """Obligations × units; ``?plan=``, ``kind=``, ``task=`` and ``state=`` keep to a part."""

    desk: Any = None  # the unit plan's admin: addresses, frame

    def get(self, request):
        matrix = self.matrix
        context = self.desk.admin_site.each_context(request) | {
            "title": _("Coverage table"),
            "opts": self.desk.opts,
            "desk": self.desk,
            "plans": self.plans,
            "plan": self.plan,
            "matrix": matrix,
            "sheet": Sheet(matrix) if matrix else None,
            "choices": list(self.choices()),
            "marks": [(MARKS[state], state.label, state) for state in State],
            "tail": request.GET.urlencode(),
        }
        return TemplateResponse(request, "admin/plans/unitplan/coverage.html", context)

    @cached_property
    def plans(self) -> list[Plan]:
        """Plans in force and closed ones, newest first."""
        return list(Plan.objects.filter(status__in=Plan.PUBLIC).order_by("-year", "-pk"))

    @cached_property
    def plan(self) -> Plan | None:
        asked = self.request.GET.get("plan")
        if not asked:
            return self.plans[0] if self.plans else None
        found = next((plan for plan in self.plans if str(plan.pk) == asked), None)
        if found is None:
            raise Http404
        return found

    @cached_property
    def matrix(self) -> Matrix | None:
        if self.plan is None:
            return None
        return Matrix(
            self.plan,
            self.asked("kind", [str(k) for k in KINDS]) or KINDS[0],
            task=self.asked("task", Item.Task.values),
            state=self.asked("state", State.values),
            untaken_first=leads_any(self.request.user),
        )

    def asked(self, name: str, known: list[str]) -> str:
        value = self.request.GET.get(name, "")
        if value and value not in known:
            raise BadRequest("A filter that does not exist.")
        return value

    def choices(self):
        """Drop-downs: (title, what is chosen, its choices as (words, address, chosen)).

        Before the first plan is in force there is nothing to choose from.
        """
        if self.plan is None:
            return
        kinds = [(str(kind), kind.label) for kind in KINDS]
        years = [(str(plan.pk), f"{plan.year}, {plan.number}") for plan in self.plans]
        for name, title, options in (
            ("plan", _("Yearly plan"), years),
            ("kind", _("Units"), kinds),
            ("task", _("Task"), [("", _("All")), *Item.Task.choices]),
            ("state", _("Status"), [("", _("All")), *State.choices]),
        ):
            yield title, *self.choice(name, options)

    def choice(self, name: str, options: list) -> tuple:
        now = self.request.GET.get(name, "") or options[0][0]
        links = []
        for value, words in options:
            query = self.request.GET.copy()
            query[name] = value
            links.append((words, f"?{query.urlencode()}", value == now))
        chosen = next((words for words, _url, here in links if here), "")
        return (chosen if now or name in ("plan", "kind") else ""), links


class CoverageExport(CoveragePage):
    """What the screen shows, as Excel: a column for each unit, states and reasons in words."""

    def get(self, request):
        matrix = self.matrix
        if matrix is None:
            raise Http404
        states = [str(state.label) for state in State]
        heads = [_("Code"), _("Task"), _("Obligation"), *states, *(u.name for u in matrix.units)]
        title = _("Coverage %(year)s") % {"year": matrix.plan.year}
        about = {_("Yearly plan"): str(matrix.plan), _("Made by"): str(request.user)}
        about[_("Filter")] = "; ".join(str(chosen) for _t, chosen, _l in self.choices() if chosen)
        return xlsx_response(title, heads, map(self.line, matrix.rows), about)

    def line(self, row: Row) -> list:
        item = row.item
        counts = [row.counts[state] for state in State]
        return [item.code, item.get_task_display(), item.text, *counts, *map(said, row.cells)]


def said(cell: Cell | None) -> str:
    """A cell in words; nothing where the obligation does not bind the unit."""
    if cell is None:
        return ""
    words = str(cell.state.label)
    return f"{words}: {'; '.join(cell.reasons)}" if cell.state == State.DROPPED else words
