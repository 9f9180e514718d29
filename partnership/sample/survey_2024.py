"""The survey of April 2024 as published: 2,750 issued, 2,194 answered, three questions.

Of each question the counts of very satisfied, satisfied and very dissatisfied were published;
neutral and dissatisfied were not told apart, and are not here.
"""

from datetime import date
from random import Random

from core.history import acting
from directory.models import Unit
from surveys.models import (
    Answer,
    BankQuestion,
    Question,
    Questionnaire,
    Response,
    Round,
    Stratum,
)
from surveys.results.lines import UNSPLIT
from surveys.rules import questionnaire_flow, round_flow
from surveys.services.results import tally

CODE, ISSUED, ANSWERED = "information-2024", 2_750, 2_194
# Code, words in both languages, and the answers of levels 5, 4 and 1.
QUESTIONS = (
    ("info_forms", "Sự đa dạng của các hình thức cung cấp thông tin",
     "Diversity of the forms of information", (1171, 932, 6)),
    ("info_accuracy", "Tính chính xác, kịp thời của thông tin",
     "Accuracy and timeliness of the information", (1141, 938, 6)),
    ("info_access", "Sự thuận tiện khi tra cứu thông tin",
     "Convenience of looking information up", (1104, 951, 6)),
)  # fmt: skip
NOTE_VI = "Số liệu công bố không tách riêng mức bình thường và mức không hài lòng."
NOTE_EN = "The published figures do not tell neutral and dissatisfied apart."


def load() -> Round:
    """The closed, published round, unless it is there already."""
    if found := Round.objects.filter(questionnaire__code=CODE).first():
        return found
    day = date(2024, 4, 30)
    unit = Unit.objects.as_of(day).get(parent=None)
    questionnaire = _questionnaire(unit)
    made = round_flow.begin(
        "plan_round", by=None, unit=unit, questionnaire=questionnaire,
        title_vi="Khảo sát mức độ hài lòng của doanh nghiệp về cung cấp thông tin, tháng 4/2024",
        title_en="Satisfaction of enterprises with information, April 2024",
        population="Doanh nghiệp làm thủ tục hải quan trên cả nước",
        opens_on=date(2024, 4, 1), closes_on=day,
    )  # fmt: skip
    for move in ("approve_round", "open_round"):
        round_flow.make(move, made, by=None)
    with acting(None, "sample"):
        stratum = Stratum.objects.create(round=made, population=ISSUED, sample=ISSUED)
    _answers(made, stratum)
    round_flow.make("close_round", made, by=None)
    tally(made)
    for move in ("analyse_round", "publish_round"):
        round_flow.make(move, made, by=None)
    return made


def _questionnaire(unit: Unit) -> Questionnaire:
    made = questionnaire_flow.begin(
        "load_questionnaire", by=None, unit=unit, code=CODE, title_vi="Cung cấp thông tin",
        title_en="Information", intro_vi=NOTE_VI, intro_en=NOTE_EN,
    )  # fmt: skip
    with acting(None, "sample"):
        section = made.sections.create(
            code="information", position=1, title_vi="Thông tin", title_en="Information"
        )
        for position, (code, vi, en, _counts) in enumerate(QUESTIONS, 1):
            words = {"text_vi": vi, "text_en": en}
            bank = BankQuestion.objects.create(code=code, kind=BankQuestion.Kind.SCALE, **words)
            Question.objects.create(
                questionnaire=made, section=section, bank=bank, position=position, **words
            )
    questionnaire_flow.make("approve_questionnaire", made, by=None)
    return made


def _answers(survey_round: Round, stratum: Stratum) -> None:
    """Response by response, so that the counts are the published ones; who said what is chance."""
    chance = Random(2024)  # noqa: S311 -- sample data, the same on every machine
    responses = Response.objects.bulk_create(
        Response(round=survey_round, stratum=stratum, channel="paper", language="vi")
        for _ in range(ANSWERED)
    )
    rows = []
    for code, _vi, _en, (best, good, worst) in QUESTIONS:
        levels: list[int | None] = [*[5] * best, *[4] * good, *[1] * worst]
        levels += [None] * (ANSWERED - len(levels))
        chance.shuffle(levels)
        rows += [
            Answer(response=response, code=code, value=level, choice="" if level else UNSPLIT)
            for response, level in zip(responses, levels, strict=True)
        ]
    Answer.objects.bulk_create(rows, batch_size=5_000)
