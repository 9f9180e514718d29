"""A reading is checked: the Decision's text beside the tree that was read from it."""

from collections import defaultdict

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views import View

from . import services
from .models import Doubt, Item, Plan
from .numbering import branches
from .rules import edits, flow


class CheckPage(View):
    """Text and tree side by side, doubts marked; a doubt that was looked at is settled here."""

    desk = None  # the plan's admin: scope, addresses, frame

    def get(self, request, pk):
        plan = self.plan(pk)
        sources = {source.language: source for source in plan.sources.all()}
        language = request.GET.get("language")
        source = sources.get(language) or sources.get("vi") or next(iter(sources.values()), None)
        doubts = list(plan.doubts.all())
        frame = self.desk.admin_site.each_context(request)
        context = frame | {
            "title": _("Check the reading"),
            "opts": self.desk.opts,
            "desk": self.desk,
            "plan": plan,
            "sources": sources.values(),
            "source": source,
            "lines": _lines(source, doubts) if source else [],
            "parts": _parts(plan),
            "doubts": [doubt for doubt in doubts if doubt.settled_at is None],
            "may_edit": edits(request.user, plan),
            "moves": flow.open_to(request.user, plan),
            "card": self.desk.url("change", plan.pk),
        }
        return TemplateResponse(request, "admin/plans/plan/check.html", context)

    def post(self, request, pk):
        plan = self.plan(pk)
        if not edits(request.user, plan):
            raise PermissionDenied
        doubt = get_object_or_404(plan.doubts, pk=request.POST.get("doubt") or 0)
        services.settle(doubt, by=request.user)
        return redirect(f"{request.path}#doubts")

    def plan(self, pk) -> Plan:
        return get_object_or_404(self.desk.get_queryset(self.request), pk=pk)


def _lines(source, doubts: list[Doubt]) -> list[tuple[int, str, list[Doubt]]]:
    """(number, text, doubts there) of every line that says something."""
    marked = defaultdict(list)
    for doubt in doubts:
        if doubt.language == source.language:
            marked[doubt.line].append(doubt)
    return [
        (number, text, marked[number])
        for number, text in enumerate(source.lines, 1)
        if text.strip()
    ]


def _parts(plan: Plan) -> list[tuple[str, list[tuple[Item, list[Item]]]]]:
    """(heading, branches): purposes, requirements, each task, implementation."""
    parts: dict[str, list] = {}
    for top, below in branches(plan.items.for_tree()):
        heading = top.get_task_display() if top.task else top.get_kind_display()
        parts.setdefault(heading, []).append((top, below))
    return list(parts.items())
