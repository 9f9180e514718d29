"""A reading is checked: the Decision's text beside the tree that was read from it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from . import services
from .models import Doubt, Item, Plan, Source
from .numbering import branches
from .rules import checks, edits

Marks = dict[int, list[Doubt]]  # doubts by line


@dataclass(frozen=True)
class Line:
    """A line of the text: what the reader doubted there, and the item it became."""

    number: int
    text: str
    doubts: list[Doubt]
    item: Item | None


@dataclass(frozen=True)
class Node:
    """An item of the tree; ``joins`` says whether another follows beside it."""

    item: Item
    doubts: list[Doubt]
    joins: bool
    below: "list[Node]"


class Reading:
    """A plan's reading in the language asked for: lines, tree, doubts and what is missing."""

    def __init__(self, plan: Plan, language: str = ""):
        self.plan = plan
        self.sources = {source.language: source for source in plan.sources.select_related("file")}
        # Items carry the lines of the text that led the reading: the Vietnamese one of two.
        self.main = self.sources.get("vi") or next(iter(self.sources.values()), None)
        self.source: Source | None = self.sources.get(language) or self.main
        self.doubts = list(plan.doubts.all())

    @property
    def open_doubts(self) -> list[tuple[Doubt, Item | None]]:
        """Doubts nobody has settled yet, each with the item read there."""
        return [
            (doubt, self.items.get(doubt.line) if self._leads(doubt.language) else None)
            for doubt in self.doubts
            if doubt.settled_at is None
        ]

    @property
    def lines(self) -> Iterator[Line]:
        """Every line that says something."""
        if self.source is None:
            return
        marks = self._marks(self.source.language)
        items = self.items if self._leads(self.source.language) else {}
        for number, text in enumerate(self.source.lines, 1):
            if text.strip():
                yield Line(number, text, marks[number], items.get(number))

    @cached_property
    def tree(self):
        return branches(self.plan.items.for_tree())

    @cached_property
    def items(self) -> dict[int, Item]:
        """The item read from each line of the leading text; a line's first one."""
        found: dict[int, Item] = {}
        for top, below in self.tree:
            for item in (top, *below):
                found.setdefault(item.line, item)
        return found

    @property
    def parts(self) -> list[tuple[str, list[Node]]]:
        """(heading, nodes): purposes, requirements, each task, implementation."""
        marks = self._marks(self.main.language) if self.main else defaultdict(list)
        seen: set[int] = set()
        found: dict[str, list[Node]] = {}
        tops = [top for top, _below in self.tree]
        for (top, below), after in zip_longest(self.tree, tops[1:]):
            heading = top.get_task_display() if top.task else top.get_kind_display()
            own = _once(marks, top, seen)
            subs = [Node(sub, _once(marks, sub, seen), sub is not below[-1], []) for sub in below]
            node = Node(top, own, _beside(top, after), subs)
            found.setdefault(heading, []).append(node)
        return list(found.items())

    def _leads(self, language: str) -> bool:
        return self.main is not None and self.main.language == language

    def _marks(self, language: str) -> Marks:
        marks = defaultdict(list)
        for doubt in self.doubts:
            if doubt.language == language:
                marks[doubt.line].append(doubt)
        return marks


def _once(marks: Marks, item: Item, seen: set[int]) -> list[Doubt]:
    """Open doubts of the item's line, at the first item of that line only."""
    if item.line in seen or item.line is None:
        return []
    seen.add(item.line)
    return [doubt for doubt in marks[item.line] if doubt.settled_at is None]


def _beside(item: Item, after: Item | None) -> bool:
    return after is not None and (item.kind, item.task) == (after.kind, after.task)


class CheckPage(View):
    """Text and tree side by side, doubts marked; a doubt that was looked at is settled here."""

    desk: Any = None  # the plan's admin: scope, addresses, frame

    def get(self, request, pk):
        plan = self.plan(pk)
        context = self.desk.admin_site.each_context(request) | {
            "title": _("Check the reading"),
            "opts": self.desk.opts,
            "desk": self.desk,
            "plan": plan,
            "reading": Reading(plan, request.GET.get("language", "")),
            "may_edit": edits(request.user, plan),
            "missing": self.missing(plan),
            "moves": self.desk.moves_for(request, plan),
            "card": self.desk.url("change", plan.pk),
            "items": self.desk.admin_site.get_model_admin(Item).list_url,
        }
        return TemplateResponse(request, "admin/plans/plan/check.html", context)

    def post(self, request, pk):
        """Settle a doubt (``doubt``: its key)."""
        plan = self.plan(pk)
        if not edits(request.user, plan):
            raise PermissionDenied
        key = request.POST.get("doubt", "")
        doubt = get_object_or_404(plan.doubts, pk=key if key.isdecimal() and len(key) < 10 else 0)
        services.settle(doubt, by=request.user)
        return redirect(f"{request.get_full_path()}#doubts")

    def missing(self, plan: Plan) -> Iterable[str]:
        """What keeps the reading from being accepted; nothing once it is."""
        return list(services.shortcomings(plan)) if plan.status == Plan.Status.READ else []

    def plan(self, pk) -> Plan:
        """In sight, and this person's business: others get 403."""
        plan = get_object_or_404(self.desk.get_queryset(self.request), pk=pk)
        if not checks(self.request.user, plan):
            raise PermissionDenied
        return plan


def address(desk, item: Item) -> str:
    """Where an item of a reading stands on its check page; the next one when it is gone."""
    plan = desk.admin_site.get_model_admin(Plan)
    page = plan.url("check", item.plan_id)
    key = item.pk
    if key is None:
        after = Item.objects.filter(plan=item.plan_id, position__gte=item.position)
        key = after.order_by("position").values_list("pk", flat=True).first()
    return f"{page}#item-{key}" if key else f"{page}#tree"
