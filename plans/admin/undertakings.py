"""Undertakings on the officers' desk: carried out, reported, confirmed; what is late."""

from django.contrib import admin
from django.db.models import F
from django.utils.formats import number_format
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.admin import FlowAdmin, ScopedInline, Tab
from core.desk import Entry, Line, desk_entry, desk_of

from ..descent import above
from ..forms.unit_plans import UNDERTAKING_MOVES
from ..models import Coordination, Evidence, Item, Undertaking, UnitPlan
from ..rules import leads_any, undertaking_flow
from ..rules.undertakings import CHECKING, latest_late_day
from ..rules.unit_plans import WORKING
from ..services import undertakings
from ..standing import is_late, own_figure
from .carried import carried
from .counted import Counted
from .plans import card, place

# Verbs of others that leave their line in the history of an undertaking.
TOLD = {
    "amend": _("Moved under the amending Decision"),
    "carry_over": _("Carried over from the year before"),
    "hand_over": _("Handed over to a successor"),
    "initiate": _("Added as an own initiative"),
}


class Helpers(ScopedInline):
    model, frozen = Coordination, True
    fields = ["unit"]


class Proofs(ScopedInline):
    model, frozen = Evidence, True
    fields = ["note", "document"]
    verbose_name_plural = _("What shows that it was done")

    @admin.display(description=_("file"))
    def document(self, evidence):
        if evidence.file is None:
            return "–"
        address, name = evidence.file.get_absolute_url(), evidence.file.name
        return format_html('<a href="{}">{}</a>', address, name)


class Derived(ScopedInline):
    """What units below made of it."""

    model, fk_name, frozen = Undertaking, "parent", True
    fields = ["text", "lead", "status"]
    verbose_name_plural = _("Derived by units below")


@admin.register(Undertaking)
class UndertakingAdmin(FlowAdmin):
    flow, services, forms = undertaking_flow, undertakings, UNDERTAKING_MOVES
    list_display = [
        "wording", "status", "due_on", "lead", "plan_of", "figure", "dropped_because",
    ]  # fmt: skip
    list_filter = [
        "unit_plan__plan__year", "task", "status", "origin", "unit_plan__unit__kind", Counted,
    ]  # fmt: skip
    search_fields = ["text_vi", "text_en", "item__search", "lead__search"]
    ordering = [F("due_on").asc(nulls_last=True), "pk"]
    card_template = "admin/plans/undertaking/card.html"
    card_fields = (
        "text_vi", "text_en", "unit_plan", "origin", "task", "lead", "due_on", "indicator",
        "goal", "reached", "recorded", "weight", "status", "reported_by", "confirmed_by",
        "done_on", "dropped_because",
    )  # fmt: skip
    inlines = [Helpers, Proofs, Derived]
    tabs = (
        Tab("mine", _("My unit's"), lambda rows, user: mine(rows, user).running()),
        Tab("overdue", _("Overdue"), lambda rows, user: late(mine(rows, user))),
        Tab("confirm", _("To confirm"), lambda rows, user: rows.to_confirm(user)),
        Tab("gone", _("No longer in the Decision"), lambda rows, user: rows.out_of_decision()),
    )
    badges = {"status": {"in_progress": "go", "reported": "go", "done": "done", "dropped": "off"}}
    empty = _("Undertakings stand here once a unit has drafted its plan.")

    @admin.display(description=_("undertaking"), ordering="text_vi")
    def wording(self, row):
        return f"{row.item.code} {row.text}" if row.item else row.text

    @admin.display(description=_("plan of"), ordering="unit_plan__unit__path")
    def plan_of(self, row):
        return row.unit_plan.unit.name

    @admin.display(description=_("progress"))
    def figure(self, row):
        found = own_figure(row)
        return "–" if found is None else f"{found:.0f}\u00a0%"

    @admin.display(description=_("percent done"))
    def recorded(self, row):
        return None if row.percent is None else f"{row.percent}\u00a0%"

    @admin.display(description=_("target"))
    def goal(self, row):
        return plain(row.target)

    @admin.display(description=_("achieved"))
    def reached(self, row):
        return plain(row.achieved)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("item__plan")

    def card(self, request, obj):
        last = latest_late_day(localdate())
        shows = self.flow.moves["attach"].open_to(request.user, obj)
        late_now = obj.unit_plan.status == UnitPlan.Status.ISSUED and is_late(obj, last)
        return super().card(request, obj) | {
            "above": above(obj),
            "carried": carried(request.user, obj),
            "evidence_url": f"{self.url('attach', obj.pk)}?activity=" if shows else "",
            "item_url": card(Item, obj.item_id) if obj.item_id else "",
            "late": late_now,
            "lines_url": self.list_url,
            "plan_url": card(UnitPlan, obj.unit_plan_id),
        }

    def verb_label(self, verb):
        return TOLD.get(verb) or super().verb_label(verb)

    def after(self, request, obj):
        if obj.pk is None:  # taken out of a draft
            return desk_of(UnitPlan).url("planning", obj.unit_plan_id)
        return super().after(request, obj)


def plain(number) -> str | None:
    """A decimal without zeros that say nothing."""
    return None if number is None else number_format(number.normalize())


def mine(rows, user):
    """What one's unit, or one below it, planned or leads."""
    return rows.concerning(user.unit) if user.unit else rows.none()


def late(rows):
    return rows.overdue(latest_late_day(localdate()))


def line(row: Undertaking, said) -> Line:
    detail = f"{row.unit_plan} · {row.lead.name}"
    due = f"{row.due_on:%d/%m/%Y}" if row.due_on else None
    return Line(row.text, card(Undertaking, row.pk), detail, due, str(said))


@desk_entry
def work_to_confirm(user):
    """Reported as done by others, in the reach of a head or focal point."""
    if not user.holds(*CHECKING):
        return None
    return Entry(
        "to_confirm",
        _("To confirm"),
        Undertaking.objects.to_confirm(user).for_list().order_by("due_on", "pk"),
        lambda row: line(row, _("See the evidence, then confirm or send back")),
        more=f"{desk_of(Undertaking).list_url}?tab=confirm",
        empty=_("Nothing was reported that waits for you."),
    )


@desk_entry
def overdue_work(user):
    """What one's unit should have done by now."""
    if not user.holds(*WORKING):
        return None

    def rows():
        return late(mine(Undertaking.objects.all(), user)).for_list().order_by("due_on", "pk")

    return Entry(
        "overdue",
        _("Overdue"),
        SimpleLazyObject(rows),  # the calendar is asked when the tab is counted or shown
        lambda row: line(row, _("Record progress or report as done")),
        more=f"{desk_of(Undertaking).list_url}?tab=overdue",
        empty=_("Nothing of your unit's plan is overdue."),
    )


@desk_entry
def obligations_nobody_took_up(user):
    """For the board: obligations for which no unit does anything."""
    if not leads_any(user):
        return None
    rows = Item.objects.untaken().select_related("plan", "parent")
    return Entry(
        "untaken",
        _("Nobody took up"),
        rows.order_by("-plan__year", "position"),
        lambda item: Line(item.text, card(Item, item.pk), place(item)),
        more=f"{desk_of(UnitPlan).url('coverage')}?state=not_taken_up",
        empty=_("Some unit's plan answers each obligation in force."),
    )
