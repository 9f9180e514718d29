"""The public pages on units: whom to ask, when citizens are received, what a unit was before."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from . import contacts
from .models import Unit

public = method_decorator(login_not_required, name="dispatch")


class FindForm(forms.Form):
    """A part of a unit's name; marks may be left out."""

    q = forms.CharField(label=_("Name of the unit or province"), max_length=100, required=False)


class DayForm(forms.Form):
    """The day whose structure is asked for; empty is today."""

    on = forms.DateField(required=False)


@public
class ContactList(TemplateView):
    """Departments as of today with their channels; a search looks through every unit."""

    template_name = "directory/contact_list.html"

    def get_context_data(self, **kwargs):
        form = FindForm(self.request.GET)
        sought = form.cleaned_data["q"] if form.is_valid() else ""
        units = found(sought)
        former = [] if units or not sought else former_units(sought)
        cards = contacts.cards(units[: contacts.MOST], now())
        more = len(units) > contacts.MOST
        return super().get_context_data(
            form=form, q=sought, cards=cards, more=more, former=former, **kwargs
        )


def found(sought: str) -> list[Unit]:
    """Units of today that answer to ``sought``, one more than is shown; all departments for ""."""
    units = contacts.listed(Unit.objects.as_of(localdate()))
    if sought:
        return list(contacts.named(units, sought)[: contacts.MOST + 1])
    return list(units.filter(kind__in=[Unit.Kind.GENERAL_DEPARTMENT, Unit.Kind.DEPARTMENT]))


def former_units(sought: str) -> list[Unit]:
    """Units that are no more, the latest first."""
    closed = Unit.objects.filter(valid_to__lt=localdate()).order_by("-valid_to", "pk")
    return list(contacts.named(closed, sought)[: contacts.MOST])


@public
class ReceptionList(TemplateView):
    """The week's citizen receptions (Decision 104, task 4: the schedule is made public)."""

    template_name = "directory/receptions.html"

    def get_context_data(self, **kwargs):
        form = FindForm(self.request.GET)
        sought = form.cleaned_data["q"] if form.is_valid() else ""
        units = contacts.named(Unit.objects.as_of(localdate()), sought)
        rows = contacts.receptions(units)
        return super().get_context_data(form=form, q=sought, receptions=rows, **kwargs)


@public
class UnitPage(TemplateView):
    """One unit as of a day: channels, hours, units below, what it was and what it became."""

    template_name = "directory/unit.html"

    def get_context_data(self, code, **kwargs):
        form = DayForm(self.request.GET)
        today = localdate()
        on = (form.is_valid() and form.cleaned_data["on"]) or today
        unit = contacts.by_code(code, on)
        if unit is None:
            raise Http404(_("No customs unit has ever had this code."))
        closed = unit.valid_to is not None and unit.valid_to < today
        day = unit.valid_to if closed else max(on, unit.valid_from or on)
        return super().get_context_data(
            form=form, unit=unit, closed=closed, below=contacts.below(unit, day),
            card=contacts.card(unit, now()), receptions=unit.receptions.all(),
            origins=contacts.origins(unit),
            successors=contacts.successors(unit) if closed else [], **kwargs,
        )  # fmt: skip
