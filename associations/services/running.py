"""An agreement in force: amended, suspended with its programmes, renewed, ended."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy  # for who reads in another language

from core import stored_files
from directory.models import User

from .. import notices, terms
from ..models import Agreement, Amendment
from ..rules import agreement_flow as flow
from ..rules import is_too_late
from .commitments import excuse, follow_all, lapse_due, release_all, settle

S = Agreement.Status
IN_FORCE = gettext_lazy("signed by both sides and in force")


@transaction.atomic
def countersign(agreement: Agreement, *, by: User | None, day: date) -> Agreement:
    """Enter the signature that is missing; from the later of both it is in force. The partner is
    told.

    Refused (``ValidationError``): a signature that lies in the future, a programme whose frame is
    not in force.
    """
    if day > localdate():
        raise ValidationError(_("A signature lies in the future: enter it when it is there."))
    refuse_unframed(agreement)
    customs = "signed_by_customs"
    missing = customs if agreement.signed_by_customs is None else "signed_by_partner"
    come_into_force(agreement, by=by, **{missing: day})
    notices.tell_partner(agreement, "in force", IN_FORCE, localdate())
    return agreement


@transaction.atomic
def come_into_force(agreement: Agreement, *, by: User | None, **signature: Any) -> Agreement:
    """Both have signed; the agreement whose place it takes passes into it."""
    flow.make("countersign", agreement, by=by, **signature)
    agreement.refresh_from_db()
    old = agreement.renews
    if old and old.status in flow.moves["replace"].sources:
        replace(old, by=None)
    return agreement


def refuse_unframed(agreement: Agreement) -> None:
    """A programme comes into force only while the agreement it carries out is."""
    if agreement.under and agreement.under.status != S.IN_FORCE:
        raise ValidationError(_("The agreement it carries out is not in force."))


@transaction.atomic
def replace(agreement: Agreement, *, by: User | None) -> Agreement:
    """Another agreement takes its place; what it still owed lapses or is released.

    Programmes that were suspended with it are resumed: nobody could resume it any more.
    """
    bound = agreement.status == S.IN_FORCE
    flow.make("replace", agreement, by=by)
    settle(agreement, today=localdate(), bound=bound)
    _resume_with(agreement)
    return agreement


@transaction.atomic
def suspend(agreement: Agreement, *, by: User | None, reason: str) -> Agreement:
    """Suspend it with all programmes in force under it, however deep; what was due before lapses
    first, as it would have in the night."""
    flow.ask("suspend", agreement, by=by)
    for each in (agreement, *under(agreement, S.IN_FORCE)):
        lapse_due(each, today=localdate())
    flow.make("suspend", agreement, by=by, reason=reason, step=agreement.step + 1)
    for below in under(agreement, S.IN_FORCE):
        flow.make("suspend", below, by=None, reason=reason, suspended_with=agreement,
                  step=below.step + 1)  # fmt: skip
        _tell_of_suspension(below, reason)
    _tell_of_suspension(agreement, reason)
    return agreement


def _tell_of_suspension(agreement: Agreement, reason: str) -> None:
    verb = f"suspended {agreement.step}"  # each suspension is told, not only the first
    notices.tell_partner(agreement, verb, gettext_lazy("suspended"), localdate(), reason=reason)


@transaction.atomic
def resume(agreement: Agreement, *, by: User | None) -> Agreement:
    """Resume it, with the programmes that were suspended together with it; what fell due
    meanwhile is released.

    Refused (``ValidationError``) while the agreement above it is suspended.
    """
    if agreement.under and agreement.under.status == S.SUSPENDED:
        raise ValidationError(_("The agreement it belongs to is suspended: resume that first."))
    _resume(agreement, by=by)
    _resume_with(agreement)
    return agreement


def _resume_with(agreement: Agreement) -> None:
    """Programmes that were suspended together with it are in force again, the upper ones first."""
    with_it = Agreement.objects.filter(suspended_with=agreement, status=S.SUSPENDED)
    for below in sorted(with_it, key=depth):
        _resume(below, by=None)


def _resume(agreement: Agreement, *, by: User | None) -> None:
    flow.make("resume", agreement, by=by, suspended_with=None)
    excuse(agreement)
    verb = f"resumed {agreement.step}"
    notices.tell_partner(agreement, verb, gettext_lazy("resumed"), localdate())


@transaction.atomic
def terminate(agreement: Agreement, *, by: User | None, reason: str) -> Agreement:
    """End it before its time, with its programmes; the parties of each are told the reason."""
    ended = [agreement, *under(agreement, S.SIGNED, S.IN_FORCE, S.SUSPENDED)]
    for each in ended:
        flow.make("terminate", each, by=by if each is agreement else None, reason=reason)
        release_all(each, reason=reason)
        notices.tell_partner(
            each, "terminated", gettext_lazy("terminated"), localdate(), reason=reason
        )
    return agreement


def under(agreement: Agreement, *states: str) -> list[Agreement]:
    """Programmes under it in these states, level by level; what stops at one goes no deeper."""
    found: list[Agreement] = []
    level = [agreement.pk]
    while level:
        below = list(Agreement.objects.filter(under__in=level, status__in=states).order_by("pk"))
        found += below
        level = [each.pk for each in below]
    return found


def depth(agreement: Agreement) -> int:
    """How many agreements stand above it."""
    above, steps = agreement.under, 0
    while above:
        above, steps = above.under, steps + 1
    return steps


@transaction.atomic
def expire(agreement: Agreement, *, by: User | None = None, today: date) -> Agreement:
    """Its last day is past: so is the day of what was due by then, however late the clock comes."""
    follow_all(agreement.commitments.to_follow(today), today=today)
    bound = agreement.status == S.IN_FORCE
    flow.make("expire", agreement, by=by)
    settle(agreement, today=today, bound=bound)
    return agreement


def amend(  # noqa: PLR0913 -- the parts of an amendment
    agreement: Agreement,
    *,
    by: User | None,
    text: str,
    signed_by_customs: date,
    signed_by_partner: date,
    extends_to: date | None = None,
    upload: Any = None,
    tacit: bool = False,
) -> Amendment:
    """Enter the next amendment; ``extends_to`` moves the last day.

    Refused (``ValidationError``): signatures before the agreement's own or in the future, an
    extension that is none, one of an agreement without end.
    """
    verb = "amend"
    with flow.doing(verb, agreement, by=by):
        _refuse(agreement, max(signed_by_customs, signed_by_partner), extends_to, tacit)
        last = agreement.amendments.order_by("-number").values_list("number", flat=True).first()
        amendment = Amendment.objects.create(
            agreement=agreement, number=(last or 0) + 1, text=text, tacit=tacit,
            signed_by_customs=signed_by_customs, signed_by_partner=signed_by_partner,
            extends_to=extends_to, file=stored_files.take(upload, by=by) if upload else None,
        )  # fmt: skip
        if extends_to:
            agreement.extended_to = extends_to
            agreement.save(update_fields=["extended_to"])
        agreement.refresh_from_db()
    return amendment


@transaction.atomic
def extend(agreement: Agreement, *, by: User | None, **amendment: Any) -> Amendment:
    """Enter an extension that both signed by the last day, when the agreement has expired since.

    ``amendment`` as of :func:`amend`, with ``extends_to``. Refused (``ValidationError``) as there,
    and when it was signed after the last day.
    """
    flow.ask("extend", agreement, by=by)
    signed = max(amendment["signed_by_customs"], amendment["signed_by_partner"])
    if agreement.ends_on and signed > agreement.ends_on:
        raise ValidationError(_("It was signed after the last day: make a new agreement instead."))
    _refuse(agreement, signed, amendment["extends_to"], tacit=False)
    refuse_unframed(agreement)
    flow.make("extend", agreement, by=by)
    return amend(agreement, by=by, **amendment)


def _refuse(agreement: Agreement, begun: date, extends_to: date | None, tacit: bool) -> None:
    if begun < agreement.in_force_from:
        raise ValidationError(_("An amendment is not signed before its agreement."))
    if begun > localdate() and not tacit:
        raise ValidationError(_("A signature lies in the future: enter it when it is there."))
    if extends_to and agreement.ends_on is None:
        raise ValidationError(_("This agreement has no end that could be extended."))
    if extends_to and extends_to <= agreement.ends_on:
        raise ValidationError(_("The new last day must be later than the present one."))


def refuse_renewal(agreement: Agreement, *, by: User | None, reason: str) -> Agreement:
    """Say no to the tacit renewal; in time, that is ``notice_days`` before the last day. Both
    sides are told: either may refuse.

    Raises ``ValidationError`` when that day is past.
    """
    verb = "refuse_renewal"
    with flow.doing(verb, agreement, by=by, reason=reason):
        if is_too_late(agreement, verb):
            raise ValidationError(_("The notice is too late: this term will be renewed."))
        agreement.renewal_refused_on = localdate()
        agreement.save(update_fields=["renewal_refused_on"])
        label = gettext_lazy("the tacit renewal was refused")
        notices.tell_both(agreement, "refused", label, localdate(), reason=reason)
    return agreement


def renew_tacitly(agreement: Agreement, *, today: date) -> Agreement:
    """Its last day is past and nobody refused: terms are added until ``today`` lies in one.

    Each term is an amendment of its own, signed by nobody but dated with the day it begins.
    """
    months = agreement.renewal_months or 0
    while months and agreement.status in Agreement.RUNNING and agreement.ends_on < today:
        begins = agreement.ends_on + terms.DAY
        until = terms.extended(agreement.ends_on, months)
        amend(
            agreement, by=None, text=_("Tacit renewal by %(months)d months.")
            % {"months": months},
            signed_by_customs=begins, signed_by_partner=begins, extends_to=until, tacit=True,
        )  # fmt: skip
    return agreement
