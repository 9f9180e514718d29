"""Forms of verbs: each knows who fills it in and about which row, so that choices begin there."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ByForm:
    """Mixin for the form of a move: ``by`` is the person, ``subject`` the row (none at first).

    Override ``choices()`` to narrow querysets: ``self.fields["unit"].queryset = …visible_to(by)``.
    """

    def __init__(self, *args, by=None, subject=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.subject = by, subject
        self.choices()

    def choices(self) -> None:
        """Narrow what may be chosen; nothing to narrow here."""


class MoveForm(ByForm, forms.Form):
    """A move that asks for nothing; ``foretold`` is what it would do now, said above its button."""

    foretold: str = ""


def unset(choices) -> list[tuple]:
    """``choices`` of which none is chosen before a person does: what is decided has no default."""
    return [("", "---------"), *choices]


class ReasonForm(MoveForm):
    """A move that must say why: the reason stands in the history."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the history; write it so that a colleague understands it."),
    )
