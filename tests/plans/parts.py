"""What the tests that hold for every app need to know of this one; see tests/parts.py."""

from tests.parts import Part

from . import document_factories as documents

PART = Part(
    "plans",
    access={"public": ["plans:list", "plans:detail", "plans:paper"], "staff": documents.STAFF},
    rows={**documents.ROWS},
    breaks={**documents.BREAKS},
    shaped={*documents.SHAPED},
)
