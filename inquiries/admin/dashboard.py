"""The unit's figures on the desk: each number leads to its rows."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from core.admin.widgets import PlainSelect
from directory.models import Unit
from directory.querysets import within

from ..dashboard import recent

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
DAYS = (MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 12, 31)))
"""Beyond them nothing was asked; and the day after the last one of all is no day."""


class PeriodForm(forms.Form):
    """Unit and days."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"), queryset=Unit.objects.none(), required=False,
        widget=PlainSelect, empty_label=gettext_lazy("All in my reach"),
    )  # fmt: skip
    start = forms.DateField(label=gettext_lazy("From"), required=False, widget=DAY, validators=DAYS)
    end = forms.DateField(label=gettext_lazy("To"), required=False, widget=DAY, validators=DAYS)

    def __init__(self, data, *, user):
        super().__init__(data or None)
        units = Unit.objects.exclude(kind=Unit.Kind.TEAM)
        if not user.sees_all:
            units = Unit.objects.filter(within(user.paths))
        self.fields["unit"].queryset = units.order_by("path").only("name_vi", "name_en")


class UnitDashboard(View):
    """Figures of a unit in one's reach and a period; this year unless asked."""

    desk: Any = None

    def get(self, request):
        user, today = request.user, localdate()
        if not (user.sees_all or user.unit):
            raise PermissionDenied
        form = PeriodForm(request.GET, user=user)
        asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
        start = asked.get("start") or date(today.year, 1, 1)
        end = max(asked.get("end") or today, start)
        unit = asked.get("unit") or (None if user.sees_all else user.unit)
        form.initial = {"unit": unit, "start": start, "end": end}
        context = self.desk.admin_site.each_context(request) | {
            "opts": self.desk.opts, "desk": self.desk, "form": form, "start": start, "end": end,
            "title": _("Figures of inquiries"), "unit": unit or _("All units"),
            "board": recent(unit, start, end),
        }  # fmt: skip
        return render(request, "admin/inquiries/inquiry/dashboard.html", context)
