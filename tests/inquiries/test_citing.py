"""Citations as people write them: one reading for answers of cases and of the answer base."""

from datetime import date

import pytest

from core.forms import MoveForm
from inquiries import services as cases
from inquiries.answers import services
from inquiries.answers.forms import WriteForm
from inquiries.citing import cited, number
from inquiries.forms.desk import AnswerForm
from tests.inquiries.factories import InquiryFactory

TT39, TT38 = "39/2018/TT-BTC", "38/2015/TT-BTC"
WRITTEN = {
    f"{TT39}, Điều 7": [(TT39, "Điều 7")],
    f"{TT39}; Article 1, clause 5": [(TT39, "Article 1, clause 5")],
    f"Thông tư {TT39}": [(TT39, "")],
    "Thông tư số 39 / 2018 / TT - BTC": [(TT39, "")],
    f"Khoản 5 Điều 7 Thông tư {TT39}": [(TT39, "Khoản 5 Điều 7")],
    f"Điều 7 của Thông tư {TT38} sửa đổi bởi Thông tư {TT39}, Điều 1": [
        (TT38, "Điều 7"), (TT39, "Điều 1")],
    f"{TT38}, Điều 2\n\n{TT39}": [(TT38, "Điều 2"), (TT39, "")],
    "Công văn 3394/TCHQ-TXNK": [("3394/TCHQ-TXNK", "")],
    "54/2014/QH13, Điều 5": [("54/2014/QH13", "Điều 5")],
    "Luật Hải quan 2014; Điều 5": [("Luật Hải quan 2014", "Điều 5")],
    " \n": [],
}  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN)
def test_a_citation_is_read_however_it_is_written(text):
    assert cited(text) == WRITTEN[text]


def test_a_number_is_compared_without_its_spelling():
    for one in ("08/2015/NĐ-CP", "08/2015/ND-CP", "Nghị định 08 / 2015 / nđ-cp, Điều 2"):
        assert number(one) == "08/2015/NĐ-CP"


@pytest.mark.parametrize("form", [AnswerForm, WriteForm])
@pytest.mark.parametrize("line", [f"{TT39}, Điều 7", f"Điều 7 Thông tư {TT39}", f"{TT39}; Điều 7"])
def test_what_rests_on_a_replaced_document_is_flagged(people, unit, form, line):
    """From the words of the form to the notice of the public answer."""
    head, officer = people["head"], people["officer"]
    words = {"title": "Hỏi", "question": "Hỏi gì", "answer": "Đáp", "language": "vi"}
    case = InquiryFactory(unit=unit)
    if form is AnswerForm:
        made: MoveForm = AnswerForm({"text": "Đáp", "citations": line}, by=officer, subject=case)
        assert made.is_valid(), made.errors
        cases.answer(case, by=officer, text="Đáp", citations=made.cleaned_data["citations"])
        answer = services.propose(by=officer, inquiry=case)
    else:
        data = words | {"cited": line, "unit": unit.pk, "topic": case.topic.pk}
        made = WriteForm(data, by=officer)
        assert made.is_valid(), made.errors
        answer = services.write(by=officer, **made.cleaned_data)
    services.check(answer, by=head, seen=True)
    services.publish(answer, by=head)
    services.replace_document(
        by=officer, number=f"Thông tư {TT39}", successor="121/2025/TT-BTC", since=date(2026, 1, 1)
    )
    answer.refresh_from_db()
    assert answer.status == "flagged" and str(answer.citations.get()) == f"{TT39}, Điều 7"
