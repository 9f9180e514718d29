"""The planning page: all that is offered to a unit on one screen, each line with its answer.

It works without script: choices are radio buttons, what belongs to a choice is shown by the
style sheet. One button answers the chosen lines, another takes up all that are left.
"""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from core.workflow import NotNow
from directory.models import Unit

from .models import Item, Undertaking, UnitPlan
from .rules import unit_plan_flow
from .services.planning import Answer, Offer, answer, offers, units_of

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
WORDS = forms.Textarea(attrs={"rows": 3})
CHOICES = [
    ("", _("Decide later")),
    ("take_up", _("Take up as it stands")),
    ("adapt", _("Adapt")),
    ("skip", _("Skip")),
]


class UnitSelect(forms.Select):
    """A choice of units drawn in one pass: a page has thirty of them with forty units each."""

    multiple = ""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = {str(each) for each in (value if isinstance(value, list | tuple) else [value])}
        options = (
            (key, format_html(" {}", "selected") if str(key) in chosen else "", words)
            for key, words in self.choices
        )
        drawn = format_html_join("", '<option value="{}"{}>{}</option>', options)
        key = (attrs or {}).get("id", "")
        box = '<select name="{}" id="{}"{}>{}</select>'
        return format_html(box, name, key, self.multiple, drawn)


class UnitSelectMultiple(UnitSelect, forms.SelectMultiple):
    """Several units."""

    multiple = format_html(" {}", "multiple")


class LineForm(forms.Form):
    """The unit's answer to one offer; units by key, shared by all lines of the page."""

    choice = forms.ChoiceField(
        label=_("Answer"), choices=CHOICES, required=False, widget=forms.RadioSelect
    )
    lead = forms.ChoiceField(label=_("Lead unit"), widget=UnitSelect)
    due_on = forms.DateField(label=_("Due on"), widget=DAY, required=False)
    text_vi = forms.CharField(label=_("In our own words"), widget=WORDS, required=False)
    text_en = forms.CharField(label=_("The same in English"), widget=WORDS, required=False)
    reason = forms.CharField(label=_("Why it is skipped"), max_length=500, required=False)
    coordinating = forms.MultipleChoiceField(
        label=_("Coordinating units"), widget=UnitSelectMultiple, required=False
    )
    indicator = forms.CharField(label=_("Indicator"), max_length=200, required=False)
    target = forms.DecimalField(
        label=_("Target"), min_value=1, max_digits=14, decimal_places=2, required=False
    )
    weight = forms.IntegerField(label=_("Weight"), min_value=1, max_value=100, required=False)

    def __init__(self, data: Any, *, offer: Offer, units: dict[int, Unit], own: int):
        first = {"lead": own, "due_on": offer.due_on, "indicator": offer.indicator, "weight": 1}
        super().__init__(data, prefix=offer.key, initial=first | {"choice": ""})
        self.offer, self.units = offer, units
        named: list[tuple[Any, Any]] = [(key, unit.name) for key, unit in units.items()]
        for name in ("lead", "coordinating"):
            cast(forms.ChoiceField, self.fields[name]).choices = named
        self.fields["text_vi"].initial, self.fields["text_en"].initial = (
            offer.text_vi, offer.text_en,
        )  # fmt: skip

    @property
    def is_decided(self) -> bool:
        """Whether an answer was chosen; what stands in the other fields is then looked at."""
        return bool(self["choice"].value())

    def clean(self):
        data = super().clean()
        needed = {"adapt": "text_vi", "skip": "reason"}.get(data.get("choice", ""))
        if needed and not data.get(needed, "").strip():
            self.add_error(needed, ValidationError(_("This answer needs these words.")))
        return data

    def answer(self, choice: str = "") -> Answer:
        """The answer as the verb takes it; only of a form that is valid."""
        data = dict(self.cleaned_data)
        data["choice"] = choice or data["choice"]
        data["lead"] = self.units[int(data["lead"])]
        data["coordinating"] = [self.units[int(key)] for key in data["coordinating"]]
        data["weight"] = data["weight"] or 1
        return Answer(self.offer.key, **data)


class Planning:
    """One unit's draft: what is offered, and what is answered already."""

    def __init__(self, plan: UnitPlan, data: Any = None):
        self.plan, self.data = plan, data
        self.wrong: list[LineForm] = []

    @cached_property
    def units(self) -> dict[int, Unit]:
        """Units that may lead or help: the plan's own, and those below it today."""
        return {unit.pk: unit for unit in units_of(self.plan)}

    @cached_property
    def forms(self) -> list[LineForm]:
        own, units = self.plan.unit_id, self.units
        return [
            LineForm(self.data, offer=offer, units=units, own=own) for offer in offers(self.plan)
        ]

    @property
    def groups(self) -> Iterator[tuple[str, list[LineForm]]]:
        """(task in words, its lines)."""
        for task in Item.Task:
            found = [form for form in self.forms if form.offer.task == task]
            if found:
                yield str(task.label), found

    @cached_property
    def answered(self) -> list[Undertaking]:
        rows = self.plan.undertakings.for_list().annotate(helpers=Count("coordinations"))
        return list(rows.order_by("position", "pk"))

    def answers(self, *, everything: bool) -> list[Answer] | None:
        """What was decided; None when a decided line is wrong. ``everything``: lines without an
        answer are taken up as they stand."""
        rest = "take_up" if everything else ""
        decided = [form for form in self.forms if form.is_decided or rest]
        self.wrong = [form for form in decided if not form.is_valid()]
        if self.wrong:
            return None
        return [form.answer(form.cleaned_data["choice"] or rest) for form in decided]


class PlanningPage(View):
    """Offers and answers of a draft; who does not draft it gets 403."""

    desk: Any = None  # the unit plan's admin: scope, addresses, frame

    def get(self, request, pk):
        return self.page(request, Planning(self.plan(pk)))

    def post(self, request, pk):
        plan = self.plan(pk)
        planning = Planning(plan, request.POST)
        given = planning.answers(everything="all" in request.POST)
        if given is None:
            return self.page(request, planning, status=422)
        try:
            made = answer(plan, given, by=request.user)
        except NotNow:
            said = gettext("The plan is submitted: nothing was changed.")
            return self.page(request, planning, problem=said, status=409)
        except ValidationError as refused:
            return self.page(request, planning, problem=" ".join(refused.messages), status=422)
        said = ngettext("%(n)d line answered.", "%(n)d lines answered.", len(made))
        self.desk.message_user(request, said % {"n": len(made)})
        return redirect(request.path)

    def page(self, request, planning: Planning, *, problem: str = "", status: int = 200):
        plan = planning.plan
        context = self.desk.admin_site.each_context(request) | {
            "title": gettext("Plan line by line"),
            "opts": self.desk.opts,
            "desk": self.desk,
            "plan": plan,
            "planning": planning,
            "problem": problem,
            "wrong": [
                form for form in planning.forms if form.is_bound and form.is_decided and form.errors
            ],
            "is_open": plan.status == UnitPlan.Status.DRAFTED,
            "moves": self.desk.moves_for(request, plan),
            "card": self.desk.url("change", plan.pk),
            "lines": self.desk.admin_site.get_model_admin(Undertaking).list_url,
        }
        template = "admin/plans/unitplan/planning.html"
        return TemplateResponse(request, template, context, status=status)

    def plan(self, pk) -> UnitPlan:
        plan = get_object_or_404(self.desk.get_queryset(self.request), pk=pk)
        if not unit_plan_flow.moves["initiate"].who(self.request.user, plan):
            raise PermissionDenied
        return plan
