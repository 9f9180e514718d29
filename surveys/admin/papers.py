"""A questionnaire as its readers will see it: on a phone, on paper, as a workbook."""

import tempfile
from typing import Any

from django.http import FileResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from core.cells import EXCEL, file_name

from ..forms import PageForm
from ..models import Questionnaire
from ..paper import LEVEL_WORDS, printed
from ..papers import paper_of
from ..xlsform import write


class OfQuestionnaire(View):
    """A page of a questionnaire in sight; ``desk`` is its admin."""

    desk: Any = None

    def found(self, pk: int) -> Questionnaire:
        return get_object_or_404(self.desk.get_queryset(self.request), pk=pk)

    def context(self, row: Questionnaire) -> dict[str, Any]:
        return {"paper": paper_of(row), "card": self.desk.url("change", row.pk)}


class PreviewPage(OfQuestionnaire):
    """Every section as a phone shows it; nothing typed here is kept."""

    def get(self, request, pk):
        page = self.context(self.found(pk))
        pages = page["paper"].pages
        forms = [PageForm(page=each, answers={}, prefix=f"p{n}") for n, each in enumerate(pages)]
        return render(request, "surveys/preview.html", page | {"forms": forms})


class PaperPage(OfQuestionnaire):
    """The sheet as it is printed, without a code."""

    def get(self, request, pk):
        page = self.context(self.found(pk))
        page |= {"sheets": [{}], "levels": LEVEL_WORDS.items(), "printed": printed(page["paper"])}
        return render(request, "surveys/sheets.html", page)


class WorkbookPage(OfQuestionnaire):
    """The XLSForm workbook that is read back alike."""

    def get(self, request, pk):
        row, out = self.found(pk), tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
        write(paper_of(row), out)
        out.seek(0)
        name = file_name(f"{row.code}-{row.version}", ".xlsx")
        return FileResponse(out, as_attachment=True, filename=name, content_type=EXCEL)
