"""The question bank: codes that stay, and where each was asked (G6)."""

from core.history import acting
from surveys.models import BankQuestion
from surveys.rules import questionnaire_flow
from tests.factories import UnitFactory

from . import rounds


def test_the_card_says_where_a_question_was_asked(people, enter):
    """Approved versions of every unit; another unit's draft only for who sees it."""
    first = rounds.questionnaire("mot", {"q": "scale"})
    other = questionnaire_flow.begin(
        "load_questionnaire", by=None, unit=UnitFactory(code="88"), code="hai", title_vi="Nháp kín"
    )
    bank = BankQuestion.objects.get(code="q")
    with acting(None, "given"):
        section = other.sections.create(code="s", position=1, title_vi="Phần")
        other.questions.create(section=section, bank=bank, position=1, text_vi="Câu của bản nháp")
    page = f"/admin/surveys/bankquestion/{bank.pk}/change/"
    told = {who: enter(people[who]).get(page).content.decode() for who in ("head", "board")}
    assert all(str(first) in text for text in told.values())
    assert "Câu của bản nháp" in told["board"] and "Câu của bản nháp" not in told["head"]
