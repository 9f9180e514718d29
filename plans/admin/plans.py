"""Plans on the officers' desk: the yearly plan, its items, the doubts of its reading."""

from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from associations.pages.serving import serving
from core.admin import FlowAdmin, ScopedInline, Tab
from core.desk import Entry, Line, desk_entry, desk_of

from .. import services
from ..checking import CheckPage, address
from ..descent import Descent
from ..forms import ITEM_MOVES, MOVES
from ..models import Doubt, Item, Plan, ReportingDate, Undertaking
from ..page import PlanPage
from ..rules import checks, doubt_verbs, flow, item_verbs, leads_any
from .carried import carried


def card(model, pk: int) -> str:
    """The address of a card, without asking the resolver for every line."""
    return f"{desk_of(model).list_url}{pk}/change/"


class ReportingDates(ScopedInline):
    model, frozen = ReportingDate, True
    fields = ["kind", "before"]


@admin.register(Plan)
class PlanAdmin(FlowAdmin):
    flow, services, forms = flow, services, MOVES
    list_display = ["heading", "year", "number", "status", "signed_on"]
    list_filter = ["status", "year"]
    search_fields = ["title_vi", "title_en", "number", "=year"]
    card_template = "admin/plans/plan/card.html"
    card_fields = (
        "in_year", "number", "signed_on", "signer", "issuer", "title_vi", "title_en", "amends",
        "status",
    )  # fmt: skip
    inlines = [ReportingDates]
    empty = _("No plan yet: the reform board reads a Decision in.")

    @admin.display(description=pgettext_lazy("heading", "title"), ordering="title_vi")
    def heading(self, plan):
        return plan.title or str(plan)

    @admin.display(description=_("year"))
    def in_year(self, plan):
        return str(plan.year)

    def get_urls(self):
        page = self.admin_site.admin_view(CheckPage.as_view(desk=self))
        return [path("<int:pk>/check/", page, name="plans_plan_check"), *super().get_urls()]

    def card(self, request, obj):
        return super().card(request, obj) | {
            "page": PlanPage(obj),
            "items": desk_of(Item).list_url,
            "sources": obj.sources.select_related("file"),
            "check": self.url("check", obj.pk) if checks(request.user, obj) else "",
            "in_making": obj.status in Plan.IN_MAKING,
            "is_public": obj.status in Plan.PUBLIC,
        }

    def after(self, request, obj):
        """A new reading is checked first; every other move ends on the card."""
        return (
            self.url("check", obj.pk)
            if obj.status == Plan.Status.READ
            else super().after(request, obj)
        )


@admin.register(Item)
class ItemAdmin(FlowAdmin):
    flow, services, forms = item_verbs, services, ITEM_MOVES
    list_display = ["wording", "code", "in_year", "task", "level", "lead_units"]
    list_filter = ["plan__year", "task", "level", "kind"]
    search_fields = ["search"]
    card_template = "admin/plans/item/card.html"
    card_fields = (
        "code", "plan", "kind", "task", "level", "recurrence", "lead_units", "coordinating_units",
        "text_vi", "text_en", "line", "replaces",
    )  # fmt: skip
    list_only = (
        "code", "plan__year", "kind", "task", "level", "text_vi", "text_en", "position",
    )  # fmt: skip
    tabs = (
        Tab("mine", _("Obligations of my unit"), lambda rows, user: mine(rows, user)),
        Tab("obligations", _("Obligations"), lambda rows, user: rows.obligations()),
    )
    empty = _("No item matches: choose another task or level.")

    @admin.display(description=_("text"), ordering="position")
    def wording(self, item):
        return item.text

    @admin.display(description=_("year"), ordering="plan__year")
    def in_year(self, item):
        return str(item.plan.year)

    @admin.display(description=_("lead units"))
    def lead_units(self, item):
        return "; ".join(unit.name for unit in item.leads)

    @admin.display(description=_("coordinating units"))
    def coordinating_units(self, item):
        return "; ".join(unit.name for unit in item.supporters)

    def card(self, request, obj):
        return super().card(request, obj) | {
            "children": obj.children.order_by("position"),
            "plan_url": card(Plan, obj.plan_id),
            "descent": Descent(obj, request.user),
            "lines_url": desk_of(Undertaking).list_url,
            "serving": serving(request.user, obj.key),
            "carried": carried(request.user, obj),
            "place": address(self, obj) if checks(request.user, obj.plan) else "",
        }

    def after(self, request, obj):
        """Back to the place in the reading from which the item was corrected."""
        return address(self, obj)


@admin.register(Doubt)
class DoubtAdmin(FlowAdmin):
    flow, services = doubt_verbs, services
    list_display = ["text", "line", "reason", "plan", "settled_at"]
    list_filter = ["plan__year", ("settled_at", admin.EmptyFieldListFilter)]
    search_fields = ["text"]
    card_fields = ("plan", "language", "line", "reason", "text", "settled_at")

    @admin.display(description=_("why"))
    def reason(self, doubt):
        return _(doubt.why)

    def listed_for(self, user):
        return leads_any(user)

    def after(self, request, obj):
        return f"{desk_of(Plan).url('check', obj.plan_id)}#doubts"


def mine(rows, user):
    """What the plans in force ask of the unit one sits in."""
    if user.unit is None:
        return rows.none()
    return rows.filter(plan__status=Plan.Status.ISSUED).obligations().of_unit(user.unit)


@desk_entry
def plans_in_making(user):
    """Readings to be checked and drafts to be issued, for the board."""
    if not leads_any(user):
        return None

    def line(plan):
        reading = plan.status == Plan.Status.READ
        url = desk_of(Plan).url("check", plan.pk)
        return Line(
            plan.title or str(plan),
            url if reading else card(Plan, plan.pk),
            f"{plan} · {plan.get_status_display()}",
            next=_("Check the reading, then accept it") if reading else _("Issue the plan"),
        )

    return Entry(
        "plans",
        _("Plans in the making"),
        Plan.objects.awaiting(user).for_list(),
        line,
        more=desk_of(Plan).list_url,
        empty=_("No plan waits. A new year's Decision is read in under Plans."),
    )


def place(item: Item) -> str:
    """Where an obligation stands: code, task and year, and the line a sub-item belongs to."""
    parts = [item.code, item.get_task_display(), str(item.plan.year)]
    return " · ".join(parts + ([item.parent.text] if item.parent else []))


@desk_entry
def obligations_of_my_unit(user):
    """What the plans in force ask of the unit one sits in."""
    if user.unit is None:
        return None
    rows = mine(Item.objects.all(), user)
    return Entry(
        "obligations",
        _("Obligations of my unit"),
        rows.select_related("plan", "parent").order_by("-plan__year", "position"),
        lambda item: Line(
            item.text, card(Item, item.pk), place(item), next=item.get_recurrence_display()
        ),
        more=f"{desk_of(Item).list_url}?tab=mine",
        empty=_("No plan in force names your unit."),
    )
