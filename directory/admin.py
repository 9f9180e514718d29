"""The directory on the officers' desk: each class declares, core.admin does."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import FlowAdmin, RecordAdmin, ScopedInline
from core.admin.columns import link
from core.admin.filters import AsOf
from core.desk import desk_of
from core.forms import ReasonForm
from core.importing.desk import ImportMixin

from . import rules, services
from .accounts import services as account_services
from .filters import UnderUnit
from .forms import CloseUnitForm, PassIntoForm, RepresentativeForm, RoleForm
from .models import (
    CalendarDay,
    Channel,
    Contact,
    Enterprise,
    Letterhead,
    Officer,
    Posting,
    Reception,
    Representative,
    Role,
    Succession,
    Unit,
    UnitAlias,
    User,
    WorkingHours,
)
from .resources import EnterpriseResource, OfficerResource, UnitResource


class AliasInline(ScopedInline):
    model, fields = UnitAlias, ["name"]


class ChannelInline(ScopedInline):
    model, fields = Channel, ["kind", "value", "note_vi", "note_en"]


class ReceptionInline(ScopedInline):
    model, fields = Reception, ["weekday", "starts", "ends", "place", "host"]


class PassedInline(ScopedInline):
    """Made by a verb of the closed unit, so shown only."""

    model, fk_name, fields = Succession, "predecessor", ["unit", "kind", "on"]
    verbose_name_plural, frozen = _("passed into"), True

    @admin.display(description=_("successor"))
    def unit(self, succession):
        return unit_link(succession.successor)

    def rows_of(self, request, obj):
        return Succession.objects.filter(predecessor=obj).select_related("successor")


class OriginInline(ScopedInline):
    model, fk_name, fields = Succession, "successor", ["unit", "kind", "on"]
    verbose_name_plural, frozen = _("came from"), True

    @admin.display(description=_("predecessor"))
    def unit(self, succession):
        return unit_link(succession.predecessor)

    def rows_of(self, request, obj):
        return Succession.objects.filter(successor=obj).select_related("predecessor")


def unit_link(unit) -> str:
    return link(unit, f"{desk_of(Unit).list_url}{unit.pk}/change/")


@admin.register(Unit)
class UnitAdmin(ImportMixin, RecordAdmin, FlowAdmin):
    """A record that is also moved: closed, and passed into another."""

    resource = UnitResource
    flow, services = rules.reorganisation, services
    forms = {"close_unit": CloseUnitForm, "pass_into": PassIntoForm}
    add_view = RecordAdmin.add_view  # a unit is added as a record, by no move
    list_display = ["tree", "code", "kind", "area", "valid_from", "valid_to"]
    list_filter = [AsOf, "kind"]
    list_per_page = 50
    search_fields = ["name_vi", "name_en", "code", "aliases__name"]
    ordering = ["path"]
    fields = ["code", "kind", "name_vi", "name_en", "parent", "area", "valid_from", "valid_to"]
    fixed = ("code", "kind", "name_vi", "name_en", "parent", "valid_from", "valid_to")
    reach = {"parent": rules.kept_units}
    inlines = [AliasInline, ChannelInline, ReceptionInline, PassedInline, OriginInline]

    @admin.display(description=_("unit"), ordering="path")
    def tree(self, unit):
        return "\u2003" * (len(unit.lineage) - 1) + unit.name

    def may_add(self, user):
        return rules.keeps_any(user)

    def may_change(self, user, unit):
        return rules.keeps(user, unit)


class PostingInline(ScopedInline):
    model, fields = Posting, ["unit", "position", "valid_from", "valid_to"]
    reach = {"unit": rules.kept_units}


@admin.register(Officer)
class OfficerAdmin(ImportMixin, RecordAdmin):
    resource = OfficerResource
    list_display = ["name", "number", "title", "post", "phone"]
    list_filter = [UnderUnit.through("postings__unit")]
    search_fields = ["user__last_name", "user__first_name", "number"]
    ordering = ["user__first_name", "user__last_name", "pk"]
    fields, fixed, card_fields = (
        ["number", "title", "phone"],
        ("number",),
        ("number", "title", "phone"),
    )
    inlines = [PostingInline]
    empty = _("No officers are posted to the units in your reach yet.")

    @admin.display(description=_("full name"), ordering="user__first_name")
    def name(self, officer):
        return str(officer.user)

    @admin.display(description=_("posting"))
    def post(self, officer):
        return ", ".join(str(p.unit) for p in officer.postings.all() if p.valid_to is None)

    def may_change(self, user, officer):
        posts = [posting.unit for posting in officer.postings.all()]
        return rules.governs(user) or any(rules.keeps(user, unit) for unit in posts)


class ContactInline(ScopedInline):
    model, fields = Contact, ["name", "position", "email", "phone"]


class RepresentativeInline(ScopedInline):
    model, form, fields = Representative, RepresentativeForm, ["user", "valid_from", "valid_to"]


@admin.register(Enterprise)
class EnterpriseAdmin(ImportMixin, RecordAdmin):
    resource = EnterpriseResource
    list_display = ["name", "tax_code", "kind", "size", "traits", "managed_by"]
    list_only = (
        "tax_code", "name_vi", "name_en", "kind", "size", "traits",
        "managed_by__name_vi", "managed_by__name_en",
    )  # fmt: skip
    list_filter = [UnderUnit.through("managed_by"), "kind", "size"]
    search_fields = ["name_vi", "name_en", "tax_code"]
    property_order = {"name": "name_vi"}
    ordering = ["name_vi", "pk"]
    reach = {"managed_by": rules.kept_units}
    inlines = [ContactInline, RepresentativeInline]
    empty = _("No enterprises are managed by the units in your reach. Import them or add one.")

    def may_add(self, user):
        return rules.keeps_any(user)

    def may_change(self, user, enterprise):
        return rules.keeps(user, enterprise.managed_by)


@admin.register(Role)
class RoleAdmin(RecordAdmin):
    form = RoleForm
    list_display = ["user", "kind", "unit", "valid_from", "valid_to"]
    list_filter = [AsOf, UnderUnit.through("unit"), "kind"]
    search_fields = ["user__last_name", "user__first_name", "user__email"]
    fields, fixed = ["user", "kind", "unit", "valid_from", "valid_to"], ("user", "kind", "unit")
    reach = {"unit": rules.administered_units}

    def may_add(self, user):
        return rules.administers_any(user)

    def may_change(self, user, role):
        return rules.grants(user, role)


@admin.register(User)
class UserAdmin(FlowAdmin):
    flow, services = rules.accounts, account_services
    forms = dict.fromkeys(rules.accounts.moves, ReasonForm)
    list_display = ["called", "email", "is_staff", "is_active", "date_joined"]
    list_filter = ["is_staff", "is_active"]
    search_fields = ["last_name", "first_name", "email"]
    card_fields = ("last_name", "first_name", "email", "language", "is_staff", "is_active")

    @admin.display(description=_("name"))
    def called(self, row):
        return row.get_full_name()

    def listed_for(self, user):
        return user.administers_accounts or bool(user.administered_paths)


class CalendarAdmin(RecordAdmin):
    """Hours of one unit are kept by that unit, those of all units by the system administrator."""

    list_filter = [UnderUnit.through("unit")]
    reach = {"unit": rules.kept_units}

    def may_add(self, user):
        return rules.keeps_any(user)

    def may_change(self, user, row):
        return rules.keeps(user, row.unit)

    may_delete = may_change

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.base_fields["unit"].required = not rules.governs(request.user)
        return form


@admin.register(WorkingHours)
class WorkingHoursAdmin(CalendarAdmin):
    list_display = ["weekday", "unit", "starts", "ends", "valid_from", "valid_to"]


@admin.register(CalendarDay)
class CalendarDayAdmin(CalendarAdmin):
    list_display = [
        "date",
        "unit",
        "working",
        "reason",
        "morning_starts",
        "morning_ends",
        "afternoon_starts",
        "afternoon_ends",
    ]


@admin.register(Letterhead)
class LetterheadAdmin(RecordAdmin):
    list_display = ["unit", "symbol", "place", "drafted_by"]
    search_fields = ["unit__name_vi", "unit__name_en", "symbol"]
    fields, fixed = ["unit", "symbol", "place", "drafted_by"], ("unit",)
    card_fields = ("unit", "symbol", "place", "drafted_by")
    reach = {"unit": rules.kept_units}
    empty = _("No letterhead yet: symbol and place are then taken from the unit's name.")

    def may_add(self, user):
        return rules.keeps_any(user)

    def may_change(self, user, letterhead):
        return rules.keeps(user, letterhead.unit)
