"""Forms of a plan's verbs: each parses, the verb decides."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import MoveForm, ReasonForm
from core.history import history
from directory.models import Unit

from .. import services
from ..models import Item, Plan
from ..uploads import DecisionFile, paired

WIDE = forms.Textarea(attrs={"rows": 6})
TONGUES = ("vi", "en")


class ReadForm(MoveForm):
    """Upload a Decision, in one language or in both."""

    file = DecisionFile(
        label=_("Decision"), help_text=_("As text, Word or PDF, with the plan that belongs to it.")
    )
    other = DecisionFile(
        label=_("The same Decision in the other language"),
        required=False,
        help_text=_("Its texts are laid beside those of the first file, item by item."),
    )
    issuer = forms.ModelChoiceField(
        label=_("Issuing unit"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("As on the day of signing"),
    )

    def choices(self):
        self.fields["issuer"].queryset = self._issuers()

    def clean(self):
        """The two files become one reading; what the reader refuses is an error of the file."""
        data = super().clean()
        if self.errors:
            return data
        main, translation = paired(data["file"], data.get("other"))
        if plan := services.known(main, translation):
            raise ValidationError(_read_before(plan))
        return {
            "issuer": data.get("issuer") or self._issuer(main.decision.signed_on),
            "main": main,
            "translation": translation,
        }

    def _issuers(self):
        return Unit.objects.filter(kind=Unit.Kind.GENERAL_DEPARTMENT).order_by("-pk")

    def _issuer(self, signed_on) -> Unit:
        units = self._issuers().as_of(signed_on or localdate())
        if (issuer := units.first()) is None:
            raise ValidationError(
                {"issuer": _("No general department of that day is known: choose the unit.")}
            )
        return issuer


def _read_before(plan: Plan) -> str:
    """The same file again: where its plan is, and what to do to read it anew."""
    said = gettext("This file was read in before:")
    anew = ""
    if plan.status == Plan.Status.READ:
        anew = gettext("To read it anew, discard that reading first.")
    url = reverse("admin:plans_plan_change", args=[plan.pk])
    return format_html('{} <a href="{}">{}</a>. {}', said, url, plan, anew)


class FreshForm(MoveForm):
    """A row changed since it was opened is not overwritten unawares; a second save is aware."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def choices(self):
        self.initial["version"] = self.subject.version

    def clean(self):
        data = super().clean() or self.cleaned_data
        if data.pop("version", "") != self.subject.version:
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = self.subject.version
            self.add_error(None, self._meanwhile())
        return data

    def _meanwhile(self) -> str:
        last = next(iter(history(self.subject)), None)
        return gettext(
            "%(who)s changed this while you were typing. Nothing is saved yet and what you typed "
            "stands below; save again to keep it. By now it reads: %(now)s"
        ) % {"who": (last and last.actor) or gettext("The clock"), "now": self.subject}


class DescribeForm(FreshForm, forms.ModelForm):
    """The heading of the Decision."""

    year = forms.IntegerField(
        label=_("year"), min_value=Plan.FIRST_YEAR, max_value=Plan.LAST_YEAR, localize=False
    )

    class Meta:
        model = Plan
        fields = Plan.HEADING
        widgets = {
            "signed_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "title_vi": forms.Textarea(attrs={"rows": 3}),
            "title_en": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, subject=None, **kwargs):
        super().__init__(*args, subject=subject, instance=subject, **kwargs)

    def choices(self):
        super().choices()
        for name in ("number", "signed_on", "signer", "title_vi"):
            self.fields[name].required = self.subject.status != Plan.Status.READ

    def _post_clean(self):
        """The verb writes: validating must not change the row that is shown."""


class CorrectForm(FreshForm):
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
        label=_("Lead units"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    supporters = forms.ModelMultipleChoiceField(
        label=_("Coordinating units"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A unit that leads need not be named here again."),
    )

    def choices(self):
        super().choices()
        item = self.subject
        kinds = (Unit.Kind.GENERAL_DEPARTMENT, Unit.Kind.HQ_UNIT, Unit.Kind.DEPARTMENT)
        units = Unit.objects.as_of(item.plan.signed_on or localdate())
        for name in ("leads", "supporters"):
            chosen = [unit.pk for unit in getattr(item, name)]
            first = ExpressionWrapper(Q(pk__in=chosen or [0]), BooleanField())
            self.fields[name].queryset = units.filter(kind__in=kinds).order_by(first.desc(), "path")
            self.initial.setdefault(name, chosen)
        for name in ("text_vi", "text_en", "task", "level", "recurrence"):
            self.initial.setdefault(name, getattr(item, name))
        if not item.task or item.parent_id:
            del self.fields["task"]
        if item.kind != Item.Kind.DETAIL or item.parent_id:
            del self.fields["level"]

    def clean(self):
        data = super().clean()
        if not (data.get("text_vi", "").strip() or data.get("text_en", "").strip()):
            self.add_error("text_vi", _("Write the text in one language at least."))
        return data


class SplitForm(FreshForm):
    """One item becomes two: the texts of both halves."""

    first_vi = forms.CharField(
        label=_("First item in Vietnamese"),
        widget=WIDE,
        required=False,
        help_text=_("Cut the second part out here and paste it below."),
    )
    second_vi = forms.CharField(label=_("Second item in Vietnamese"), widget=WIDE, required=False)
    first_en = forms.CharField(label=_("First item in English"), widget=WIDE, required=False)
    second_en = forms.CharField(label=_("Second item in English"), widget=WIDE, required=False)

    def choices(self):
        super().choices()
        for tongue in TONGUES:
            self.initial.setdefault(f"first_{tongue}", getattr(self.subject, f"text_{tongue}"))

    def clean(self):
        data = super().clean()
        halves = {
            half: {f"text_{tongue}": data.get(f"{half}_{tongue}", "").strip() for tongue in TONGUES}
            for half in ("first", "second")
        }
        for half, texts in halves.items():
            if not any(texts.values()):
                self.add_error(f"{half}_vi", _("Each half needs a text in one language at least."))
        return halves


class MergeForm(FreshForm):
    """Shows what the item would be joined with."""

    following = forms.CharField(
        label=_("The next item"), widget=WIDE, required=False, disabled=True
    )

    def choices(self):
        super().choices()
        after = services.following(self.subject)
        nothing = gettext("No item follows that this one could be joined with.")
        self.initial["following"] = f"{after.code} {after.text}" if after else nothing

    def clean(self):
        super().clean()
        return {}


class DropForm(FreshForm, ReasonForm):
    """Why an item is none."""


MOVES = {"read": ReadForm, "discard": ReasonForm, "describe": DescribeForm}
ITEM_MOVES = {"correct": CorrectForm, "split": SplitForm, "merge": MergeForm, "drop": DropForm}
