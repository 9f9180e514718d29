"""What the tests that hold for every app need to know of this one; see tests/parts.py."""

from tests.parts import Part

from . import activity_parts

PART = Part(
    "plans",
    access={
        "public": ["plans:list", "plans:detail", "plans:paper", *activity_parts.PUBLIC],
        "token": [*activity_parts.TOKEN],
    },
    rows={**activity_parts.ROWS},
    breaks={**activity_parts.BREAKS},
    beside={**activity_parts.BESIDE},
    shaped=[*activity_parts.SHAPED],
    examples={**activity_parts.EXAMPLES},
    elsewhere=[*activity_parts.ELSEWHERE],
    fill=activity_parts.fill,
    furnish=activity_parts.furnish,
    starts=activity_parts.starts,
    fixed=activity_parts.fixed,
)
