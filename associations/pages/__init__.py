"""What pages show, gathered: no page asks the database from its template."""

from .feed import feed
from .overview import coverage, expiries, portfolio
from .programme import (
    assessment_page,
    compliance_page,
    examples_page,
    own_assessments,
    programme_page,
)
from .register import (
    AGREEMENT_PORTAL,
    agreement_page,
    agreements_page,
    association_page,
    commitment_page,
    own_page,
)

__all__ = [
    "AGREEMENT_PORTAL",
    "agreement_page",
    "agreements_page",
    "assessment_page",
    "association_page",
    "commitment_page",
    "compliance_page",
    "coverage",
    "examples_page",
    "expiries",
    "feed",
    "portfolio",
    "own_assessments",
    "own_page",
    "programme_page",
]
