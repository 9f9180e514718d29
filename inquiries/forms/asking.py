"""The asker's forms: one theme a page."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.guard import GuardedForm
from core.limits import Limit
from directory.models import Unit
from directory.tax_codes import clean_tax_code

from ..models import Kind, Topic, Usefulness
from .files import MOST, FilesField

LONG = forms.Textarea(attrs={"rows": 8})
LONGEST = 5_000  # characters of a question or message


class TopicForm(forms.Form):
    """What somebody turns to customs with, and about what."""

    kind = forms.ChoiceField(
        label=_("What do you send?"), choices=Kind, widget=forms.RadioSelect, initial=Kind.QUESTION
    )
    topic = forms.ModelChoiceField(
        label=_("What is it about?"),
        queryset=Topic.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose what it is about; the last line is for the rest.")},
        help_text=_("Choose one. Two different matters are answered sooner when sent apart."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.on_offer().filter(parent=None)


class QuestionForm(forms.Form):
    """The question itself."""

    detail = forms.ModelChoiceField(
        label=_("More precisely"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=_("I am not sure"),
    )
    subject = forms.CharField(
        label=_("The matter in one line"),
        max_length=200,
        error_messages={"required": _("Name the matter in one line.")},
    )
    question = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST,
        widget=LONG,
        help_text=_(
            "Name the goods, what you have done and what is unclear. No trade secrets, please. "
            "At most 5,000 characters."
        ),
        error_messages={"required": _("Write your question.")},
    )
    unit = forms.ModelChoiceField(
        label=_("Customs department where the matter arose"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("None, or I do not know"),
        help_text=_("It answers you; otherwise customs chooses the unit."),
    )
    files = FilesField(  # type: ignore[assignment]  # a field's name, not the form's own files
        label=_("Files"),
        help_text=_("PDF, Word, Excel or text; each up to 10 MB, at most 5 files."),
    )

    def __init__(self, *args, topic: Topic | None = None, kept: int = 0, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept = kept
        below = Topic.objects.on_offer().filter(parent=topic) if topic else Topic.objects.none()
        self.choose("detail", below)
        if not below.exists():
            del self.fields["detail"]
        self.choose("unit", departments())

    def choose(self, name: str, rows: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = rows

    def clean_files(self):
        uploads = self.cleaned_data["files"]
        if self.kept + len(uploads) > MOST:
            raise ValidationError(gettext("No more than 5 files; take one out first."))
        return uploads


def departments():
    """The departments of today, which answer where the matter arose."""
    return Unit.objects.as_of(localdate()).filter(kind=Unit.Kind.DEPARTMENT).order_by("path")


class WhoForm(forms.Form):
    """Who asks, and how to reach them."""

    tax_code = forms.CharField(
        label=_("Tax code of the enterprise"),
        required=False,
        max_length=30,
        help_text=_("10, 12 or 13 digits; spaces and dashes do not matter."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-12"}),
    )
    company = forms.CharField(
        label=_("Name of the enterprise"),
        required=False,
        max_length=250,
        help_text=_("Leave it empty when customs knows the tax code."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    name = forms.CharField(
        label=_("Your full name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your full name.")},
    )
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        help_text=_("For the receipt and the answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Write the whole address, such as name@company.vn.")},
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    def clean_tax_code(self) -> str:
        typed = self.cleaned_data["tax_code"].strip()
        return clean_tax_code(typed) if typed else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        reached = data.get("email") or data.get("phone")
        if not reached and "email" not in self.errors:
            self.add_error("email", _("Give an email address or a telephone number."))
        return data


class CheckForm(GuardedForm):
    """Sends what was checked; what guards against robots is put in beside it (G15)."""

    purpose = "inquiries.ask"
    limits = (Limit("inquiries.submit", per_ip="10/m", per_net="60/m"),)


class TrackForm(forms.Form):
    """Code and PIN of the receipt."""

    code = forms.CharField(
        label=_("Tracking code"),
        max_length=40,
        help_text=_("14 letters and digits; dashes and capitals do not matter."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "class": "w-12", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type the tracking code of your receipt.")},
    )
    pin = forms.CharField(
        label=_("PIN"),
        max_length=12,
        help_text=_("Six digits."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "class": "w-12", "inputmode": "numeric"}
        ),
        error_messages={"required": _("Type the PIN of your receipt.")},
    )


class MessageForm(forms.Form):
    """Something to add, with files."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST,
        widget=LONG,
        error_messages={"required": _("Write your message.")},
    )
    files = FilesField(  # type: ignore[assignment]  # a field's name, not the form's own files
        label=_("Files"),
        help_text=_("PDF, Word, Excel or text; each up to 10 MB, at most 5 files."),
    )


class ReopenForm(forms.Form):
    """What is still open."""

    text = forms.CharField(
        label=_("What is still unclear?"),
        max_length=LONGEST,
        widget=LONG,
        error_messages={"required": _("Say what is still unclear.")},
    )


class ContestForm(forms.Form):
    """Why the answer is wrong."""

    text = forms.CharField(
        label=_("Why do you contest the answer?"),
        max_length=LONGEST,
        widget=LONG,
        error_messages={"required": _("Say why you contest it.")},
    )


class WithdrawForm(forms.Form):
    """Why the question is not needed any more; nobody has to say."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class RateForm(forms.Form):
    """How useful the answer was."""

    level = forms.TypedChoiceField(
        label=_("Was the answer useful?"),
        choices=[(level.value, level.label) for level in reversed(Usefulness.Level)],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the five.")},
    )
    reason = forms.CharField(
        label=_("What was missing, what was good?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you are unsatisfied."),
    )


MOVES: dict[str, type[forms.Form]] = {
    "add": MessageForm,
    "reopen": ReopenForm,
    "contest": ContestForm,
    "withdraw": WithdrawForm,
    "rate": RateForm,
}
