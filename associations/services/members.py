"""Members of the programme: admitted, looked after, reviewed, withdrawn."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.history import acting
from directory.models import Enterprise, User

from .. import notices
from ..models import LevelReview, Member, Programme, RiskWarning
from ..rules import member_flow as flow
from ..rules import warning_verbs

TRAIT = Enterprise.Trait.VOLUNTARY_COMPLIANCE


@transaction.atomic
def admit(
    *,
    by: User | None,
    enterprise: Enterprise,
    programme: Programme,
    level: int,
    joined_on: date | None = None,
) -> Member:
    """Enter a member; the membership stands in the enterprise's profile too (Decision 1399,
    Art. 5). Refused (``ValidationError``) when it is one already."""
    if Member.objects.active().filter(enterprise=enterprise).exists():
        raise ValidationError(_("This enterprise is a member already."))
    member = flow.begin("admit", by=by, enterprise=enterprise, programme=programme, level=level,
                        unit=enterprise.managed_by, joined_on=joined_on or localdate())  # fmt: skip
    _mark(enterprise, by, "admit", member=True)
    return member


@transaction.atomic
def withdraw(member: Member, *, by: User | None, grounds: str, reason: str) -> Member:
    """End the membership with its grounds; the enterprise is told, and may appeal."""
    flow.make("withdraw", member, by=by, reason=reason, grounds=grounds, left_on=localdate(),
              withdrawn_for=reason, withdrawn_by=by, appeal="", answer="", heard_by=None,
              step=member.step + 1)  # fmt: skip
    _mark(member.enterprise, by, "withdraw", member=False)
    notices.tell_of_withdrawal(member, localdate())
    return member


def contest(member: Member, *, by: User, text: str) -> Member:
    """The enterprise appeals, once a withdrawal; it stays withdrawn until that is decided."""
    return flow.make("contest", member, by=by, appeal=text)


@transaction.atomic
def reinstate(member: Member, *, by: User | None, reason: str) -> Member:
    """The appeal is granted: the membership goes on as if it had not ended.

    Decided by somebody else than who withdrew it (else ``PermissionDenied``). Refused
    (``ValidationError``) when the enterprise has become a member anew meanwhile.
    """
    flow.ask("reinstate", member, by=by)
    if Member.objects.active().filter(enterprise=member.enterprise_id).exists():
        raise ValidationError(_("This enterprise has become a member anew: uphold the withdrawal."))
    flow.make("reinstate", member, by=by, reason=reason, answer=reason, heard_by=by, left_on=None,
              grounds="")  # fmt: skip
    _mark(member.enterprise, by, "reinstate", member=True)
    notices.tell_of_appeal(member, localdate())
    return member


@transaction.atomic
def uphold(member: Member, *, by: User | None, reason: str) -> Member:
    """The appeal is refused, by somebody else than who withdrew the membership; the enterprise is
    told why."""
    flow.make("uphold", member, by=by, reason=reason, answer=reason, heard_by=by)
    notices.tell_of_appeal(member, localdate())
    return member


def _mark(enterprise: Enterprise, by: User | None, verb: str, *, member: bool) -> None:
    """Keep the group "programme member" of the enterprise's profile in step."""
    with acting(by, verb):
        rows = Enterprise.objects.select_for_update()
        locked = rows.get(pk=enterprise.pk)
        locked.traits = locked.grouped(TRAIT, belongs=member)
        locked.save(update_fields=["traits"])


def designate(member: Member, *, by: User | None, **fields: Any) -> Member:
    """Name the officer, the direct channel and the memorandum."""
    with flow.doing("designate", member, by=by):
        for field, value in fields.items():
            setattr(member, field, value)
        member.save(update_fields=list(fields))
    return member


def review(member: Member, *, by: User | None, year: int, level: int, **more: Any) -> LevelReview:
    """Enter the review of a year; ``more``: satisfied, note. Once a year, and not for a year to
    come (``ValidationError``). One entered late is what the year after it compares with."""
    with flow.doing("review", member, by=by):
        if year > localdate().year or year < member.joined_on.year:
            raise ValidationError(_("Review a year of the membership that has begun."))
        if member.reviews.filter(year=year).exists():
            raise ValidationError(_("This year has been reviewed already."))
        last = member.reviews.filter(year__lt=year).order_by("-year").first()
        after = member.reviews.filter(year__gt=year).order_by("year").first()
        if after:
            after.level_before = level
            after.save(update_fields=["level_before"])
        return LevelReview.objects.create(
            member=member, year=year, level=level,
            level_before=last.level if last else member.level, **more,
        )  # fmt: skip


def warn(member: Member, *, by: User | None, text: str) -> RiskWarning:
    """Warn the member's representatives by letter and on the portal."""
    with flow.doing("warn", member, by=by):
        warning = RiskWarning.objects.create(member=member, text=text, issued_on=localdate())
        notices.warn(warning, localdate())
        return warning


def acknowledge(warning: RiskWarning, *, by: User) -> RiskWarning:
    """A representative has read it."""
    with warning_verbs.doing("acknowledge", warning, by=by):
        warning.read_by, warning.read_on = by, localdate()
        warning.save(update_fields=["read_by", "read_on"])
    return warning
