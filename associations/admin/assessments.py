"""Criteria and assessments on the desk."""

from django.contrib import admin
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.admin import FlowAdmin, RecordAdmin, ScopedInline, Tab
from core.admin.columns import words
from core.admin.listing import DeskList
from core.desk import Entry, Line, desk_entry, desk_of
from directory.filters import UnderUnit

from .. import services
from ..forms import ASSESSMENT_MOVES
from ..models import Agreement, Assessment, CriteriaSet, Criterion, Member, Score
from ..rules import admits, assessment_flow, keeps_rules, signs_anywhere, works_anywhere
from .cards import OfEnterprise, card_url
from .filters import Counted


class CriterionInline(ScopedInline):
    """What somebody was measured by stays: another version is another set."""

    model, fields = Criterion, ["code", "text_vi", "text_en", "weight", "most"]

    def allowed(self, request, obj=None):
        return super().allowed(request, obj) and not (obj and obj.assessments.exists())


@admin.register(CriteriaSet)
class CriteriaSetAdmin(RecordAdmin):
    list_display = ["name", "subject", "version", "confirmed", "valid_from", "valid_to"]
    list_filter = ["subject", "confirmed"]
    search_fields = ["name", "version"]
    fixed = ("subject", "version")
    fixed_in_use = (*fixed, "name", "source", "confirmed", "valid_from")
    inlines = [CriterionInline]
    empty = _("No set of criteria yet: the reform board enters one.")

    def may_add(self, user):
        return keeps_rules(user)

    def may_change(self, user, criteria):
        return keeps_rules(user)

    def fixed_of(self, criteria):
        """Of a set in use only its last day and the days to comment are changed."""
        return self.fixed_in_use if criteria.assessments.exists() else self.fixed


class ScoreInline(ScopedInline):
    model, frozen, fields = Score, True, ["criterion", "points", "weight", "evidence"]

    @admin.display(description=_("weight"))
    def weight(self, score):
        return score.criterion.weight


class RankedList(DeskList):
    """With the rank of each among all of its set and year, whatever part of them is listed."""

    def page_of(self, rows, start, length):
        return placed(super().page_of(rows, start, length))

    def every(self):
        return placed(list(super().every()))


def placed(rows: list) -> list:
    """``rows`` with their ``rank``; a draft has none."""
    ranks = dict(Assessment.objects.beside(rows).values_list("pk", "rank"))
    for row in rows:
        row.rank = ranks.get(row.pk)
    return rows


@admin.register(Assessment)
class AssessmentAdmin(OfEnterprise, FlowAdmin):
    flow, services, forms = assessment_flow, services, ASSESSMENT_MOVES
    list_display = ["enterprise", "criteria", "year", "unit", "score", "rank", "outcome",
                    "status"]  # fmt: skip
    list_filter = ["status", "outcome", "criteria__subject", UnderUnit.through("unit"), Counted]
    search_fields = ["enterprise__search", "=year"]
    card_fields = (
        "enterprise", "criteria", "in_year", "unit", "score", "status", "comment_by", "comment",
        "outcome", "grounds", "lesson", "decided_on", "decided_by", "appeal", "heard_by",
    )  # fmt: skip
    inlines = [ScoreInline]
    tabs = (
        Tab("brokers", _("Customs brokers"),
            lambda rows, user: rows.filter(criteria__subject="broker")),
        Tab("partners", _("Partner enterprises"),
            lambda rows, user: rows.filter(criteria__subject="partner")),
        Tab("examples", _("Examples to replicate"), lambda rows, user: rows.examples()),
    )  # fmt: skip
    empty = _("Nothing has been assessed within your reach yet.")

    def get_queryset(self, request):
        return super().get_queryset(request).scored()

    def get_changelist(self, request, **kwargs):
        return RankedList

    def ways(self, request):
        examples = (_("Examples to replicate"), reverse("associations:examples"))
        return [*super().ways(request), examples]

    @admin.display(description=_("rank"))
    def rank(self, assessment):
        return assessment.rank

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
            card_url(assessment),
            f"{assessment.criteria} · {assessment.get_status_display()}",
            due=words(assessment.comment_by),
            next=_("Enter points, then share it") if drafted else _("Decide the outcome"),
        )

    return Entry(
        "assessments", _("Assessments of partners"),
        Assessment.objects.awaiting(user, localdate()).for_list().order_by("-status", "pk"), line,
        more=desk_of(Assessment).list_url, fleeting=True,
    )  # fmt: skip


@desk_entry
def members_to_end(user):
    """Members with whom cooperation was ended, for who may withdraw the membership."""
    if not admits(user):
        return None

    def line(member):
        return Line(
            str(member),
            card_url(member),
            str(member.unit),
            next=_("Cooperation was ended: withdraw the membership"),
        )

    rows = Member.objects.visible_to(user).filter(pk__in=Assessment.objects.members_to_end())
    return Entry(
        "members_to_end", _("Memberships to be ended"), rows.for_list().order_by("pk"), line,
        more=f"{desk_of(Assessment).list_url}?outcome__exact=ended", fleeting=True,
    )  # fmt: skip


@desk_entry
def agreements_to_end(user):
    """Memoranda of enterprises with whom cooperation was ended, for who may terminate them."""
    if not signs_anywhere(user):
        return None

    def line(agreement):
        return Line(
            str(agreement),
            card_url(agreement),
            agreement.partners,
            next=_("Cooperation was ended: terminate the agreement"),
        )

    rows = Agreement.objects.within_reach(user).filter(
        pk__in=Assessment.objects.agreements_to_end()
    )
    return Entry(
        "agreements_to_end", _("Agreements to be ended"), rows.for_list().order_by("pk"), line,
        more=f"{desk_of(Assessment).list_url}?outcome__exact=ended", fleeting=True,
    )  # fmt: skip
