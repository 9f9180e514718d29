"""The two little languages of the subset: ``relevant`` and ``constraint``."""

import re
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from surveys.paper import Rule, Test

REFERENCE = r"\$\{\s*(?P<code>\w+)\s*\}"
VALUE = r"""(?:'(?P<one>[^']*)'|"(?P<two>[^"]*)"|(?P<bare>-?\d+(?:\.\d+)?))"""
COMPARED = re.compile(rf"{REFERENCE}\s*(?P<op>=|!=|<=|>=|<|>)\s*{VALUE}")
SELECTED = re.compile(rf"(?P<no>not\(\s*)?selected\(\s*{REFERENCE}\s*,\s*{VALUE}\s*\)(?(no)\s*\))")
JOINED = re.compile(r"""\s+(and|or)\s+(?=(?:[^'"]|'[^']*'|"[^"]*")*$)""")
NUMBER = r"(?P<value>-?\d+(?:\.\d+)?)"
BOUNDS = {
    "number": re.compile(rf"\.\s*(?P<op>>=|<=)\s*{NUMBER}"),
    "date": re.compile(r"\.\s*(?P<op>>=|<=)\s*date\(\s*'(?P<value>\d{4}-\d\d-\d\d)'\s*\)"),
    "short": re.compile(rf"string-length\(\s*\.\s*\)\s*(?P<op><=)\s*{NUMBER}"),
    "long": re.compile(rf"string-length\(\s*\.\s*\)\s*(?P<op><=)\s*{NUMBER}"),
    "multiple": re.compile(rf"count-selected\(\s*\.\s*\)\s*(?P<op>>=|<=)\s*{NUMBER}"),
}

COUNTED = ("short", "long", "multiple")
HIGHEST, PLACES = Decimal(10**12), 3  # what a question's bounds hold (Question.least)


class Beyond(ValueError):  # noqa: N818 -- reads as a sentence
    """The expression is outside the subset; the words say what to do."""


def rule(text: str) -> Rule:
    """``relevant`` as a rule: tests joined by "and" alone or by "or" alone."""
    if not text:
        return Rule()
    parts = JOINED.split(text.strip())
    joins = set(parts[1::2])
    if len(joins) > 1:
        raise Beyond(_("“and” and “or” may not be mixed in one condition."))
    return Rule(joins.pop() if joins else "and", tuple(_test(part) for part in parts[::2]))


def _test(part: str) -> Test:
    if found := SELECTED.fullmatch(part.strip()):
        return Test(found["code"], "unselected" if found["no"] else "selected", _value(found))
    if found := COMPARED.fullmatch(part.strip()):
        return Test(found["code"], found["op"], _value(found))
    raise Beyond(_("This condition is not in the subset: %(part)s") % {"part": part.strip()})


def _value(found: re.Match) -> str:
    return next(found[name] for name in ("one", "two", "bare") if found[name] is not None)


def bounds(kind: str, text: str, choices: int = 0) -> dict:
    """``constraint`` as fields of a question: least and most, or first_day and last_day.

    ``choices``: how many there are to tick. :class:`Beyond` for what no answer can meet, and for
    numbers that the portal would not keep as they are.
    """
    if not text:
        return {}
    if kind not in BOUNDS:
        raise Beyond(_("A question of this type takes no constraint."))
    found: dict = {}
    for part in re.split(r"\s+and\s+", text.strip()):
        match = BOUNDS[kind].fullmatch(part.strip())
        if match is None:
            raise Beyond(_("This constraint is not in the subset: %(part)s") % {"part": part})
        name = ("least", "first_day") if match["op"] == ">=" else ("most", "last_day")
        found[name[kind == "date"]] = _bound(kind, match["value"])
    low, high = ("first_day", "last_day") if kind == "date" else ("least", "most")
    if low in found and high in found and found[low] > found[high]:
        raise Beyond(_("No answer can meet this constraint."))
    if kind in COUNTED:
        _possible(found, choices)
    return found


def _possible(found: dict, choices: int) -> None:
    """Characters and ticks are counted: in whole numbers, one at least, no more ticks than
    choices."""
    if any(bound != bound.to_integral_value() for bound in found.values()):
        raise Beyond(_("Characters and choices are counted in whole numbers."))
    if found.get("most", 1) < 1 or (choices and found.get("least", 0) > choices):
        raise Beyond(_("No answer can meet this constraint."))


def _bound(kind: str, text: str) -> date | Decimal:
    if kind != "date":
        return _kept(Decimal(text))
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Beyond(_("There is no such day: %(day)s") % {"day": text}) from wrong


def _kept(bound: Decimal) -> Decimal:
    if abs(bound) >= HIGHEST or bound != round(bound, PLACES):
        raise Beyond(
            _("A number has at most 12 digits before the point and 3 after it: %(number)s")
            % {"number": bound}
        )
    return bound


def said_rule(rule: Rule) -> str:
    """A rule as ``relevant`` writes it."""
    return f" {rule.join} ".join(_said(test) for test in rule.tests)


def _said(test: Test) -> str:
    if test.op in ("selected", "unselected"):
        inner = f"selected(${{{test.code}}}, '{test.value}')"
        return inner if test.op == "selected" else f"not({inner})"
    bare = test.op in ("<", "<=", ">", ">=")
    return f"${{{test.code}}} {test.op} " + (test.value if bare else f"'{test.value}'")


def said_bounds(question) -> str:
    """A question's bounds as ``constraint`` writes them."""
    this = {"short": "string-length(.)", "long": "string-length(.)"}.get(
        question.kind, "count-selected(.)" if question.kind == "multiple" else "."
    )
    told = [(">=", question.least), ("<=", question.most)]
    told += [(">=", question.first_day), ("<=", question.last_day)]
    return " and ".join(f"{this} {op} {_written(value)}" for op, value in told if value is not None)


def _written(value: date | Decimal) -> str:
    return f"date('{value:%Y-%m-%d}')" if isinstance(value, date) else f"{value.normalize():f}"
