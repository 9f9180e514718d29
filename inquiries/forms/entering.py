"""Forms by which officers begin a case: each is sent once."""

from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.admin.widgets import PlainSelect
from core.forms import MoveForm
from directory.models import Unit
from directory.querysets import within
from directory.tax_codes import clean_tax_code

from .. import services
from ..models import Inquiry, Kind, Topic
from .files import FilesField, keep_files

INNER = (Inquiry.Channel.HOTLINE, Inquiry.Channel.COUNTER, Inquiry.Channel.WRITING,
         Inquiry.Channel.ZALO, Inquiry.Channel.VIBER, Inquiry.Channel.SOCIAL,
         Inquiry.Channel.DIALOGUE, Inquiry.Channel.EMAIL)  # fmt: skip


def topics() -> list[tuple[str, str]]:
    """Topics on offer as a tree in a select."""
    rows = sorted(
        Topic.objects.on_offer().select_related("parent"),
        key=lambda t: ((t.parent or t).position, t.parent_id is not None, t.position),
    )
    return [(str(t.pk), f"\u2003{t.name}" if t.parent_id else t.name) for t in rows]


class TopicField(forms.ModelChoiceField):
    """A topic of either level."""

    def __init__(self, **options):
        super().__init__(Topic.objects.on_offer(), widget=PlainSelect, **options)

    def show_tree(self) -> None:
        self.choices = [("", "–"), *topics()]


class OnceForm(MoveForm):
    """A form that begins a case: sent twice at once it makes one; what was changed is another."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def submission(self, *words: str) -> UUID:
        """The number of this page with these words."""
        return uuid5(self.cleaned_data.pop("once") or uuid4(), "\n".join(words))


class EnterForm(OnceForm):
    """What somebody said on the telephone or at the counter, in under a minute."""

    channel = forms.ChoiceField(
        label=_("Channel"),
        choices=[(channel.value, channel.label) for channel in INNER],
        widget=forms.RadioSelect,
        initial=Inquiry.Channel.HOTLINE,
    )
    tax_code = forms.CharField(label=_("Tax code"), required=False, max_length=30)
    company = forms.CharField(
        label=_("Name of the enterprise"),
        required=False,
        max_length=250,
        help_text=_("Leave it empty when customs knows the tax code."),
    )
    name = forms.CharField(label=_("Caller"), required=False, max_length=150)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=30)
    email = forms.EmailField(label=_("Email"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind, initial=Kind.QUESTION)
    topic = TopicField(label=_("Topic"))
    subject = forms.CharField(label=_("The matter in one line"), max_length=200)
    question = forms.CharField(
        label=_("Question"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Leave it empty when the line above says all."),
    )
    unit = forms.ModelChoiceField(
        label=_("Unit that answers"),
        queryset=Unit.objects.none(),
        widget=PlainSelect,
        required=False,
        empty_label=_("As the rules of the topic say"),
    )
    files = FilesField(  # type: ignore[assignment]  # a field's name, not the form's own files
        label=_("Files"), help_text=_("The letter as it was scanned, or what was shown.")
    )

    def choices(self):
        self.fields["topic"].show_tree()
        self.fields["unit"].queryset = Unit.objects.as_of(localdate()).filter(within(self.by.paths))
        if self.by.unit:
            self.initial.setdefault("unit", self.by.unit.pk)

    def clean_tax_code(self) -> str:
        typed = self.cleaned_data["tax_code"].strip()
        return clean_tax_code(typed) if typed else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        known = services.enterprise_of(data["tax_code"])
        who = {field: data[field] for field in ("name", "company", "tax_code", "email", "phone")}
        words = (data["channel"], *who.values(), data["subject"], data["question"])
        origin = services.Origin(
            data["channel"], **who, enterprise=known, submission=self.submission(*words)
        )
        kept, refused = keep_files(data["files"], by=self.by)
        if refused:
            self.add_error("files", refused)
        question = data["question"].strip() or data["subject"]
        matter = services.Matter(
            data["kind"], data["topic"], data["subject"], question, data["unit"], tuple(kept)
        )
        return {"matter": matter, "origin": origin}
