"""Applications to the programme: handed in, examined, decided."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from directory.models import Enterprise, User

from .. import notices
from ..models import Application, Condition, Member, Programme
from ..rules import acts_for
from ..rules import application_flow as flow
from .members import admit


@dataclass(frozen=True)
class Check:
    """One condition beside the figure of an application; ``met`` is None when it is not known."""

    condition: Condition
    found: Decimal | int | None
    met: bool | None


@transaction.atomic
def apply(*, by: User, enterprise: Enterprise, **fields: Any) -> Application:
    """Apply for ``enterprise``; ``fields``: contact, phone, statement.

    Refused: ``PermissionDenied`` for who does not act for it; ``ValidationError`` when it is a
    member, has an application under way, or no rules are in force.
    """
    if not acts_for(by, enterprise):
        raise PermissionDenied
    rules = Programme.objects.as_of(localdate()).first()
    if rules is None:
        raise ValidationError(_("No rules of the programme are in force today."))
    if Member.objects.active().filter(enterprise=enterprise).exists():
        raise ValidationError(_("This enterprise is a member already."))
    if Application.objects.pending().filter(enterprise=enterprise).exists():
        raise ValidationError(_("An application of this enterprise is under way."))
    return flow.begin("apply", by=by, programme=rules, enterprise=enterprise,
                      unit=enterprise.managed_by, received_on=localdate(), **fields)  # fmt: skip


def examine(application: Application, *, by: User | None, **figures: Any) -> Application:
    """Enter level, violations, trade_usd and duty_million as customs knows them."""
    return flow.make("examine", application, by=by, **figures)


def checks(application: Application) -> list[Check]:
    """Every condition that binds the enterprise; one set for its unit goes before the general."""
    found: dict[str, Check] = {}
    for condition in Condition.objects.binding(application.programme, application.unit):
        figure = application.figure(condition.kind)
        found.setdefault(condition.kind, Check(condition, figure, condition.met(figure)))
    return list(found.values())


def failure(check: Check) -> str:
    """Why a condition keeps an application from being accepted."""
    if check.found is None:
        return _("Not known, but required: %(condition)s. Examine the application again.") % {
            "condition": check.condition
        }
    told = {"condition": check.condition, "found": check.found}
    return _("Not met: %(condition)s (here: %(found)s).") % told


def _refuse_unmet(found: list[Check], reason: str) -> None:
    if failed := [c for c in found if not c.met and c.condition.confirmed]:
        raise ValidationError([failure(check) for check in failed])
    doubtful = [c for c in found if c.met is False]
    if doubtful and not reason:
        why = _("No condition of these is confirmed: say why the enterprise is accepted all the"
                " same.")  # fmt: skip
        raise ValidationError([*map(failure, doubtful), why])


@transaction.atomic
def accept(application: Application, *, by: User | None, reason: str = "") -> Application:
    """The enterprise becomes a member today; refused (``ValidationError``) while a confirmed
    condition is not met, or nobody entered the figure it looks at; and without a ``reason`` while
    one that is not confirmed is not met."""
    if application.status in flow.moves["accept"].sources:
        _refuse_unmet(checks(application), reason)
    flow.make("accept", application, by=by, reason=reason)
    admit(by=by, enterprise=application.enterprise, programme=application.programme,
          level=application.level or 0)  # fmt: skip
    notices.tell_applicant(application, "accepted", localdate())
    return application


@transaction.atomic
def refuse(application: Application, *, by: User | None, reason: str) -> Application:
    """It does not become a member; it is told why."""
    flow.make("refuse", application, by=by, reason=reason)
    notices.tell_applicant(application, "refused", localdate(), reason=reason)
    return application


def take_back(application: Application, *, by: User) -> Application:
    """The enterprise does not pursue it."""
    return flow.make("take_back", application, by=by)
