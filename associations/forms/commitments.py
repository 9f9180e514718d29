"""Forms of commitments and meetings."""

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.forms import MoveForm, ReasonForm
from directory.models import Unit

from ..models import Agreement, Amendment, Commitment, Party
from ..served import served
from .agreements import DAY, UPPER

TEXT = forms.Textarea(attrs={"rows": 3})


class OwedForm(MoveForm):
    """Who undertakes what, by when; ``agreement`` is given by the subject, or chosen."""

    clause = forms.CharField(label=_("Clause"), max_length=40, required=False)
    text_vi = forms.CharField(label=_("Text in Vietnamese"), widget=TEXT)
    text_en = forms.CharField(label=_("Text in English"), widget=TEXT, required=False)
    unit = forms.ModelChoiceField(
        label=_("Customs unit that carries it out"), queryset=Unit.objects.none(), required=False,
        help_text=_("Or choose a partner below."),
    )  # fmt: skip
    party = forms.ModelChoiceField(
        label=_("Partner that carries it out"), queryset=Party.objects.none(), required=False
    )
    due_on = forms.DateField(label=_("Due on"), widget=DAY, required=False)

    def choices(self):
        units = Unit.objects.as_of(localdate()).filter(kind__in=UPPER)
        self.fields["unit"].queryset = units.order_by("path")
        self.fields["party"].queryset = self.parties().select_related("association", "enterprise")

    def parties(self):
        return Party.objects.filter(agreement=self.subject.agreement_id, side=Party.Side.PARTNER)


class DecideForm(OwedForm):
    """An action point of a meeting."""


class UndertakeForm(OwedForm):
    """A commitment of an agreement within reach; its parties are offered with their agreement."""

    agreement = forms.ModelChoiceField(label=_("Agreement"), queryset=Agreement.objects.none())
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Commitment.Kind.choices[:2], initial=Commitment.Kind.DEED
    )
    amendment = forms.ModelChoiceField(
        label=_("Added by the amendment"), queryset=Amendment.objects.none(), required=False,
        help_text=_("Of a signed agreement; it takes a new commitment in no other way."),
    )  # fmt: skip
    every_months = forms.IntegerField(
        label=_("Every so many months"), min_value=1, max_value=60, required=False,
        help_text=_("3 for a quarterly meeting; empty for once."),
    )  # fmt: skip
    field_order = ("agreement", "amendment", "kind")

    def choices(self):
        """Agreements in the making; of those that run the ones with an amendment."""
        near = Agreement.objects.within_reach(self.by)
        amended = Amendment.objects.within_reach(self.by).filter(
            tacit=False, agreement__status__in=Agreement.RUNNING
        )
        open_to_more = Q(status__in=Agreement.OPEN) | Q(pk__in=amended.values("agreement"))
        self.fields["agreement"].queryset = near.filter(open_to_more).order_by("-pk")
        amended = amended.select_related("agreement").order_by("-agreement", "number")
        self.fields["amendment"].queryset = amended
        self.fields["amendment"].label_from_instance = lambda a: f"{a} ({a.agreement})"
        super().choices()
        self.fields["party"].label_from_instance = lambda p: f"{p} ({p.agreement})"

    def parties(self):
        near = Agreement.objects.within_reach(self.by)
        rows = Party.objects.filter(side=Party.Side.PARTNER, agreement__in=near.values("pk"))
        return rows.select_related("agreement").order_by("-agreement", "pk")

    def clean(self):
        data = super().clean()
        if data.get("every_months") and not data.get("due_on"):
            self.add_error("due_on", _("Say when it is due for the first time."))
        return data


class RewordForm(MoveForm):
    clause = forms.CharField(label=_("Clause"), max_length=40, required=False)
    text_vi = forms.CharField(label=_("Text in Vietnamese"), widget=TEXT)
    text_en = forms.CharField(label=_("Text in English"), widget=TEXT, required=False)
    due_on = forms.DateField(label=_("Due on"), widget=DAY, required=False)

    def choices(self):
        for name in self.fields:
            self.initial.setdefault(name, getattr(self.subject, name))
        self.fields["due_on"].required = bool(self.subject.every_months)


class ServeForm(MoveForm):
    """Obligations and activities a commitment serves: those ticked, and no others."""

    serves = forms.MultipleChoiceField(
        label=_("Obligations and activities it serves"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Obligations of plans in force that bind the unit in charge, and activities of "
                    "the units concerned from a year ago on. Untick what it serves no more."),
    )  # fmt: skip

    def choices(self):
        """What is tied already stands first, also what would not be offered any more."""
        groups: dict[str, list] = {}
        now = served.seen(self.by, self.subject.serves)
        tied = {each.key for each in now}
        for each in now:
            groups.setdefault(str(_("Tied now")), []).append((each.key, each.full))
        for each in served.offered(self.by, self.subject):
            if each.key not in tied:
                groups.setdefault(each.group, []).append((each.key, each.label))
        self.fields["serves"].choices = list(groups.items())
        self.initial["serves"] = list(tied)


class ReportForm(MoveForm):
    evidence = forms.CharField(label=_("What was done"), widget=TEXT, max_length=4000)
    upload = forms.FileField(
        label=_("Evidence"), required=False, help_text=_("PDF, Word or text, up to 20 MB.")
    )

    def choices(self):
        self.initial.setdefault("evidence", self.subject.evidence)
        if file := self.subject.file:
            self.fields["upload"].help_text = _(
                "PDF, Word or text, up to 20 MB. Without another file %(name)s stays."
            ) % {"name": file.name}


class SendBackForm(ReasonForm):
    """What is missing of a commitment that was reported."""


class ConveneForm(MoveForm):
    agreement = forms.ModelChoiceField(label=_("Agreement"), queryset=Agreement.objects.none())
    planned_on = forms.DateField(label=_("Planned on"), widget=DAY)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    agenda = forms.CharField(label=_("Agenda"), widget=forms.Textarea(attrs={"rows": 6}))

    def choices(self):
        near = Agreement.objects.within_reach(self.by).running()
        self.fields["agreement"].queryset = near.order_by("-pk")


class HoldForm(MoveForm):
    held_on = forms.DateField(label=_("Held on"), widget=DAY)
    minutes = forms.CharField(label=_("Minutes"), widget=forms.Textarea(attrs={"rows": 8}))
    upload = forms.FileField(label=_("File"), required=False)

    def choices(self):
        self.initial.setdefault("held_on", self.subject.planned_on)


COMMITMENT_MOVES = {
    "undertake": UndertakeForm,
    "report": ReportForm,
    "send_back": SendBackForm,
    "release": ReasonForm,
    "reword": RewordForm,
    "serve": ServeForm,
}
MEETING_MOVES = {"convene": ConveneForm, "hold": HoldForm, "decide": DecideForm}
