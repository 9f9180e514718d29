"""Plans of units on the officers' desk: drafted line by line, approved, issued."""

from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext_lazy as _

from core.admin import FlowAdmin, ScopedInline, Tab
from core.desk import Entry, Line, desk_entry, desk_of
from directory.querysets import within

from ..forms.unit_plans import UNIT_PLAN_MOVES
from ..models import Undertaking, UnitPlan
from ..planning import PlanningPage
from ..rules import leads_any, unit_plan_flow
from ..rules.unit_plans import SIGNING, WORKING
from ..services import unit_plans
from ..standing import Standing
from .coverage import CoverageExport, CoveragePage
from .plans import card
from .untaken import UntakenPage

Status = UnitPlan.Status
# Verbs of others that leave their line in the history of a unit's plan.
TOLD = {"amend": _("Moved under the amending Decision")}


class Derived(ScopedInline):
    """Plans that units below made from this one."""

    model, fk_name, frozen = UnitPlan, "superior", True
    fields = ["unit", "status"]
    verbose_name_plural = _("Plans derived from this one")


@admin.register(UnitPlan)
class UnitPlanAdmin(FlowAdmin):
    flow, services, forms = unit_plan_flow, unit_plans, UNIT_PLAN_MOVES
    list_display = ["heading", "in_year", "status", "number", "signed_on"]
    ordering = ["-plan__year", "unit__path", "pk"]
    list_filter = ["plan__year", "status", "unit__kind"]
    search_fields = ["unit__search", "number"]
    card_template = "admin/plans/unitplan/card.html"
    card_fields = (
        "plan", "unit", "superior", "continues", "author", "number", "signed_on", "status",
    )  # fmt: skip
    inlines = [Derived]
    tabs = (
        Tab("mine", _("My unit and below"), lambda rows, user: mine(rows, user)),
        Tab("making", _("In the making"), lambda rows, user: rows.in_making()),
    )
    badges = {"status": {"submitted": "go", "approved": "go", "issued": "done", "discarded": "off"}}
    empty = _("No unit plan yet: draft your unit's plan from the yearly plan in force.")

    @admin.display(description=_("unit"), ordering="unit__path")
    def heading(self, plan):
        return plan.unit.name

    @admin.display(description=_("year"), ordering="plan__year")
    def in_year(self, plan):
        return str(plan.plan.year)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("plan__issuer", "unit__parent")

    def get_urls(self):
        def page(where, view, name):
            seen = self.admin_site.admin_view(view.as_view(desk=self))
            return path(where, seen, name=f"plans_unitplan_{name}")

        return [
            page("<int:pk>/planning/", PlanningPage, "planning"),
            page("coverage/", CoveragePage, "coverage"),
            page("coverage/excel/", CoverageExport, "coverage_excel"),
            page("coverage/untaken/", UntakenPage, "coverage_untaken"),
            *super().get_urls(),
        ]

    def ways(self, request):
        return [*super().ways(request), (_("Coverage table"), self.url("coverage"))]

    def card(self, request, obj):
        drafting = obj.status == Status.DRAFTED and self.flow.moves["submit"].who(request.user, obj)
        return super().card(request, obj) | {
            "standing": Standing(obj),
            "lines_url": desk_of(Undertaking).list_url,
            "planning": self.url("planning", obj.pk) if drafting else "",
            "is_public": obj.status in UnitPlan.IN_FORCE,
        }

    def verb_label(self, verb):
        return TOLD.get(verb) or super().verb_label(verb)

    def after(self, request, obj):
        """A new draft, and a line added to it, lead to the planning page."""
        if obj.status == Status.DRAFTED and self.flow.moves["submit"].who(request.user, obj):
            return self.url("planning", obj.pk)
        return super().after(request, obj)


def mine(rows, user):
    """Plans of the units in one's reach."""
    return rows.filter(within(user.paths, "unit__path"))


def kept_by(rows, user, kinds):
    """Plans of units in which ``user`` holds one of these roles, or above."""
    paths = {path for role in user.held if role.kind in kinds for path in role.unit.covers}
    return rows.filter(within(paths, "unit__path"))


NEXT = {
    Status.DRAFTED: _("Answer the lines, then submit"),
    Status.SUBMITTED: _("Approve or send back"),
    Status.APPROVED: _("Issue with number and date"),
}


@desk_entry
def unit_plans_in_making(user):
    """Drafts for those who draft, submitted and approved plans for the head."""
    if not user.holds(*WORKING):
        return None
    rows = UnitPlan.objects.in_making()
    drafts = kept_by(rows.filter(status=Status.DRAFTED), user, WORKING)
    others = kept_by(rows.exclude(status=Status.DRAFTED), user, SIGNING)

    def line(plan):
        page = "planning" if plan.status == Status.DRAFTED else "change"
        return Line(
            str(plan),
            desk_of(UnitPlan).url(page, plan.pk),
            plan.get_status_display(),
            next=str(NEXT[Status(plan.status)]),
        )

    return Entry(
        "unit_plans",
        _("Unit plans in the making"),
        (drafts | others).for_list().order_by("-status", "unit__path"),
        line,
        more=desk_of(UnitPlan).list_url,
        empty=_("No draft waits. Draft your unit's plan under Unit plans."),
    )


@desk_entry
def plans_without_unit(user):
    """Plans of units that were divided: the board says which successor carries each on."""
    if not leads_any(user):
        return None
    rows = UnitPlan.objects.kept().exclude(status=Status.CLOSED).orphaned()
    return Entry(
        "orphaned",
        _("Plans of divided units"),
        rows.for_list().order_by("unit__path"),
        lambda plan: Line(
            str(plan), card(UnitPlan, plan.pk), plan.unit.code, next=str(_("Choose the successor"))
        ),
        more=desk_of(UnitPlan).list_url,
        empty=_("No unit was divided whose plan waits for a successor."),
    )
