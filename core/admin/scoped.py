"""Rows one may see, read-only: list, search, card, history, export. Out of scope is 404."""

from urllib.parse import unquote

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _

from core.cells import xlsx_response
from core.history import history
from core.search import search_queryset
from core.workflow import label_of

from .columns import columns
from .facts import facts, tables, told
from .listing import DeskList, ListAdmin


class ScopedAdmin(ListAdmin):
    """Rows outside ``visible_to`` do not exist; what is seen is read, searched and exported.

    Declare ``list_display`` (the first column is the wide one), ``list_filter``,
    ``search_fields``, ``tabs``, ``badges`` ({field: {value: "go" | "done" | "off"}}),
    ``card_fields``, ``empty`` (what to do when there is nothing) and ``property_order``
    ({property: field to sort by}). ``list_only`` names the columns a list reads. With
    ``past_apart`` the card leaves its tables and its history to a page of their own, /history/:
    for rows that are opened often, and of which much becomes. ``export_more`` names columns that
    only an export has (see :meth:`exported`).
    """

    view_on_site = False
    actions = None
    list_per_page = 25
    show_full_result_count = False
    change_list_template = "admin/list.html"
    card_template = "admin/card.html"
    past_template = "admin/past.html"
    past_apart = False
    badges: dict[str, dict] = {}
    property_order: dict[str, str] = {}
    card_fields: tuple = ()
    export_more: tuple[str, ...] = ()
    empty: str | Promise = ""

    # --- what is seen -----------------------------------------------------------------------
    def get_queryset(self, request):
        rows = self.model.objects.visible_to(request.user).for_list()
        return rows.order_by(*(self.get_ordering(request) or ["-pk"]))

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def get_changelist(self, request, **kwargs):
        return DeskList

    def get_changelist_instance(self, request):
        if any("\x00" in value for values in request.GET.lists() for value in values[1]):
            raise BadRequest("A parameter holds a null character.")
        return super().get_changelist_instance(request)

    def lookup_allowed(self, lookup, value, request=None):
        """Only what the list's own filters ask: no guessing at other columns through a URL."""
        return lookup.split("__")[0] in self.filter_names and super().lookup_allowed(
            lookup, value, request
        )

    @cached_property
    def filter_names(self) -> set[str]:
        names = set()
        for each in self.list_filter:
            name = each[0] if isinstance(each, tuple) else each
            names.add(getattr(name, "parameter_name", None) or str(name).split("__")[0])
        return names | ({self.date_hierarchy} if self.date_hierarchy else set())

    # --- who --------------------------------------------------------------------------------
    def has_module_permission(self, request):
        return self.listed_for(request.user)

    def has_view_permission(self, request, obj=None):
        return request.user.is_staff

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    # --- addresses --------------------------------------------------------------------------
    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        view = self.admin_site.admin_view(self.export)
        return [path("export/", view, name=name), *super().get_urls()]

    # --- pages ------------------------------------------------------------------------------
    def changelist_view(self, request, extra_context=None):
        title = self.opts.verbose_name_plural
        more = {"title": title[:1].upper() + title[1:], "ways": self.ways(request), "desk": self}
        return super().changelist_view(request, more | (extra_context or {}))

    def ways(self, request) -> list[tuple[str, str]]:
        """Buttons above the list, as (label, address): how a new row comes to be."""
        return []

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The read-only card; a class that edits takes over for those who may."""
        if object_id is None or request.method != "GET" or not self.has_view_permission(request):
            if object_id is not None:
                self.get_object(request, unquote(object_id))
            raise PermissionDenied
        obj = self.get_object(request, unquote(object_id))
        return TemplateResponse(request, self.card_template, self.card(request, obj))

    def card(self, request, obj) -> dict:
        """What the card of ``obj`` shows."""
        past = {"past": self.url("history", obj.pk)} if self.past_apart else self.past(request, obj)
        return {
            **self.frame(request, obj),
            "facts": facts(self, obj),
            "moves": self.moves_for(request, obj),
            **past,
        }

    def frame(self, request, obj) -> dict:
        """What every page of ``obj`` shows around its content."""
        site = self.admin_site.each_context(request)
        return {**site, "title": str(obj), "opts": self.opts, "desk": self, "original": obj}

    def past(self, request, obj) -> dict:
        """What became of ``obj`` so far: the tables of what belongs to it, its history."""
        return {"tables": tables(self, request, obj, self.inlines), "lines": self.lines(obj)}

    def moves_for(self, request, obj) -> list:
        return []

    def lines(self, obj) -> list:
        """The history card: nothing for rows without history."""
        return told(self, history(obj)) if hasattr(obj, "events") else []

    def verb_label(self, verb: str) -> str | Promise:
        """The words for ``verb`` in the history: a row is often made in a move of another."""
        return label_of(verb)

    def history_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        if not self.past_apart:
            return redirect(self.url("change", obj.pk) + "#history")
        shown = {**self.frame(request, obj), **self.past(request, obj)}
        return TemplateResponse(request, self.past_template, shown)

    def delete_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        if not self.has_delete_permission(request, obj):
            raise PermissionDenied
        return super().delete_view(request, object_id, {"desk": self} | (extra_context or {}))

    def export(self, request):
        """What the screen shows, all pages of it: the same filters, columns and order; then the
        columns for which a screen has no room."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            shown = self.get_changelist_instance(request)
        except IncorrectLookupParameters as wrong:
            raise BadRequest("A filter, an order or a page that does not exist.") from wrong
        names = [n for n in shown.list_display if n != "action_checkbox"]
        heads = columns(self, [*names, *self.export_more])
        rows = ([column.raw(row) for column in heads] for row in shown.every())
        about = {_("Filter"): shown.said() or "–", _("Made by"): str(request.user)}
        title = self.opts.verbose_name_plural
        return xlsx_response(title, [c.label for c in heads], rows, about)

    def get_search_results(self, request, queryset, search_term):
        """Search as people type Vietnamese (core.search): lists and autocompletion alike."""
        return search_queryset(queryset, search_term, self.search_fields), False

    # Triggers write the history; the admin's own log would be a second, weaker one.
    def log_addition(self, request, obj, message):
        return None

    def log_change(self, request, obj, message):
        return None

    def log_deletions(self, request, queryset):
        return None
