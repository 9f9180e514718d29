"""Letters about assessments."""

from datetime import date

from core import letters

from ..models import Assessment
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
