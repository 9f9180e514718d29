"""Forms of a plan's verbs: each parses, the verb decides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import MoveForm, ReasonForm
from directory.models import Unit

from . import services
from .models import Item, Plan
from .uploads import DecisionFile, paired

WIDE = forms.Textarea(attrs={"rows": 6})


class ReadForm(MoveForm):
    """Upload a Decision, in one language or in both."""

    file = DecisionFile(label=_("Decision"))
    other = DecisionFile(
        label=_("The same Decision in the other language"),
        required=False,
        help_text=_("Its texts are laid beside those of the first file, item by item."),
    )
    issuer = forms.ModelChoiceField(label=_("Issuing unit"), queryset=Unit.objects.none())

    def choices(self):
        units = Unit.objects.filter(kind=Unit.Kind.GENERAL_DEPARTMENT)
        self.fields["issuer"].queryset = units.order_by("-pk")

    def clean(self):
        """The two files become one reading; what the reader refuses is an error of the file."""
        data = super().clean()
        if self.errors:
            return data
        main, translation = paired(data["file"], data.get("other"))
        return {"issuer": data["issuer"], "main": main, "translation": translation}


class DescribeForm(MoveForm, forms.ModelForm):
    """The heading of the Decision."""

    class Meta:
        model = Plan
        fields = ["year", "number", "signed_on", "signer", "title_vi", "title_en"]
        widgets = {
            "signed_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "title_vi": forms.Textarea(attrs={"rows": 3}),
            "title_en": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, subject=None, **kwargs):
        super().__init__(*args, subject=subject, instance=subject, **kwargs)

    def _post_clean(self):
        """The verb writes: validating must not change the row that is shown."""


class AcceptForm(MoveForm):
    """Says what is missing before anything is moved."""

    def clean(self):
        for each in services.shortcomings(self.subject):
            self.add_error(None, each)
        return super().clean()


class CorrectForm(MoveForm):
    """Text, task, level and units of an item."""

    text_vi = forms.CharField(label=_("Text in Vietnamese"), widget=WIDE, required=False)
    text_en = forms.CharField(label=_("Text in English"), widget=WIDE, required=False)
    task = forms.ChoiceField(label=_("Task"), choices=Item.Task)
    level = forms.ChoiceField(
        label=_("Level"), choices=[("", _("Not said")), *Item.Level.choices], required=False
    )
    recurrence = forms.ChoiceField(
        label=_("How often"),
        choices=[("", _("Not said")), *Item.Recurrence.choices],
        required=False,
    )
    leads = forms.ModelMultipleChoiceField(
        label=_("Lead units"), queryset=Unit.objects.none(), required=False
    )
    supporters = forms.ModelMultipleChoiceField(
        label=_("Coordinating units"), queryset=Unit.objects.none(), required=False
    )

    def choices(self):
        item = self.subject
        kinds = (Unit.Kind.GENERAL_DEPARTMENT, Unit.Kind.HQ_UNIT, Unit.Kind.DEPARTMENT)
        units = Unit.objects.filter(kind__in=kinds).order_by("path")
        if item.plan.signed_on:
            units = units.as_of(item.plan.signed_on)
        for name in ("leads", "supporters"):
            self.fields[name].queryset = units
            self.initial.setdefault(name, [unit.pk for unit in getattr(item, name)])
        for name in ("text_vi", "text_en", "task", "level", "recurrence"):
            self.initial.setdefault(name, getattr(item, name))
        self._drop_what_does_not_apply(item)

    def _drop_what_does_not_apply(self, item: Item) -> None:
        if not item.task or item.parent_id:
            del self.fields["task"]
        if item.kind != Item.Kind.DETAIL:
            del self.fields["level"]

    def clean(self):
        data = super().clean()
        if not (data.get("text_vi", "").strip() or data.get("text_en", "").strip()):
            self.add_error("text_vi", _("Write the text in one language at least."))
        return data


class SplitForm(MoveForm):
    """One item becomes two: the texts of both halves."""

    first_vi = forms.CharField(label=_("First item in Vietnamese"), widget=WIDE, required=False)
    first_en = forms.CharField(label=_("First item in English"), widget=WIDE, required=False)
    second_vi = forms.CharField(label=_("Second item in Vietnamese"), widget=WIDE, required=False)
    second_en = forms.CharField(label=_("Second item in English"), widget=WIDE, required=False)

    def choices(self):
        self.initial.setdefault("first_vi", self.subject.text_vi)
        self.initial.setdefault("first_en", self.subject.text_en)

    def clean(self):
        data = super().clean()
        halves = {
            half: {
                f"text_{tongue}": data.get(f"{half}_{tongue}", "").strip()
                for tongue in ("vi", "en")
            }
            for half in ("first", "second")
        }
        for half, texts in halves.items():
            if not any(texts.values()):
                self.add_error(f"{half}_vi", _("Each half needs a text in one language at least."))
        return halves


MOVES = {
    "read": ReadForm,
    "accept": AcceptForm,
    "discard": ReasonForm,
    "describe": DescribeForm,
}
ITEM_MOVES = {"correct": CorrectForm, "split": SplitForm, "drop": ReasonForm}
