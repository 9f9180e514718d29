"""What displeased most in a round: where follow-ups begin (Decision 104, task 4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from ..models import Tally
from .findings import Findings
from .page import percent

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
    known = [each for each in found.scales if each.satisfied and each.satisfied.value < 100]
    for each in sorted(known, key=lambda scale: scale.satisfied.value)[:MOST]:
        criterion = each.question.criterion
        more = {"dimension": criterion and criterion.dimension_id}
        yield _line(found, each.question.text, each.satisfied.value, more)


def _departments(found: Findings) -> Iterator[Displeasing]:
    parts = found.parts_by(Tally.Split.UNIT)
    known = [part for part in parts if part.key and part.satisfied and part.satisfied.value < 100]
    if len(parts) > 1:
        for part in sorted(known, key=lambda part: part.satisfied.value)[:MOST]:
            yield _line(found, part.name, part.satisfied.value, {"unit": part.key})


def _line(found: Findings, name: str, value: float, more: dict) -> Displeasing:
    told = {"name": name, "percent": percent(value), "round": found.round.title}
    finding = _("%(name)s: %(percent)s satisfied (%(round)s).") % told
    unit = {"unit": found.round.unit_id}
    fields = unit | more | {"round": found.round.pk, "finding": finding}
    return Displeasing(name, percent(value), fields)
