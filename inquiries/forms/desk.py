"""Forms of the officers' moves: each parses, the verb decides."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.admin.widgets import PlainSelect
from core.forms import MoveForm, ReasonForm
from directory.models import Unit, User

from .. import services
from ..citing import cited
from ..models import Inquiry, Kind
from .entering import EnterForm, OnceForm, TopicField
from .files import FilesField, keep_files

ROWS = {"rows": 7}


class TextForm(MoveForm):
    """A passage of text."""

    text = forms.CharField(label=_("Text"), max_length=50_000, widget=forms.Textarea(attrs=ROWS))


class NoteForm(MoveForm):
    """A remark for officers only."""

    text = forms.CharField(
        label=_("Internal note"),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 5, "class": "inner"}),
        help_text=_("Only officers read it; the asker does not."),
    )


class AnswerForm(MoveForm):
    """The answer, what it rests on, and files."""

    text = forms.CharField(
        label=_("Public answer"),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("The asker reads it by email and on the tracking page."),
    )
    citations = forms.CharField(
        label=_("Legal basis"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: the number, a comma, article and clause. 39/2018/TT-BTC, Art. 7"),
    )
    files = FilesField(label=_("Files"))  # type: ignore[assignment]  # a field's name

    def clean_citations(self) -> list[tuple[str, str]]:
        found = cited(self.cleaned_data["citations"])
        if any(not doc or len(doc) > 80 or len(place) > 100 for doc, place in found):
            raise ValidationError(
                gettext("Write the number of the document first, then a comma, then the article.")
            )
        return found

    def clean_files(self):
        kept, refused = keep_files(self.cleaned_data["files"], by=self.by)
        if refused:
            raise ValidationError(refused)
        return kept


class RouteForm(MoveForm):
    """To whom the case is given; nobody named: whoever has the fewest open cases."""

    handler = forms.ModelChoiceField(
        label=_("Officer"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Whoever has the fewest open cases"),
    )

    def choices(self):
        self.fields["handler"].queryset = services.officers_of(self.subject.unit)


class TransferForm(ReasonForm):
    """The unit that answers from now on."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), widget=PlainSelect)
    field_order = ["unit", "reason"]

    def choices(self):
        units = Unit.objects.as_of(localdate()).exclude(pk=self.subject.unit_id)
        self.fields["unit"].queryset = units.order_by("path")
        if not self.is_bound and (likely := self.suggested()):
            self.initial.setdefault("unit", likely)
            said = gettext("From the words of the question and past cases like it.")
            self.fields["unit"].help_text = said

    def suggested(self) -> int | None:
        """The unit that answered cases like this one; None where it is the present one."""
        case = self.subject
        unit = services.suggest(f"{case.subject} {case.question}", leave_out=case.pk).unit
        return unit.pk if unit and unit.pk != case.unit_id else None


class EscalateForm(ReasonForm):
    """What the level above is asked."""

    to_unit = forms.ModelChoiceField(
        label=_("Before whom"),
        queryset=Unit.objects.none(),
        widget=PlainSelect,
        required=False,
        empty_label=_("The superior unit"),
    )
    field_order = ["to_unit", "reason"]

    def choices(self):
        kinds = (Unit.Kind.GENERAL_DEPARTMENT, Unit.Kind.HQ_UNIT)
        above = Unit.objects.as_of(localdate())
        own = above.filter(pk__in=self.subject.unit.lineage[:-1])
        self.fields["to_unit"].queryset = (own | above.filter(kind__in=kinds)).order_by("path")


class ExtendForm(ReasonForm):
    """The new last day."""

    new_due = forms.DateField(
        label=_("New last day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    field_order = ["new_due", "reason"]

    def choices(self):
        if due := self.subject.due_at:
            said = gettext("The present last day is %(day)s.") % {
                "day": f"{localdate(due):%d/%m/%Y}"
            }
            self.fields["new_due"].help_text = said


class ReclassifyForm(ReasonForm):
    """The right kind and topic."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind)
    topic = TopicField(label=_("Topic"))
    field_order = ["kind", "topic", "reason"]

    def choices(self):
        self.fields["topic"].show_tree()
        self.initial.setdefault("kind", self.subject.kind)
        self.initial.setdefault("topic", self.subject.topic_id)


class MergeForm(MoveForm):
    """The case that goes on: one of the same asker, or any in sight by its reference."""

    same = forms.ModelChoiceField(
        label=_("Open cases of the same asker"),
        queryset=Inquiry.objects.none(),
        required=False,
        widget=forms.RadioSelect,
        empty_label=_("Another case, by its reference"),
    )
    into = forms.CharField(
        label=_("Reference of the other case"),
        required=False,
        max_length=24,
        help_text="VM-2026-000127-4",
    )

    def choices(self):
        found = services.duplicates(self.subject, self.by)
        if not found:
            del self.fields["same"]
            return
        self.fields["same"].queryset = Inquiry.objects.filter(pk__in=[case.pk for case in found])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen, typed = data.pop("same", None), data.get("into", "").strip()
        if chosen is None:
            seen = Inquiry.objects.visible_to(self.by)
            chosen = seen.filter(reference__iexact=typed).first() if typed else None
        if chosen is None:
            self.add_error("into", gettext("No case in your sight has this reference."))
        return data | {"into": chosen}


class SplitForm(OnceForm):
    """The second question."""

    subject = forms.CharField(label=_("The second matter in one line"), max_length=200)
    question = forms.CharField(
        label=_("The second question"), max_length=20_000, widget=forms.Textarea(attrs=ROWS)
    )

    def choices(self):
        self.initial.setdefault("question", self.subject.question)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        return data | {"submission": self.submission(data["subject"], data["question"])}


class HandOverForm(ReasonForm):
    """The body that settles it."""

    handed_to = forms.CharField(label=_("Handed over to"), max_length=200)
    field_order = ["handed_to", "reason"]


MOVES: dict[str, type[MoveForm]] = {
    "enter": EnterForm,
    "answer": AnswerForm,
    "respond": TextForm,
    "note": NoteForm,
    "ask_more": TextForm,
    "resume": ReasonForm,
    "route": RouteForm,
    "transfer": TransferForm,
    "give_back": ReasonForm,
    "escalate": EscalateForm,
    "advise": TextForm,
    "extend": ExtendForm,
    "reclassify": ReclassifyForm,
    "merge": MergeForm,
    "split": SplitForm,
    "hand_over": HandOverForm,
}
