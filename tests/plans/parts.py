"""What the tests that hold for every app need to know of this one; see tests/parts.py."""

from tests.parts import Part
from tests.plans import activity_parts as activities
from tests.plans import document_factories as documents
from tests.plans import published_factories as published
from tests.plans import reporting_parts as reporting
from tests.plans import unit_plan_parts as unit_plans

TOPICS = (unit_plans, activities, reporting, documents, published)


def joined(name: str) -> dict:
    """A mapping of all topics as one."""
    return {key: value for topic in TOPICS for key, value in getattr(topic, name, {}).items()}


def gathered(name: str) -> list[str]:
    """Names of all topics as one list."""
    return [each for topic in TOPICS for each in getattr(topic, name, ())]


def every(name: str):
    """Call what each topic has under ``name``; what they return, together."""

    def call(*given):
        return [
            each
            for topic in TOPICS
            if hasattr(topic, name)
            for each in getattr(topic, name)(*given) or []
        ]

    return call


PART = Part(
    "plans",
    access={
        "public": ["plans:list", "plans:detail", "plans:paper", *gathered("PUBLIC")],
        "token": gathered("TOKEN"),
        "staff": gathered("STAFF"),
    },
    rows=joined("ROWS"),
    breaks=joined("BREAKS"),
    free=joined("FREE"),
    beside=joined("BESIDE"),
    shaped=gathered("SHAPED"),
    unshown=gathered("UNSHOWN"),
    examples=joined("EXAMPLES"),
    elsewhere=["admin:plans_unitplan_coverage_excel", *gathered("ELSEWHERE")],
    fill=every("fill"),
    furnish=every("furnish"),
    starts=every("starts"),
    fixed=every("fixed"),
)
