"""Forms of papers: the number and the day a report gets."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.forms import MoveForm


class NumberForm(MoveForm):
    """Number and date of a paper, as its clerical office gives them."""

    day = forms.DateField(
        label=_("Dated"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("The day of signing; the number belongs to its year."),
    )
    number = forms.IntegerField(
        label=_("Number"),
        required=False,
        min_value=1,
        max_value=99_999,
        help_text=_("Leave it empty to take the next one of the unit's reports in that year."),
    )
    reason = forms.CharField(
        label=_("Numbers passed over"),
        required=False,
        max_length=300,
        help_text=_("Only if numbers are left out: to what they were given outside the portal."),
    )

    def choices(self):
        self.fields["day"].initial = localdate()
