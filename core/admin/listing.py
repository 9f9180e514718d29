"""A list of the desk: one page of rows, counted no further than it helps, drawn in one pass.

A page of 25 rows used to cost 18 ms, 13 of them in template nodes, addresses and translations
(design/performance.md); here the rows are tuples put into one prepared line of HTML.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, SEARCH_VAR, ChangeList
from django.utils.formats import number_format
from django.utils.functional import Promise, cached_property
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _

from core.desk import DeskAdmin

from .columns import columns, filled
from .filters import Tab
from .paging import AFTER, BEFORE, Order

CAP = 1_000
LAST_PAGE, FARTHEST = 2_000, 1_000_000
"""How far pages are counted to; how far one may leaf (core.admin.paging)."""
TAB = "tab"
MARK = {True: format_html(' aria-current="{}"', "true"), False: ""}


@dataclass(frozen=True)
class Choice:
    label: str | Promise
    url: str
    current: bool
    count: str = ""


class ListAdmin(DeskAdmin):
    """What a list asks of its admin."""

    tabs: Sequence[Tab] = ()
    list_only: tuple[str, ...] = ()

    def exported(self, rows: Any) -> Any:
        """``rows`` with what the columns of ``export_more`` read."""
        return rows


class DeskList(ChangeList):
    """Stock parsing of filters, search and order; own page, count and drawing."""

    model_admin: ListAdmin

    def __init__(self, request, *args, **kwargs):
        self.places = {n: request.GET[n] for n in (AFTER, BEFORE) if n in request.GET}
        super().__init__(request, *args, **kwargs)

    def get_filters_params(self, params=None):
        for name, said in product(self.places, (self.params, self.filter_params)):
            said.pop(name, None)  # of this page, not of the list
        found = super().get_filters_params(params)
        return {n: v for n, v in found.items() if n not in (TAB, *self.places)}

    def get_queryset(self, request, exclude_parameters=None):
        rows = super().get_queryset(request, exclude_parameters)
        self.order = self.order_of(rows)
        if only := self.model_admin.list_only:
            rows = rows.only(*only, *(self.order.names if self.order else ()))
        self.untabbed = rows
        tab = self.tabs_by_name.get(self.params.get(TAB))
        return tab.keep(rows, request.user) if tab else rows

    def get_results(self, request):
        size, page = self.list_per_page, self.page_num
        if not 1 <= page <= (FARTHEST if self.places else LAST_PAGE):
            raise IncorrectLookupParameters
        self.start = (page - 1) * size
        self.result_list, self.more = self._rows(size)
        if page > 1 and not self.result_list:
            raise IncorrectLookupParameters
        self.end = self.start + len(self.result_list)
        self.result_count = self.count_found() if self.more else self.end
        self.full_result_count, self.show_full_result_count = None, False
        self.multi_page, self.can_show_all = self.more or page > 1, False
        self.show_admin_actions = bool(self.result_list)
        self.user = request.user

    def order_of(self, rows) -> Order | None:
        """The order by which pages of ``rows`` follow each other; None: they are counted."""
        return Order.of(rows)

    def _rows(self, size: int) -> tuple[list, bool]:
        """The rows of this page, and whether there are more behind it."""
        if not self.places:
            rows = self.page_of(self.queryset, self.start, size + 1)
            return rows[:size], len(rows) > size
        if self.order is None or len(self.places) > 1:
            raise IncorrectLookupParameters
        [(way, place)] = self.places.items()
        back = way == BEFORE
        rows = self.queryset.filter(self.order.beyond(place, back=back))
        if back:  # from a page behind: there are more
            return self.page_of(rows.reverse(), 0, size)[::-1], True
        found = self.page_of(rows, 0, size + 1)
        return found[:size], len(found) > size

    def page_of(self, rows, start: int, length: int) -> list:
        """At most ``length`` of ``rows``, from the one at ``start`` on."""
        return list(rows[start : start + length])

    def every(self) -> Iterable:
        """All rows, for the export of what is shown."""
        return self.model_admin.exported(self.queryset).iterator(2_000)

    def count_found(self) -> int:
        return self._count(self.queryset)

    @staticmethod
    def _count(rows) -> int:
        """No more than one past the cap: an exact count of all would cost more than the page."""
        return rows.order_by().values("pk")[: CAP + 1].count()

    @staticmethod
    def count_words(count: int) -> str:
        """The number as it is read: "1.000+" where counting stopped."""
        return number_format(min(count, CAP), force_grouping=True) + "+" * (count > CAP)

    @property
    def total(self) -> str:
        return self.count_words(max(self.result_count, self.end))

    # --- what the template draws ------------------------------------------------------------
    @cached_property
    def columns(self):
        return columns(self.model_admin, [n for n in self.list_display if n != "action_checkbox"])

    @cached_property
    def picks(self) -> bool:
        return "action_checkbox" in self.list_display

    @property
    def heads(self) -> list[Choice]:
        """Column heads; a column with an order is a link that sorts by it, then turns it."""
        sorted_by = self.get_ordering_field_columns()
        shift = int(self.picks)
        return [self._head(at + shift, c, sorted_by) for at, c in enumerate(self.columns)]

    def _head(self, at, column, sorted_by) -> Choice:
        if not column.order:
            return Choice(column.label, "", False)
        way = sorted_by.get(at, "")
        turn = f"-{at}" if way == "asc" else str(at)
        url = self.get_query_string({ORDER_VAR: turn})
        return Choice(column.label, url, bool(way), way and f"{way}ending")

    @property
    def body(self) -> str:
        """All rows of the page in one pass over one line of HTML."""
        first, *others = self.columns
        pick, address, mark = self.picks, self.address, self.mark

        def line(row):
            title = first.show(row)
            cells = [column.show(row) for column in others]
            start = (row.pk, title) if pick else ()
            return [*start, address(row), mark(row), title, *cells]

        return filled(self._line, map(line, self.result_list))

    @cached_property
    def base(self) -> str:
        return self.model_admin.list_url

    def address(self, row) -> str:
        """Where the title of a row leads."""
        return f"{self.base}{row.pk}/change/"

    def mark(self, row) -> str:
        """An attribute more for the link of a row: the one that is open beside the list."""
        return ""

    @cached_property
    def _line(self) -> str:
        pick = (
            '<td role="cell" class="pick"><input type="checkbox" name="_selected_action"'
            ' value="{}" aria-label="{}"></td>'
            if self.picks
            else ""
        )
        cells = "".join(
            f'<td role="cell" class="field-{c.name}" data-label="{_plain(c.label)}">{{}}</td>'
            for c in self.columns[1:]
        )
        head = '<th role="rowheader" scope="row" class="field-subject"><a href="{}"{}>{}</a></th>'
        return f'<tr role="row">{pick}{head}{cells}</tr>'

    @cached_property
    def tabs_by_name(self):
        return {tab.name: tab for tab in self.model_admin.tabs}

    @property
    def tabs(self) -> list[Choice]:
        """Saved views with their counts, all rows last."""
        if not self.tabs_by_name:
            return []
        now = self.params.get(TAB)
        found = [
            Choice(t.label, self._tab(t.name), t.name == now, self._tab_count(t, t.name == now))
            for t in self.model_admin.tabs
        ]
        everything = now not in self.tabs_by_name
        count = self.total if everything else self.count_words(self._count(self.untabbed))
        return [*found, Choice(_("All"), self._tab(None), everything, count)]

    def _tab(self, name) -> str:
        return self.get_query_string({TAB: name})

    def _tab_count(self, tab, here: bool) -> str:
        """Of the tab that is shown the number of rows is known."""
        if here:
            return self.total
        return self.count_words(self._count(tab.keep(self.untabbed, self.user)))

    @property
    def drop_downs(self):
        """Filters as (title, chosen or empty, drawn choices)."""
        for spec in self.filter_specs:
            choices = list(spec.choices(self))
            chosen = ", ".join(str(c["display"]) for c in choices[1:] if c["selected"])
            title = str(spec.title)
            lines = ((c["query_string"], MARK[bool(c["selected"])], c["display"]) for c in choices)
            drawn = filled('<li><a href="{}"{}>{}</a></li>', lines)
            yield title[:1].upper() + title[1:], chosen, drawn

    def said(self) -> str:
        """Search and filters in words, for the foot of an export."""
        found = [f"“{self.query}”"] if self.query else []
        found += [f"{title}: {chosen}" for title, chosen, _drawn in self.drop_downs if chosen]
        return "; ".join(found)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the search form must hand on: filters and order."""
        return [(n, v) for n, v in self.params.items() if n not in (SEARCH_VAR, PAGE_VAR)]

    @property
    def query_tail(self) -> str:
        """The screen's own filters, for the address of its export."""
        return urlencode(self.params)

    @property
    def from_row(self) -> int:
        return self.start + 1

    @property
    def previous(self) -> str:
        if self.page_num <= 2:
            return self._page(1) if self.page_num == 2 else ""
        return self._page(self.page_num - 1, BEFORE, self.result_list[0])

    @property
    def next(self) -> str:
        return self._page(self.page_num + 1, AFTER, self.result_list[-1]) if self.more else ""

    @property
    def first(self) -> str:
        return self._page(1) if self.page_num > 2 else ""

    @property
    def here(self) -> dict[str, Any]:
        """What leads to this page of the list."""
        return {PAGE_VAR: self.page_num, **self.places} if self.page_num > 1 else {}

    def _page(self, number: int, way: str = "", row: Any = None) -> str:
        at = {way: self.order.name(row)} if self.order and row is not None else {}
        return self.get_query_string({PAGE_VAR: number, **at})


def _plain(label: str) -> str:
    """A label inside a format line: escaped, its braces doubled."""
    return escape(label).replace("{", "{{").replace("}", "}}")
