"""What displeased most in a round: where follow-ups begin (Decision 104, task 4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from ..models import Tally
from .drawn import percent
from .findings import Findings

MOST = 3


@dataclass(frozen=True)
class Displeasing:
    """A question or a department with few satisfied answers, and the form it begins with."""

    name: str
    satisfied: str
    fields: dict[str, object]

    @property
    def query(self) -> str:
        """The follow-up's form, filled in that far."""
        return urlencode({name: value for name, value in self.fields.items() if value})


def worst(found: Findings) -> list[Displeasing]:
    """The questions, then the departments least satisfied with; of what may be seen only (G19)."""
    return [*_questions(found), *_departments(found)]


def _questions(found: Findings) -> Iterator[Displeasing]:
    known = [(each.satisfied.value, each.question) for each in found.scales if each.satisfied]
    for value, question in _lowest(known):
        criterion = question.criterion
        more = {"dimension": criterion and criterion.dimension_id, "question": question.code}
        yield _line(found, question.text, value, more)


def _departments(found: Findings) -> Iterator[Displeasing]:
    parts = found.groups_by(Tally.Split.UNIT).parts
    known = [(part.satisfied.value, part) for part in parts if part.key and part.satisfied]
    for value, part in _lowest(known) if len(parts) > 1 else ():
        yield _line(found, part.name, value, {"unit": part.key})


def _lowest(known: list[tuple[float, Any]]) -> list[tuple[float, Any]]:
    """The least satisfied; where everybody is, there is nothing to put right."""
    return sorted((pair for pair in known if pair[0] < 100), key=itemgetter(0))[:MOST]


def _line(found: Findings, name: str, value: float, more: dict) -> Displeasing:
    told = {"name": name, "percent": percent(value), "round": found.round.title}
    finding = _("%(name)s: %(percent)s satisfied (%(round)s).") % told
    unit = {"unit": found.round.unit_id}
    fields = unit | more | {"round": found.round.pk, "finding": finding}
    return Displeasing(name, percent(value), fields)
