"""Forms of the directory: people are named by email, roles only as far as one may grant them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.admin.records import RecordForm
from core.forms import MoveForm, ReasonForm, unset

from .models import Officer, Role, Succession, Unit, User
from .rules import administered_units, governs, grantable, grants
from .services import successors


class PersonField(forms.ModelChoiceField):
    """An account named by its email: thousands of people make no list to choose from."""

    widget = forms.EmailInput
    default_error_messages = {
        "invalid_choice": gettext_lazy("Nobody within your reach has this email.")
    }

    def __init__(self, queryset=None, **kwargs):
        super().__init__(queryset or User.objects.none(), to_field_name="email", **kwargs)

    def to_python(self, value):
        if isinstance(value, int):  # a person who stays: the key, not what was typed
            return self.queryset.get(pk=value)
        return super().to_python(value.strip().lower() if isinstance(value, str) else value)

    def prepare_value(self, value):
        if isinstance(value, int):
            value = self.queryset.filter(pk=value).first()
        return value.email if isinstance(value, User) else value


def staff_within(user):
    """Officers whom ``user`` may give a role: all for the system administrator, else those seen."""
    staff = User.objects.filter(is_staff=True, is_active=True)
    if governs(user):
        return staff
    return staff.filter(officer__in=Officer.objects.visible_to(user))


class CloseUnitForm(ReasonForm):
    """The last day of a unit, and the Decision that closes it."""

    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    field_order = ("last_day", "reason")


class PassIntoForm(MoveForm):
    """Which unit took over from a closed one."""

    successor = forms.ModelChoiceField(
        label=gettext_lazy("Unit that took over"), queryset=Unit.objects.none(),
        help_text=gettext_lazy("Of the day after the last; a new unit is added to the list first."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of reorganisation"), choices=unset(Succession.Kind.choices)
    )

    def choices(self):
        mine = administered_units(self.by).values("pk")
        rows = successors(self.subject).filter(pk__in=mine)
        self.fields["successor"].queryset = rows.order_by("path")


class RoleForm(RecordForm):
    """Granting a role, or setting the day it ends."""

    user = PersonField(label=gettext_lazy("Email of the officer"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = grantable(self.by)
        if not self.fields["user"].disabled:
            self.fields["user"].queryset = staff_within(self.by)

    def clean(self):
        found = super().clean()
        parts = {name: found.get(name) for name in ("user", "kind", "unit")}
        if all(parts.values()) and not grants(self.by, Role(**parts)):
            raise ValidationError(_("This role is not yours to grant there, or to yourself."))
        return found


class RepresentativeForm(forms.ModelForm):
    """Who acts for an enterprise: an account of an enterprise, never an officer's."""

    user = PersonField(label=gettext_lazy("Email of the account"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(is_staff=False, is_active=True)
