"""The pages of the dashboard; each begins at who may read it and at what they may see."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.generic import TemplateView, View

from core.cells import EXCEL, file_name
from core.official import WORD
from core.views import AllowedMixin

from . import drawn, pages, sheets
from .asked import Asked
from .scope import reads


class Room(AllowedMixin, TemplateView):
    """A page of the reading room: what was asked, the tabs, the moment of the numbers."""

    allowed = staticmethod(reads)
    page = ""

    def get_context_data(self, **kwargs):
        asked = Asked.of(self.request)
        shared = {"asked": asked, "tabs": pages.tabs(self.page, asked), "now": localtime()}
        return super().get_context_data(**shared, **self.shown(asked), **kwargs)

    def shown(self, asked: Asked) -> dict:
        raise NotImplementedError


class CyclePage(Room):
    """Where each unit stands in the reporting period."""

    template_name, page = "dashboard/cycle.html", "cycle"

    def shown(self, asked):
        return pages.cycle(asked) if asked.cycle else {}


class ProgressPage(Room):
    """How far the plan has come, by task and by unit."""

    template_name, page = "dashboard/progress.html", "progress"

    def shown(self, asked):
        if not (asked.advance and asked.advance.plans):
            return {}
        return {
            "by_task": drawn.tasks_table(asked.advance),
            "by_unit": drawn.units_table(asked.advance),
        }


class FiguresPage(Room):
    """Every app's figures, by task."""

    template_name, page = "dashboard/figures.html", "figures"

    def shown(self, asked):
        if asked.panels is None:
            return {}
        days = asked.panels.period
        return {
            "panels": [
                (task.label, asked.query(task=task.value), drawn.panels_table(days, mine))
                for task, mine in asked.panels
            ]
        }


class Export(AllowedMixin, View):
    """The whole dashboard as shown, as Excel or Word; ``?task=`` keeps to that task's figures.

    Any other format answers 404.
    """

    allowed = staticmethod(reads)
    makers = {"xlsx": (sheets.xlsx, EXCEL), "docx": (sheets.docx, WORD)}

    def get(self, request, ending: str):
        if ending not in self.makers:
            raise Http404
        make, kind = self.makers[ending]
        asked = Asked.of(request)
        answer = HttpResponse(make(asked), content_type=kind)
        answer.headers["Content-Disposition"] = pages.attached(
            file_name(sheets.heading(asked), f".{ending}")
        )
        return answer


class Remind(AllowedMixin, TemplateView):
    """Whom a reminder would reach, and the button that sends it."""

    template_name = "dashboard/remind.html"
    allowed = staticmethod(pages.reminds)

    def get_context_data(self, **kwargs):
        asked = Asked.of(self.request)
        return super().get_context_data(asked=asked, **pages.reminder(asked), **kwargs)

    def post(self, request):
        asked = Asked.of(request)
        pages.remind(request, asked)
        return redirect(reverse("dashboard:cycle") + asked.query())
