"""Letters about assessments."""

from datetime import date

from core import letters
from directory.models import Role, User
from directory.querysets import current

from ..models import Assessment
from .agreements import answering
from .programme import acting_for


def shared(assessment: Assessment, day: date) -> int:
    """Ask the enterprise for its comment."""
    return letters.write(
        f"assessment {assessment.pk} shared",
        acting_for(assessment.enterprise, day),
        template="assessment",
        context={"assessment": assessment, "what": "shared"},
    )


def decided(assessment: Assessment, day: date) -> int:
    """Tell the enterprise outcome and grounds; a decision after an appeal is a new letter."""
    return letters.write(
        f"assessment {assessment.pk} {assessment.turn}",
        acting_for(assessment.enterprise, day),
        template="assessment",
        context={"assessment": assessment, "what": "decided"},
    )


def published(assessment: Assessment, day: date) -> int:
    """Tell the enterprise that it is shown as an example, and with what words."""
    return letters.write(
        f"assessment {assessment.pk} published",
        acting_for(assessment.enterprise, day),
        template="example_published",
        context={"assessment": assessment},
    )


def ended(assessment: Assessment, day: date) -> int:
    """Put memorandum and membership of a partner before those who may end them; nothing to end, no
    letter."""
    near = {"enterprise": assessment.enterprise_id}
    members = list(Assessment.objects.members_to_end().filter(**near))
    rows = Assessment.objects.agreements_to_end().filter(parties__enterprise=near["enterprise"])
    agreements = list(rows.select_related("unit"))
    board = User.objects.filter(current(day, "roles__"), roles__kind=Role.Kind.BOARD)
    readers = {user for agreement in agreements for user in answering(agreement.unit, day)}
    return letters.write(
        f"assessment {assessment.pk} ended {assessment.turn}",
        readers | set(board if members else ()),
        template="cooperation_ended",
        context={"assessment": assessment, "members": members, "agreements": agreements},
    )
