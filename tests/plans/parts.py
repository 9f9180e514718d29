"""What the tests that hold for every app need to know of this one; see tests/parts.py."""

from tests.parts import Part

PART = Part("plans", access={"public": ["plans:list", "plans:detail", "plans:paper"]})
