"""Criteria and assessments on the desk."""

from django.contrib import admin
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.admin import FlowAdmin, RecordAdmin, ScopedInline, Tab
from core.admin.columns import words
from core.desk import Entry, Line, desk_entry, desk_of
from directory.filters import UnderUnit

from .. import services
from ..forms import ASSESSMENT_MOVES
from ..models import Assessment, CriteriaSet, Criterion, Score
from ..rules import assessment_flow, keeps_rules, works_anywhere


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
        "outcome", "grounds", "decided_on", "decided_by", "appeal", "heard_by",
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


@desk_entry
def assessments_waiting(user):
    """Assessments to be shared, decided, or decided anew; there only while one waits."""
    if not works_anywhere(user):
        return None

    def line(assessment):
        drafted = assessment.status == Assessment.Status.DRAFTED
        return Line(
            str(assessment),
            f"{desk_of(Assessment).list_url}{assessment.pk}/change/",
            f"{assessment.criteria} · {assessment.get_status_display()}",
            due=words(assessment.comment_by),
            next=_("Enter points, then share it") if drafted else _("Decide the outcome"),
        )

    return Entry(
        "assessments", _("Assessments of partners"),
        Assessment.objects.awaiting(user, localdate()).for_list().order_by("-status", "pk"), line,
        more=desk_of(Assessment).list_url, fleeting=True,
    )  # fmt: skip
