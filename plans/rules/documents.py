"""Who gives papers their numbers."""

from directory.models import Role

from ..models import GeneralReport, PaperNumber, Report

K = Role.Kind


def may_number(user, report: Report) -> bool:
    """Officers, focal points and heads of the unit whose paper it is."""
    kinds = (K.OFFICER, K.FOCAL_POINT, K.HEAD)
    return any(r.kind in kinds and report.unit.path in r.unit.covers for r in user.held)


def to_number(report: Report) -> bool:
    """Handed in, and without a number yet."""
    given = PaperNumber.objects.filter(report=report)
    return report.status in Report.HANDED_IN and not given.exists()


def general_to_number(general: GeneralReport) -> bool:
    """Issued, and the version issued last is without a number yet."""
    if general.status not in GeneralReport.SHOWN:
        return False
    last = general.versions.order_by("-issued_at")[:1].values("pk")
    return not PaperNumber.objects.filter(general_version__in=last).exists()


def may_number_general(user, general: GeneralReport) -> bool:
    """The Committee of Reform and Modernization, which issues it (Decision 104, IV.1)."""
    return user.holds(K.BOARD)
