"""Assessments: points with evidence, shared, commented on, decided, appealed against."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.components.leaves import plain
from core.history import acting
from directory.calendars import calendar_for
from directory.models import Enterprise, Unit, User

from .. import notices
from ..models import Assessment, CriteriaSet, Criterion, Score
from ..rules import assessment_flow as flow
from ..rules import works

KEY = Enterprise.Trait.KEY_PARTNER
RAISES = (Assessment.Outcome.CORE, Assessment.Outcome.EXAMPLE)
MARKS = (*RAISES, Assessment.Outcome.ENDED)  # outcomes that say who is a key partner


@transaction.atomic
def assess(
    *, by: User | None, criteria: CriteriaSet, enterprise: Enterprise, unit: Unit, year: int
) -> Assessment:
    """Begin an assessment; refused outside one's units, for a year to come, a second time, and by
    brokers' criteria for who is no broker."""
    if by is not None and not works(by, unit):
        raise PermissionDenied
    if year > localdate().year:
        raise ValidationError(_("This year has not begun."))
    brokers = criteria.subject == CriteriaSet.Subject.BROKER
    if brokers and Enterprise.Trait.BROKER not in enterprise.traits:
        raise ValidationError(_("These criteria are for customs brokers: this enterprise is none."))
    same = Assessment.objects.filter(criteria=criteria, enterprise=enterprise, year=year)
    if same.exists():
        raise ValidationError(_("This enterprise has been assessed by this set for that year."))
    return flow.begin("assess", by=by, criteria=criteria, enterprise=enterprise, unit=unit,
                      year=year)  # fmt: skip


def enter_scores(
    assessment: Assessment, *, by: User | None, scores: dict[Criterion, tuple[Decimal, str]]
) -> Assessment:
    """Enter points and evidence by criterion; refused (``ValidationError``) beyond the most."""
    with flow.doing("enter_scores", assessment, by=by):
        for criterion, (points, evidence) in scores.items():
            if criterion.criteria_id != assessment.criteria_id or points > criterion.most:
                raise ValidationError(
                    _("%(criterion)s: at most %(most)s points."),
                    params={"criterion": criterion, "most": plain(criterion.most)},
                )
            Score.objects.update_or_create(
                assessment=assessment, criterion=criterion,
                defaults={"points": points, "evidence": evidence},
            )  # fmt: skip
    return assessment


@transaction.atomic
def share(assessment: Assessment, *, by: User | None) -> Assessment:
    """Let the enterprise read and comment for the working days its set of criteria gives; refused
    while a criterion has no points."""
    missing = assessment.criteria.items.exclude(scores__assessment=assessment).count()
    if missing and assessment.status in flow.moves["share"].sources:
        raise ValidationError(_("Criteria without points: %(count)d.") % {"count": missing})
    day = calendar_for(None).add_working_days(localdate(), assessment.criteria.comment_days)
    flow.make("share", assessment, by=by, comment_by=day)
    notices.shared(assessment, localdate())
    return assessment


def comment(assessment: Assessment, *, by: User, text: str) -> Assessment:
    """The enterprise says what it thinks."""
    return flow.make("comment", assessment, by=by, comment=text)


@transaction.atomic
def decide_on(assessment: Assessment, *, by: User | None, outcome: str, reason: str) -> Assessment:
    """Decide the outcome; key partners become so, or cease to be, in the enterprise's profile.

    After an appeal it is decided anew by somebody else (else ``PermissionDenied``), and an outcome
    that says nothing of key partners gives back what the first one took or gave. An end of
    cooperation is put before those who may end memorandum and membership. Refused
    (``ValidationError``) while the time to comment runs and nothing was said.
    """
    flow.ask("decide_on", assessment, by=by)
    _wait_for_comment(assessment)
    enterprise = Enterprise.objects.select_for_update().get(pk=assessment.enterprise_id)
    key, again = KEY in enterprise.traits, assessment.status == Assessment.Status.APPEALED
    before = assessment.key_before if again and assessment.outcome in MARKS else key
    who = {"heard_by": by} if again else {"decided_by": by, "key_before": key}
    lesson = assessment.lesson if outcome == Assessment.Outcome.EXAMPLE else ""
    flow.make("decide_on", assessment, by=by, reason=reason, grounds=reason, outcome=outcome,
              lesson=lesson, decided_on=localdate(), **who)  # fmt: skip
    after = outcome in RAISES if outcome in MARKS else before
    if after != key:
        _mark(enterprise, by, key_partner=after)
    notices.decided(assessment, localdate())
    if outcome == Assessment.Outcome.ENDED:
        notices.ended(assessment, localdate())
    return assessment


def _wait_for_comment(assessment: Assessment) -> None:
    waiting = assessment.status == Assessment.Status.SHARED
    if waiting and assessment.comment_by and localdate() <= assessment.comment_by:
        raise ValidationError(
            _("The enterprise may comment until %(day)s.")
            % {"day": f"{assessment.comment_by:%d/%m/%Y}"}
        )


def _mark(enterprise: Enterprise, by: User | None, *, key_partner: bool) -> None:
    """Set the group "key partner" of the profile; the row is locked."""
    with acting(by, "decide_on"):
        enterprise.traits = enterprise.grouped(KEY, belongs=key_partner)
        enterprise.save(update_fields=["traits"])


def publish(assessment: Assessment, *, by: User | None, lesson: str) -> Assessment:
    """Show an example on the portal, with what others can learn of it; "" takes it down.

    The enterprise is told when its name is shown for the first time. Decision 104, III.5: examples
    are replicated.
    """
    with flow.doing("publish", assessment, by=by):
        assessment.lesson = lesson
        assessment.save(update_fields=["lesson"])
        if lesson:
            notices.published(assessment, localdate())
    return assessment


def appeal(assessment: Assessment, *, by: User, text: str) -> Assessment:
    """The enterprise appeals, once; the outcome stands until it is decided anew."""
    return flow.make("appeal", assessment, by=by, appeal=text)
