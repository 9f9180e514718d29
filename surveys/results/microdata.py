"""Answers row by row for statistics programs, with their codebook, in one archive."""

import tempfile
import zipfile
from collections.abc import Iterator, Sequence

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Count, FloatField, Func, JSONField, TextField
from django.db.models.functions import Cast, Substr
from django.http import FileResponse
from django.utils.translation import gettext as _

from core.cells import csv_lines, file_name

from ..models import NA, Answer, Question, Response, Round
from .codebook import (
    EXPORTED,
    FIXED,
    NOT_APPLICABLE,
    K,
    Variable,
    in_order,
    lines,
    syntax,
    variables,
)
from .small_cells import FEWEST, merged

GROUPS = ("unit__code", "kind", "size")
NOWHERE = ("", "", "")
AT_ONCE = 500  # responses in memory
MONTH = Substr(Cast("day", TextField()), 1, 7)

Given = dict[str, dict[str, tuple[float | None, str | None]]]
"""{question: {choice: (number, month)}} of one response."""


def microdata(survey_round: Round) -> FileResponse:
    """Answers row by row, the codebook, and syntax that reads both into SPSS.

    For those who conduct the round. Rows come in random order; department, kind, size and weight
    stand only where at least five answered of that combination, and what is left out is left out of
    at least five (k-anonymity); no texts, of days the month where at least five gave it.
    """
    out = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    found = variables(exported(survey_round))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("answers.csv", "w", force_zip64=True) as file:
            head = [*FIXED, *(each.name for each in found)]
            for line in csv_lines(head, rows(survey_round, found)):
                file.write(line.encode())
        with archive.open("codebook.csv", "w") as file:
            head = [_("Variable"), _("Code"), _("Survey question"), _("Choice"), _("Value"),
                    _("Meaning")]  # fmt: skip
            for line in csv_lines(head, lines(found)):
                file.write(line.encode())
        archive.writestr("read.sps", "\ufeff" + syntax(found))
    out.seek(0)
    name = file_name(survey_round.title, ".zip")
    return FileResponse(out, as_attachment=True, filename=name, content_type="application/zip")


def exported(survey_round: Round) -> list[Question]:
    asked = Question.objects.filter(questionnaire=survey_round.questionnaire_id)
    asked = asked.filter(bank__kind__in=EXPORTED).select_related("bank")
    return list(asked.prefetch_related("options").order_by("position", "pk"))


def rows(survey_round: Round, found: Sequence[Variable]) -> Iterator[list]:
    """One row a response, 500 at a time, whatever their number."""
    hidden, months = rare(survey_round), common_months(survey_round)
    places = {v.question.code: place_of(v.question) for v in found if v.question.kind == K.SINGLE}
    responses = Response.objects.filter(round=survey_round).select_related("unit").order_by("key")
    for some in batches(responses.iterator(AT_ONCE), AT_ONCE):
        given = answers([r.key for r in some])
        for r in some:
            place = (r.unit.code if r.unit else None, r.kind, r.size)
            shown = (*NOWHERE, None) if place in hidden else (*place, round(r.weight, 6))
            mine = given.get(r.key, {})
            cells = [value(mine, variable, places, months) for variable in found]
            yield [*shown[:3], r.channel, shown[3], *cells]


def place_of(question: Question) -> dict[str, int]:
    """The number that stands for each choice."""
    return {option.code: n for n, option in enumerate(in_order(question), 1)}


def rare(survey_round: Round) -> set[tuple]:
    """Combinations of department, kind and size that are left out, so that at least five share what
    is left: the rare ones, and with few of them the next."""
    groups = Response.objects.filter(round=survey_round).order_by().values_list(*GROUPS)
    return merged({tuple(row[:3]): row[3] for row in groups.annotate(n=Count("pk"))})


def common_months(survey_round: Round) -> set[tuple[str, str]]:
    """(question, month) that at least five gave."""
    days = Answer.objects.filter(response__round=survey_round).exclude(day=None).order_by()
    counts = days.values_list("code", MONTH).annotate(n=Count("pk"))
    return {(code, month) for code, month, n in counts if n >= FEWEST}


def batches(items, size: int) -> Iterator[list]:
    some = []
    for item in items:
        some.append(item)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some


def answers(keys: list) -> dict[object, Given]:
    """What each of some responses answered, gathered in the database."""
    number = Cast("value", FloatField())
    told = Func(
        "code", "choice", number, MONTH, function="jsonb_build_array", output_field=JSONField()
    )
    picked = Answer.objects.filter(response__in=keys).order_by().values_list("response")
    found: dict = {}
    for key, given in picked.annotate(given=JSONBAgg(told)):
        mine = found.setdefault(key, {})
        for code, choice, value, month in given:
            mine.setdefault(code, {})[choice] = value, month
    return found


def value(mine: Given, variable: Variable, places, months):
    """The cell of one variable: a level or number, a choice's number, 1 or 0, a rank, a month; what
    does not apply has a number of its own, what was not answered is empty."""
    code, kind = variable.question.code, variable.question.kind
    given = mine.get(code)
    if given is None:
        return None
    if kind == K.MULTIPLE:
        return int(variable.choice is not None and variable.choice.code in given)
    if kind == K.SINGLE:
        return places[code].get(next(iter(given)))
    if kind == K.SCALE and NA in given:
        return NOT_APPLICABLE
    number, month = given.get(variable.choice.code if variable.choice else "", (None, None))
    return (month if (code, month) in months else None) if kind == K.DATE else number
