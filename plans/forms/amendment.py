"""Forms of a Decision that amends another."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import MoveForm

from ..models import Item, Plan


class AmendForm(MoveForm):
    """Which plan in force is amended."""

    amended = forms.ModelChoiceField(label=_("Plan that is amended"), queryset=Plan.objects.none())

    def choices(self):
        plan = self.subject
        same = Plan.objects.filter(issuer=plan.issuer_id, year=plan.year)
        self.fields["amended"].queryset = same.filter(status=Plan.Status.ISSUED)
        self.initial.setdefault("amended", plan.amends_id or same.first())


class ReplaceForm(MoveForm):
    """Which item of the amended Decision is the same."""

    old = forms.ModelChoiceField(
        label=_("Item of the Decision that is amended"),
        queryset=Item.objects.none(),
        required=False,
        empty_label=_("None: it is new"),
    )

    def choices(self):
        item = self.subject
        rows = Item.objects.filter(plan=item.plan.amends_id).obligations()
        self.fields["old"].queryset = rows.filter(task=item.task).order_by("position")
        self.initial.setdefault("old", item.replaces_id)


AMENDMENT = {"amend": AmendForm}
REPLACEMENT = {"replace": ReplaceForm}
