"""G19: what people wrote is read cleaned, by those who conduct the round, and never below five."""

import io

import pgtrigger
import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from core.history import acting
from surveys.models import Answer, Choice
from surveys.results.remarks import cleaned, headed, written

from . import rounds


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Gọi tôi theo số 0912 345 678 nhé", "Gọi tôi theo số […] nhé"),
        ("tờ khai 104455667712/A11", "tờ khai […]/A11"),
        ("MST 0201234567-001, gửi a.b@cty.example", "MST […], gửi […]"),
        ("Công ty TNHH Thép Sao Mai bị chậm", "[…] bị chậm"),
        ("xem https://x.example/1?q=2 giúp", "xem […] giúp"),
        ("Anh Nguyễn Văn An trả lời rõ", "[…] trả lời rõ"),
        ("Chờ 3 ngày,\nphải nộp 2 bản", "Chờ 3 ngày, phải nộp 2 bản"),
        ("Doanh nghiệp nhỏ khó tra cứu", "Doanh nghiệp nhỏ khó tra cứu"),
    ],
)
def test_what_names_somebody_is_masked(written, read):
    assert cleaned(written) == read


def test_texts_are_read_by_who_conducts_the_round(people, department, enter):
    """In alphabetical order, without a formula (G12); four texts on a question are not told."""
    asked = rounds.questionnaire("a", {"q": "scale", "why": "long", "few": "short"})
    going = rounds.open_round(asked, unit=department)
    made = rounds.answer(going, "q", [5] * 9)
    for n, response in enumerate(made[:6]):
        Answer.objects.create(response=response, code="why", text=f"={9 - n} ý kiến")
    for response in made[:4]:
        Answer.objects.create(response=response, code="few", text="Ít người viết")
    page = f"/admin/surveys/round/{rounds.ended(going).pk}/results/remarks/"
    book = load_workbook(io.BytesIO(enter(people["head"]).get(page).getvalue()))
    assert [c.value for c in book["why"]["A"]][1:] == [f"={n} ý kiến" for n in range(4, 10)]
    assert all(c.data_type != "f" for sheet in book for line in sheet for c in line)
    assert "few" not in book.sheetnames
    assert enter(people["officer"]).get(page).status_code == 403
    assert enter(people["stranger"]).get(page).status_code == 404


def test_words_behind_other_are_read_like_remarks(db):
    """Cleaned, and only where five wrote some; the codes of choices are not words."""
    asked = rounds.questionnaire(
        "a", {"s": "single", "m": "multiple"}, {"s": ["x", "y"], "m": ["x"]}
    )
    going = rounds.open_round(asked)
    with (
        pgtrigger.ignore("surveys.Choice:an_approved_questionnaire_stands_still"),
        acting(None, "x"),
    ):
        Choice.objects.filter(code__in=["y", "x"]).exclude(
            question__bank__code="s", code="x"
        ).update(is_other=True)
    made = rounds.answer(going, "s", ["x"] * 9)
    for n, response in enumerate(made[:6]):
        Answer.objects.create(response=response, code="s", choice="y", text=f"Gọi 0912345678, {n}")
        Answer.objects.create(response=response, code="m", choice="x", text="Ít" if n < 4 else "")
    [(question, texts, count)] = list(written(rounds.ended(going)))
    assert (question.code, count) == ("s", 6)
    assert list(texts) == [f"Gọi […], {n}" for n in range(6)]
    with override("en"):
        assert headed(question) == "Question s (in their own words)"
