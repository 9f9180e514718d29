"""The page on which the board works through the passages of all units, section by section."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from core.workflow import NotNow

from ..consolidation import in_order
from ..models import GeneralReport, Passage, Section
from ..rules import general_report_flow as flow
from ..services import general_reports as verbs

Use = Passage.Use


class Work:
    """One section's passages, and how many wait in each."""

    def __init__(self, general: GeneralReport, section: str):
        self.general, self.section = general, section

    @cached_property
    def passages(self) -> list[Passage]:
        rows = self.general.passages.filter(section=self.section)
        rows = rows.select_related("version__report__unit", "version__report__period")
        return in_order(rows)

    @cached_property
    def left(self) -> list[Passage]:
        return [each for each in self.passages if each.use == Use.OFFERED]

    @cached_property
    def tabs(self) -> list[tuple[str, str, int, int, bool]]:
        """(section, name, passages that wait, all, whether it is this one)."""
        waiting = Count("pk", filter=Q(use=Use.OFFERED))
        rows = self.general.passages.order_by().values("section").annotate(n=Count("pk"), w=waiting)
        counts = {row["section"]: (row["w"], row["n"]) for row in rows}
        return [
            (s.value, str(s.label), *counts.get(s.value, (0, 0)), s.value == self.section)
            for s in Section
        ]


class PassagesPage(View):
    """GET gathers what is accepted by now and shows a section; POST decides on one passage, or on
    all of the section that wait."""

    desk: Any = None

    def get(self, request, pk, wrong="", typed=None):
        general = self.general(pk)
        if flow.moves["work_through"].fits(general):
            verbs.work_through(general, by=request.user)
        section = request.GET.get("section", "")
        work = Work(general, section if section in Section.values else Section.INFORMATION.value)
        context = self.desk.admin_site.each_context(request) | {
            "title": flow.moves["work_through"].label,
            "opts": self.desk.opts,
            "desk": self.desk,
            "original": general,
            "card": self.desk.url("change", general.pk),
            "work": work,
            "open": flow.moves["work_through"].fits(general),
            "wrong": wrong,
            "typed": typed,
        }
        status = 400 if wrong else 200
        return TemplateResponse(
            request, "admin/plans/generalreport/passages.html", context, status=status
        )

    def post(self, request, pk):
        """``use``: what becomes of ``passage`` (a key), or of all in ``section`` without one."""
        general = self.general(pk)
        use = request.POST.get("use", "")
        try:
            anchor = self._decide(general, use if use in Use.values else Use.OFFERED.value)
        except ValidationError as refused:
            return self.get(request, pk, wrong=" ".join(refused.messages))
        except NotNow:
            return self.get(request, pk, wrong=_("The general report is final."))
        return redirect(f"{request.get_full_path()}{anchor}")

    def _decide(self, general: GeneralReport, use: str) -> str:
        """Returns the anchor at which work goes on: the next passage that waits."""
        said, by = self.request.POST, self.request.user
        key = said.get("passage", "")
        if not key:
            section = said.get("section", "")
            verbs.use_all(general, by=by, section=section, use=use)
            return ""
        rows = general.passages.all()
        passage = get_object_or_404(rows, pk=key if key.isdecimal() and len(key) < 10 else 0)
        done = verbs.use(passage, by=by, use=use, text=said.get("text", "").replace("\r\n", "\n"))
        waiting = Work(general, done.section).left
        return f"#passage-{waiting[0].pk if waiting else done.pk}"

    def general(self, pk) -> GeneralReport:
        """In sight, and this person's business: others get 403."""
        rows = self.desk.get_queryset(self.request)
        general = get_object_or_404(rows, pk=pk)
        if not flow.moves["work_through"].who(self.request.user, general):
            raise PermissionDenied
        return general
