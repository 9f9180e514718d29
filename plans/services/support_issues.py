"""The verbs of an issue needing support: raised by a unit, answered by the Committee."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from directory.models import Unit, User

from .. import notices
from ..models import Plan, SupportIssue
from ..rules.activities import ORGANISERS
from ..rules.support_issues import support_issue_flow as flow


@transaction.atomic
def raise_issue(*, by: User | None, unit: Unit, **fields) -> SupportIssue:
    """Raise an issue of ``unit``; ``fields``: plan, undertaking, activity, title, text, asked.

    Raises ``PermissionDenied`` for a unit that is not ``by``'s, ``ValidationError`` without a plan
    in force.
    """
    if by is not None and not by.holds(*ORGANISERS, path=unit.path):
        raise PermissionDenied
    fields.setdefault("plan", plan_in_force())
    issue = flow.begin("raise_issue", by=by, unit=unit, raised_at=now(), **fields)
    notices.tell_board(issue, "raised")
    return issue


def plan_in_force() -> Plan:
    """The newest plan in force; an issue belongs to its year."""
    plan = Plan.objects.filter(status=Plan.Status.ISSUED).order_by("-year", "-pk").first()
    if plan is None:
        raise ValidationError(_("No yearly plan is in force: issues belong to a plan."))
    return plan


def take_up(issue: SupportIssue, *, by: User | None) -> SupportIssue:
    """The Committee works on it."""
    return flow.make("take_up", issue, by=by)


@transaction.atomic
def forward(issue: SupportIssue, *, by: User | None, unit: Unit) -> SupportIssue:
    """Ask a unit to write; its focal points and heads get a letter. An earlier opinion goes."""
    with flow.doing("forward", issue, by=by):
        issue.forwarded_to, issue.opinion = unit, ""
        issue.save(update_fields=["forwarded_to", "opinion"])
        notices.ask_for_opinion(issue)
    return issue


@transaction.atomic
def advise(issue: SupportIssue, *, by: User | None, opinion: str) -> SupportIssue:
    """The unit asked writes its opinion; the Committee is told."""
    with flow.doing("advise", issue, by=by):
        issue.opinion = opinion
        issue.save(update_fields=["opinion"])
        notices.tell_board(issue, "advised")
    return issue


@transaction.atomic
def answer(issue: SupportIssue, *, by: User | None, answer: str) -> SupportIssue:
    """The Committee answers; the unit gets a letter with it."""
    flow.make("answer", issue, by=by, answer=answer, answered_at=now())
    notices.tell_of_answer(issue)
    return issue


def close(issue: SupportIssue, *, by: User | None) -> SupportIssue:
    """The answer helped."""
    return flow.make("close", issue, by=by)


@transaction.atomic
def send_back(issue: SupportIssue, *, by: User | None, reason: str) -> SupportIssue:
    """The Committee cannot work on it as it stands; the unit is told why."""
    flow.make("send_back", issue, by=by, reason=reason)
    notices.tell_of_sending_back(issue, reason)
    return issue


@transaction.atomic
def resubmit(issue: SupportIssue, *, by: User | None, **fields) -> SupportIssue:
    """Raise it again with other words (title, text, asked); its first date stays."""
    flow.make("resubmit", issue, by=by, **fields)
    notices.tell_board(issue, "raised")
    return issue


@transaction.atomic
def reopen(issue: SupportIssue, *, by: User | None, reason: str) -> SupportIssue:
    """The answer did not help: the Committee takes it up again. The old answer is in the history.

    An opinion that was written stays; the Committee may ask anew.
    """
    flow.make("reopen", issue, by=by, reason=reason)
    notices.tell_board(issue, "reopened", reason)
    return issue


@transaction.atomic
def withdraw_issue(issue: SupportIssue, *, by: User | None, reason: str) -> SupportIssue:
    """The matter has settled itself."""
    flow.make("withdraw_issue", issue, by=by, reason=reason)
    notices.tell_board(issue, "withdrawn", reason)
    return issue
