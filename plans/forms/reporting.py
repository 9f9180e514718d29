"""Forms of the verbs of periods and of the general report, and of a report's review."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.forms import MoveForm, ReasonForm
from directory.models import Unit

from ..models import Plan, Recommendation, Report, ReportingPeriod
from ..models.reporting import who_reports
from .documents import NumberForm
from .plans import FreshForm

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
OWING = [
    (kind.value, kind.label)
    for kind in (Unit.Kind.HQ_UNIT, Unit.Kind.DEPARTMENT, Unit.Kind.BRANCH, Unit.Kind.TEAM)
]
TERMS = [
    "title_vi", "title_en", "starts", "cut_off", "before", "rule", "opens_on", "owing",
    "redo_days", "nag_days",
]  # fmt: skip


class PeriodForm(MoveForm, forms.ModelForm):
    """Days, rule and who owes; the due day follows from them."""

    owing = forms.MultipleChoiceField(
        label=_("Who reports"), choices=OWING, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ReportingPeriod
        fields = TERMS
        widgets = {name: DAY for name in ("starts", "cut_off", "before", "opens_on")}

    def _post_clean(self):
        """The verb writes: validating must not change the row that is shown."""


class ScheduleForm(PeriodForm):
    """An ad hoc period of a plan in force."""

    plan = forms.ModelChoiceField(
        label=_("Yearly plan"), queryset=Plan.objects.filter(status=Plan.Status.ISSUED)
    )
    field_order = ["plan", *TERMS]

    def choices(self):
        """What mostly holds stands there: the newest plan, from today, by the Decision."""
        usual = {
            "plan": self.fields["plan"].queryset.order_by("-year").first(),
            "opens_on": localdate(),
            "owing": who_reports(),
        }
        self.initial = usual | {name: said for name, said in self.initial.items() if said}


class TermsForm(FreshForm, PeriodForm):
    """Changed until the period opens."""

    def __init__(self, *args, subject=None, **kwargs):
        super().__init__(*args, subject=subject, instance=subject, **kwargs)


class UntilForm(ReasonForm):
    """A later day, and why."""

    until = forms.DateField(label=_("New last day"), widget=DAY)
    field_order = ["until", "reason"]

    def choices(self):
        if isinstance(self.subject, Report):
            said = gettext("Due on %(day)s so far.")
            self.fields["until"].help_text = said % {"day": f"{self.subject.due:%d/%m/%Y}"}


class RemindForm(MoveForm):
    """Shows whom the letters go to."""

    units = forms.CharField(
        label=_("Late by now"), required=False, disabled=True, widget=forms.Textarea
    )

    def choices(self):
        late = Report.objects.filter(period=self.subject).late(self.by.today).for_list()
        names = [str(each.unit) for each in late.order_by("unit__path")]
        self.fields["units"].widget.attrs["rows"] = min(len(names) + 1, 15)
        self.initial["units"] = "\n".join(names) or gettext("Nobody is late.")
        said = ngettext(
            "%(count)s unit is written to.", "%(count)s units are written to.", len(names)
        )
        self.fields["units"].help_text = said % {"count": len(names)}

    def clean(self):
        super().clean()
        return {}


class RecommendForm(MoveForm):
    """A recommendation, to one unit or to all."""

    text = forms.CharField(
        label=_("Recommendation"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    unit = forms.ModelChoiceField(
        label=_("Addressed to"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("All units"),
    )

    def choices(self):
        owed = Report.objects.filter(period=self.subject.period_id).values("unit")
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=owed)


class WithdrawForm(MoveForm):
    """Which recommendation is taken back."""

    recommendation = forms.ModelChoiceField(
        label=_("Recommendation"), queryset=Recommendation.objects.none()
    )

    def choices(self):
        self.fields["recommendation"].queryset = self.subject.recommendations.all()


PERIOD_MOVES: dict[str, type[MoveForm]] = {
    "schedule": ScheduleForm,
    "set_terms": TermsForm,
    "remind_late": RemindForm,
    "extend_all": UntilForm,
}
REPORT_MOVES = {
    "send_back": ReasonForm,
    "extend": UntilForm,
    "excuse": ReasonForm,
    "expect_again": ReasonForm,
    "number_paper": NumberForm,
}
GENERAL_MOVES = {
    "recommend": RecommendForm,
    "withdraw_recommendation": WithdrawForm,
    "number_general": NumberForm,
}
