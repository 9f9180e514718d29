"""In what language a round is asked, written to and counted: one of its own."""

import pytest

from core.models import Letter
from surveys import services
from surveys.models import Response, SealedAnswer
from surveys.sealing import unseal

from .answering_parts import ANSWER, CHECK, FIRST, SECOND, enter, fill
from .desk_parts import ROUNDS, SHEET
from .factories import invited, open_round

WORDS = {"vi": "Anh chị làm gì?", "en": "What do you do?"}


@pytest.mark.parametrize(
    ("languages", "reader", "asked"),
    [(["vi"], "en", "vi"), (["vi"], "vi", "vi"), (["en"], "vi", "en"), (["vi", "en"], "en", "en")],
)
def test_a_round_is_asked_in_a_language_of_its_own(db, client, languages, reader, asked):
    """Whatever the reader's: the whole page, every section for the device, and what is counted."""
    survey_round = open_round(is_anonymous=False, languages=languages)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = reader
    begin = client.get(f"/surveys/open/{survey_round.address}/")
    assert f'<html lang="{asked}"' in begin.content.decode()
    enter(client, invited(survey_round)[1])
    for page in (ANSWER, f"{ANSWER}sections/"):
        assert WORDS[asked] in client.get(page).content.decode()
    assert f'<html lang="{asked}"' in client.get(ANSWER).content.decode()
    fill(client, FIRST, SECOND)
    client.post(CHECK)
    assert Response.objects.get().language == asked
    assert client.get("/surveys/", headers={"accept-language": reader}).headers[
        "content-language"] == reader  # fmt: skip


def test_sheets_are_printed_in_the_language_of_who_answers(enter, people, row):
    """Not in that of the officer; what was printed is what is counted."""
    english, code = invited(row, channel="letter", email="", language="en")
    client = enter(people["focal_point"])
    vietnamese = {"headers": {"accept-language": "vi"}}
    page = client.get(f"{ROUNDS}{row.pk}/sheets/", **vietnamese).content.decode()
    sheet = page[page.index("<article") : page.index("</article")]
    assert WORDS["en"] in sheet and "Very satisfied" in sheet and WORDS["vi"] not in sheet
    key = f"{ROUNDS}{row.pk}/key/"
    client.post(key, {"head-code": code, **SHEET}, **vietnamese)
    assert unseal(SealedAnswer.objects.get().content)["language"] == "en"


def test_letters_speak_a_language_of_the_round(db):
    survey_round = open_round(languages=["vi"])
    invitation, _code = invited(survey_round, language="en")
    services.write_to(invitation)
    assert "Mã" in Letter.objects.get().body
