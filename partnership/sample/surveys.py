"""Surveys of the trial: last year's round with its answers, and one that is open now."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any, cast
from uuid import uuid4

from django.utils.timezone import localdate

from core.history import acting
from directory.models import Enterprise, Role, Unit
from surveys import services
from surveys.codes import code_of, digest
from surveys.models import (
    Answer,
    CriteriaSet,
    Invitation,
    Questionnaire,
    Response,
    Round,
    SealedAnswer,
    Stratum,
    UsedCode,
)
from surveys.paper import answer_rows
from surveys.rules import questionnaire_flow, round_flow
from surveys.sealing import seal
from surveys.services import results
from surveys.standard import CHARTER, load_criteria

from .survey_form import ACTIVITIES, CHANNELS, CODE, FORM, WISHES

UNIT = "KVIII"
KINDS, SIZES = Enterprise.Kind.values[:3], Enterprise.Size.values
REMARKS = (
    "Thời gian kiểm tra hồ sơ cuối tháng còn lâu.", "Cần hướng dẫn rõ hơn về phân loại hàng hóa.",
    "Đường dây nóng buổi chiều khó gọi.", "Phải bổ sung giấy tờ nhiều lần.",
)  # fmt: skip


def load() -> None:
    """Load what is missing; safe to run again."""
    if Questionnaire.objects.filter(code=CODE).exists():
        return
    chance = Random(2025)  # noqa: S311 -- the same sample every time
    unit = Unit.objects.as_of(localdate()).get(code=UNIT)
    with acting(None, "load", reason="dữ liệu mẫu"):
        load_criteria()
        questionnaire = services.load_questionnaire(by=None, unit=unit, paper=FORM)
        questionnaire_flow.make("approve_questionnaire", questionnaire, by=None)
        _last_year(questionnaire, unit, chance)
        _open_now(questionnaire, unit, chance)


def _round(questionnaire: Questionnaire, unit: Unit, first: date, last: date, title) -> Round:
    return round_flow.begin(
        "plan_round", by=None, questionnaire=questionnaire, unit=unit,
        criteria_set=CriteriaSet.objects.get(code=CHARTER), title_vi=title[0], title_en=title[1],
        population="Doanh nghiệp làm thủ tục tại đơn vị trong 12 tháng", opens_on=first,
        closes_on=last, has_open_link=True, has_kiosk=True, double_share=20, seed=2025,
    )  # fmt: skip


def _follow_up(row: Round, unit: Unit) -> None:
    """What displeased most, given to the head of the unit to put right."""
    head = Role.objects.as_of(localdate()).filter(unit=unit, kind=Role.Kind.HEAD).first()
    if head is None:
        return
    results.assign(
        by=None, round=row, unit=unit, owner=head.user, due_on=localdate() + timedelta(days=40),
        finding="Doanh nghiệp nhỏ cho rằng thời gian trả lời vướng mắc còn dài.",
    )  # fmt: skip


def _last_year(questionnaire: Questionnaire, unit: Unit, chance: Random) -> None:
    """A published round: 12 strata, 620 asked, answers of 480."""
    year = localdate().year - 1
    title = f"Khảo sát chất lượng phục vụ năm {year}", f"Service quality survey {year}"
    row = _round(questionnaire, unit, date(year, 10, 1), date(year, 10, 31), title)
    strata = Stratum.objects.bulk_create(
        Stratum(round=row, kind=kind, size=size, population=chance.randint(90, 900), sample=52)
        for kind in KINDS for size in SIZES
    )  # fmt: skip
    invitations = _invited(row, [(f"Doanh nghiệp mẫu {n:03}", strata[n % 12]) for n in range(620)])
    chance.shuffle(invitations)
    answered = invitations[:480]
    for move in ("approve_round", "open_round"):
        round_flow.make(move, row, by=None)
    UsedCode.objects.bulk_create(
        UsedCode(invitation=each, day=date(year, 10, 1 + chance.randrange(28))) for each in answered
    )
    responses: list[Response] = []
    answers: list[Answer] = []
    for each in chance.sample(answered, len(answered)):
        place = cast(Stratum, each.stratum)
        channel = "paper" if chance.random() < 0.3 else "online"
        responses.append(
            Response(
                key=uuid4(), round=row, channel=channel, language="vi", stratum=place,
                kind=place.kind, size=place.size,
            )
        )  # fmt: skip
        answers += _rows(responses[-1], _opinion(chance, place.size))
    Response.objects.bulk_create(responses)
    Answer.objects.bulk_create(answers, batch_size=2000)
    for move in ("close_round", "analyse_round", "publish_round"):
        round_flow.make(move, row, by=None)
    results.tally(row)
    _follow_up(row, unit)


def _open_now(questionnaire: Questionnaire, unit: Unit, chance: Random) -> None:
    """An open round: codes sent to enterprises of the unit, answers under seal."""
    today = localdate()
    title = f"Khảo sát chất lượng phục vụ năm {today.year}", f"Service quality survey {today.year}"
    row = _round(questionnaire, unit, today - timedelta(days=12), today + timedelta(days=18), title)
    for move in ("approve_round", "open_round"):
        round_flow.make(move, row, by=None)
    mine = Enterprise.objects.filter(managed_by__path__startswith=unit.path).order_by("pk")
    invitations = _invited(row, [(e.name_vi, None, e) for e in mine], letters=5)
    invitations += _invited(row, [(f"Doanh nghiệp mẫu {n:03}", None) for n in range(60)])
    used = chance.sample(invitations, len(invitations) // 2)
    UsedCode.objects.bulk_create(
        UsedCode(invitation=each, day=today - timedelta(days=chance.randrange(12))) for each in used
    )
    ways = ["online"] * len(used) + ["open"] * 50 + ["kiosk"] * 25
    SealedAnswer.objects.bulk_create(
        SealedAnswer(
            round=row,
            content=seal({"channel": way, "language": "vi", "coded": n < len(used),
                          "stratum": None, "answers": _opinion(chance, chance.choice(SIZES))}),
        )
        for n, way in chance.sample(list(enumerate(ways)), len(ways))
    )  # fmt: skip


def _invited(row: Round, people: list, letters: int = 0) -> list[Invitation]:
    """Invitations sent some days ago; the first ``letters`` by post."""
    sent = row.opens_on
    found = []
    for number, (name, stratum, *enterprise) in enumerate(people):
        nonce = uuid4()
        by_post = number < letters
        found.append(
            Invitation(
                round=row, stratum=stratum, name=name, enterprise=(enterprise or [None])[0],
                email="" if by_post else f"mau.{nonce.hex[:8]}@doanhnghiep.example",
                channel="letter" if by_post else "mail", nonce=nonce, code=digest(code_of(nonce)),
                postal="Hải Phòng" if by_post else "", sent_on=None if by_post else sent,
            )
        )  # fmt: skip
    return Invitation.objects.bulk_create(found)


def _opinion(chance: Random, size: str) -> dict[str, Any]:
    """A plausible set of answers: larger enterprises a little happier, times rated lower."""
    mood = chance.gauss(3.9 + 0.15 * SIZES.index(size), 0.6)
    said: dict[str, Any] = {
        "hoat_dong": chance.sample([o.code for o in ACTIVITIES[:4]], chance.choice((1, 1, 2))),
        "so_to_khai": str(int(chance.lognormvariate(4, 1.2))),
        "kenh": chance.choice(CHANNELS).code,
        "mong_muon": [o.code for o in chance.sample(WISHES, 3)],
    }
    for question in FORM.questions():
        if question.kind == "scale" and chance.random() > 0.04:
            shift = -0.35 if question.code.startswith("tg_") else 0.1
            level = max(1, min(5, round(chance.gauss(mood + shift, 1.25))))
            said[question.code] = "na" if chance.random() < 0.03 else str(level)
    for code in ("pv_tac_phong", "pv_thai_do", "tg_ho_so"):
        said.setdefault(code, "4")
    if chance.random() < 0.4:
        said["chua_hai_long"] = chance.choice(REMARKS)
    return said


def _rows(response: Response, said: dict[str, Any]) -> Iterator[Answer]:
    for row in answer_rows(FORM, said):
        yield Answer(response=response, **row)
