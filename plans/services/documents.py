"""Papers get their numbers: each once, one after the other, from 1 on 1 January."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.history import acting
from core.workflow import NotNow
from directory.issuers import of_general_report, standing
from directory.models import Unit, User

from ..models import GeneralReport, PaperNumber, Report
from ..rules.documents import may_number, may_number_general

LONGEST_GAP = 500  # numbers given outside the portal that are explained at once


def number_paper(
    report: Report, *, by: User | None, day: date, number: int | None = None, reason: str = ""
) -> PaperNumber:
    """Give a report that was handed in its number and date, once and for good.

    ``number`` None takes the next one. A higher one leaves a gap: ``reason`` says what the numbers
    between were given to. Raises ``PermissionDenied``, ``NotNow`` for a report that is not handed
    in or has its number, ``ValidationError`` for a number given before or a gap without a reason.
    """
    if by is not None and not may_number(by, report):
        raise PermissionDenied(_("Number the paper"))
    if report.status not in Report.HANDED_IN or _numbered(report=report):
        raise NotNow(_("Number the paper"))
    return _give(standing(report.unit, day), day, number, reason, by=by, report=report)


def number_general(
    general: GeneralReport, *, by: User | None, day: date, number: int | None = None, reason=""
) -> PaperNumber:
    """The same for the version of a general report that was issued last."""
    if by is not None and not may_number_general(by, general):
        raise PermissionDenied(_("Number the paper"))
    version = general.versions.order_by("issued_at").last()
    if version is None or _numbered(general_version=version):
        raise NotNow(_("Number the paper"))
    unit = of_general_report(day)
    return _give(unit, day, number, reason, by=by, general_version=version)


def _numbered(**paper) -> bool:
    return PaperNumber.objects.filter(**paper).exists()


@transaction.atomic
def _give(unit: Unit, day: date, number: int | None, reason: str, *, by, **paper) -> PaperNumber:
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # one number at a time
    if day > localdate():
        raise ValidationError(_("The paper cannot be dated in the future."))
    kind = PaperNumber.Kind.REPORT
    following = PaperNumber.objects.following(unit, day.year, kind)
    wanted = number or following
    if wanted < following:
        raise ValidationError(
            _("Number %(number)s was given before; the next one is %(next)s."),
            params={"number": wanted, "next": following},
        )
    with acting(by, "number_paper", reason=reason):
        for passed in range(following, _gap(following, wanted, reason)):
            PaperNumber.objects.create(
                unit=unit, year=day.year, kind=kind, number=passed, reason=reason.strip()
            )
        return PaperNumber.objects.create(
            unit=unit, year=day.year, kind=kind, number=wanted, day=day, **paper
        )


def _gap(following: int, wanted: int, reason: str) -> int:
    """The first number that is not passed over; refuses a gap that is unexplained or too long."""
    if wanted > following and not reason.strip():
        raise ValidationError(
            _("Say what the numbers from %(first)s to %(last)s were given to."),
            params={"first": following, "last": wanted - 1},
        )
    if wanted - following > LONGEST_GAP:
        raise ValidationError(
            _("At most %(most)s numbers are passed over at once."), params={"most": LONGEST_GAP}
        )
    return wanted
