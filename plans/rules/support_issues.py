"""Who raises an issue needing support, who answers it, and from which state."""

from django.utils.translation import gettext_lazy as _

from core.workflow import Flow, Move, Verb
from directory.models import Role

from ..models import SupportIssue
from .activities import ORGANISERS

S = SupportIssue.Status


def raises_any(user, issue=None) -> bool:
    """Officers, focal points and heads raise what their unit cannot settle alone."""
    return user.holds(*ORGANISERS)


def raised_it(user, issue) -> bool:
    """The people of the unit that raised it, and of its superiors."""
    return user.holds(*ORGANISERS, path=issue.unit.path)


def answers_any(user) -> bool:
    """Whether issues of units are this person's to answer at all."""
    return user.holds(Role.Kind.BOARD)


def answers(user, issue) -> bool:
    """The Committee of Reform and Modernization answers (Decision 104, IV.1)."""
    return answers_any(user)


def advises(user, issue) -> bool:
    """Officers of the unit that the Committee asked to write."""
    return issue.forwarded_to is not None and user.holds(*ORGANISERS, path=issue.forwarded_to.path)


def is_taken_up(issue) -> bool:
    return issue.status == S.TAKEN_UP


def awaits_opinion(issue) -> bool:
    return is_taken_up(issue) and issue.forwarded_to_id is not None


support_issue_flow = Flow(
    SupportIssue,
    Move(
        "raise_issue",
        _("Raise an issue"),
        (),
        S.RAISED,
        who=raises_any,
        hint=_("The Committee of Reform and Modernization gets a letter."),
    ),
    Move(
        "take_up",
        _("Take up"),
        (S.RAISED,),
        S.TAKEN_UP,
        who=answers,
        hint=_("The unit sees that the Committee works on it."),
    ),
    Move(
        "answer",
        _("Answer"),
        (S.TAKEN_UP,),
        S.ANSWERED,
        who=answers,
        hint=_("The unit gets a letter with the answer."),
        cause="plans.answer:{subject.pk}:{subject.answered_at:%Y%m%d%H%M%S%f}",
    ),
    Verb(
        "forward",
        _("Ask a unit to write"),
        who=answers,
        when=is_taken_up,
        hint=_("The unit sees the issue and writes its opinion; you answer with it."),
    ),
    Verb(
        "advise",
        _("Write your opinion"),
        who=advises,
        when=awaits_opinion,
        hint=_("The Committee gets a letter and answers the unit."),
    ),
    Move(
        "close",
        _("Settled"),
        (S.ANSWERED,),
        S.CLOSED,
        who=lambda user, issue: raised_it(user, issue) or answers(user, issue),
        hint=_("The answer helped; nothing is left to do."),
    ),
    Move(
        "resubmit",
        _("Correct and raise again"),
        (S.SENT_BACK,),
        S.RAISED,
        who=raised_it,
        hint=_("The Committee gets a letter; the first date stays."),
    ),
    Move(
        "reopen",
        _("Reopen"),
        (S.ANSWERED, S.CLOSED),
        S.TAKEN_UP,
        who=raised_it,
        hint=_("The answer did not help: say what is missing."),
        grave=True,
    ),
    Move(
        "send_back",
        _("Send back"),
        (S.RAISED, S.TAKEN_UP),
        S.SENT_BACK,
        who=answers,
        hint=_("The unit gets a letter with your reason and can raise it again."),
        grave=True,
    ),
    Move(
        "withdraw_issue",
        _("Withdraw"),
        (S.RAISED, S.TAKEN_UP, S.SENT_BACK),
        S.WITHDRAWN,
        who=raised_it,
        hint=_("The matter has settled itself; the Committee is told."),
        grave=True,
    ),
)
