"""Activities on the officers' desk: planned, announced, their results, who has registered."""

from django.contrib import admin
from django.contrib.admin import DateFieldListFilter, SimpleListFilter
from django.utils.html import format_html
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _

from associations.pages.serving import serving
from core.admin import FlowAdmin, ScopedInline, Tab
from core.desk import Entry, Line, desk_entry, desk_of
from directory.filters import UnderUnit

from ..forms import ACTIVITY_MOVES
from ..models import Activity, ActivityFile, Participation, Registration, Serving, SupportIssue
from ..rules.activities import (
    activity_flow,
    open_for_registration,
    organised,
    organises,
    organises_any,
    registration_verbs,
)
from ..rules.support_issues import raises_any
from ..services import activities, registrations
from .carried import Serves
from .served import ACTIVITY

RESULT = "admin/plans/activity/result.html"


class Servings(ScopedInline):
    model, frozen = Serving, True
    fields = ["undertaking", "item"]


class Participations(ScopedInline):
    model, frozen = Participation, True
    fields = ["kind", "bodies", "people"]


class Files(ScopedInline):
    model, frozen = ActivityFile, True
    fields = ["document", "caption", "public"]

    @admin.display(description=_("file"))
    def document(self, row):
        return format_html('<a href="{}">{}</a>', row.file.get_absolute_url(), row.file)


@admin.register(Activity)
class ActivityAdmin(FlowAdmin):
    flow, services, forms = activity_flow, activities, ACTIVITY_MOVES
    templates = {"hold": RESULT, "correct_result": RESULT}
    list_display = ["heading", "unit", "kind", "task", "starts", "status"]
    list_filter = [
        UnderUnit.through("unit"), "kind", "task", "status", ("starts", DateFieldListFilter),
        Serves,
    ]  # fmt: skip
    search_fields = ["title_vi", "title_en", "place"]
    badges = {"status": {"announced": "go", "held": "done", "cancelled": "off"}}
    card_template = "admin/plans/activity/card.html"
    card_fields = (
        "title_vi", "title_en", "kind", "task", "unit", "status", "when", "postponed_from", "place",
        "online_url", "summary_vi", "summary_en", "public", "registration", "seats",
        "registration_until", "why", "result",
    )  # fmt: skip
    inlines = [Servings, Participations, Files]
    tabs = (
        Tab("mine", _("Of my units"), lambda rows, user: of_mine(rows, user)),
        Tab("coming", _("To come"), lambda rows, user: coming(rows)),
        Tab("missing", _("Results missing"), lambda rows, user: rows.results_missing(now())),
    )
    empty = _("No activity yet: plan one, and announce it when its day is fixed.")

    @admin.display(description=_("activity"), ordering="title_vi")
    def heading(self, activity):
        return activity.title

    @admin.display(description=_("when"))
    def when(self, activity):
        return spoken(activity)

    def card(self, request, obj):
        kept = obj.registrations.visible_to(request.user).kept()
        return super().card(request, obj) | {
            "registered": kept.people() if obj.registration else None,
            "phone_only": kept.filter(email="").count() if obj.registration else 0,
            "registered_url": f"{desk_of(Registration).list_url}?activity={obj.pk}",
            "seats_left": registrations.seats_left(obj),
            "takes_registrations": open_for_registration(obj),
            "on_page": obj.public and obj.announced_at is not None,
            "may_list": organises(request.user, obj) or request.user.sees_all,
            "raise_url": raise_url(request.user, obj),
            "serving": serving(request.user, f"{ACTIVITY}{obj.pk}"),
        }


def raise_url(user, activity) -> str:
    """Where a matter raised at this activity is put to the Committee; "" for whom it is not."""
    if not (raises_any(user) and organises(user, activity) and activity.starts <= now()):
        return ""
    return f"{desk_of(SupportIssue).url('add')}?activity={activity.pk}"


def spoken(activity) -> str:
    """Its time in words: 08:00 – 11:00, 12/05/2026."""
    first, last = activity.first_day, activity.last_day
    if activity.all_day:
        return f"{first:%d/%m/%Y}" + (f" – {last:%d/%m/%Y}" if last != first else "")
    starts, ends = localtime(activity.starts), localtime(activity.ends)
    if first == last:
        return f"{starts:%H:%M} – {ends:%H:%M}, {first:%d/%m/%Y}"
    return f"{starts:%H:%M %d/%m/%Y} – {ends:%H:%M %d/%m/%Y}"


def of_mine(rows, user):
    """Activities of the units whose work is this person's."""
    return rows.filter(organised(user))


def coming(rows):
    """What is planned or announced and not over, whatever the order of the list."""
    return rows.filter(status__in=Activity.TO_COME, ends__gt=now())


class OfActivity(SimpleListFilter):
    """Registrations of one activity: offered are those in sight that take registrations."""

    title, parameter_name = _("activity"), "activity"

    def lookups(self, request, model_admin):
        rows = Activity.objects.visible_to(request.user).filter(registrations__isnull=False)
        latest = rows.distinct().order_by("-starts", "-pk")[:50]
        found = {str(each.pk): f"{each.title} ({each.first_day:%d/%m/%Y})" for each in latest}
        asked = request.GET.get(self.parameter_name, "")
        return [*found.items(), *([(asked, asked)] if asked and asked not in found else [])]

    def queryset(self, request, queryset):
        asked = self.value()
        if asked is None:
            return queryset
        return queryset.filter(activity=asked) if asked.isdecimal() and len(asked) < 10 \
            else queryset.none()  # fmt: skip


@admin.register(Registration)
class RegistrationAdmin(FlowAdmin):
    flow, services = registration_verbs, registrations
    list_display = [
        "name", "enterprise", "tax_code", "people", "email", "phone", "of_activity",
        "registered_at", "withdrawn_at",
    ]  # fmt: skip
    list_filter = [
        OfActivity, ("withdrawn_at", admin.EmptyFieldListFilter),
        ("email", admin.EmptyFieldListFilter),
    ]  # fmt: skip
    search_fields = ["name", "enterprise", "=tax_code", "email"]
    card_fields = tuple(list_display)
    tabs = (Tab("kept", _("Coming"), lambda rows, user: rows.kept()),)
    empty = _("Nobody has registered yet.")

    @admin.display(description=_("activity"), ordering="activity__title_vi")
    def of_activity(self, row):
        return str(row.activity)

    def listed_for(self, user):
        return organises_any(user) or user.sees_all

    def verb_label(self, verb):
        known = {
            "register": _("Registered on the portal"),
            "withdraw_by_link": _("Withdrawn by the person"),
        }
        return known.get(verb) or super().verb_label(verb)


@desk_entry
def activities_without_result(user):
    """Activities of one's own units that are over and have no result yet."""
    if not organises_any(user):
        return None
    rows = of_mine(Activity.objects.results_missing(now()), user).select_related("unit")
    desk = desk_of(Activity)

    def line(activity):
        return Line(
            activity.title,
            f"{desk.list_url}{activity.pk}/hold/",
            f"{activity.unit} · {spoken(activity)}",
            next=_("Enter the result"),
        )

    return Entry(
        "results",
        _("Results missing"),
        rows,
        line,
        more=f"{desk.list_url}?tab=missing",
        empty=_("Every activity that is over has its result."),
    )
