"""Forms of a questionnaire's verbs."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import MoveForm, ReasonForm
from core.stored_files import inspect
from directory.models import Unit

from ..models import BankQuestion
from ..paper import Paper
from ..papers import criteria
from ..rules.questionnaires import DRAFTERS
from ..xlsform import read


class WorkbookField(forms.FileField):
    """An XLSForm workbook; its value is the paper read from it, or every fault by its row."""

    widget = forms.ClearableFileInput(attrs={"accept": ".xlsx"})

    def clean(self, data, initial=None) -> Paper | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        inspect(upload, accept=("xlsx",))
        bank = dict(BankQuestion.objects.values_list("code", "kind"))
        return read(upload.read(), bank=bank, criteria=criteria())


def own_units(user, kinds=DRAFTERS):
    """Units for which ``user`` holds one of ``kinds``: what is drafted belongs to one of them."""
    return Unit.objects.filter(pk__in=[r.unit_id for r in user.held if r.kind in kinds])


class LoadQuestionnaireForm(MoveForm):
    """A workbook, and whose questionnaire it is."""

    paper = WorkbookField(
        label=_("Workbook"),
        help_text=_("XLSForm (.xlsx): sheets survey, choices and settings."),
    )
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)

    def choices(self):
        self.fields["unit"].queryset = own_units(self.by)

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("paper"):
            raise ValidationError({"paper": _("Choose a workbook.")})
        return data


class ReplaceQuestionsForm(MoveForm):
    """The workbook that takes the place of the draft."""

    paper = WorkbookField(label=_("Workbook"))


QUESTIONNAIRE_MOVES: dict[str, type[MoveForm]] = {
    "load_questionnaire": LoadQuestionnaireForm,
    "replace_questions": ReplaceQuestionsForm,
    "withdraw_questionnaire": ReasonForm,
    "discard_questionnaire": ReasonForm,
}
