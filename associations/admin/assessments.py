"""Criteria and assessments on the desk."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import FlowAdmin, RecordAdmin, ScopedInline, Tab
from directory.filters import UnderUnit

from .. import services
from ..forms import ASSESSMENT_MOVES
from ..models import Assessment, CriteriaSet, Criterion, Score
from ..rules import assessment_flow, keeps_rules


class CriterionInline(ScopedInline):
    model, fields = Criterion, ["code", "text_vi", "text_en", "weight", "most"]


@admin.register(CriteriaSet)
class CriteriaSetAdmin(RecordAdmin):
    list_display = ["name", "subject", "version", "confirmed", "valid_from", "valid_to"]
    list_filter = ["subject", "confirmed"]
    search_fields = ["name", "version"]
    fixed = ("subject", "version")
    inlines = [CriterionInline]
    empty = _("No set of criteria yet: the reform board enters one.")

    def may_add(self, user):
        return keeps_rules(user)

    def may_change(self, user, criteria):
        """What somebody was measured by stays: another version is another set."""
        return keeps_rules(user) and not criteria.assessments.exists()


class ScoreInline(ScopedInline):
    model, frozen, fields = Score, True, ["criterion", "points", "weight", "evidence"]

    @admin.display(description=_("weight"))
    def weight(self, score):
        return score.criterion.weight


@admin.register(Assessment)
class AssessmentAdmin(FlowAdmin):
    flow, services, forms = assessment_flow, services, ASSESSMENT_MOVES
    list_display = ["enterprise", "criteria", "year", "unit", "score", "outcome", "status"]
    list_filter = ["status", "outcome", "criteria__subject", UnderUnit.through("unit")]
    search_fields = ["enterprise__search", "=year"]
    card_fields = (
        "enterprise", "criteria", "in_year", "unit", "score", "status", "comment_by", "comment",
        "outcome", "grounds", "decided_on", "appeal",
    )  # fmt: skip
    inlines = [ScoreInline]
    tabs = (
        Tab("brokers", _("Customs brokers"),
            lambda rows, user: rows.filter(criteria__subject="broker")),
        Tab("partners", _("Partner enterprises"),
            lambda rows, user: rows.filter(criteria__subject="partner")),
    )  # fmt: skip
    empty = _("Nothing has been assessed within your reach yet.")

    def get_queryset(self, request):
        return super().get_queryset(request).scored()

    @admin.display(description=_("score in percent"))
    def score(self, assessment):
        return assessment.score

    @admin.display(description=_("year"))
    def in_year(self, assessment):
        return str(assessment.year)
