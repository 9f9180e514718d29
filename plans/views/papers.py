"""Reports as files: Word and Excel, for who may read the report itself."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from core.cells import EXCEL, file_name
from core.official import WORD
from core.views import ScopedMixin

from ..models import GeneralReport, GeneralVersion, Report, ReportVersion
from ..papers import general, reports

KINDS = {"docx": WORD, "xlsx": EXCEL}


class Paper(ScopedMixin, SingleObjectMixin, View):
    """One file of a row in sight; an unknown version answers 404."""

    papers: Any = reports

    def get_queryset(self):
        return super().get_queryset().for_list()

    def which(self, request) -> Any:
        """The version that was asked for."""
        raise NotImplementedError

    def get(self, request, pk: int, ending: str):
        row = self.get_object()
        if ending not in KINDS:
            raise Http404
        try:
            which = self.which(request)
            made = getattr(self.papers, ending)(row, which)
        except (ReportVersion.DoesNotExist, GeneralVersion.DoesNotExist) as none:
            raise Http404 from none
        answer = HttpResponse(made, content_type=KINDS[ending])
        name = file_name(self.papers.title(row, which), f".{ending}")
        answer.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
        return answer


class ReportPaper(Paper):
    """``?version=2`` is an earlier version; without one, the last handed in, or the draft."""

    model = Report

    def which(self, request) -> int | None:
        asked = request.GET.get("version", "")
        if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 5):
            raise Http404
        return int(asked) if asked else None


class GeneralPaper(Paper):
    """``?stage=preliminary`` is that version; without one, the last issued, or the draft."""

    model, papers = GeneralReport, general

    def which(self, request) -> str:
        return request.GET.get("stage", "")[:20]
