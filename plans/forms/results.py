"""The result of an activity: who came, what came of it, photos."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.forms import MoveForm
from core.stored_files import PICTURES

from ..models import Participation
from ..services.activity_files import Photos
from .files import FilesField

LINES = forms.Textarea(attrs={"rows": 4})


class CountForm(MoveForm):
    """How many came, group by group, and what came of it."""

    result = forms.CharField(
        label=_("Result in a few lines"), widget=LINES, max_length=4000, strip=True
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for kind in Participation.Kind:
            for part in ("bodies", "people"):
                self.fields[f"{kind}_{part}"] = number(kind.label, part)

    def choices(self):
        self.initial["result"] = self.subject.result
        for row in self.subject.participations.all():
            self.initial |= {f"{row.kind}_bodies": row.bodies, f"{row.kind}_people": row.people}

    @property
    def groups(self):
        """(group, its two fields), the ones most used first, for the page's table."""
        return [
            (kind.label, [self[f"{kind}_bodies"], self[f"{kind}_people"]])
            for kind in Participation.Kind
        ]

    def clean(self):
        data = super().clean() or self.cleaned_data
        came = {
            kind.value: tuple(data.pop(f"{kind}_{part}", 0) or 0 for part in ("bodies", "people"))
            for kind in Participation.Kind
        }
        return data | {"came": came}


class Number(forms.IntegerField):
    """A number of the table; ``words`` say of what."""

    words: str | Promise = ""


def number(group: str, part: str) -> Number:
    """One number of the table; its label is read aloud, the table's heads are seen."""
    words = _("enterprises or bodies") if part == "bodies" else _("people")
    field = Number(
        label=group,
        required=False,
        min_value=0,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    field.words = words
    return field


class HoldForm(CountForm):
    """The result of an activity, for the phone: numbers, a few lines, photos."""

    photos = FilesField(label=_("Photos"), required=False, accept=PICTURES)
    photos_public = forms.BooleanField(
        label=_("Show the photos on the public page"), required=False
    )

    def clean(self):
        data = super().clean()
        public = data.pop("photos_public", False)
        return data | {"photos": Photos(data.get("photos") or [], public=public)}
