"""Forms of the programme: applications, members, requests, warnings."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.forms import MoveForm, ReasonForm, unset
from directory.forms import PersonField, staff_within
from directory.models import Enterprise, Unit

from ..models import LEVELS, Agreement, Member, Programme
from .agreements import DAY, UPPER, EnterpriseField

LONG = forms.Textarea(attrs={"rows": 5})


class ApplyForm(MoveForm):
    """An enterprise applies."""

    enterprise = forms.ModelChoiceField(
        label=_("Enterprise"), queryset=Enterprise.objects.none(), empty_label=None
    )
    contact = forms.CharField(label=_("Contact person"), max_length=150)
    phone = forms.CharField(label=_("Telephone"), max_length=30)
    statement = forms.CharField(
        label=_("Why you apply"), widget=LONG, required=False, max_length=4000,
        help_text=_("For example: what you would like customs to support you in."),
    )  # fmt: skip

    def choices(self):
        self.fields["enterprise"].queryset = Enterprise.objects.visible_to(self.by)


class ExamineForm(MoveForm):
    """What customs knows of the applicant."""

    level = forms.TypedChoiceField(label=_("Compliance level"), choices=unset(LEVELS), coerce=int)
    violations = forms.IntegerField(
        label=_("Violations in the period of the rules"), min_value=0, max_value=999
    )
    trade_usd = forms.DecimalField(
        label=_("Trade value a year in USD"), min_value=0, max_digits=16, decimal_places=2,
        required=False,
    )  # fmt: skip
    duty_million = forms.DecimalField(
        label=_("Duties paid a year in million VND"), min_value=0, max_digits=16,
        decimal_places=2, required=False,
    )  # fmt: skip

    def choices(self):
        for name in self.fields:
            self.initial.setdefault(name, getattr(self.subject, name))


class AcceptForm(MoveForm):
    """Nothing is asked where all conditions are met."""

    reason = forms.CharField(
        label=_("Reason"), widget=LONG, max_length=500, required=False,
        help_text=_("Where a condition that is not confirmed is not met; it stays in the history."),
    )  # fmt: skip


class AdmitForm(MoveForm):
    """A member admitted on paper."""

    enterprise = EnterpriseField(label=_("Tax code of the enterprise"))
    programme = forms.ModelChoiceField(
        label=_("Rules of entry"), queryset=Programme.objects.none(), empty_label=None
    )
    level = forms.TypedChoiceField(label=_("Level at entry"), choices=unset(LEVELS), coerce=int)
    joined_on = forms.DateField(label=_("Member since"), widget=DAY)

    def choices(self):
        self.fields["enterprise"].queryset = Enterprise.objects.visible_to(self.by)
        self.fields["programme"].queryset = Programme.objects.all()


class WithdrawForm(ReasonForm):
    grounds = forms.ChoiceField(label=_("Grounds"), choices=unset(Member.Grounds.choices))
    field_order = ("grounds", "reason")


class ContestForm(MoveForm):
    text = forms.CharField(
        label=_("What the withdrawal overlooks"), widget=LONG, max_length=4000,
        help_text=_("Facts and documents by which it can be examined anew."),
    )  # fmt: skip


class DesignateForm(MoveForm):
    """Who looks after the member."""

    officer = PersonField(label=_("Email of the designated officer"), required=False)
    channel = forms.CharField(
        label=_("Direct channel"), max_length=150, required=False,
        help_text=_("Telephone or email that reaches this officer."),
    )  # fmt: skip
    memorandum = forms.ModelChoiceField(
        label=_("Memorandum"), queryset=Agreement.objects.none(), required=False
    )

    def choices(self):
        self.fields["officer"].queryset = staff_within(self.by)
        rows = Agreement.objects.within_reach(self.by).running()
        kept = rows.filter(parties__enterprise=self.subject.enterprise_id).distinct()
        self.fields["memorandum"].queryset = kept.order_by("number")
        for name in ("channel", "memorandum"):
            self.initial.setdefault(name, getattr(self.subject, name))
        self.initial.setdefault("officer", self.subject.officer_id)


class ReviewForm(MoveForm):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2099, localize=False)
    level = forms.TypedChoiceField(label=_("Compliance level"), choices=unset(LEVELS), coerce=int)
    satisfied = forms.TypedChoiceField(
        label=_("Satisfied with the support"), required=False, empty_value=None,
        choices=[("", _("Not asked")), ("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda said: said == "yes",
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), widget=LONG, required=False)

    def choices(self):
        self.initial.setdefault("year", localdate().year)


class WarnForm(MoveForm):
    text = forms.CharField(label=_("What the member should know"), widget=LONG, max_length=4000)


class AskForm(MoveForm):
    """A member asks for support."""

    member = forms.ModelChoiceField(
        label=_("Member"), queryset=Member.objects.none(), empty_label=None
    )
    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(label=_("What you need"), widget=LONG, max_length=4000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Member.objects.active().of_representative(self.by)
        self.fields["member"].queryset = rows.select_related("enterprise")


class ForwardForm(MoveForm):
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())

    def choices(self):
        units = Unit.objects.as_of(localdate()).filter(kind__in=UPPER)
        units = units.exclude(pk=self.subject.forwarded_to_id)
        self.fields["unit"].queryset = units.order_by("path")


class AnswerForm(MoveForm):
    text = forms.CharField(label=_("Answer"), widget=LONG, max_length=8000)


APPLICATION_MOVES = {"examine": ExamineForm, "accept": AcceptForm, "refuse": ReasonForm}
MEMBER_MOVES = {
    "admit": AdmitForm,
    "withdraw": WithdrawForm,
    "reinstate": ReasonForm,
    "uphold": ReasonForm,
    "designate": DesignateForm,
    "review": ReviewForm,
    "warn": WarnForm,
}
REQUEST_MOVES = {"forward": ForwardForm, "answer": AnswerForm, "turn_away": ReasonForm}
