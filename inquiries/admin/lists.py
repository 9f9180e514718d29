"""The list of cases: queues counted at once, a case read beside it, filters kept under a name."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views import View

from core.admin.listing import CAP, TAB, Choice, DeskList
from core.search import RARE, walking

from .. import services
from ..models import Inquiry, SavedFilter
from ..phones import dialled
from .queues import TABS, counts

SPLIT, CASE = "split", "case"
HERE = format_html(' aria-current="{}"', "true")


NEAR = 8_000  # the newest cases, which are looked through before the index is asked


def newest(rows: QuerySet) -> QuerySet:
    """Those of ``rows`` that are among the :data:`NEAR` newest cases of all."""
    moments = Inquiry.objects.order_by("-received_at", "-pk").values_list("received_at", flat=True)
    bound = list(moments[NEAR : NEAR + 1])
    return rows.filter(received_at__gt=bound[0]) if bound else rows


def searched(rows: QuerySet, start: int, length: int) -> list:
    """At most ``length`` of the cases found, newest first, from the one at ``start`` on.

    Words that many cases hold are looked for among the newest ones first: PostgreSQL takes several
    words for rarer than they are, and collects 10,000 cases to show 25 of them.
    """
    with walking():
        found = list(newest(rows)[start : start + length])
    return found if len(found) == length else list(rows[start : start + length])


def reaches(query: str) -> bool:
    """Whether somebody looks for a telephone number or an address of mail."""
    return "@" in query or bool(dialled(query))


def chosen(request) -> int | None:
    """The key of the case to show beside the list; None where none is asked for."""
    asked = request.GET.get(CASE, "") if SPLIT in request.GET else ""
    return int(asked) if asked.isdecimal() and len(asked) < 19 else None


class InquiryList(DeskList):
    """``?split=1`` shows the list narrow, with ``case`` open beside it: plain links, no script."""

    def __init__(self, request, *args, **kwargs):
        self.split, self.chosen = SPLIT in request.GET, chosen(request)
        super().__init__(request, *args, **kwargs)

    def order_of(self, rows):
        """Where words are asked for, pages are counted: few leaf far in what they have found."""
        return None if self.looks_near else super().order_of(rows)

    def page_of(self, rows, start, length):
        if self.looks_near:
            return searched(rows, start, length)
        return super().page_of(rows, start, length)

    def count_found(self):
        """Past the cap nobody counts: 1,000 among the newest say as much as 40,000 of the index."""
        if self.looks_near:
            with walking():
                found = self._count(newest(self.queryset))
            if found > CAP:
                return found
        return super().count_found()

    @property
    def looks_near(self) -> bool:
        """Whether words are asked for, and the newest case comes first."""
        rare = RARE.search(self.query) or reaches(self.query)
        return bool(self.query) and ORDER_VAR not in self.params and not rare

    def get_filters_params(self, params=None):
        found = super().get_filters_params(params)
        return {name: value for name, value in found.items() if name not in (SPLIT, CASE)}

    def get_query_string(self, new_params=None, remove=None):
        """Of the case that is open no other link knows."""
        return super().get_query_string(new_params, [*(remove or ()), CASE])

    @property
    def tabs(self) -> list[Choice]:
        """All of them counted by one question. While searching only the one shown has a number:
        each count would collect all that is found anew (20 to 140 ms on 200,000 cases)."""
        asked = self.params.get(TAB)
        now_at = asked if asked in self.tabs_by_name else None
        told: dict[str | None, str] = {}
        if not self.query:
            found = counts(self.untabbed, self.user)
            told = {name: self.count_words(count) for name, count in found.items()}
            if now_at:
                told[None] = self.count_words(self._count(self.untabbed))
        told[now_at] = self.total
        named = [*((t.name, t.label) for t in TABS), (None, _("All"))]
        return [
            Choice(label, self._tab(name), name == now_at, told.get(name, ""))
            for name, label in named
        ]

    # --- a case beside the list ---------------------------------------------------------------
    def address(self, row) -> str:
        return f"{self.beside}&{CASE}={row.pk}#case" if self.split else super().address(row)

    def mark(self, row) -> str:
        return HERE if row.pk == self.chosen else ""

    @cached_property
    def beside(self) -> str:
        """This very page of the list with room for a case."""
        return self.get_query_string({SPLIT: 1, **self.here})

    @property
    def whole(self) -> str:
        return self.get_query_string(remove=[SPLIT])

    @property
    def kept(self) -> list[tuple[str, str]]:
        return [pair for pair in super().kept if pair[0] != CASE]

    @property
    def query_tail(self) -> str:
        """Without the view: what export, bulk moves and a saved filter are about."""
        said = {n: v for n, v in self.params.items() if n not in (SPLIT, CASE)}
        return urlencode(sorted(said.items()))

    # --- filters of one's own -----------------------------------------------------------------
    @cached_property
    def own_filters(self) -> list[tuple[SavedFilter, str, bool]]:
        """(filter, its address, whether the list shows it now)."""
        view = f"&{SPLIT}=1" if self.split else ""
        rows = SavedFilter.objects.visible_to(self.user).for_list()
        return [(row, f"?{row.query}{view}", row.query == self.query_tail) for row in rows]


class KeepForm(forms.Form):
    """A name for the list as it is shown, or the filter to remove."""

    name = forms.CharField(required=False, max_length=200)
    query = forms.CharField(required=False, max_length=4_000)
    drop = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class FilterPage(View):
    """Keep the filters of the list under a name, or remove them; back to the list."""

    http_method_names = ["post"]
    desk: Any = None

    def post(self, request):
        form = KeepForm(request.POST)
        form.is_valid()
        data = form.cleaned_data
        tail = self.known(data.get("query", ""))
        if dropped := data.get("drop"):
            services.drop_filter(dropped, by=request.user)
            messages.success(request, _("The filter is removed."))
        else:
            self.keep(request, data.get("name", ""), tail)
        view = f"&{SPLIT}=1" if SPLIT in request.POST else ""
        return redirect(f"{self.desk.list_url}?{tail}{view}")

    def keep(self, request, name: str, tail: str) -> None:
        try:
            kept = services.keep_filter(name, tail, by=request.user)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _("Kept as “%(name)s”.") % {"name": kept.name})

    def known(self, query: str) -> str:
        """Of an address's tail only what the list itself asks: filters, tab, search, order."""
        names = {*self.desk.filter_names, TAB, SEARCH_VAR, ORDER_VAR}
        pairs = [
            (name, value)
            for name, values in QueryDict(query).lists()
            if name.split("__")[0] in names and (value := values[-1]) and "\0" not in value
        ]
        return urlencode(sorted(pairs))
