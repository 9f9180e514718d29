"""Forms of the moves of a unit's plan and of what stands in it."""

from collections.abc import Iterable

from django import forms
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.forms import MoveForm, ReasonForm
from directory.models import Unit
from directory.querysets import within

from ..models import Activity, Item, Plan, Undertaking, UnitPlan
from ..rules.unit_plans import WORKING
from ..services.planning import units_of
from ..services.unit_plans import KINDS

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
WORDS = forms.Textarea(attrs={"rows": 3})


def reached(user, kinds):
    """Open units in which ``user`` drafts: those of the roles held, and all below."""
    paths = {path for role in user.held if role.kind in WORKING for path in role.unit.covers}
    return Unit.objects.as_of(localdate()).filter(within(paths), kind__in=kinds).order_by("path")


class BeginForm(MoveForm):
    """A new plan: for which unit, and whether it carries on an earlier one."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    continues = forms.ModelChoiceField(
        label=_("Carry over what was left undone in"),
        queryset=UnitPlan.objects.none(),
        required=False,
        empty_label=_("Nothing"),
        help_text=_("Its open undertakings are copied into the new plan, with their progress."),
    )
    kinds: Iterable[str] = ()

    def choices(self):
        units = reached(self.by, self.kinds)
        self.fields["unit"].queryset = units
        self.initial.setdefault("unit", self._own(units))
        paths = [path for unit in units for path in unit.covers]
        before = UnitPlan.objects.in_force().filter(unit__path__in=paths)
        self.fields["continues"].queryset = before.for_list().order_by("-plan__year", "unit__path")

    def _own(self, units):
        mine = self.by.unit
        return next((unit for unit in units if mine and unit.pk == mine.pk), None)

    def clean(self):
        data = super().clean()
        unit, before = data.get("unit"), data.get("continues")
        if unit and before and before.unit.path not in unit.covers:
            self.add_error("continues", _("That plan is another unit's."))
        return data


class DraftForm(BeginForm):
    """From the yearly plan: departments and headquarters units."""

    plan = forms.ModelChoiceField(label=_("Yearly plan"), queryset=Plan.objects.none())
    kinds = KINDS
    field_order = ["plan", "unit", "continues"]

    def choices(self):
        super().choices()
        plans = Plan.objects.filter(status=Plan.Status.ISSUED).order_by("-year")
        self.fields["plan"].queryset = plans
        self.initial.setdefault("plan", plans.first())


class DeriveForm(BeginForm):
    """From the superior unit's plan: branches and teams."""

    superior = forms.ModelChoiceField(
        label=_("Plan of the superior unit"),
        queryset=UnitPlan.objects.none(),
        help_text=_("Only a plan that is issued can be chosen."),
    )
    kinds = (Unit.Kind.BRANCH, Unit.Kind.TEAM)
    field_order = ["superior", "unit", "continues"]

    def choices(self):
        super().choices()
        above = {unit.parent_id for unit in self.fields["unit"].queryset}
        paths = [p for unit in Unit.objects.filter(pk__in=above) for p in unit.covers]
        plans = UnitPlan.objects.filter(status=UnitPlan.Status.ISSUED, unit__path__in=paths)
        self.fields["superior"].queryset = plans.for_list().order_by("-plan__year", "unit__path")
        self.initial.setdefault("superior", plans.first())


class IssueForm(MoveForm):
    """The unit's own document."""

    number = forms.CharField(label=_("Document number"), max_length=60)
    signed_on = forms.DateField(label=_("Signed on"), widget=DAY, initial=localdate)


class HandOverForm(MoveForm):
    """Which of the successors."""

    successor = forms.ModelChoiceField(label=_("Successor"), queryset=Unit.objects.none())

    def choices(self):
        after = self.subject.unit.successions.values("successor")
        self.fields["successor"].queryset = Unit.objects.filter(pk__in=after)


class WordingForm(MoveForm):
    """An undertaking in full: of the unit's own making, or a line that is corrected."""

    text_vi = forms.CharField(label=_("Text in Vietnamese"), widget=WORDS, max_length=4_000)
    text_en = forms.CharField(
        label=_("Text in English"), widget=WORDS, required=False, max_length=4_000
    )
    task = forms.ChoiceField(label=_("Task"), choices=Item.Task)
    lead = forms.ModelChoiceField(label=_("Lead unit"), queryset=Unit.objects.none())
    coordinating = forms.ModelMultipleChoiceField(
        label=_("Coordinating units"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = forms.DateField(
        label=_("Due on"),
        widget=DAY,
        required=False,
        help_text=_("On a day off it falls due on the next working day."),
    )
    indicator = forms.CharField(
        label=_("Indicator"),
        max_length=200,
        required=False,
        help_text=_("What is counted, for instance: dialogues held."),
    )
    target = forms.DecimalField(
        label=_("Target"), min_value=1, max_digits=14, decimal_places=2, required=False
    )
    weight = forms.IntegerField(
        label=_("Weight"),
        min_value=1,
        max_value=100,
        initial=1,
        help_text=_("From 1 to 100: how much it counts beside the others."),
    )

    def choices(self):
        for name in ("lead", "coordinating"):
            self.fields[name].queryset = units_of(self.plan)
        self.initial.setdefault("lead", self.plan.unit_id)

    @property
    def plan(self) -> UnitPlan:
        return self.subject


class AdaptForm(WordingForm):
    """A line of a draft is corrected."""

    def choices(self):
        super().choices()
        for name in self.fields:
            if name != "coordinating":
                self.initial[name] = getattr(self.subject, name)
        self.initial["coordinating"] = [each.unit_id for each in self.subject.coordinations.all()]
        if self.subject.item_id or self.subject.parent_id:
            del self.fields["task"]

    @property
    def plan(self) -> UnitPlan:
        return self.subject.unit_plan


class RecordForm(MoveForm):
    """How far it is; past 99 percent the verb says where done is reported."""

    percent = forms.IntegerField(
        label=_("Percent done"),
        min_value=0,
        required=False,
        widget=forms.NumberInput(attrs={"max": 99}),
    )
    achieved = forms.DecimalField(
        label=_("Achieved"), min_value=0, max_digits=14, decimal_places=2, required=False
    )

    def choices(self):
        row: Undertaking = self.subject
        reached = None if row.achieved is None else f"{row.achieved.normalize():f}"
        self.initial |= {"percent": row.percent, "achieved": reached}
        if row.target is None:
            del self.fields["achieved"]
        else:
            said = _("Of %(target)s: %(indicator)s") % {
                "target": row.target.normalize().__format__("f"),
                "indicator": row.indicator or "–",
            }
            self.fields["achieved"].help_text = said


class EvidenceForm(MoveForm):
    """What shows it: in words, or an activity that was held for it."""

    note = forms.CharField(
        label=_("What it shows"),
        max_length=300,
        help_text=_("For instance: minutes of the dialogue of 12 May, number 45/BB."),
    )
    activity = forms.ModelChoiceField(
        label=_("Or an activity that was held for it"),
        queryset=Activity.objects.none(),
        required=False,
        help_text=_("Its day and title stand as the reference."),
    )
    file = forms.FileField(label=_("File"), required=False)

    def choices(self):
        super().choices()
        held = Activity.objects.visible_to(self.by).for_undertaking(self.subject.pk).held()
        self.fields["activity"].queryset = held.order_by("-starts", "-pk")
        if not held.exists():
            del self.fields["activity"]
        self.fields["note"].required = self.asks and "activity" not in self.fields

    @property
    def asks(self) -> bool:
        """Whether something has to be shown here."""
        return True

    def clean(self):
        data = super().clean()
        if held := data.pop("activity", None):
            said = f"{held.first_day:%d/%m/%Y}: {held.title_vi}"
            data["note"] = "; ".join(filter(None, (data.get("note"), said)))[:300]
        elif self.asks and not data.get("note") and "note" not in self.errors:
            self.add_error("note", _("Say what shows it, or choose an activity."))
        return data


class ReportForm(EvidenceForm, RecordForm):
    """Reported as done: evidence here, or from before."""

    field_order = ["achieved", "note", "activity", "file"]

    def choices(self):
        super().choices()
        del self.fields["percent"]

    @cached_property
    def asks(self) -> bool:
        return not self.subject.evidence.exists()


class PassOnForm(MoveForm):
    """Who leads from now on."""

    lead = forms.ModelChoiceField(label=_("Lead unit"), queryset=Unit.objects.none())

    def choices(self):
        units = units_of(self.subject.unit_plan).exclude(pk=self.subject.lead_id)
        self.fields["lead"].queryset = units


UNIT_PLAN_MOVES = {
    "draft": DraftForm,
    "derive": DeriveForm,
    "initiate": WordingForm,
    "issue": IssueForm,
    "send_back": ReasonForm,
    "discard": ReasonForm,
    "hand_over": HandOverForm,
}
UNDERTAKING_MOVES = {
    "adapt": AdaptForm,
    "record": RecordForm,
    "attach": EvidenceForm,
    "report": ReportForm,
    "send_back": ReasonForm,
    "reopen": ReasonForm,
    "drop": ReasonForm,
    "pass_on": PassOnForm,
}
