"""What the dashboard can be asked: a period, a unit in reach, a day up to today."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

ALL = "all"
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class AskForm(forms.Form):
    """The filters above every page of the dashboard; all stand in the address."""

    period = forms.TypedChoiceField(label=_("Reporting period"), empty_value=None)
    unit = forms.TypedChoiceField(label=_("Unit"), empty_value=None)
    on = forms.DateField(label=_("As it stood on"), widget=DAY)

    def __init__(self, data, *, periods: Iterable, units: Iterable, everything: str, chosen):
        first = {"period": chosen and str(chosen.pk), "unit": ALL, "on": f"{localdate():%Y-%m-%d}"}
        super().__init__(first | {name: value for name, value in data.items() if value})
        self._offer("period", periods, [])
        self._offer("unit", units, [(ALL, everything)])
        self.fields["on"].widget.attrs["max"] = first["on"]

    def _offer(self, name: str, rows: Iterable, first: list[tuple[str, str]]) -> None:
        known = {str(row.pk): row for row in rows}
        field: Any = self.fields[name]
        field.choices = [*first, *((key, str(row)) for key, row in known.items())]
        field.coerce, field.required = known.get, bool(field.choices)

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on and on > localdate():
            raise ValidationError(_("Choose today or a day in the past."))
        return on
