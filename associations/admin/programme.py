"""The voluntary-compliance programme on the desk: rules, applications, members, requests."""

from django.contrib import admin
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from core.admin import FlowAdmin, RecordAdmin, ScopedInline, Tab
from core.admin.columns import words
from core.desk import Entry, Line, desk_entry, desk_of
from directory.filters import UnderUnit

from .. import services
from ..forms import APPLICATION_MOVES, MEMBER_MOVES, REQUEST_MOVES
from ..models import (
    Application,
    Condition,
    LevelReview,
    Member,
    Programme,
    RiskWarning,
    SupportRequest,
)
from ..rules import (
    admits,
    application_flow,
    keeps_rules,
    member_flow,
    request_flow,
    works_anywhere,
)
from .cards import OfEnterprise, card_link, card_url
from .filters import Counted

A = Application.Status


class ConditionInline(ScopedInline):
    model, fields = Condition, ["kind", "unit", "value", "source", "confirmed"]


@admin.register(Programme)
class ProgrammeAdmin(RecordAdmin):
    list_display = ["name", "number", "valid_from", "valid_to"]
    search_fields = ["name_vi", "name_en", "number"]
    property_order = {"name": "name_vi"}
    inlines = [ConditionInline]
    empty = _("No rules yet: the reform board enters the Decision.")

    def may_add(self, user):
        return keeps_rules(user)

    def may_change(self, user, programme):
        return keeps_rules(user)


@admin.register(Application)
class ApplicationAdmin(OfEnterprise, FlowAdmin):
    flow, services, forms = application_flow, services, APPLICATION_MOVES
    list_display = ["enterprise", "unit", "received_on", "level", "status"]
    list_filter = ["status", "level", UnderUnit.through("unit")]
    search_fields = ["enterprise__search"]
    card_template = "admin/associations/application/card.html"
    card_fields = (
        "enterprise", "unit", "programme", "received_on", "contact", "phone", "statement",
        "level", "violations", "trade_usd", "duty_million", "status",
    )  # fmt: skip
    tabs = (Tab("pending", _("Under way"), lambda rows, user: rows.pending()),)
    empty = _("No application within your reach yet.")

    def card(self, request, obj):
        return super().card(request, obj) | {"checks": services.checks(obj)}


class ReviewInline(ScopedInline):
    model, frozen = LevelReview, True
    fields = ["in_year", "level_before", "level_now", "satisfied", "note"]

    @admin.display(description=_("year"))
    def in_year(self, review):
        return str(review.year)

    @admin.display(description=_("compliance level"))
    def level_now(self, review):
        return review.level


class WarningInline(ScopedInline):
    model, frozen, fields = RiskWarning, True, ["issued_on", "text", "read_on", "read_by"]


@admin.register(Member)
class MemberAdmin(OfEnterprise, FlowAdmin):
    flow, services, forms = member_flow, services, MEMBER_MOVES
    list_display = ["enterprise", "unit", "joined_on", "level", "level_now", "officer", "status"]
    list_filter = ["status", "level", UnderUnit.through("unit"), Counted]
    search_fields = ["enterprise__search"]
    card_fields = (
        "enterprise", "unit", "programme", "joined_on", "level", "level_now", "agreed_in",
        "officer", "channel", "status", "left_on", "grounds", "withdrawn_for", "withdrawn_by",
        "appeal", "answer", "heard_by",
    )  # fmt: skip
    inlines = [ReviewInline, WarningInline]
    tabs = (
        Tab("active", _("Members"), lambda rows, user: rows.active()),
        Tab("mine", _("Designated to me"), lambda rows, user: rows.looked_after_by(user)),
        Tab(
            "unreviewed",
            _("Not reviewed this year"),
            lambda rows, user: rows.not_reviewed(localdate().year),
        ),
        Tab("contested", _("Appealed against"), lambda rows, user: rows.contested()),
    )
    empty = _("No member within your reach yet.")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("officer").with_level()

    @admin.display(description=_("memorandum"))
    def agreed_in(self, member):
        return card_link(member.memorandum)

    @admin.display(description=_("compliance level now"), ordering="level_now")
    def level_now(self, member):
        return member.level_now


@admin.register(SupportRequest)
class SupportRequestAdmin(FlowAdmin):
    flow, services, forms = request_flow, services, REQUEST_MOVES
    list_display = ["subject", "member", "received_at", "forward_by", "forwarded_to", "status"]
    list_filter = ["status", UnderUnit.through("member__unit"), Counted]
    search_fields = ["subject", "text", "member__enterprise__search"]
    card_fields = (
        "asking", "asked_by", "subject", "text", "received_at", "forward_by", "forwarded_at",
        "forwarded_to", "answer", "answered_at", "status",
    )  # fmt: skip
    tabs = (Tab("late", _("Overdue"), lambda rows, user: rows.late(now())),)
    empty = _("No member has asked for support.")

    @admin.display(description=_("programme member"))
    def asking(self, request):
        return card_link(request.member)


@desk_entry
def applications_waiting(user):
    """Applications to be examined; for the board, those to be decided."""
    if not works_anywhere(user):
        return None
    step = {A.RECEIVED: _("Examine it"), A.EXAMINED: _("The general department decides")}

    def line(application):
        return Line(
            str(application.enterprise),
            card_url(application),
            application.get_status_display(),
            next=_("Accept or refuse") if admits(user) and application.status == A.EXAMINED
            else step[application.status],
        )  # fmt: skip

    return Entry(
        "applications", _("Applications to the programme"),
        Application.objects.visible_to(user).pending().for_list().order_by("pk"), line,
        more=f"{desk_of(Application).list_url}?tab=pending",
        empty=_("No application waits."),
    )  # fmt: skip


@desk_entry
def requests_waiting(user):
    """Support requests to be forwarded in time, then to be answered."""
    if not works_anywhere(user):
        return None
    status = SupportRequest.Status
    rows = SupportRequest.objects.visible_to(user).for_list()
    rows = rows.filter(status__in=(status.RECEIVED, status.FORWARDED))

    def line(request):
        fresh = request.status == status.RECEIVED
        return Line(
            request.subject,
            card_url(request),
            str(request.member),
            due=words(request.forward_by) if fresh else None,
            next=_("Forward it") if fresh else _("Answer it, or forward it to the right unit"),
        )

    return Entry(
        "requests", _("Support requests"), rows.order_by("-status", "forward_by", "pk"), line,
        more=desk_of(SupportRequest).list_url,
        empty=_("No support request waits."),
    )  # fmt: skip


@desk_entry
def appeals_waiting(user):
    """Appeals against withdrawals, for who decides them; there only while one waits."""
    if not admits(user):
        return None

    def line(member):
        return Line(
            str(member),
            card_url(member),
            f"{member.unit} · {member.get_grounds_display()}",
            next=_("Reinstate the member, or uphold the withdrawal"),
        )

    return Entry(
        "appeals", _("Appeals of members"),
        Member.objects.visible_to(user).heard_by(user).for_list().order_by("pk"), line,
        more=f"{desk_of(Member).list_url}?tab=contested", fleeting=True,
    )  # fmt: skip
