"""The programme and assessments: what the public and what an enterprise reads."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.components.buttons import Button
from core.components.leaves import badge, plain
from directory.models import Enterprise

from ..models import (
    Application,
    Assessment,
    Condition,
    LevelReview,
    Member,
    Programme,
    RiskWarning,
    SupportRequest,
)
from ..rules import application_flow, assessment_flow
from .register import day, link


def programme_page() -> dict:
    """The rules in force with their conditions, those before, and how many are in it."""
    today = localdate()
    rules = Programme.objects.as_of(today).first()
    conditions = Condition.objects.filter(programme=rules).for_list() if rules else []
    return {
        "rules": rules,
        "earlier": Programme.objects.filter(valid_to__lt=today),
        "members": Member.objects.on(today).count(),
        "heads": [_("Condition"), _("For"), _("Source"), _("State")],
        "lines": [condition_line(each) for each in alike(conditions)],
    }


def alike(conditions: Iterable[Condition]) -> Iterable[list[Condition]]:
    """Conditions that say the same of several units, together."""
    found: dict[tuple, list[Condition]] = {}
    for each in conditions:
        found.setdefault((each.kind, each.value, each.source, each.confirmed), []).append(each)
    return found.values()


def condition_line(same: list[Condition]) -> list:
    """One line of the table: what holds, for which units, from where, how surely."""
    condition = same[0]
    sure = condition.confirmed
    state = badge(_("Confirmed") if sure else _("Not confirmed"), "done" if sure else "off")
    if condition.value is None:
        state = badge(_("Threshold not known; judged by hand"), "off")
    units = "; ".join(str(each.unit or _("every customs unit")) for each in same)
    return [condition, units, condition.source, state]


def compliance_page(user) -> dict:
    """Applications, memberships, requests, warnings and reviews of one's enterprises."""
    members = Member.objects.of_representative(user)
    warnings = list(RiskWarning.objects.of_representative(user).for_list())
    kept = members.select_related("enterprise", "unit", "officer", "programme")
    return {
        "applications": [application_line(each) for each in mine(Application, user)],
        "application_heads": [_("Application"), _("Received on"), _("State"), _("Move")],
        "members": [(each, member_facts(each), contest_url(each)) for each in kept],
        "may_ask": members.active().exists(),
        "acts": not user.is_staff and user.represents.exists(),
        "may_apply": not user.is_staff and free_to_apply(user).exists(),
        "warnings": [each for each in warnings if not each.read_on],
        "warning_heads": [_("Issued on"), _("Risk warning"), _("Read on")],
        "read_warnings": [
            [day(each.issued_on), each.text, day(each.read_on)] for each in warnings if each.read_on
        ],
        "requests": SupportRequest.objects.of_representative(user).for_list()[:50],
        "review_heads": [_("Member"), _("Year"), _("Level before"), _("Compliance level")],
        "reviews": [
            [each.member, str(each.year), each.level_before, each.level]
            for each in LevelReview.objects.of_representative(user).for_list()
        ],
    }


def free_to_apply(user) -> QuerySet[Enterprise]:
    """One's enterprises that are no members and whose application is not under way."""
    applied = Application.objects.of_representative(user).pending().values("enterprise")
    members = Member.objects.of_representative(user).active().values("enterprise")
    rows = Enterprise.objects.visible_to(user)
    return rows.exclude(pk__in=applied).exclude(pk__in=members)


def member_facts(member: Member) -> list[tuple[str, Any]]:
    """What an enterprise reads of its membership; empty lines are left out."""
    return [
        (_("State"), member.get_status_display()),
        (_("Member since"), day(member.joined_on)),
        (_("Customs unit"), member.unit.name),
        (_("Designated officer"), member.officer),
        (_("Direct channel"), member.channel),
        (_("Left on"), day(member.left_on) if member.left_on else ""),
        (_("Grounds"), member.get_grounds_display()),
        (_("Reason"), member.withdrawn_for if member.left_on else ""),
        (_("Your appeal"), member.appeal),
        (_("Decision on the appeal"), member.answer),
    ]


def contest_url(member: Member) -> str:
    """Where its withdrawal is appealed against; "" when that is not open. The page is one's own."""
    heard = member.appeal or member.grounds == Member.Grounds.OWN_WISH
    if heard or member.status != Member.Status.WITHDRAWN:
        return ""
    return reverse("associations:contest", args=[member.pk])


def mine(model, user):
    return model.objects.of_representative(user).for_list().order_by("-pk")


def application_line(application: Application) -> list:
    back = application.status in application_flow.moves["take_back"].sources
    url = reverse("associations:take_back", args=[application.pk])
    return [
        application.enterprise,
        date_format(application.received_on),
        badge(application.get_status_display()),
        link(application_flow.label("take_back"), url) if back else "–",
    ]


def own_assessments(user) -> dict:
    """Assessments of one's enterprises that were shared, with their score."""
    ids = Assessment.objects.visible_to(user).values("pk")
    rows = Assessment.objects.filter(pk__in=ids).scored().for_list().order_by("-year", "-pk")
    return {
        "heads": [_("Enterprise"), _("Set of criteria"), _("Year"), _("Score"), _("Outcome"),
                  _("State")],
        "lines": [
            [
                link(row.enterprise, row.get_absolute_url()), row.criteria, str(row.year),
                f"{number_format(row.score, 1)} %", row.get_outcome_display() or "–",
                badge(row.get_status_display()),
            ]
            for row in rows[:200]
        ],
    }  # fmt: skip


def assessment_page(assessment: Assessment, user) -> dict:
    """Its points with evidence, and the moves open to the enterprise."""
    scores = assessment.scores.select_related("criterion")
    rank, among = assessment_rank(assessment)
    score = getattr(assessment, "score", 0)  # of the queryset
    home = assessment.get_absolute_url()
    return {
        "facts": [
            (_("Enterprise"), assessment.enterprise),
            (_("Set of criteria"), assessment.criteria),
            (_("Source"), assessment.criteria.source),
            (_("Assessing unit"), assessment.unit.name),
            (_("Score"), f"{number_format(score, 1)} %"),
            (_("Rank"), f"{rank} / {among}" if rank else ""),
            (_("State"), badge(assessment.get_status_display())),
            (_("Comment by"), day(assessment.comment_by)),
            (_("Your comment"), assessment.comment),
            (_("Outcome"), assessment.get_outcome_display()),
            (_("Reason"), assessment.grounds),
            (_("Shown to others as an example"), assessment.lesson),
            (_("Your appeal"), assessment.appeal),
        ],
        "heads": [_("Criterion"), _("Points"), _("At most"), _("Weight"), _("Evidence")],
        "lines": [
            [s.criterion, *map(plain, (s.points, s.criterion.most, s.criterion.weight)), s.evidence]
            for s in scores
        ],
        "numeric": (1, 2, 3),
        "buttons": [
            Button(str(move.label), f"{home}{move.name}/", str(move.hint))
            for move in assessment_flow.open_to(user, assessment)
            if move.name in ("comment", "appeal")
        ],
    }


def examples_page() -> dict:
    """Enterprises from which others can learn, the latest first: only what was written for all."""
    rows = Assessment.objects.published().for_list()
    return {"examples": rows.order_by("-year", "-decided_on", "-pk")[:100]}


def assessment_rank(assessment: Assessment) -> tuple[int, int]:
    """Its place among those of its set and year, and how many they are; no other is named."""
    if assessment.status == Assessment.Status.DRAFTED:
        return 0, 0
    same = Assessment.objects.filter(criteria=assessment.criteria_id, year=assessment.year)
    ranks = dict(same.ranked().values_list("pk", "rank"))
    return ranks.get(assessment.pk, 0), len(ranks)
