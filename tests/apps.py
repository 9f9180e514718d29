"""The parts of all apps, together."""

from tests.associations.parts import PART as ASSOCIATIONS
from tests.inquiries.parts import PART as INQUIRIES
from tests.plans.parts import PART as PLANS
from tests.surveys.parts import PART as SURVEYS

PARTS = (ASSOCIATIONS, INQUIRIES, SURVEYS, PLANS)


def access(kind: str) -> set[str]:
    """Names of the addresses of a class, over all apps."""
    return {name for part in PARTS for name in part.access.get(kind, ())}


def together(name: str) -> dict:
    """A mapping of all parts as one."""
    return {key: value for part in PARTS for key, value in getattr(part, name).items()}


def gathered(name: str) -> set[str]:
    """Names of all parts as one set."""
    return {each for part in PARTS for each in getattr(part, name)}
