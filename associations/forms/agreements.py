"""Forms of an agreement's verbs: each parses, the verb decides."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import MoveForm, ReasonForm
from directory.models import Enterprise, Unit

from ..models import Agreement, Association, Party
from ..rules import works

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
UPPER = (Unit.Kind.GENERAL_DEPARTMENT, Unit.Kind.HQ_UNIT, Unit.Kind.DEPARTMENT, Unit.Kind.BRANCH)


def units_of(user):
    """Units of today in which this person works, the highest first."""
    units = Unit.objects.as_of(localdate()).filter(kind__in=UPPER).order_by("path")
    return units if user.sees_all else units.filter(pk__in=[u.pk for u in units if works(user, u)])


class EnterpriseField(forms.ModelChoiceField):
    """An enterprise named by its tax code: ten thousand make no list to choose from."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid_choice": _("No enterprise within your reach has this tax code.")
    }

    def __init__(self, **kwargs):
        super().__init__(Enterprise.objects.none(), to_field_name="tax_code", **kwargs)


class DraftForm(MoveForm):
    """What an agreement is about."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Agreement.Kind)
    title_vi = forms.CharField(label=_("Title in Vietnamese"), max_length=300)
    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    about = forms.CharField(
        label=_("What it is about"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    fields_of = forms.MultipleChoiceField(
        label=_("Fields of cooperation"), choices=Agreement.Field, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def clean(self):
        data = super().clean() or self.cleaned_data
        if "fields_of" in data:
            data["fields"] = data.pop("fields_of")
        return data


class BeginForm(DraftForm):
    """A new draft: the unit in charge and, if known, the association."""

    unit = forms.ModelChoiceField(label=_("Unit in charge"), queryset=Unit.objects.none())
    party = forms.ModelChoiceField(
        label=_("Association"), queryset=Association.objects.none(), required=False,
        help_text=_("Enterprises and other bodies are named on the card afterwards."),
    )  # fmt: skip
    field_order = ("unit", "party")

    def choices(self):
        self.fields["unit"].queryset = units_of(self.by)
        self.fields["party"].queryset = Association.objects.visible_to(self.by)


class ProposeForm(DraftForm):
    """A proposal on the portal: for whom, to which unit, about what."""

    party = forms.ChoiceField(label=_("You speak for"))
    unit = forms.ModelChoiceField(
        label=_("Customs unit"), queryset=Unit.objects.none(),
        help_text=_("The department that manages you, or the general department."),
    )  # fmt: skip
    field_order = ("party", "unit")

    def choices(self):
        self.speaking = {
            f"{type(each).__name__}-{each.pk}": each
            for each in (
                *Association.objects.spoken_for_by(self.by),
                *Enterprise.objects.visible_to(self.by),
            )
        }
        self.fields["party"].choices = [(key, str(each)) for key, each in self.speaking.items()]
        kinds = (Unit.Kind.GENERAL_DEPARTMENT, Unit.Kind.DEPARTMENT)
        units = Unit.objects.as_of(localdate()).filter(kind__in=kinds)
        self.fields["unit"].queryset = units.order_by("path")
        self.fields["title_vi"].label = _("Title of the proposal")
        del self.fields["title_en"]

    def clean_party(self):
        return self.speaking[self.cleaned_data["party"]]


class DescribeForm(DraftForm):
    """The draft corrected: words, fields of cooperation, term."""

    term_months = forms.IntegerField(
        label=_("Term in months"), min_value=1, max_value=600, required=False,
        help_text=_("Empty: without end."),
    )  # fmt: skip
    renewal_months = forms.IntegerField(
        label=_("Tacit renewal by months"), min_value=1, max_value=600, required=False,
        help_text=_("Empty: it ends unless it is extended."),
    )  # fmt: skip
    notice_days = forms.IntegerField(
        label=_("Notice in days"), min_value=0, max_value=365, required=False,
        help_text=_("How many days before its end a side may say no to the tacit renewal."),
    )  # fmt: skip
    under = forms.ModelChoiceField(
        label=_("Carries out the agreement"), queryset=Agreement.objects.none(), required=False
    )
    renews = forms.ModelChoiceField(
        label=_("Takes the place of"), queryset=Agreement.objects.none(), required=False
    )

    NAMES = ("kind", "title_vi", "title_en", "about", "term_months", "renewal_months",
             "notice_days", "under", "renews")  # fmt: skip

    def choices(self):
        for name in self.NAMES:
            self.initial.setdefault(name, getattr(self.subject, name))
        self.initial.setdefault("fields_of", self.subject.fields)
        others = Agreement.objects.within_reach(self.by).exclude(pk=self.subject.pk)
        may = {"under": Agreement.RUNNING, "renews": (*Agreement.RUNNING, Agreement.Status.EXPIRED)}
        for name, states in may.items():  # what is named already stays, whatever became of it
            now = Q(pk=getattr(self.subject, f"{name}_id"))
            self.fields[name].queryset = others.filter(Q(status__in=states) | now).order_by(
                "number"
            )

    def clean(self):
        data = super().clean()
        if data.get("renewal_months") and not data.get("term_months"):
            self.add_error("renewal_months", _("Only a term can be renewed: say how long it is."))
        data["notice_days"] = data.get("notice_days") or 0
        return data


class SignForm(MoveForm):
    """Number and signatures; the day it is in force follows from them."""

    number = forms.CharField(label=_("Number"), max_length=60)
    signed_by_customs = forms.DateField(label=_("Signed by customs on"), widget=DAY, required=False)
    signed_by_partner = forms.DateField(
        label=_("Signed by the partner on"), widget=DAY, required=False,
        help_text=_("Leave a date empty while that side has not signed yet."),
    )  # fmt: skip


class CountersignForm(MoveForm):
    day = forms.DateField(label=_("Day of the missing signature"), widget=DAY)


class PartyForm(MoveForm):
    """One party: exactly one of four."""

    association = forms.ModelChoiceField(
        label=_("Association"), queryset=Association.objects.none(), required=False
    )
    enterprise = EnterpriseField(label=_("Tax code of the enterprise"), required=False)
    body = forms.CharField(label=_("Other body"), max_length=250, required=False)
    email = forms.EmailField(
        label=_("Email"), required=False,
        help_text=_("Of another body: letters about the agreement go there."),
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        label=_("Further customs unit"), queryset=Unit.objects.none(), required=False
    )
    signatory = forms.CharField(label=_("Signed by"), max_length=150, required=False)

    def choices(self):
        self.fields["association"].queryset = Association.objects.visible_to(self.by)
        self.fields["enterprise"].queryset = Enterprise.objects.visible_to(self.by)
        units = Unit.objects.as_of(localdate()).filter(kind__in=UPPER).order_by("path")
        self.fields["unit"].queryset = units.exclude(pk=self.subject.unit_id)

    def clean(self):
        data = super().clean()
        said = [data.get(name) for name in ("association", "enterprise", "body", "unit")]
        if not self.errors and sum(map(bool, said)) != 1:
            raise ValidationError(_("Name exactly one: association, enterprise, body or unit."))
        if data.get("email") and not data.get("body"):
            self.add_error("email", _("Only another body has its address here."))
        return data | {"body": data.get("body", "")}


class DropPartyForm(MoveForm):
    party = forms.ModelChoiceField(label=_("Party"), queryset=Party.objects.none())

    def choices(self):
        others = self.subject.parties.exclude(unit=self.subject.unit_id)
        self.fields["party"].queryset = others.select_related("unit", "association", "enterprise")


class ReaddressForm(MoveForm):
    """Where another body is written to from now on."""

    party = forms.ModelChoiceField(
        label=_("Other body"), queryset=Party.objects.none(), empty_label=None
    )
    email = forms.EmailField(
        label=_("Email"), required=False,
        help_text=_("Letters about the agreement go there; empty: none goes."),
    )  # fmt: skip

    def choices(self):
        bodies = self.subject.parties.exclude(body="")
        self.fields["party"].queryset = bodies
        if first := bodies.first():
            self.initial.setdefault("email", first.email)


class AttachForm(MoveForm):
    upload = forms.FileField(label=_("File"), help_text=_("PDF, Word or text, up to 20 MB."))
    title = forms.CharField(label=pgettext_lazy("heading", "Title"), max_length=200)
    shared = forms.BooleanField(label=_("The partner sees it"), required=False)


class AmendForm(MoveForm):
    """A numbered change; the number follows from those before."""

    text = forms.CharField(label=_("What changes"), widget=forms.Textarea(attrs={"rows": 4}))
    signed_by_customs = forms.DateField(label=_("Signed by customs on"), widget=DAY)
    signed_by_partner = forms.DateField(label=_("Signed by the partner on"), widget=DAY)
    extends_to = forms.DateField(
        label=_("Extends to"), widget=DAY, required=False,
        help_text=_("The new last day; empty when the term stays."),
    )  # fmt: skip
    upload = forms.FileField(label=_("File"), required=False)


class RemarkForm(MoveForm):
    """What a partner thinks of the draft."""

    text = forms.CharField(
        label=_("Comment"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )


class ExtendForm(AmendForm):
    """An extension that was signed in time and is entered late."""

    extends_to = forms.DateField(label=_("Extends to"), widget=DAY)


AGREEMENT_MOVES = {
    "propose": BeginForm,
    "begin": BeginForm,
    "describe": DescribeForm,
    "decline": ReasonForm,
    "sign": SignForm,
    "countersign": CountersignForm,
    "suspend": ReasonForm,
    "terminate": ReasonForm,
    "name_party": PartyForm,
    "drop_party": DropPartyForm,
    "readdress": ReaddressForm,
    "attach": AttachForm,
    "amend": AmendForm,
    "extend": ExtendForm,
    "refuse_renewal": ReasonForm,
    "remark": RemarkForm,
}
