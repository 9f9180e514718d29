"""Forms of follow-ups: what displeased, who puts it right, by when."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.forms import MoveForm, ReasonForm
from directory.models import Role, Unit, User
from directory.querysets import within

from ..models import BankQuestion, Dimension, Round
from ..obligations import obligations

DAY = {"type": "date"}


class OfASet(forms.ModelChoiceField):
    """Every dimension, with the set and version it belongs to: names come again in others."""

    def label_from_instance(self, obj):
        return f"{obj.criteria_set}: {obj}"


class FollowUpForm(MoveForm):
    """A new follow-up: rounds with results, units and their people in one's reach."""

    round = forms.ModelChoiceField(Round.objects.none(), label=_("Survey round"))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit that puts it right"))
    dimension = OfASet(Dimension.objects.none(), label=_("Dimension"), required=False)
    question = forms.ChoiceField(
        label=_("Question asked"), required=False, help_text=_("Where one question showed it.")
    )
    obligation = forms.ChoiceField(
        label=_("Obligation in the plan"),
        required=False,
        help_text=_("Under which the unit does it and reports on it, where there is one."),
    )
    finding = forms.CharField(
        label=_("What displeased"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        help_text=_("As the results say it; name no enterprise."),
    )
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Owner"))
    due_on = forms.DateField(label=_("Due on"), widget=forms.DateInput(attrs=DAY))

    def choices(self):
        today = localdate()
        rounds = Round.objects.visible_to(self.by).filter(status__in=Round.ENDED)
        units = Unit.objects.as_of(today)
        if not self.by.sees_all:
            units = units.filter(within(self.by.paths))
        people = Role.objects.as_of(today).filter(unit__in=units).values("user")
        self.fields["round"].queryset = rounds.order_by("-closes_on")
        self.fields["unit"].queryset = units
        self.fields["owner"].queryset = User.objects.filter(pk__in=people, is_active=True)
        known = [(each.key, each.full) for each in obligations.offered(self.by)]
        self.fields["obligation"].choices = [("", _("No obligation")), *known]
        dimensions = Dimension.objects.visible_to(self.by).select_related("criteria_set")
        self.fields["dimension"].queryset = dimensions.order_by(
            "criteria_set__code", "-criteria_set__version", "position"
        )
        asked = BankQuestion.objects.visible_to(self.by).scales()
        asked = asked.filter(uses__questionnaire__rounds__in=rounds).distinct().order_by("code")
        self.fields["question"].choices = [("", _("No single question")),
                                           *((each.code, each.text) for each in asked)]  # fmt: skip

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day < localdate():
            raise forms.ValidationError(_("This day is past: choose today or a later day."))
        return day


class ReportForm(MoveForm):
    """What was done about it."""

    measure = forms.CharField(
        label=_("What was done"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2_000
    )


FOLLOW_UP_MOVES = {
    "assign": FollowUpForm,
    "report": ReportForm,
    "send_back": ReasonForm,
    "drop": ReasonForm,
}
