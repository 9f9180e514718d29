"""Paper sheets are keyed in fast: the code, then every answer by one or two keys."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.models import User

from .. import services
from ..forms import PageForm
from ..models import Channel, Round
from ..paper import Page, Paper
from ..papers import paper_of
from ..rules import keys_paper
from .handing import OfRound


class HeadForm(forms.Form):
    """Which sheet it is: by its code, or by the number of a sheet to be keyed again."""

    code = forms.CharField(
        label=gettext_lazy("Code on the sheet"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": ""}),
    )  # fmt: skip


class AgainForm(forms.Form):
    """The number that the portal gave when the sheet was keyed first."""

    sheet = forms.CharField(
        label=gettext_lazy("Number written on the sheet"), max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": ""}),
    )  # fmt: skip


class KeyPage(OfRound):
    """One sheet after another; ``?again`` is the second keying of those that were drawn."""

    def allowed(self, row: Round) -> bool:
        return keys_paper(self.request.user, row)

    @cached_property
    def again(self) -> bool:
        return "again" in self.request.GET

    def get(self, request, pk):
        row = self.found(pk)
        return self.page(row, self.head(), self.answers(row))

    def head(self, data=None) -> forms.Form:
        """Its names have a dash, which no code of a question has."""
        return (AgainForm if self.again else HeadForm)(data, prefix="head")

    def answers(self, row: Round, data=None) -> PageForm:
        """All sections as one page: paper shows every question."""
        return PageForm(data, page=whole(paper_of(row.questionnaire)), answers={}, keying=True)

    def post(self, request, pk):
        row = self.found(pk)
        head, answers = self.head(request.POST), self.answers(row, request.POST)
        if not (head.is_valid() and answers.is_valid()):
            return self.page(row, head, answers)
        try:
            said = self.take(row, head.cleaned_data, answers.given)
        except ValidationError as refused:
            head.add_error(None if not hasattr(refused, "error_dict") else None, refused)
            return self.page(row, head, answers)
        if isinstance(said, list):
            return self.page(row, head, answers, differences=said)
        messages.success(request, said)
        return redirect(request.get_full_path())

    def take(self, row: Round, found: dict[str, Any], given: dict[str, Any]):
        """Words for the officer, or the differences that are still to be settled."""
        sheet = services.Sheet(Channel.PAPER, printed_in(row, found.get("code", "")), given)
        if not self.again:
            number = services.key_sheet(row, code=found["code"], sheet=sheet)
            return self.written(number)
        number = found["sheet"]
        differing = services.key_again(
            row, by=cast(User, self.request.user), number=number, sheet=sheet,
            settled="head-settled" in self.request.POST,
        )  # fmt: skip
        return differing or _("Sheet %(number)s: both keyings are settled.") % {"number": number}

    def written(self, number: str) -> str:
        if number:
            return _(
                "Taken. Write %(number)s on this sheet and lay it aside: a colleague keys it again."
            ) % {"number": number}
        return _("Taken: the code is closed.")

    def page(self, row: Round, head, answers, differences=()) -> TemplateResponse:
        title = _("Key sheets a second time") if self.again else _("Key paper sheets")
        more = {
            "head": head, "form": answers, "again": self.again, "differences": differences,
            "waiting": row.sealed.exclude(sheet=None).count(),
            "is_open": services.takes_paper(row),
        }  # fmt: skip
        page = self.frame(row, title) | more
        return TemplateResponse(self.request, "admin/surveys/key.html", page)


def printed_in(row: Round, code: str) -> str:
    """The language of the sheet, which is that of the letter it came with."""
    invitation = services.invitation_for(row, code)
    return row.tongue(invitation.language if invitation else None)


def whole(paper: Paper) -> Page:
    """Every question on one page, whatever its rules: the keyer sees what the writer saw."""
    questions = tuple(q for page in paper.pages for q in page.questions)
    return Page(paper.code, paper.title, questions)
