"""Forms of the answer base: each parses, the verb decides."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.forms import ByForm, MoveForm, ReasonForm
from directory.models import Unit
from directory.querysets import within

from ..citing import cited
from ..models import Inquiry, PublishedAnswer, Topic
from .similar import similar, sought

MOST = 12  # answers offered at once
AREA = forms.Textarea(attrs={"rows": 10})


class ProposeForm(MoveForm):
    """The reference of an answered case in one's sight."""

    reference = forms.CharField(
        label=_("Reference of the case"),
        max_length=24,
        help_text=_("As it stands on the case, for example VM-2026-000127-4."),
    )

    def clean(self):
        found = super().clean() or {}
        reference = "".join(found.pop("reference", "").upper().split())
        cases = Inquiry.objects.visible_to(self.by)
        found["inquiry"] = cases.filter(reference=reference).first()
        if reference and found["inquiry"] is None:
            self.add_error("reference", _("No case in your sight has this reference."))
        return found


class WordsForm(ByForm, forms.ModelForm):
    """The words of an answer, its topic and what it rests on."""

    cited = forms.CharField(
        label=_("Legal documents"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: the number, a comma, article and clause. 39/2018/TT-BTC, Art. 7"),
    )

    class Meta:
        model = PublishedAnswer
        fields = ["topic", "title", "question", "answer"]
        widgets = {"question": AREA, "answer": AREA}

    def __init__(self, *args, by=None, subject=None, **kwargs):
        super().__init__(*args, by=by, subject=subject, instance=subject, **kwargs)
        if subject is not None:
            rows = subject.citations.values_list("document", "place")
            self.initial["cited"] = "\n".join(", ".join(filter(None, row)) for row in rows)

    def choices(self) -> None:
        self.fields["topic"].queryset = Topic.objects.on_offer()  # type: ignore[attr-defined]

    def clean_cited(self) -> list[tuple[str, str]]:
        """Lines as (number, place); a number without a digit is none."""
        rows = cited(self.cleaned_data["cited"])[:20]
        for document, place in rows:
            if not any(map(str.isdigit, document)) or len(document) > 80 or len(place) > 100:
                raise ValidationError(_("This is no number of a document: %(line)s"),
                                      params={"line": document[:80]})  # fmt: skip
        return rows

    def _post_clean(self):
        """The row is written by the verb, not by the form."""

    def clean(self):
        found = super().clean() or self.cleaned_data
        if "cited" in found:
            found["citations"] = found.pop("cited")
        return found


class WriteForm(WordsForm):
    """A new answer, of a unit one works for."""

    class Meta(WordsForm.Meta):
        fields = ["unit", "topic", "language", "title", "question", "answer"]

    def choices(self) -> None:
        super().choices()
        units = Unit.objects.as_of(localdate()).filter(within(self.by.paths))
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if self.by.unit is not None:
            self.initial["unit"] = self.by.unit.pk


class CheckForm(MoveForm):
    """What is still marked was looked at by the second person."""

    seen = forms.BooleanField(
        label=_("What is still marked is public knowledge, not somebody's data"), required=False
    )


class ContradictForm(MoveForm):
    """The other answer, chosen among those like it or found by its words; where they differ."""

    other = forms.ModelChoiceField(
        PublishedAnswer.objects.none(),
        label=_("The other answer"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    reason = forms.CharField(
        label=_("Where they differ"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def choices(self) -> None:
        others = PublishedAnswer.objects.public().exclude(pk=self.subject.pk)
        self.fields["other"].queryset = others  # type: ignore[attr-defined]

    def offer(self, find: str) -> list[PublishedAnswer]:
        """Show what fits the words of ``find``; without words, what is like this answer."""
        own = self.subject
        if find.strip():
            found = list(sought(find).exclude(pk=own.pk)[:MOST])
        else:
            found = similar(f"{own.title} {own.question}", own.topic, MOST)
        shown = [answer for answer in found if answer.pk != own.pk]
        self.fields["other"].choices = [(a.pk, f"{a.title} ({a.unit})") for a in shown]  # type: ignore[attr-defined]
        return shown


class SettleForm(MoveForm):
    """Which of the two stands, and the ruling."""

    stands = forms.ModelChoiceField(
        PublishedAnswer.objects.none(),
        label=_("The answer that stands"),
        required=False,
        widget=forms.RadioSelect,
        empty_label=_("Neither: both are withdrawn"),
    )
    ruling = forms.CharField(
        label=_("Ruling"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def choices(self) -> None:
        pair = [self.subject.one_id, self.subject.other_id]
        self.fields["stands"].queryset = PublishedAnswer.objects.filter(pk__in=pair)  # type: ignore[attr-defined]


class DocumentForm(MoveForm):
    """A document that is no longer in force."""

    number = forms.CharField(label=_("Number of the document"), max_length=80)
    successor = forms.CharField(label=_("Replaced by"), max_length=200)
    since = forms.DateField(
        label=_("Since"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class SearchForm(forms.Form):
    """What a visitor looks for."""

    q = forms.CharField(label=_("Words of your question"), max_length=200, required=False)
    topic = forms.ModelChoiceField(
        Topic.objects.on_offer(), label=_("Topic"), required=False, to_field_name="code",
        empty_label=_("Every topic"),
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        Unit.objects.all(), label=_("Unit"), required=False, to_field_name="code",
        empty_label=_("Every unit"),
    )  # fmt: skip


MOVES: dict[str, Any] = {
    "propose": ProposeForm,
    "write": WriteForm,
    "correct": WordsForm,
    "check": CheckForm,
    "send_back": ReasonForm,
    "confirm": ReasonForm,
    "flag": ReasonForm,
    "withdraw": ReasonForm,
    "contradict": ContradictForm,
}
