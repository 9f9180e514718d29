"""Rows of surveys for tests."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import factory

from surveys import services
from surveys.codes import code_of, digest
from surveys.models import (
    Answer,
    BankQuestion,
    Choice,
    CriteriaSet,
    Criterion,
    Dimension,
    DoubleEntry,
    FollowUp,
    Invitation,
    Question,
    Questionnaire,
    Response,
    Round,
    SealedAnswer,
    Section,
    Stratum,
    Tally,
    UsedCode,
)
from surveys.paper import Asked, Option, Page, Paper, Rule, Test, Text
from tests.factories import GivenFactory, UserFactory, top


class CriteriaSetFactory(GivenFactory):
    class Meta:
        model = CriteriaSet

    code = factory.Sequence("bo-tieu-chi-{}".format)
    name_vi = factory.Sequence("Bộ tiêu chí {}".format)


class DimensionFactory(GivenFactory):
    class Meta:
        model = Dimension

    criteria_set = factory.SubFactory(CriteriaSetFactory)
    code = factory.Sequence("d{}".format)
    name_vi = factory.Sequence("Yếu tố {}".format)
    position = factory.Sequence(int)


class CriterionFactory(GivenFactory):
    class Meta:
        model = Criterion

    dimension = factory.SubFactory(DimensionFactory)
    code = factory.Sequence("c{}".format)
    name_vi = factory.Sequence("Tiêu chí {}".format)
    position = factory.Sequence(int)


class QuestionnaireFactory(GivenFactory):
    class Meta:
        model = Questionnaire

    unit = factory.LazyFunction(top)
    code = factory.Sequence("phieu-{}".format)
    title_vi = factory.Sequence("Phiếu khảo sát {}".format)
    title_en = factory.Sequence("Questionnaire {}".format)


class SectionFactory(GivenFactory):
    class Meta:
        model = Section

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    code = factory.Sequence("s{}".format)
    position = factory.Sequence(int)
    title_vi = factory.Sequence("Phần {}".format)
    title_en = factory.Sequence("Part {}".format)


class BankQuestionFactory(GivenFactory):
    class Meta:
        model = BankQuestion

    code = factory.Sequence("q{}".format)
    kind = BankQuestion.Kind.SCALE
    text_vi = factory.Sequence("Mức độ hài lòng về việc {}".format)
    text_en = factory.Sequence("Satisfaction with matter {}".format)


class QuestionFactory(GivenFactory):
    class Meta:
        model = Question

    section = factory.SubFactory(SectionFactory)
    questionnaire = factory.SelfAttribute("section.questionnaire")
    bank = factory.SubFactory(BankQuestionFactory)
    position = factory.Sequence(int)
    text_vi = factory.SelfAttribute("bank.text_vi")
    text_en = factory.SelfAttribute("bank.text_en")


class ChoiceFactory(GivenFactory):
    class Meta:
        model = Choice

    question = factory.SubFactory(QuestionFactory, bank__kind="single")
    code = factory.Sequence("c{}".format)
    label_vi = factory.Sequence("Lựa chọn {}".format)
    label_en = factory.Sequence("Choice {}".format)
    position = factory.Sequence(int)


class RoundFactory(GivenFactory):
    """A round in any state, of a questionnaire that is drafted unless one is given."""

    class Meta:
        model = Round

    unit = factory.LazyFunction(top)
    questionnaire = factory.SubFactory(QuestionnaireFactory)
    title_vi = factory.Sequence("Khảo sát mức độ hài lòng {}".format)
    title_en = factory.Sequence("Satisfaction survey {}".format)
    opens_on = date(2024, 4, 1)
    closes_on = date(2099, 4, 30)


class StratumFactory(GivenFactory):
    class Meta:
        model = Stratum

    round = factory.SubFactory(RoundFactory)
    kind = "private"
    population = 100
    sample = 10


class InvitationFactory(GivenFactory):
    class Meta:
        model = Invitation

    round = factory.SubFactory(RoundFactory)
    name = factory.Sequence("Công ty {}".format)
    email = factory.Sequence("cty{}@example.com".format)
    channel = Invitation.Channel.MAIL
    code = factory.Sequence("{:064}".format)


class UsedCodeFactory(GivenFactory):
    class Meta:
        model = UsedCode

    invitation = factory.SubFactory(InvitationFactory)
    day = date(2024, 4, 2)


class SealedAnswerFactory(GivenFactory):
    class Meta:
        model = SealedAnswer

    round = factory.SubFactory(RoundFactory)
    sheet = factory.Sequence("{:06}".format)
    content = "sealed"


class ResponseFactory(GivenFactory):
    class Meta:
        model = Response

    round = factory.SubFactory(RoundFactory)
    channel = "online"
    language = "vi"


class AnswerFactory(GivenFactory):
    class Meta:
        model = Answer

    response = factory.SubFactory(ResponseFactory)
    code = "q1"
    value = 5


class DoubleEntryFactory(GivenFactory):
    class Meta:
        model = DoubleEntry

    round = factory.SubFactory(RoundFactory)
    compared = 10
    differing = 1


class TallyFactory(GivenFactory):
    class Meta:
        model = Tally

    round = factory.SubFactory(RoundFactory)
    code, split, answer = "q1", "all", "5"
    count, weight = 7, 7.0


class FollowUpFactory(GivenFactory):
    """A follow-up in any state; one that is reported needs a ``measure``."""

    class Meta:
        model = FollowUp

    round = factory.SubFactory(RoundFactory, status="published")
    unit = factory.LazyFunction(top)
    finding = factory.Sequence("Chờ kiểm tra hàng hóa quá {} giờ".format)
    owner = factory.SubFactory(UserFactory, is_staff=True)
    due_on = date(2099, 6, 30)


FORM = Paper(
    "hai-long",
    Text("Khảo sát mức độ hài lòng", "Satisfaction survey"),
    (
        Page(
            "chung",
            Text("Thông tin chung", "About you"),
            (
                Asked(
                    "viec", "single", Text("Anh chị làm gì?", "What do you do?"), required=True,
                    options=(
                        Option("xuat", Text("Xuất khẩu", "Export")),
                        Option("nhap", Text("Nhập khẩu", "Import")),
                        Option("other", Text("Khác", "Other"), is_other=True),
                    ),
                ),
                Asked("to_khai", "number", Text("Số tờ khai", "Declarations"), is_whole=True,
                      least=Decimal(0), most=Decimal(9999)),
            ),
        ),
        Page(
            "phuc_vu",
            Text("Phục vụ", "Service"),
            (
                Asked("thai_do", "scale", Text("Thái độ", "Attitude"), required=True, has_na=True),
                Asked("bang", "matrix", Text("Thời gian", "Time"), rows=(
                    Asked("ho_so", "scale", Text("Kiểm tra hồ sơ", "Documents")),
                    Asked("hang_hoa", "scale", Text("Kiểm tra hàng hóa", "Goods")))),
                Asked("vi_sao", "long", Text("Vì sao chưa hài lòng?", "Why not satisfied?"),
                      required=True, show_if=Rule("and", (Test("thai_do", "<=", "2"),))),
            ),
        ),
        Page(
            "nhap_khau",
            Text("Nhập khẩu", "Import"),
            (
                Asked("kenh", "multiple", Text("Kênh hỗ trợ", "Channels"), most=Decimal(2),
                      options=(
                    Option("dt", Text("Điện thoại", "Telephone")),
                    Option("web", Text("Website", "Website")),
                    Option("zalo", Text("Zalo", "Zalo")))),
                Asked("uu_tien", "ranking", Text("Ưu tiên", "Priorities"), options=(
                    Option("nhanh", Text("Nhanh", "Fast")), Option("re", Text("Rẻ", "Cheap")))),
                Asked("ngay", "date", Text("Ngày làm thủ tục", "Day"), first_day=date(2024, 1, 1)),
            ),
            Rule("and", (Test("viec", "=", "nhap"),)),
        ),
    ),
)  # fmt: skip


def questionnaire(paper=FORM):
    """The form, approved."""
    row = services.load_questionnaire(by=None, unit=top(), paper=paper)
    return services.approve_questionnaire(row, by=None)


def open_round(paper=FORM, **fields):
    """A round that takes answers today."""
    fields = {"status": "open", "has_open_link": True, "has_kiosk": True, **fields}
    return RoundFactory(questionnaire=questionnaire(paper), **fields)


def invited(survey_round, **fields):
    """An invitation and its code."""
    nonce = uuid4()
    code = code_of(nonce)
    row = InvitationFactory(round=survey_round, nonce=nonce, code=digest(code), **fields)
    return row, code
