"""A workflow on the desk: the card's moves are buttons, and new rows begin by the table."""

from collections.abc import Mapping
from types import ModuleType

from django.core.exceptions import PermissionDenied
from django.urls import path
from django.utils.functional import cached_property

from core.forms import MoveForm
from core.workflow import Verbs

from .pages import DeskBeginning, DeskMove
from .scoped import ScopedAdmin

TAKEN = {"add", "change", "changelist", "delete", "history", "autocomplete", "export"}


class FlowAdmin(ScopedAdmin):
    """Declare ``flow``, ``services`` (a module), ``forms`` (by move) and the list's columns.

    A form takes ``by`` and ``subject`` (:class:`core.forms.ByForm`); its ``cleaned_data`` are the
    verb's arguments. A beginning is offered when it has a form. ``templates`` names pages of
    their own for moves whose form is more than a column of fields.
    """

    flow: Verbs
    services: ModuleType
    forms: Mapping[str, type[MoveForm]] = {}
    templates: Mapping[str, str] = {}

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        if clash := TAKEN & set(self.flow.moves):
            raise ValueError(f"{clash}: the admin's own addresses cannot name moves of {model}.")
        if hasattr(self.flow, "kinds"):
            self.badges = {"status": self.flow.kinds()} | self.badges

    def has_add_permission(self, request):
        return bool(self.beginnings(request))

    def beginnings(self, request):
        return [m for m in self.flow.beginnings(request.user) if m.name in self.forms]

    def ways(self, request):
        base = self.url("add")
        return [(move.label, f"{base}?way={move.name}") for move in self.beginnings(request)]

    def get_urls(self):
        named = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(self.pages[name]),
                name=f"{named}_{name}",
            )
            for name, move in self.flow.moves.items()
            if move.sources
        ]
        return own + super().get_urls()

    @cached_property
    def pages(self) -> dict:
        """The page of each move; a move without a verb of its name fails here, at start."""
        return {name: self._page(name, move) for name, move in self.flow.moves.items()}

    def _page(self, name, move):
        if not move.sources and name not in self.forms:
            return None
        view = DeskMove if move.sources else DeskBeginning
        more: dict = {"model": self.model, "flow": self.flow} if move.sources else {}
        if name in self.templates:
            more["template_name"] = self.templates[name]
        service, form = getattr(self.services, name), self.forms.get(name, MoveForm)
        return view.as_view(desk=self, move=name, service=service, form_class=form, **more)

    def add_view(self, request, form_url="", extra_context=None):
        ways = {move.name: move for move in self.beginnings(request)}
        if not ways:
            raise PermissionDenied
        asked = request.GET.get("way")
        return self.pages[asked if asked in ways else next(iter(ways))](request)

    def moves_for(self, request, obj):
        """(move, address, kind of button): the first is the main one, grave ones come last."""
        found = sorted(self.flow.open_to(request.user, obj), key=lambda move: move.grave)
        main = next((move for move in found if not move.grave), None)
        base = f"{self.list_url}{obj.pk}/"
        return [
            (m, f"{base}{m.name}/", "grave" if m.grave else "main" if m is main else "")
            for m in found
        ]

    def after(self, request, obj) -> str:
        """Where a move leads: the card, or the list when ``obj`` went out of sight."""
        if self.get_queryset(request).filter(pk=obj.pk).exists():
            return self.url("change", obj.pk)
        return self.list_url

    def verb_label(self, verb):
        return self.flow.label(verb)
