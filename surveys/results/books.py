"""A round's results as a file: Excel as shown; answers with a codebook for statistics programs."""

import tempfile
import zipfile
from collections.abc import Iterator

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Count, FloatField, Func, JSONField
from django.db.models.functions import Cast
from django.http import FileResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.cells import EXCEL, Book, csv_lines, file_name

from ..models import Answer, BankQuestion, Level, Question, Response, Round
from .findings import Findings
from .sheets import HIDDEN, number, scale_head, scale_row, sheets
from .small_cells import FEWEST

K = BankQuestion.Kind
EXPORTED = (K.SCALE, K.SINGLE, K.MULTIPLE, K.NUMBER, K.RANKING)
"""Kinds of question in the answers' file; texts and days could name somebody."""

GROUPS = ("unit__code", "kind", "size")
AT_ONCE = 500  # responses in memory


def workbook(findings: Findings, by: str) -> FileResponse:
    """The results as the page shows them, a sheet for each table; ``by`` names who made it."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    book = Book(out)
    for sheet in sheets(findings):
        book.add(sheet)
    book.about(
        {
            _("Content"): findings.round.title,
            _("Asked"): findings.asked,
            _("Answered"): number(findings.answered),
            HIDDEN: _("Not shown: fewer than five answers, or a number that gives them away."),
            _("Made by"): by,
            _("Time"): localtime(),
        }
    )
    book.close()
    out.seek(0)
    name = file_name(findings.round.title, ".xlsx")
    return FileResponse(out, as_attachment=True, filename=name, content_type=EXCEL)


def table(findings: Findings) -> FileResponse:
    """The five-level questions as CSV, one a row, as the page shows them."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    for line in csv_lines(scale_head(), map(scale_row, findings.scales)):
        out.write(line.encode())
    out.seek(0)
    name = file_name(findings.round.title, ".csv")
    return FileResponse(out, as_attachment=True, filename=name, content_type="text/csv")


def microdata(survey_round: Round) -> FileResponse:
    """Answers row by row, the codebook, and syntax that reads both into SPSS, in one archive.

    For those who conduct the round. Rows come in random order; department, kind and size stand
    only where at least five answered of that combination (k-anonymity); no texts, no days.
    """
    out = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    questions = exported(survey_round)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("answers.csv", "w", force_zip64=True) as file:
            for line in csv_lines(header(questions), rows(survey_round, questions)):
                file.write(line.encode())
        with archive.open("codebook.csv", "w") as file:
            head = [_("Variable"), _("Survey question"), _("Value"), _("Meaning")]
            for line in csv_lines(head, codebook(questions)):
                file.write(line.encode())
        archive.writestr("read.sps", "\ufeff" + syntax(questions))
    out.seek(0)
    name = file_name(survey_round.title, ".zip")
    return FileResponse(out, as_attachment=True, filename=name, content_type="application/zip")


def exported(survey_round: Round) -> list[Question]:
    asked = Question.objects.filter(questionnaire=survey_round.questionnaire_id)
    asked = asked.filter(bank__kind__in=EXPORTED).select_related("bank")
    return list(asked.prefetch_related("options").order_by("position", "pk"))


def variables(questions: list[Question]) -> list[tuple[str, Question, str]]:
    """(variable, question, choice): several choices and ranks have a variable for each choice."""
    found = []
    for question in questions:
        if question.kind in (K.MULTIPLE, K.RANKING):
            options = [option.code for option in question.options.all()]
            found += [(f"{question.code}__{code}", question, code) for code in options]
        else:
            found.append((question.code, question, ""))
    return found


def header(questions: list[Question]) -> list[str]:
    names = [name for name, _question, _choice in variables(questions)]
    return ["department", "kind", "size", "channel", "weight", *names]


def rows(survey_round: Round, questions: list[Question]) -> Iterator[list]:
    """One row a response, 500 at a time, whatever their number."""
    known = common(survey_round)
    shape = [(q.code, q.kind, choice) for _name, q, choice in variables(questions)]
    responses = Response.objects.filter(round=survey_round).select_related("unit").order_by("key")
    for some in batches(responses.iterator(AT_ONCE), AT_ONCE):
        given = answers([r.key for r in some])
        for r in some:
            place = (r.unit.code if r.unit else None, r.kind, r.size)
            shown = place if place in known else ("", "", "")
            mine = given.get(r.key, {})
            cells = [value(mine, *variable) for variable in shape]
            yield [*shown, r.channel, round(r.weight, 6), *cells]


def common(survey_round: Round) -> set[tuple]:
    """Combinations of department, kind and size that at least five responses share."""
    groups = Response.objects.filter(round=survey_round).order_by().values_list(*GROUPS)
    return {tuple(row[:3]) for row in groups.annotate(n=Count("pk")) if row[3] >= FEWEST}


def batches(items, size: int) -> Iterator[list]:
    some = []
    for item in items:
        some.append(item)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some


def answers(keys: list) -> dict:
    """{response: {question: {choice: number}}} of some responses, gathered in the database."""
    number = Cast("value", FloatField())
    told = Func("code", "choice", number, function="jsonb_build_array", output_field=JSONField())
    picked = Answer.objects.filter(response__in=keys).order_by().values_list("response")
    found: dict = {}
    for key, given in picked.annotate(given=JSONBAgg(told)):
        mine = found.setdefault(key, {})
        for code, choice, value in given:
            mine.setdefault(code, {})[choice] = value
    return found


def value(mine: dict, code: str, kind: str, choice: str):
    """The cell of one variable: a level or number, a choice's code, 1 or 0, a rank, or nothing."""
    given = mine.get(code)
    if given is None:
        return None
    if kind == K.MULTIPLE:
        return int(choice in given)
    if kind == K.SINGLE:
        return next(iter(given))
    return given.get(choice)


def codebook(questions: list[Question]) -> Iterator[list]:
    """What each variable and each of its values means, in both languages' own words."""
    for name, question, choice in variables(questions):
        yield [name, said(question.text_vi, question.text_en), choice, ""]
        for code, meaning in labels(question):
            yield [name, "", code, meaning]


def said(vi: str, en: str) -> str:
    return f"{vi} / {en}" if en else vi


def labels(question: Question) -> list[tuple[str, str]]:
    if question.kind == K.SCALE:
        return [(str(level.value), both(level)) for level in Level]
    if question.kind == K.SINGLE:
        return [(o.code, said(o.label_vi, o.label_en)) for o in question.options.all()]
    return [("1", "✓"), ("0", "")] if question.kind == K.MULTIPLE else []


def both(level: Level) -> str:
    """A level's name in Vietnamese and English."""
    with override("vi"):
        vi = str(level.label)
    with override("en"):
        return f"{vi} / {level.label}"


def syntax(questions: list[Question]) -> str:
    """Syntax that reads answers.csv: names, labels of variables and of values."""
    fixed = ["department A20", "kind A10", "size A10", "channel A10", "weight F12.6"]
    shape = variables(questions)
    kinds = [f"{name} {'A40' if q.kind == K.SINGLE else 'F12.3'}" for name, q, _choice in shape]
    lines = [
        "SET UNICODE=ON.",
        "GET DATA /TYPE=TXT /FILE='answers.csv' /ENCODING='UTF8' /DELIMITERS=',' /QUALIFIER='\"'",
        "  /FIRSTCASE=2 /VARIABLES=",
        *(f"  {each}" for each in [*fixed, *kinds]),
        ".",
        "WEIGHT BY weight.",
        *(f"VARIABLE LABELS {name} {quoted(said(q.text_vi, q.text_en))}." for name, q, _c in shape),
        *(line for name, q, _choice in shape if (line := value_labels(name, q))),
    ]
    return "\r\n".join(lines) + "\r\n"


def value_labels(name: str, question: Question) -> str:
    if question.kind not in (K.SCALE, K.SINGLE):
        return ""
    text = question.kind == K.SINGLE
    pairs = (f"{quoted(code) if text else code} {quoted(m)}" for code, m in labels(question))
    return f"VALUE LABELS {name} {' '.join(pairs)}."


def quoted(text: str) -> str:
    """A string of SPSS: one line, quotes doubled."""
    plain = " ".join(text.split()).replace("'", "''")
    return f"'{plain[:250]}'"
