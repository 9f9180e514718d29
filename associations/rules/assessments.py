"""The way of an assessment: points, comment, outcome, appeal."""

from django.utils.translation import gettext_lazy as _

from core.workflow import Flow, Move, Verb

from ..models import Assessment
from .parts import signs, works, works_anywhere
from .programme import acts_for

S = Assessment.Status


def assesses(user, assessment) -> bool:
    return works(user, assessment.unit)


def decides(user, assessment) -> bool:
    """The head of the unit, or above; never an appeal against one's own decision."""
    own = assessment.status == S.APPEALED and assessment.decided_by_id == user.pk
    return not own and signs(user, assessment.unit)


def publishes(user, assessment) -> bool:
    """The head of the unit, or above."""
    return signs(user, assessment.unit)


def answers(user, assessment) -> bool:
    return acts_for(user, assessment.enterprise)


assessment_flow = Flow(
    Assessment,
    Move("assess", _("Begin an assessment"), (), S.DRAFTED, who=works_anywhere,
         hint=_("The enterprise sees it once it is shared.")),
    Move("share", _("Share for comment"), (S.DRAFTED,), S.SHARED, who=assesses,
         cause="assessment {subject.pk} shared",
         hint=_("The enterprise reads points and evidence and may comment on them.")),
    Move("comment", _("Comment"), (S.SHARED,), S.COMMENTED, who=answers,
         hint=_("What you say is read before the outcome is decided.")),
    Move("decide_on", _("Decide the outcome"), (S.SHARED, S.COMMENTED, S.APPEALED), S.DECIDED,
         who=decides, cause="assessment {subject.pk} {subject.turn}",
         hint=_("The enterprise is told outcome and reason, and may appeal once.")),
    Move("appeal", _("Appeal"), (S.DECIDED,), S.APPEALED,
         who=lambda user, row: answers(user, row) and not row.appeal,
         hint=_("Say what the outcome overlooks; another head or the reform board decides anew.")),
    Verb("publish", _("Publish the example"), who=publishes,
         when=lambda row: row.status == S.DECIDED and row.outcome == Assessment.Outcome.EXAMPLE,
         cause="assessment {subject.pk} published",
         hint=_("Everybody reads what others can learn, with the name of the enterprise; it is "
                "told.")),
    Verb("enter_scores", _("Enter points"), who=assesses,
         when=lambda row: row.status == S.DRAFTED,
         hint=_("For each criterion points and what they rest on.")),
)  # fmt: skip
