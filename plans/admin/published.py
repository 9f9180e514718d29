"""Figures of years before the portal on the officers' desk."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import RecordAdmin
from core.admin.records import RecordForm

from ..counting import measures
from ..counting.words import said_of
from ..models import Item, PublishedFigure
from ..rules.published import keeps_published


def named() -> list[tuple]:
    """(task, its measures by code and name), as the dashboard shows them."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, measure in measures().items():
        groups.setdefault(str(Item.Task(measure.task).label), []).append((code, str(measure.label)))
    return [("", "---------"), *groups.items()]


class PublishedForm(RecordForm):
    measure = forms.ChoiceField(
        label=_("Figure"),
        choices=named,
        help_text=_("The figure of the dashboard beside which it is shown."),
    )


@admin.register(PublishedFigure)
class PublishedFigureAdmin(RecordAdmin):
    form = PublishedForm
    list_display = ["name", "year", "of_whom", "told", "source", "note"]
    list_filter = ["year"]
    search_fields = ["measure", "source", "note"]
    card_fields = ("name", "in_year", "of_whom", "told", "source", "note")
    empty = _("No published figure yet: the dashboard shows what the portal counts alone.")

    def listed_for(self, user):
        return keeps_published(user)

    def may_add(self, user):
        return keeps_published(user)

    def may_change(self, user, obj):
        return keeps_published(user)

    may_delete = may_change

    @admin.display(description=_("figure"), ordering="measure")
    def name(self, figure):
        known = measures().get(figure.measure)
        return str(known.label) if known else figure.measure

    @admin.display(description=_("year"), ordering="year")
    def in_year(self, figure):
        return str(figure.year)

    @admin.display(description=_("unit"), ordering="unit__path")
    def of_whom(self, figure):
        return figure.unit or _("Whole country")

    @admin.display(description=_("value"), ordering="value")
    def told(self, figure):
        return said_of(figure.value, figure.of)
