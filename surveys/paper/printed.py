"""A questionnaire as paper bears it: questions numbered, and what to do where one is not asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_lowercase

from django.utils.translation import gettext as _

from .skips import Rule, Test
from .tree import CHOSEN, LEVELS, NA, Asked, Paper, Text
from .words import LEVEL_WORDS

SIGNS = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}


@dataclass(frozen=True)
class Printed:
    """A question with its number, its rows with theirs, and the hint that stands before it."""

    number: int
    question: Asked
    rows: list[tuple[str, Asked]]
    hint: str


@dataclass(frozen=True)
class PrintedPage:
    title: Text
    hint: str
    questions: list[Printed]


def printed(paper: Paper) -> Iterator[PrintedPage]:
    """Sections in order, in the language of the moment; a table counts as one question."""
    whole = [question for page in paper.pages for question in page.questions]
    known = {each.code: (mark, each) for number, question in enumerate(whole, 1)
             for mark, each in marked(number, question)}  # fmt: skip
    after = 0
    for page in paper.pages:
        first, after = after + 1, after + len(page.questions)
        yield PrintedPage(
            page.title,
            hint(page.show_if, known, after + 1, len(whole)),
            [
                Printed(n, each, marked(n, each), hint(each.show_if, known, n + 1, len(whole)))
                for n, each in enumerate(page.questions, first)
            ],
        )


def marked(number: int, question: Asked) -> list[tuple[str, Asked]]:
    """What bears answers, as a hint names it: "4", or the rows of a table "4a", "4b"."""
    if question.kind != "matrix":
        return [(f"{number}", question)]
    return [(f"{number}{letter(place)}", row) for place, row in enumerate(question.rows)]


def letter(place: int) -> str:
    """a to z, then a2, b2 and so on."""
    again, at = divmod(place, len(ascii_lowercase))
    return f"{ascii_lowercase[at]}{again + 1 if again else ''}"


def hint(rule: Rule, known: dict[str, tuple[str, Asked]], goal: int, last: int) -> str:
    """When it is to be answered, and where to go on if not; empty where it always is."""
    if not rule.tests:
        return ""
    join = f" {_('or')} " if rule.join == "or" else f" {_('and')} "
    said = {"condition": join.join(condition(test, *known[test.code]) for test in rule.tests),
            "number": goal}  # fmt: skip
    if goal > last:
        return _("Only if %(condition)s; otherwise you have reached the end.") % said
    return _("Only if %(condition)s; otherwise go on with question %(number)d.") % said


def condition(test: Test, mark: str, question: Asked) -> str:
    """A test in words: by the answers that meet it, or by the number."""
    said = {"number": mark, "answer": answers(test, question)}
    if test.op == "unselected":
        return _("“%(answer)s” is not ticked in question %(number)s") % {
            **said, "answer": answers(Test(test.code, "selected", test.value), question)
        }  # fmt: skip
    if question.kind in (*CHOSEN, "scale"):
        return _("you answered question %(number)s with “%(answer)s”") % said
    told = {"number": mark, "sign": SIGNS[test.op], "value": test.value}
    return _("your number in question %(number)s is %(sign)s %(value)s") % told


def answers(test: Test, question: Asked) -> str:
    """The answers on offer that meet the test."""
    if question.kind == "scale":
        offered = [(level, str(LEVEL_WORDS[level])) for level in (*LEVELS, NA)]
        offered = offered if question.has_na else offered[:-1]
    else:
        offered = [(option.code, str(option.label)) for option in question.options]
    return " / ".join(words for code, words in offered if test.holds({test.code: code}))
