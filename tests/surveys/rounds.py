"""Rounds with answers for tests of results: as many as one likes, by level and place."""

from collections.abc import Iterable
from datetime import date

from core.history import acting
from directory.models import Unit
from surveys.models import Answer, BankQuestion, Question, Questionnaire, Response, Round, Stratum
from surveys.rules import questionnaire_flow, round_flow
from surveys.services.results import tally
from tests.factories import top


def questionnaire(
    code: str, questions: dict[str, str], choices: dict[str, list[str]] | None = None, **more
):
    """An approved questionnaire: {code of a question: its kind}, {code: codes of its choices};
    ``more``: further fields of a question, by its code."""
    made = questionnaire_flow.begin(
        "load_questionnaire", by=None, unit=top(), code=code, title_vi="Phiếu", version=1
    )
    with acting(None, "given"):
        section = made.sections.create(code="s", position=1, title_vi="Phần")
        for position, (name, kind) in enumerate(questions.items(), 1):
            bank, _new = BankQuestion.objects.get_or_create(
                code=name, defaults={"kind": kind, "text_vi": f"Câu {name}"}
            )
            fields = {"text_vi": f"Câu {name}", "text_en": f"Question {name}", **more.get(name, {})}
            asked = Question.objects.create(
                questionnaire=made, section=section, bank=bank, position=position, **fields
            )  # fmt: skip
            for place, option in enumerate((choices or {}).get(name, []), 1):
                asked.options.create(code=option, label_vi=f"Chọn {option}", position=place)
    questionnaire_flow.make("approve_questionnaire", made, by=None)
    return made


def open_round(asked: Questionnaire, closes_on: date = date(2026, 3, 31), **fields) -> Round:
    made = round_flow.begin(
        "plan_round", by=None, unit=fields.pop("unit", None) or top(), questionnaire=asked,
        title_vi="Đợt khảo sát", title_en="Round", opens_on=closes_on.replace(day=1),
        closes_on=closes_on, **fields,
    )  # fmt: skip
    for move in ("approve_round", "open_round"):
        round_flow.make(move, made, by=None)
    return made


def stratum(survey_round: Round, population: int, sample: int, **place) -> Stratum:
    with acting(None, "given"):
        return Stratum.objects.create(
            round=survey_round, population=population, sample=sample, **place
        )


def levels(good: int, others: int) -> list[int]:
    """So many satisfied ones and others, over all five levels as evenly as can be."""
    best = [(5, 4)[n % 2] for n in range(good)]
    return [*best, *((3, 2, 1)[n % 3] for n in range(others))]


def answer(
    survey_round: Round,
    code: str,
    levels: Iterable[int | str],
    unit: Unit | None = None,
    **more,
) -> list[Response]:
    """A response for each of ``levels`` (a number is a level, a text a choice) to one question."""
    levels = list(levels)
    made = Response.objects.bulk_create(
        Response(round=survey_round, unit=unit, channel="online", language="vi", **more)
        for _ in levels
    )
    add(made, code, levels)
    return made


def add(responses: list[Response], code: str, levels: Iterable[int | str]) -> None:
    """Answers of the same responses to one more question."""
    Answer.objects.bulk_create(
        Answer(response=r, code=code, choice=x) if isinstance(x, str)
        else Answer(response=r, code=code, value=x)
        for r, x in zip(responses, levels, strict=True)
    )  # fmt: skip


def ended(survey_round: Round, status: str = "closed") -> Round:
    """The round closed and counted, analysed or published."""
    moves = {"closed": ["close_round"], "analysed": ["close_round", "analyse_round"],
             "published": ["close_round", "analyse_round", "publish_round"]}  # fmt: skip
    for move in moves[status]:
        round_flow.make(move, survey_round, by=None)
    tally(survey_round)
    return survey_round
