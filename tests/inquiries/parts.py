"""What the tests that hold for every app need to know of this one; see tests/parts.py."""

from tests.inquiries import answers_parts as answers
from tests.parts import Part

PART = Part(
    "inquiries",
    access=answers.ACCESS,
    rows=answers.ROWS,
    breaks=answers.BREAKS,
    shaped=answers.SHAPED,
    unshown=answers.UNSHOWN,
    elsewhere=answers.ELSEWHERE,
    fill=answers.fill,
    furnish=answers.furnish,
    starts=answers.starts,
    fixed=answers.fixed,
)
