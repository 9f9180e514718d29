"""Surveys on the officers' desk: drawing, inviting, codes, paper, keying twice."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate, now
from openpyxl import load_workbook

from core.history import acting
from core.jobs import work
from core.models import Letter
from surveys import services
from surveys.codes import code_of, plain, spoken
from surveys.drawing import allocation
from surveys.models import DoubleEntry, Invitation, Questionnaire, SealedAnswer, UsedCode
from surveys.notices import link
from surveys.sealing import unseal
from tests.factories import EnterpriseFactory, UnitFactory

from . import workbooks
from .factories import RoundFactory, invited, open_round, questionnaire

ROUNDS = "/admin/surveys/round/"
SHEET = {"viec": "xuat", "to_khai": "7", "thai_do": "4", "ho_so": "5"}


@pytest.fixture
def row(department):
    return open_round(unit=department, double_share=0)


# --- Codes --------------------------------------------------------------------------------------
def test_codes_are_keyed_and_find_every_single_slip(settings):
    """G16: 60 bits and a check symbol; one wrong symbol is no code, look-alikes are forgiven."""
    codes = {code_of(uuid4()) for _n in range(20_000)}
    assert len(codes) == 20_000
    code = plain(next(iter(codes)))
    slips = {code[:n] + s + code[n + 1 :] for n in range(13) for s in "0123456789ABCDEFGHJK"}
    assert {plain(slip) for slip in slips - {code}} == {""}
    assert plain(code.lower().replace("1", "l").replace("0", "o")) == code


def test_a_code_outlives_a_change_of_the_secret(settings, db):
    """Spoken again from the nonce, and found, with the old secret among the fallbacks."""
    invitation, code = invited(open_round())
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret altogether"
    assert spoken(invitation.nonce, invitation.code) == code
    assert services.invitation_for(None, code) == invitation


# --- Drawing --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sizes", "total", "drawn"),
    [
        ({"a": 90, "b": 10}, 10, {"a": 8, "b": 2}), ({"a": 50, "b": 50}, 10, {"a": 5, "b": 5}),
        ({"a": 3, "b": 1}, 10, {"a": 3, "b": 1}), ({"a": 100, "b": 1}, 11, {"a": 10, "b": 1}),
        ({"a": 34, "b": 33, "c": 33}, 10, {"a": 4, "b": 3, "c": 3}),
    ],
)  # fmt: skip
def test_allocation_is_proportional_with_at_least_two(sizes, total, drawn):
    assert allocation(sizes, total) == drawn


def test_the_same_seed_draws_the_same_sample(department):
    """Reproducible: another round, the same seed and population, the same enterprises."""
    for kind in ("private", "fdi"):
        for _n in range(20):
            EnterpriseFactory(managed_by=department, kind=kind)
    EnterpriseFactory(managed_by=UnitFactory(code="99"))
    found = []
    for seed in (7, 7, 8):
        row = RoundFactory(unit=department, status="approved")
        assert services.draw_sample(row, by=None, total=10, seed=seed, parts=["kind"]) == 10
        found.append(set(row.invitations.values_list("enterprise", flat=True)))
        assert list(row.strata.values_list("kind", "population", "sample")) == [
            ("fdi", 20, 5), ("private", 20, 5),
        ]  # fmt: skip
        with pytest.raises(ValidationError):
            services.draw_sample(row, by=None, total=10, seed=seed, parts=["kind"])
    assert found[0] == found[1] != found[2]


def test_a_list_is_loaded_whole_or_refused_with_its_rows(enter, people, row):
    own = EnterpriseFactory(managed_by=row.unit)
    foreign = EnterpriseFactory(managed_by=UnitFactory(code="98"))
    client = enter(people["focal_point"])

    def send(text):
        file = SimpleUploadedFile("list.csv", text.encode(), "text/csv")
        return client.post(f"{ROUNDS}{row.pk}/load_list/", {"rows": file})

    head = "mã số thuế,tên,email\n"
    answer = send(f"{head}{foreign.tax_code},,a@b.vn\n,,c@d.vn\n,Tên,không\n")
    assert answer.status_code == 200 and len(answer.context["form"].errors["rows"]) == 3
    assert not row.invitations.exists()
    for _twice in range(2):
        assert send(f"{head}{own.tax_code},,a@b.vn\n,Công ty B,c@d.vn\n").status_code == 302
    assert set(row.invitations.values_list("enterprise", "name", "channel")) == {
        (own.pk, own.name_vi, "mail"), (None, "Công ty B", "mail"),
    }  # fmt: skip


def test_a_list_invites_each_once_by_the_way_that_is_known(department):
    """Twice on one list is once; mail, else a letter, else a text message."""
    row, enterprise = open_round(unit=department), EnterpriseFactory(managed_by=department)
    lines = [
        services.Listed("A", email="a@b.vn", enterprise=enterprise),
        services.Listed("A", email="khac@b.vn", enterprise=enterprise),
        services.Listed("B", email="b@b.vn", phone="0912345678"),
        services.Listed("B2", email="b@b.vn"),
        services.Listed("C", phone="0912345678", postal="12 Lê Lợi"),
        services.Listed("D", phone="0912345678"),
        services.Listed("E"),
    ]
    assert services.load_list(row, by=None, rows=lines) == 5
    assert dict(row.invitations.values_list("name", "channel")) == {
        "A": "mail", "B": "mail", "C": "letter", "D": "sms", "E": "letter",
    }  # fmt: skip


# --- Letters --------------------------------------------------------------------------------------
def test_codes_and_reminders_go_to_whom_they_should(people, row):
    """Each code once; reminders counted, only to the silent who did not opt out or come back."""
    by, today = people["focal_point"], localdate()
    silent, answered, out, returned, post = (invited(row)[0] for _n in range(5))
    with acting(None, "given"):
        Invitation.objects.filter(pk=post.pk).update(channel="letter", email="")
    services.send_invitations(row, by=by)
    work()
    assert Letter.objects.count() == 4
    letter = Letter.objects.get(recipient=silent.email)
    code = code_of(silent.nonce)
    assert code in letter.body and link(code) in letter.body and letter.due_at > now()
    assert "no-more-letters" in letter.body
    with pytest.raises(ValidationError):
        services.send_invitations(row, by=by)
    with pytest.raises(ValidationError):
        services.remind(row, by=by)  # written to today
    with acting(None, "given"):
        row.invitations.exclude(sent_on=None).update(sent_on=today - timedelta(days=4))
    services.hand_in(row, services.Sheet("online", "vi", SHEET), invitation=answered)
    services.opt_out(out)
    services.note_return(returned, by=by)
    services.remind(row, by=by)
    work()
    assert Letter.objects.filter(cause__startswith="surveys.remind").count() == 1
    silent.refresh_from_db()
    assert (silent.reminders, silent.reminded_on) == (1, today)


def test_letters_that_were_given_up_count_as_returned(row):
    invitation, _code = invited(row)
    services.write_to(invitation)
    Letter.objects.update(given_up_at=now())
    assert services.note_given_up() == 1
    invitation.refresh_from_db()
    assert invitation.bounced_on == localdate()


def test_the_file_of_codes_is_for_those_who_run_the_round(enter, people, row):
    """G6, G12: strangers 404, officers 403; the file holds codes as text and marks them sent."""
    invitation, code = invited(row, channel="letter", email="", name='=HYPERLINK("x")')
    used, _code = invited(row, channel="letter", email="")
    UsedCode.objects.create(invitation=used, day=localdate())
    url = f"{ROUNDS}{row.pk}/codes/"
    for name, status in (("stranger", 404), ("officer", 403), ("focal_point", 200)):
        assert enter(people[name]).get(url).status_code == status
        assert enter(people[name]).get(f"{ROUNDS}{row.pk}/sheets/").status_code == status
    answer = enter(people["focal_point"]).post(url)
    sheet = load_workbook(io.BytesIO(answer.getvalue())).worksheets[0]
    cells = [[c.value for c in line] for line in sheet.iter_rows(min_row=2)]
    assert [line[3] for line in cells] == [code] and cells[0][4].endswith("#" + plain(code))
    assert all(c.data_type != "f" for line in sheet.iter_rows() for c in line)
    invitation.refresh_from_db()
    assert invitation.sent_on == localdate()


def test_text_messages_have_a_file_of_their_own(enter, people, row):
    """Telephone and a ready text in the reader's language; letters are not in it, nor marked."""
    letter, _code = invited(row, channel="letter", email="")
    phone, code = invited(row, channel="sms", email="", phone="0912345678", language="en")
    back, _code = invited(row, channel="sms", email="", phone="1", bounced_on=localdate())
    answer = enter(people["focal_point"]).post(f"{ROUNDS}{row.pk}/codes/", {"way": "sms"})
    sheet = load_workbook(io.BytesIO(answer.getvalue())).worksheets[0]
    ((number, text, name, told),) = sheet.iter_rows(min_row=2, values_only=True)
    assert (number, name, told) == ("0912345678", phone.name, code)
    assert (
        link(code) in text and "asks your opinion" in text and f"{row.closes_on:%d/%m/%Y}" in text
    )
    for each, day in ((letter, None), (phone, localdate()), (back, None)):
        each.refresh_from_db()
        assert each.sent_on == day
    assert (
        enter(people["focal_point"]).post(f"{ROUNDS}{row.pk}/codes/", {"way": "fax"}).status_code
        == 404
    )


def test_printed_sheets_are_noted_as_sent_when_it_is_said(enter, people, row):
    """Looking at them or printing marks nothing; those who answered have no sheet any more."""
    mine, code = invited(row, channel="letter", email="")
    used, other = invited(row, channel="letter", email="")
    UsedCode.objects.create(invitation=used, day=localdate())
    client, url = enter(people["focal_point"]), f"{ROUNDS}{row.pk}/sheets/"
    page = client.get(url).content.decode()
    assert code in page and other not in page and 'class="qr"' in page
    mine.refresh_from_db()
    assert mine.sent_on is None
    assert client.post(url).status_code == 302
    for each, day in ((mine, localdate()), (used, None)):
        each.refresh_from_db()
        assert each.sent_on == day
    assert enter(people["officer"]).post(url).status_code == 403


# --- Paper ----------------------------------------------------------------------------------------
def key(client, row, code, again="", **answers):
    name = "sheet" if again else "code"
    return client.post(f"{ROUNDS}{row.pk}/key/{again}", {name: code, **answers})


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
    """Differences are shown and counted once; what is settled is what counts."""
    with acting(None, "given"):
        type(row).objects.filter(pk=row.pk).update(double_share=100)
    client = enter(people["officer"])
    key(client, row, invited(row)[1], **SHEET)
    number = SealedAnswer.objects.get().sheet
    other = SHEET | {"thai_do": "2", "vi_sao": "chậm"}
    shown = key(client, row, number, "?again", **other)
    assert [d.question.code for d in shown.context["differences"]] == ["thai_do", "vi_sao"]
    assert SealedAnswer.objects.get().sheet == number
    assert key(client, row, number, "?again", settled="1", **other).status_code == 302
    assert unseal(SealedAnswer.objects.get().content)["answers"] == other
    assert SealedAnswer.objects.get().sheet is None
    found = DoubleEntry.objects.get()
    assert (found.compared, found.differing) == (6, 2)
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
