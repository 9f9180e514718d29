"""Sets of criteria: reference data that the board keeps."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _

from core.admin import RecordAdmin, ScopedInline

from .. import services
from ..models import CriteriaSet, Criterion, Dimension
from ..rules import corrects_criteria, drafts_any, keeps_criteria


class DimensionInline(ScopedInline):
    model, fields = Dimension, ["position", "code", "name_vi", "name_en", "weight"]


class CriterionInline(ScopedInline):
    model, fields = Criterion, ["position", "code", "name_vi", "name_en", "weight"]


class KeptByTheBoard(RecordAdmin):
    """Whoever decides on questionnaires keeps what they measure; what is in use stays."""

    def may_add(self, user):
        return keeps_criteria(user)

    def may_change(self, user, obj):
        return keeps_criteria(user)

    def listed_for(self, user):
        return drafts_any(user)


@admin.register(CriteriaSet)
class CriteriaSetAdmin(KeptByTheBoard):
    list_display = ["name", "code", "version", "basis"]
    property_order = {"name": "name_vi"}
    search_fields = ["name_vi", "name_en", "code"]
    fields = ["code", "version", "name_vi", "name_en", "basis"]
    fixed = ("code", "version")
    inlines = [DimensionInline]
    change_form_template = "admin/surveys/criteria.html"
    empty = _("No set yet: add the factors or groups that questions measure, with their weights.")

    def get_urls(self):
        door = self.admin_site.admin_view(self.next_version)
        return [
            path("<int:pk>/next_version/", door, name="surveys_criteriaset_next_version"),
            *super().get_urls(),
        ]

    def next_version(self, request, pk: int):
        """Begins the next version of a set; by a button only."""
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.may_change(request.user, row):
            raise PermissionDenied
        if request.method != "POST":
            return redirect(self.url("change", row.pk))
        made = services.next_version(row, by=request.user)
        messages.success(request, _("Version %(number)d is begun.") % {"number": made.version})
        return redirect(self.url("change", made.pk))

    def get_inline_instances(self, request, obj=None):
        """Dimensions in use are read on their own cards: of such a set only the words change."""
        found = super().get_inline_instances(request, obj)
        return found if obj is None or corrects_criteria(request.user, obj) else []


@admin.register(Dimension)
class DimensionAdmin(KeptByTheBoard):
    list_display = ["name", "code", "criteria_set", "weight"]
    property_order = {"name": "name_vi"}
    list_filter = ["criteria_set"]
    search_fields = ["name_vi", "name_en", "code"]
    fields = ["criteria_set", "position", "code", "name_vi", "name_en", "weight"]
    fixed = ("criteria_set", "code")
    reach = {"criteria_set": lambda user: CriteriaSet.objects.visible_to(user).free()}
    inlines = [CriterionInline]

    def may_change(self, user, obj):
        return corrects_criteria(user, obj.criteria_set)
