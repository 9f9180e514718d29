"""Associations, their people and members on the desk: each class declares."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import RecordAdmin, ScopedInline
from core.admin.filters import AsOf
from core.admin.records import RecordForm
from core.importing.desk import ImportMixin
from directory.filters import UnderUnit
from directory.forms import PersonField
from directory.models import Enterprise, User

from ..forms import EnterpriseField
from ..models import (
    Association,
    AssociationContact,
    AssociationRepresentative,
    Membership,
    Party,
)
from ..resources import AssociationResource, MembershipResource
from ..rules import keeps, keeps_any, kept_associations
from .cards import OfEnterprise, card_link


class SpeakerForm(forms.ModelForm):
    """Who speaks for an association: an account of the portal, never an officer's."""

    user = PersonField(label=_("Email of the account"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(is_staff=False, is_active=True)


class ContactInline(ScopedInline):
    model, fields = AssociationContact, ["name", "position", "email", "phone"]


class SpeakerInline(ScopedInline):
    model, form = AssociationRepresentative, SpeakerForm
    fields = ["user", "valid_from", "valid_to"]


class AgreementInline(ScopedInline):
    """What was agreed with it, the latest first; kept in a list of its own."""

    model, fk_name, frozen = Party, "association", True
    fields = ["title", "in_force_from", "ends_on", "status"]
    verbose_name_plural = _("agreements")

    @admin.display(description=_("agreement"))
    def title(self, party):
        return card_link(party.agreement)

    @admin.display(description=_("in force from"))
    def in_force_from(self, party):
        return party.agreement.in_force_from

    @admin.display(description=_("last day"))
    def ends_on(self, party):
        return party.agreement.ends_on

    @admin.display(description=_("status"))
    def status(self, party):
        return party.agreement.get_status_display()

    def rows_of(self, request, obj):
        return super().rows_of(request, obj).order_by("-agreement")


class MembershipInline(ScopedInline):
    """Kept in a list of its own: an association has more members than a form has lines."""

    model, frozen, fields = Membership, True, ["enterprise", "valid_from", "valid_to"]


@admin.register(Association)
class AssociationAdmin(ImportMixin, RecordAdmin):
    resource = AssociationResource
    list_display = ["name", "short", "sector", "level", "kept_by"]
    list_filter = ["sector", "level", UnderUnit.through("kept_by")]
    search_fields = ["name_vi", "name_en", "short"]
    export_more = ("name_en", "website", "address")
    property_order = {"name": "name_vi"}
    ordering = ["name_vi", "pk"]
    inlines = [ContactInline, SpeakerInline, AgreementInline, MembershipInline]
    empty = _("No association yet: add one, or import a list.")

    def may_add(self, user):
        return keeps_any(user)

    def may_change(self, user, association):
        return keeps(user, association)


class MembershipForm(RecordForm):
    """Whom an association one keeps has as its member, and from when until when."""

    enterprise = EnterpriseField(label=_("Tax code of the enterprise"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:  # the enterprise stays, and is shown as it was typed
            self.initial["enterprise"] = self.instance.enterprise.tax_code
        else:
            self.fields["enterprise"].queryset = Enterprise.objects.visible_to(self.by)


@admin.register(Membership)
class MembershipAdmin(OfEnterprise, ImportMixin, RecordAdmin):
    resource, form = MembershipResource, MembershipForm
    list_display = ["enterprise", "association", "valid_from", "valid_to"]
    list_filter = [AsOf, "association__sector", UnderUnit.through("enterprise__managed_by")]
    search_fields = ["enterprise__search", "association__search"]
    fields = ["association", "enterprise", "valid_from", "valid_to"]
    fixed = ("association", "enterprise")
    reach = {"association": kept_associations}
    empty = _("No membership within your reach yet.")

    def may_add(self, user):
        return keeps_any(user)

    def may_change(self, user, membership):
        return keeps(user, membership.association)
