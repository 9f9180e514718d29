"""What the tests that hold for every app need to know of this one; see tests/parts.py."""

from django.utils.timezone import now

from inquiries.models import Contradiction
from tests.inquiries import answers_parts as answers
from tests.inquiries import cases_parts as cases
from tests.inquiries.answers_factories import AnswerFactory
from tests.parts import Part

DOORS = set(cases.ACCESS) | set(answers.ACCESS)


def fill(world, number: int) -> None:
    cases.fill(world, number)
    answers.fill(world, number)


def furnish(sample) -> None:
    cases.furnish(sample)
    answers.furnish(sample)


def beside_an_answer() -> Contradiction:
    """A settled contradiction, and then an answer it does not speak of: a copy may (see FREE)."""
    found = answers.ROWS[Contradiction]()
    rows = Contradiction.objects.filter(pk=found.pk)
    rows.update(settled_at=now(), ruling="r", stands=found.one, settled_by=found.raised_by)
    AnswerFactory()
    return found


PART = Part(
    "inquiries",
    access={door: [*cases.ACCESS.get(door, ()), *answers.ACCESS.get(door, ())] for door in DOORS},
    rows=cases.ROWS | answers.ROWS | {Contradiction: beside_an_answer},
    breaks=cases.BREAKS
    | answers.BREAKS
    | {"a_settled_contradiction_has_a_ruling": {"ruling": "''"}},
    shaped=[*cases.SHAPED, *answers.SHAPED],
    unshown=[*cases.UNSHOWN, *answers.UNSHOWN],
    examples={"verb": "add"},
    elsewhere=[*cases.ELSEWHERE, *answers.ELSEWHERE],
    fill=fill,
    furnish=furnish,
    starts=lambda: [*cases.starts(), *answers.starts()],
    fixed=lambda: [*cases.fixed(), *answers.fixed()],
)
