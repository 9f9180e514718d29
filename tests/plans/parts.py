"""What the tests that hold for every app need to know of this one; see tests/parts.py."""

from tests.parts import Part

from . import reporting_parts as reporting

PART = Part(
    "plans",
    access={"public": ["plans:list", "plans:detail", "plans:paper"]},
    rows={**reporting.ROWS},
    breaks={**reporting.BREAKS},
    shaped={*reporting.SHAPED},
    fill=reporting.fill,
    furnish=reporting.furnish,
    starts=reporting.starts,
    fixed=reporting.fixed,
)
