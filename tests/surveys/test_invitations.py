"""Who is invited to a survey and how: codes, samples, lists, letters, text messages, sheets."""

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
from surveys.models import Invitation, UsedCode
from surveys.notices import link
from surveys.rules import round_flow
from surveys.tally import progress
from tests.factories import EnterpriseFactory, UnitFactory

from .desk_parts import ROUNDS, SHEET
from .factories import RoundFactory, invited, open_round


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
        assert not round_flow.moves["draw_sample"].fits(row)
        with pytest.raises(ValidationError):
            services.draw_sample(row, by=None, total=10, seed=seed, parts=["kind"])
    assert found[0] == found[1] != found[2]


def listed(rows) -> list[services.Listed]:
    return [
        services.Listed(str(row), email=f"{row.pk}@example.com", enterprise=row) for row in rows
    ]


def test_a_list_has_strata_of_the_enterprises_that_are_known(row):
    """By department, kind and size, each of all there are; names alone, and enterprises of another
    department, have none. A second list adds to them."""
    private = [EnterpriseFactory(managed_by=row.unit) for _n in range(8)]
    foreign = [EnterpriseFactory(managed_by=row.unit, kind="fdi", size="large") for _n in range(5)]
    other = EnterpriseFactory(managed_by=UnitFactory(code="99"))
    first = [*listed([*private[:4], foreign[0], other]), services.Listed("Tên", email="t@e.vn")]
    assert services.load_list(row, by=None, rows=first) == 7
    services.load_list(row, by=None, rows=listed([*private[:5], *foreign[:3]]))
    found = row.strata.values_list("unit", "kind", "size", "population", "sample")
    assert set(found) == {
        (row.unit_id, "private", "small", 8, 5), (row.unit_id, "fdi", "large", 5, 3)
    }  # fmt: skip
    assert row.invitations.filter(stratum=None).count() == 2
    places = row.invitations.exclude(stratum=None).values_list("enterprise__kind", "stratum__kind")
    assert len(places) == 8 and all(own == stratum for own, stratum in places)


def test_a_list_after_a_sample_has_the_samples_strata(department):
    """Drawn by kind alone: whoever the list adds is counted there."""
    mine = [EnterpriseFactory(managed_by=department) for _n in range(20)]
    row = RoundFactory(unit=department, status="approved")
    services.draw_sample(row, by=None, total=10, seed=7, parts=["kind"])
    assert services.load_list(row, by=None, rows=listed(mine)) == 10
    [stratum] = row.strata.all()
    assert (stratum.unit, stratum.population, stratum.sample) == (None, 20, 20)


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
    assert services.load_list(row, by=None, rows=lines) == 0, "the same list once more"
    assert dict(row.invitations.values_list("name", "channel")) == {
        "A": "mail", "B": "mail", "C": "letter", "D": "sms", "E": "letter",
    }  # fmt: skip
    assert progress(row).total.nowhere == 1, "E, whose card asks for an address"


# --- Letters --------------------------------------------------------------------------------------
def test_codes_and_reminders_go_to_whom_they_should(enter, people, row):
    """Each code once, their number foretold; reminders counted, only to the silent who did not opt
    out or come back."""
    by, today = people["focal_point"], localdate()
    silent, answered, out, returned, post = (invited(row)[0] for _n in range(5))
    with acting(None, "given"):
        Invitation.objects.filter(pk=post.pk).update(channel="letter", email="")
    told = enter(by).get(f"{ROUNDS}{row.pk}/send_invitations/", headers={"accept-language": "en"})
    assert "4 letters go out." in told.content.decode()
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
    ((number, text, name, told, _again),) = sheet.iter_rows(min_row=2, values_only=True)
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
    slip, sheet = page.index(mine.name), page.index("<article")
    assert slip < sheet and mine.name not in page[sheet:] and code not in page[:sheet]
    mine.refresh_from_db()
    assert mine.sent_on is None
    assert client.post(url).status_code == 302
    for each, day in ((mine, localdate()), (used, None)):
        each.refresh_from_db()
        assert each.sent_on == day
    assert enter(people["officer"]).post(url).status_code == 403
