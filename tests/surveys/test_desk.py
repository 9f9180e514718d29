"""Surveys on the officers' desk: sheets keyed once and twice, questionnaires, rounds."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from core.history import acting
from surveys import services
from surveys.models import DoubleEntry, Questionnaire, SealedAnswer, UsedCode
from surveys.paper import Asked, Page, Paper, Text
from surveys.sealing import unseal

from . import workbooks
from .desk_parts import ROUNDS, SHEET
from .factories import invited, open_round, questionnaire


# --- Paper ----------------------------------------------------------------------------------------
def key(client, row, code, again="", /, **answers):
    name = "head-sheet" if again else "head-code"
    return client.post(f"{ROUNDS}{row.pk}/key/{again}", {name: code, **answers})


def test_no_question_is_taken_for_the_code_of_the_sheet(enter, people, department):
    """Questions may be coded as the screen's own fields are: each keeps its own words."""
    codes = ["code", "sheet", "settled", "head"]
    questions = tuple(Asked(code, "short", Text(code)) for code in codes)
    paper = Paper("ten", Text("Tên"), (Page("p", Text("P"), questions),))
    row = open_round(paper, unit=department, double_share=100)
    said = {code: f"lời {code}" for code in codes}
    assert key(enter(people["officer"]), row, invited(row)[1], **said).status_code == 302
    sealed = SealedAnswer.objects.get()
    assert unseal(sealed.content)["answers"] == said
    client = enter(people["focal_point"])
    shown = key(client, row, sealed.sheet, "?again", **said | {"head": "khác"})
    assert [d.question.code for d in shown.context["differences"]] == ["head"]


def test_an_officer_keys_a_sheet_and_its_code_is_closed(enter, people, row):
    client = enter(people["officer"])
    _invitation, code = invited(row)
    assert key(client, row, code, **SHEET).status_code == 302
    assert unseal(SealedAnswer.objects.get().content)["answers"] == SHEET
    again = key(client, row, code, **SHEET)
    assert again.status_code == 200 and again.context["head"].errors
    wrong = key(client, row, "0000-0000-0000-1", **SHEET)
    assert wrong.context["head"].errors["code"]
    odd = key(client, row, invited(row)[1], to_khai="-3")
    assert odd.context["form"].errors["to_khai"]
    assert SealedAnswer.objects.count() == UsedCode.objects.count() == 1
    assert key(enter(people["stranger"]), row, code).status_code == 404
    assert key(enter(people["auditor"]), row, code).status_code == 403


def test_no_two_sheets_wait_under_one_number(row, monkeypatch):
    """The draw is repeated until a number is free, instead of failing on the second sheet."""
    drawn = iter([7, 7, 7, 8])
    monkeypatch.setattr(services.keying.secrets, "randbelow", lambda _n: next(drawn))
    monkeypatch.setattr(services.keying, "chance", Always())
    for _n in range(2):
        services.key_sheet(row, code=invited(row)[1], sheet=services.Sheet("paper", "vi", SHEET))
    assert set(SealedAnswer.objects.values_list("sheet", flat=True)) == {"000007", "000008"}


class Always:
    def randrange(self, _most):
        return -1


def test_a_sheet_keyed_twice_is_compared_and_settled(enter, people, row):
    """Differences are shown to a colleague and counted once; what is settled is what counts."""
    with acting(None, "given"):
        type(row).objects.filter(pk=row.pk).update(double_share=100)
    key(enter(people["officer"]), row, invited(row)[1], **SHEET)
    number = SealedAnswer.objects.get().sheet
    client = enter(people["focal_point"])
    other = SHEET | {"thai_do": "2", "vi_sao": "chậm"}
    shown = key(client, row, number, "?again", **other)
    assert [d.question.code for d in shown.context["differences"]] == ["thai_do", "vi_sao"]
    assert SealedAnswer.objects.get().sheet == number
    assert key(client, row, number, "?again", **{"head-settled": "1"}, **other).status_code == 302
    assert unseal(SealedAnswer.objects.get().content)["answers"] == other
    assert SealedAnswer.objects.get().sheet is None
    found = DoubleEntry.objects.get()
    assert (found.compared, found.differing) == (9, 2)
    assert key(client, row, number, "?again", **SHEET).context["head"].errors["sheet"]


# --- Questionnaires -------------------------------------------------------------------------------
def test_a_workbook_becomes_a_questionnaire_on_the_desk(enter, people, department):
    client = enter(people["focal_point"])

    def send(name, data):
        file = SimpleUploadedFile(name, data)
        return client.post(
            "/admin/surveys/questionnaire/add/", {"paper": file, "unit": department.pk}
        )

    bad = send("a.xlsx", workbooks.bad("unknown type"))
    assert "geopoint" in str(bad.context["form"].errors["paper"])
    assert send("a.xlsx", b"no workbook").context["form"].errors["paper"]
    assert not Questionnaire.objects.exists()
    assert send("a.xlsx", workbooks.good("two sections")).status_code == 302
    row = Questionnaire.objects.get()
    card = f"/admin/surveys/questionnaire/{row.pk}/"
    pages = [f"{card}{page}/" for page in ("change", "preview", "paper", "workbook")]
    for who, status in (("focal_point", 200), ("stranger", 404)):
        client = enter(people[who])
        for page in pages:
            answer = client.get(page)
            assert answer.status_code == status
            answer.getvalue()


def test_cards_and_lists_ask_few_questions(enter, people, row, django_assert_max_num_queries):
    client = enter(people["focal_point"])
    invited(row)
    client.get(f"{ROUNDS}{row.pk}/change/")
    for _more in range(2):
        with django_assert_max_num_queries(24):
            assert client.get(f"{ROUNDS}{row.pk}/change/").status_code == 200
        with django_assert_max_num_queries(12):
            assert client.get("/admin/surveys/invitation/").status_code == 200
        for _n in range(5):
            invited(row)


def test_a_round_is_planned_and_corrected_until_it_is_approved(enter, people, department):
    form = questionnaire()
    client, today = enter(people["focal_point"]), localdate()
    fields = {
        "unit": department.pk, "questionnaire": form.pk, "title_vi": "Đợt 1", "opens_on": today,
        "closes_on": today, "is_anonymous": "on", "languages": ["vi"], "double_share": 5,
        "paper_days": 3,
    }  # fmt: skip
    late = client.post(f"{ROUNDS}add/", fields | {"closes_on": today - timedelta(days=1)})
    assert late.context["form"].errors["closes_on"]
    assert client.post(f"{ROUNDS}add/", fields).status_code == 302
    row = department.survey_rounds.get()
    change = fields | {"title_vi": "Đợt hai"}
    assert client.post(f"{ROUNDS}{row.pk}/correct_round/", change).status_code == 302
    row.refresh_from_db()
    assert (row.title_vi, row.is_anonymous, row.languages) == ("Đợt hai", True, ["vi"])
    services.approve_round(row, by=None)
    client.post(f"{ROUNDS}{row.pk}/correct_round/", fields)
    row.refresh_from_db()
    assert row.title_vi == "Đợt hai"
