"""Who may bring an answer before the public, and from which state."""

from django.utils.translation import gettext_lazy as _

from core.workflow import Flow, Move, Verb, Verbs
from directory.models import Role

from ..models import Contradiction, PublishedAnswer, ReplacedDocument

S = PublishedAnswer.Status
K = Role.Kind
DESK = (K.OFFICER, K.FOCAL_POINT, K.HEAD)
LEADING = (K.FOCAL_POINT, K.HEAD)


def writes(user, answer=None) -> bool:
    """Officers, focal points and heads; of an answer's unit when there is one already."""
    path = answer.unit.path if answer is not None else ""
    return bool(user.is_staff and user.holds(*DESK, path=path))


def checks(user, answer) -> bool:
    """A second person of the unit: never who wrote the words last."""
    return writes(user, answer) and answer.written_by_id != user.pk


def leads(user, answer) -> bool:
    """Heads and focal points of the unit answer for what is public."""
    return bool(user.is_staff and user.holds(*LEADING, path=answer.unit.path))


def reads(user, answer=None) -> bool:
    """Any officer may say that an answer is doubtful or disagrees with another."""
    return bool(user.is_staff and user.holds(*DESK, K.BOARD))


def settles(user, row=None) -> bool:
    """Headquarters decides between units (Decision 104, II.2: one answer for the country)."""
    return bool(user.is_staff and user.holds(K.BOARD))


def nobody(user, answer) -> bool:
    """Moves that only follow from another verb."""
    return False


answer_flow = Flow(
    PublishedAnswer,
    Move(
        "propose",
        _("Propose an answered case"),
        (),
        S.PROPOSED,
        who=writes,
        hint=_("Its question and answer are taken over without names, codes and addresses."),
    ),
    Move(
        "write",
        _("Write an answer for everyone"),
        (),
        S.PROPOSED,
        who=writes,
        hint=_("For what is asked often, without a case."),
    ),
    Move("revise", _("Write a new version"), (), S.PROPOSED, who=nobody),
    Move(
        "check",
        _("Checked: nothing personal, and right"),
        (S.PROPOSED,),
        S.CHECKED,
        who=checks,
        hint=_("You are the second person; what is marked must be gone or be public knowledge."),
    ),
    Move(
        "publish",
        _("Publish"),
        (S.CHECKED,),
        S.PUBLISHED,
        who=leads,
        hint=_("Everyone reads it from now on; the version before it is replaced."),
    ),
    Move(
        "send_back",
        _("Send back to be rewritten"),
        (S.CHECKED,),
        S.PROPOSED,
        who=writes,
        hint=_("The words are corrected and checked again."),
    ),
    Move(
        "confirm",
        _("It is still right"),
        (S.FLAGGED,),
        S.PUBLISHED,
        who=leads,
        hint=_("The notice that it is being reviewed goes away."),
    ),
    Move(
        "flag",
        _("Flag for review"),
        (S.PUBLISHED,),
        S.FLAGGED,
        who=reads,
        hint=_("It stays public with a notice until its unit has looked."),
    ),
    Move(
        "replace",
        _("Replaced by a new version"),
        (S.PUBLISHED, S.FLAGGED),
        S.REPLACED,
        who=nobody,
        hint=_("Readers of the old version are led to the new one."),
    ),
    Move(
        "withdraw",
        _("Withdraw"),
        (S.PROPOSED, S.CHECKED, S.PUBLISHED, S.FLAGGED),
        S.WITHDRAWN,
        who=leads,
        hint=_("Nobody reads it any more; it is kept."),
        grave=True,
    ),
    Verb(
        "correct",
        _("Correct the words"),
        who=writes,
        when=lambda answer: answer.status == S.PROPOSED,
        hint=_("Then somebody else checks it."),
    ),
    Verb(
        "renew",
        _("Write a new version"),
        who=writes,
        when=lambda answer: answer.is_public,
        hint=_("This one stays public until the new one is published."),
    ),
    Verb(
        "contradict",
        _("It disagrees with another answer"),
        who=reads,
        when=lambda answer: answer.is_public,
        hint=_("Both are put side by side before headquarters."),
    ),
)

contradiction_verbs = Verbs(
    Contradiction,
    Verb(
        "settle",
        _("Settle"),
        who=settles,
        when=lambda row: row.settled_at is None,
        hint=_("The answer that does not stand is withdrawn, with your ruling as the reason."),
    ),
)
document_verbs = Verbs(
    ReplacedDocument,
    Move(
        "replace_document",
        _("Mark a document as replaced"),
        (),
        "",
        who=reads,
        hint=_("Every published answer that rests on it is flagged for review."),
    ),
)
