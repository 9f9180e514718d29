"""Plans on the officers' desk: the yearly plan, its items, the doubts of its reading."""

from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext_lazy as _

from core.admin import FlowAdmin, ScopedInline
from core.desk import Entry, Line, desk_entry

from . import services
from .checking import CheckPage
from .forms import ITEM_MOVES, MOVES
from .models import Doubt, Item, Plan, ReportingDate
from .rules import doubt_verbs, flow, item_verbs, leads_any


class ReportingDates(ScopedInline):
    model, frozen = ReportingDate, True
    fields = ["kind", "before"]


@admin.register(Plan)
class PlanAdmin(FlowAdmin):
    flow, services, forms = flow, services, MOVES
    list_display = ["title", "year", "number", "status", "signed_on"]
    list_filter = ["status", "year"]
    search_fields = ["title_vi", "title_en", "number"]
    inlines = [ReportingDates]
    empty = _("No plan yet: the reform board reads a Decision in.")

    def get_urls(self):
        page = self.admin_site.admin_view(CheckPage.as_view(desk=self))
        return [path("<int:pk>/check/", page, name="plans_plan_check"), *super().get_urls()]


@admin.register(Item)
class ItemAdmin(FlowAdmin):
    flow, services, forms = item_verbs, services, ITEM_MOVES
    list_display = ["text", "code", "plan", "task", "level"]
    list_filter = ["plan", "task", "level", "kind"]
    search_fields = ["text_vi", "text_en", "code"]
    empty = _("No item matches: choose another task or level.")


@admin.register(Doubt)
class DoubtAdmin(FlowAdmin):
    flow, services = doubt_verbs, services
    list_display = ["text", "line", "why", "plan", "settled_at"]
    list_filter = ["plan", ("settled_at", admin.EmptyFieldListFilter)]

    def listed_for(self, user):
        return leads_any(user)


@desk_entry
def plans_in_making(user):
    """Readings to be checked and drafts to be issued, for the board."""
    if not leads_any(user):
        return None
    return Entry(
        "plans",
        _("Plans in the making"),
        Plan.objects.awaiting(user).for_list(),
        lambda plan: Line(
            str(plan), f"/admin/plans/plan/{plan.pk}/change/", plan.get_status_display()
        ),
        empty=_("No plan waits. A new year's Decision is read in under Plans."),
    )


@desk_entry
def obligations_of_my_unit(user):
    """What the plans in force ask of the unit one sits in."""
    if user.unit is None:
        return None
    rows = Item.objects.obligations().of_unit(user.unit).filter(plan__status=Plan.Status.ISSUED)
    return Entry(
        "obligations",
        _("Obligations of my unit"),
        rows.select_related("plan", "parent").order_by("-plan__year", "position"),
        lambda item: Line(
            item.text,
            f"/admin/plans/item/{item.pk}/change/",
            f"{item.code} · {item.get_task_display()} {item.plan.year}",
        ),
        more="/admin/plans/item/",
        empty=_("No plan in force names your unit."),
    )
