"""Forms of an issue needing support."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.admin.widgets import PlainSelect
from core.forms import MoveForm, ReasonForm
from directory.models import Unit

from ..models import Activity, Undertaking
from ..rules.activities import organised_units
from . import offers
from .plans import FreshForm

LINES = forms.Textarea(attrs={"rows": 5})


class IssueForm(MoveForm):
    """What the matter is and what is asked."""

    title = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(
        label=_("What the matter is"),
        widget=LINES,
        help_text=_("What happened, to whom, and what your unit has tried."),
    )
    asked = forms.CharField(label=_("What is asked of the Committee"), widget=LINES)


class RaiseForm(IssueForm):
    """A new issue, with the dialogue or undertaking it comes from."""

    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), widget=PlainSelect, empty_label=None
    )
    activity = forms.ModelChoiceField(
        label=_("Raised at"),
        queryset=Activity.objects.none(),
        required=False,
        empty_label=_("No activity"),
    )
    undertaking = forms.ModelChoiceField(
        label=_("Met in carrying out"),
        queryset=Undertaking.objects.none(),
        required=False,
        empty_label=_("No undertaking"),
    )

    def choices(self):
        self.fields["unit"].queryset = organised_units(self.by)
        self.initial.setdefault("unit", self.by.unit and self.by.unit.pk)
        self.fields["activity"].queryset = _unsliced(Activity, offers.activities(self.by))
        self.fields["undertaking"].queryset = _unsliced(Undertaking, offers.undertakings(self.by))


def _unsliced(model, rows):
    """The same rows as a queryset that a choice can still be looked up in."""
    return model.objects.filter(pk__in=[row.pk for row in rows]).order_by("-pk")


class ResubmitForm(FreshForm, IssueForm):
    """The words anew."""

    def choices(self):
        super().choices()
        for name in ("title", "text", "asked"):
            self.initial.setdefault(name, getattr(self.subject, name))


class ForwardForm(MoveForm):
    """The headquarters unit or department that is asked to write."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())

    def choices(self):
        kinds = (Unit.Kind.HQ_UNIT, Unit.Kind.DEPARTMENT)
        self.fields["unit"].queryset = Unit.objects.as_of(localdate()).filter(kind__in=kinds)


class AdviseForm(FreshForm):
    """The opinion of the unit asked."""

    opinion = forms.CharField(label=_("Opinion"), widget=LINES)

    def choices(self):
        super().choices()
        self.initial.setdefault("opinion", self.subject.opinion)


class AnswerForm(FreshForm):
    """The Committee's answer; the opinion of the unit asked stands there to begin with."""

    answer = forms.CharField(label=_("Answer"), widget=LINES)

    def choices(self):
        super().choices()
        self.initial.setdefault("answer", self.subject.opinion)


ISSUE_MOVES = {
    "raise_issue": RaiseForm,
    "resubmit": ResubmitForm,
    "forward": ForwardForm,
    "advise": AdviseForm,
    "answer": AnswerForm,
    "send_back": ReasonForm,
    "reopen": ReasonForm,
    "withdraw_issue": ReasonForm,
}
