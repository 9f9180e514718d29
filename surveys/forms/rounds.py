"""Forms of a round's verbs."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.forms import MoveForm, ReasonForm
from core.stored_files import inspect
from directory.models import Unit

from ..lists import read_list
from ..models import LANGUAGES, CriteriaSet, Invitation, Questionnaire, Round
from ..services import late, unsent
from ..services.sampling import under
from .questionnaires import own_units

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
FIELDS = (
    "questionnaire", "criteria_set", "title_vi", "title_en", "population", "opens_on", "closes_on",
    "is_anonymous", "languages", "has_open_link", "has_kiosk", "double_share", "paper_days",
)  # fmt: skip
LEAST = {"min_value": _("Enter %(limit_value)s or more.")}
PARTS = [("unit", _("Department")), ("kind", _("Kind")), ("size", _("Size"))]


class RoundForm(MoveForm, forms.ModelForm):
    """What a round is; anonymity is explained where it is chosen."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple,
        initial=["vi", "en"],
    )  # fmt: skip

    class Meta:
        model = Round
        fields = FIELDS
        widgets = {"opens_on": DAY, "closes_on": DAY}
        help_texts = {
            "is_anonymous": _(
                "Who answered and what was answered are kept apart; it can never be changed."
            ),
            "double_share": _("Of the sheets keyed in, so many are keyed twice and compared."),
            "paper_days": _(
                "Where codes go out by letter the round stays open so long for sheets that were"
                " handed in by the last day; online it is over then."
            ),
        }

    def choices(self):
        seen = Questionnaire.objects.visible_to(self.by).approved()
        self.fields["questionnaire"].queryset = seen.order_by("code", "-version")
        self.fields["criteria_set"].queryset = CriteriaSet.objects.visible_to(self.by)

    def _post_clean(self):
        """The verb writes; the row itself is only checked."""
        if not self.errors:
            super()._post_clean()

    def clean(self):
        data = super().clean()
        first, last = data.get("opens_on"), data.get("closes_on")
        if first and last and last < first:
            raise ValidationError({"closes_on": _("It ends before it begins.")})
        return data


class PlanRoundForm(RoundForm):
    """A new round of a unit of one's own."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)
    field_order = ("unit", *FIELDS)

    def choices(self):
        super().choices()
        self.fields["unit"].queryset = own_units(self.by)


class CorrectRoundForm(RoundForm):
    def __init__(self, *args, subject=None, **kwargs):
        super().__init__(*args, subject=subject, instance=subject, **kwargs)


class DrawForm(MoveForm):
    """How many, by which parts, from which seed."""

    total = forms.IntegerField(
        label=_("Enterprises to ask"), min_value=1, max_value=200_000, error_messages=LEAST
    )
    parts = forms.MultipleChoiceField(
        label=_("Strata by"), choices=PARTS, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Each stratum is drawn in proportion, at least two of each."),
    )  # fmt: skip
    seed = forms.IntegerField(
        label=_("Seed"), min_value=0, max_value=2**31, error_messages=LEAST,
        help_text=_("Any number; the same number and population give the same sample."),
    )  # fmt: skip

    def choices(self):
        """Of how many is drawn, so that nobody guesses."""
        found = number_format(under(self.subject).count(), force_grouping=True)
        self.fields["total"].help_text = gettext("Of %(n)s in the reach of this unit.") % {
            "n": found
        }


class ListForm(MoveForm):
    """A list of enterprises as Excel or CSV; refused whole with every faulty row."""

    rows = forms.FileField(
        label=_("List"),
        help_text=_("Columns: tax code, name, email, telephone, address, language (vi or en)."),
    )

    def clean_rows(self):
        upload = self.cleaned_data["rows"]
        inspect(upload, accept=("csv", "xlsx"))
        return read_list(upload.file, self.by)


class InviteForm(MoveForm):
    """The codes by mail: how many letters it is."""

    letters = staticmethod(unsent)

    def choices(self):
        n = self.letters(self.subject).count()
        self.foretold = ngettext("%(n)d letter goes out.", "%(n)d letters go out.", n) % {"n": n}


class RemindForm(InviteForm):
    letters = staticmethod(late)


class ExtendForm(ReasonForm):
    """A later last day."""

    closes_on = forms.DateField(label=_("New last day"), widget=DAY)
    field_order = ("closes_on", "reason")

    def clean_closes_on(self):
        day = self.cleaned_data["closes_on"]
        if day <= self.subject.closes_on:
            raise ValidationError(gettext("Choose a later day than the present one."))
        return day


class AddressForm(ReasonForm):
    """Where an invitation is to go; what stands there now is shown."""

    channel = forms.ChoiceField(label=_("Sent by"), choices=Invitation.Channel)
    email = forms.EmailField(label=_("Email"), required=False)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=30)
    postal = forms.CharField(label=_("Address"), required=False, max_length=300)
    field_order = ("channel", "email", "phone", "postal", "reason")

    def choices(self):
        for name in ("channel", "email", "phone", "postal"):
            self.initial.setdefault(name, getattr(self.subject, name))

    def clean(self):
        """The way that is chosen needs its address."""
        data = super().clean()
        needed = Invitation.NEEDED.get(data.get("channel"))
        if needed and needed not in self.errors and not data.get(needed):
            raise ValidationError({needed: gettext("Needed for the way you chose.")})
        return data


ROUND_MOVES: dict[str, type[MoveForm]] = {
    "plan_round": PlanRoundForm,
    "correct_round": CorrectRoundForm,
    "draw_sample": DrawForm,
    "load_list": ListForm,
    "send_invitations": InviteForm,
    "remind": RemindForm,
    "extend_round": ExtendForm,
    "close_round": ReasonForm,
    "discard_round": ReasonForm,
}
INVITATION_MOVES: dict[str, type[MoveForm]] = {
    "correct_address": AddressForm,
    "note_opt_out": ReasonForm,
    "write_again": ReasonForm,
}
