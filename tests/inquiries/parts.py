"""What the tests that hold for every app need to know of this one; see tests/parts.py."""

from tests.inquiries import cases_parts as cases
from tests.parts import Part

PART = Part(
    "inquiries",
    access=cases.ACCESS,
    rows=cases.ROWS,
    breaks=cases.BREAKS,
    shaped=cases.SHAPED,
    unshown=cases.UNSHOWN,
    examples={"verb": "add"},
    elsewhere=cases.ELSEWHERE,
    fill=cases.fill,
    furnish=cases.furnish,
    starts=cases.starts,
    fixed=cases.fixed,
)
