"""Doors to a survey: a personal code, and an open link that takes robots for nobody."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.guard import GuardedForm

from ..codes import plain


class CodeForm(forms.Form):
    """The code as typed or filled in from the link's fragment."""

    code = forms.CharField(
        label=_("Your personal code"),
        max_length=40,
        help_text=_("13 letters and digits, as in the letter: ABCD-EFGH-JKLM-N."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false",
                   "data-code": ""}
        ),
    )  # fmt: skip

    def clean_code(self) -> str:
        code = plain(self.cleaned_data["code"])
        if not code:
            raise ValidationError(_("This is not a code of ours: compare each character."))
        return code


class OpenForm(GuardedForm):
    """An open link takes robots for nobody (G15): what its door handed out is looked at when the
    answer is handed in, so that the time of filling in is that of the whole questionnaire."""

    purpose = "surveys.open"
    carried = ("guard_pass", "guard_work", "guard_trap")

    @classmethod
    def told(cls, posted: Mapping[str, str]) -> dict[str, str]:
        """What of a posted form is the guard's."""
        return {name: posted[name][:200] for name in cls.carried if name in posted}
