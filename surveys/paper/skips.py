"""When a question or section is asked: tests of earlier answers, all of them or any of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

Answers = Mapping[str, Any]
ORDER = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


@dataclass(frozen=True)
class Test:
    """``op`` is = != < <= > >= selected or unselected; an unanswered question passes only ``!=``
    and ``unselected``, as in XLSForm."""

    __test__ = False  # no case of pytest

    code: str
    op: str
    value: str

    def holds(self, answers: Answers) -> bool:
        given = answers.get(self.code)
        if self.op in ("selected", "unselected"):
            ticked = self.value in ([given] if isinstance(given, str) else given or [])
            return ticked == (self.op == "selected")
        if self.op in ("=", "!="):
            return (str(given or "") == self.value or same(given, self.value)) == (self.op == "=")
        here, there = number(given), number(self.value)
        return here is not None and there is not None and ORDER[self.op](here, there)


@dataclass(frozen=True)
class Rule:
    """``join`` is "and" or "or"; without tests the rule always holds."""

    join: str = "and"
    tests: tuple[Test, ...] = ()

    def holds(self, answers: Answers) -> bool:
        found = (test.holds(answers) for test in self.tests)
        return not self.tests or (any(found) if self.join == "or" else all(found))

    def as_json(self) -> dict:
        """As a model keeps it; empty when always asked."""
        if not self.tests:
            return {}
        return {"join": self.join, "tests": [[t.code, t.op, t.value] for t in self.tests]}

    @classmethod
    def from_json(cls, kept: Mapping) -> "Rule":
        tests = tuple(Test(*each) for each in kept.get("tests", ()))
        return cls(kept.get("join", "and"), tests)


def number(value: Any) -> Decimal | None:
    """The number a text says; None for anything else ("na", nothing)."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def same(given: Any, value: str) -> bool:
    here, there = number(given), number(value)
    return here is not None and here == there
