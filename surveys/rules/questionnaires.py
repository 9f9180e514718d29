"""Who drafts a questionnaire, and who approves it."""

from django.utils.translation import gettext_lazy as _

from core.workflow import Flow, Move, Verb
from directory.models import Role

from ..models import CriteriaSet, Questionnaire

S = Questionnaire.Status
K = Role.Kind
DRAFTERS = (K.BOARD, K.HEAD, K.FOCAL_POINT)
DECIDERS = (K.BOARD, K.HEAD)


def drafts_any(user, questionnaire=None) -> bool:
    """Whether questionnaires are this person's business at all."""
    return user.holds(*DRAFTERS)


def keeps_criteria(user) -> bool:
    """Sets of criteria hold for all units: the board keeps them."""
    return user.holds(K.BOARD)


def corrects_criteria(user, criteria_set) -> bool:
    """As long as no approved questionnaire measures them: results come from their weights."""
    in_use = CriteriaSet.objects.in_use().filter(pk=criteria_set.pk)
    return keeps_criteria(user) and not in_use.exists()


def drafts(user, questionnaire) -> bool:
    """Focal points, heads and the board write questionnaires of their unit."""
    return user.holds(*DRAFTERS, path=questionnaire.unit.path)


def approves(user, questionnaire) -> bool:
    """The head of the unit or the board approves."""
    return user.holds(*DECIDERS, path=questionnaire.unit.path)


flow = Flow(
    Questionnaire,
    Move(
        "load_questionnaire",
        _("Read a questionnaire from Excel"),
        (),
        S.DRAFTED,
        who=drafts_any,
        hint=_("XLSForm; anything outside the documented subset is refused with its row."),
    ),
    Verb(
        "replace_questions",
        _("Read it anew from Excel"),
        who=drafts,
        when=lambda questionnaire: questionnaire.status == S.DRAFTED,
        hint=_("The draft is replaced as a whole, or not at all."),
    ),
    Move(
        "approve_questionnaire",
        _("Approve"),
        (S.DRAFTED,),
        S.APPROVED,
        who=approves,
        hint=_("It stands still from now on; changes make a new version."),
    ),
    Verb(
        "revise_questionnaire",
        _("New version"),
        who=drafts,
        when=lambda questionnaire: questionnaire.status in (S.APPROVED, S.WITHDRAWN),
        hint=_("A copy to be changed; questions keep their codes."),
    ),
    Move(
        "withdraw_questionnaire",
        _("Withdraw"),
        (S.APPROVED,),
        S.WITHDRAWN,
        who=approves,
        hint=_("No new round uses it; rounds under way go on."),
        grave=True,
    ),
    Move(
        "discard_questionnaire",
        _("Discard"),
        (S.DRAFTED,),
        S.DISCARDED,
        who=drafts,
        hint=_("The draft is kept, but no longer used."),
        grave=True,
    ),
)
