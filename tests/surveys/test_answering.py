"""Answering on the portal: doors, pages, skip rules, drafts, handing in once."""

import gzip
import logging
import re
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils.timezone import localdate

from core.models import RateCount
from surveys import services
from surveys.codes import plain
from surveys.models import Answer, Response, SealedAnswer, UsedCode
from surveys.notices import opt_out_link
from surveys.paper import Asked, Page, Paper, Rule, Test, Text
from surveys.sealing import unseal

from .factories import FORM, invited, open_round

CODE, ANSWER, CHECK = "/surveys/code/", "/surveys/answer/", "/surveys/answer/check/"
SECTIONS = "/surveys/answer/sections/"
FIRST = {"viec": "xuat", "to_khai": "12"}
SECOND = {"thai_do": "5", "ho_so": "4", "hang_hoa": "2"}


@pytest.fixture
def named(db):
    return open_round(is_anonymous=False)


def enter(client, code):
    return client.post(CODE, {"code": code})


def fill(client, *pages):
    for page in pages:
        answer = client.post(ANSWER, page)
        assert answer.status_code == 302, answer.context["form"].errors
    return answer


def answers(**by):
    rows = Answer.objects.filter(**by).values_list("code", "choice", "value", "day", "text")
    return {(c, ch): (v and float(v), d, t) for c, ch, v, d, t in rows}


def test_an_answer_goes_from_the_code_to_the_table(named, client):
    """The whole way of an exporter: the page for importers never shows."""
    invitation, code = invited(named)
    assert enter(client, code.lower().replace("-", " ")).url == ANSWER
    assert client.get(ANSWER).context["form"].page.code == "chung"
    assert fill(client, FIRST).url == ANSWER
    assert fill(client, SECOND).url == CHECK
    page = client.get(CHECK).content.decode()
    assert "Xuất khẩu" in page and "Rất hài lòng" in page
    assert client.post(CHECK).url == "/surveys/sent/"
    assert named.title in client.get("/surveys/sent/").content.decode()
    response = Response.objects.get()
    assert (response.invitation, response.channel, response.day) == (
        invitation, "online", localdate(),
    )  # fmt: skip
    assert answers() == {
        ("viec", "xuat"): (None, None, ""), ("to_khai", ""): (12, None, ""),
        ("thai_do", ""): (5, None, ""), ("ho_so", ""): (4, None, ""),
        ("hang_hoa", ""): (2, None, ""),
    }  # fmt: skip


def test_skip_rules_hold_on_the_server(named, client):
    """An importer sees the third page; a reason is asked of the dissatisfied only, and an answer
    that is not asked for is not kept, whatever a browser sends."""
    enter(client, invited(named)[1])
    fill(client, {"viec": "nhap"})
    wrong = client.post(ANSWER, {"thai_do": "1"})
    assert list(wrong.context["form"].errors) == ["vi_sao"]
    fill(client, {"thai_do": "5", "vi_sao": "không hỏi"})
    last = {"kenh": ["dt", "web"], "uu_tien_0": "2", "uu_tien_1": "1", "ngay": "2024-04-01"}
    assert fill(client, last).url == CHECK
    client.post(CHECK)
    assert answers() == {
        ("viec", "nhap"): (None, None, ""), ("thai_do", ""): (5, None, ""),
        ("kenh", "dt"): (None, None, ""), ("kenh", "web"): (None, None, ""),
        ("uu_tien", "re"): (1, None, ""), ("uu_tien", "nhanh"): (2, None, ""),
        ("ngay", ""): (None, date(2024, 4, 1), ""),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("page", "field"),
    [
        ({}, "viec"), ({"viec": "xx"}, "viec"), ({"viec": "nhap", "to_khai": "-1"}, "to_khai"),
        ({"viec": "nhap", "to_khai": "1.5"}, "to_khai"),
        ({"viec": "nhap", "to_khai": "99999"}, "to_khai"),
        ({"viec": "nhap", "to_khai": "NaN"}, "to_khai"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(named, client, page, field):
    enter(client, invited(named)[1])
    answer = client.post(ANSWER, page)
    assert answer.status_code == 200 and list(answer.context["form"].errors) == [field]


def test_faults_are_said_in_words_of_their_own(named, client):
    """In Vietnamese, with the limit as a person writes it and the question by its name."""
    enter(client, invited(named)[1])
    page = client.post(ANSWER, {"to_khai": "-5"}, headers={"accept-language": "vi"})
    assert page.context["form"].errors == {
        "viec": ["Chưa trả lời câu “Anh chị làm gì?”."], "to_khai": ["Hãy nhập từ 0 trở lên."],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("page", "field"),
    [
        ({"kenh": ["dt", "web", "zalo"]}, "kenh"), ({"kenh": ["fax"]}, "kenh"),
        ({"uu_tien_0": "1", "uu_tien_1": "1"}, "uu_tien"), ({"uu_tien_0": "2"}, "uu_tien"),
        ({"ngay": "2023-12-31"}, "ngay"), ({"ngay": "31/02"}, "ngay"),
    ],
)  # fmt: skip
def test_constraints_of_choices_rankings_and_days(named, client, page, field):
    enter(client, invited(named)[1])
    fill(client, {"viec": "nhap"}, {"thai_do": "5"})
    answer = client.post(ANSWER, page)
    assert answer.status_code == 200 and list(answer.context["form"].errors) == [field]


def test_back_keeps_answers_and_own_words_count_with_their_choice(named, client):
    enter(client, invited(named)[1])
    fill(client, {"viec": "other", "viec-other": "Đại lý", "to_khai": "3"}, SECOND)
    form = client.get(f"{ANSWER}?page=1").context["form"]
    assert (form["viec"].value(), form["viec-other"].value(), form["to_khai"].value()) == (
        "other", "Đại lý", "3",
    )  # fmt: skip
    assert client.post(f"{ANSWER}?page=1", {"viec": "other", "viec-other": "Kho"}).url == CHECK
    client.post(CHECK)
    assert answers(code="viec") == {("viec", "other"): (None, None, "Kho")}
    assert not answers(code="to_khai")


def test_a_section_that_comes_into_sight_is_asked_before_sending(named, client):
    """Going back and choosing otherwise opens a page with required questions again."""
    enter(client, invited(named)[1])
    fill(client, FIRST, SECOND)
    assert client.post(f"{ANSWER}?page=1", {"viec": "nhap"}).url == CHECK
    assert "Kênh hỗ trợ" in client.get(CHECK).content.decode()
    assert client.post(f"{ANSWER}?page=2", {"thai_do": "1"}).status_code == 200
    change = {"thai_do": "1", "vi_sao": "chậm"}
    assert client.post(f"{ANSWER}?page=2", change).url == CHECK
    client.post(CHECK)
    assert answers(code="vi_sao") == {("vi_sao", ""): (None, None, "chậm")}


def test_a_page_never_reached_cannot_be_skipped_to(named, client):
    enter(client, invited(named)[1])
    for asked in ("3", "2", "0", "-1", "x", "999999"):
        assert client.get(f"{ANSWER}?page={asked}").context["form"].page.code == "chung"
    assert client.post(CHECK).url == ANSWER
    assert not Response.objects.exists()


# --- Doors --------------------------------------------------------------------------------------
ENGLISH = {"headers": {"accept-language": "en"}}
NOT_OURS, WAS_USED = "not a code of ours", "was used"


def test_what_is_no_code_opens_nothing_and_says_so(named, client):
    """G16: unknown, mistyped and empty codes get the same words; a good one still works after."""
    _row, code = invited(named)
    other = code[:-1] + ("0" if code[-1] != "0" else "1")
    for typed in (other, "x" * 13, "0" * 13, "ABCD-EFGH", "I" * 41):
        page = client.post(CODE, {"code": typed}, **ENGLISH)
        assert page.status_code == 200
        assert NOT_OURS in page.content.decode() or len(typed) > 40
    assert "survey" not in client.session
    assert enter(client, code).url == ANSWER


def test_used_and_closed_codes_are_answered_properly(named, client):
    row, used = invited(named)
    services.hand_in(named, services.Sheet("paper", "vi", {"viec": "xuat"}), invitation=row)
    over = open_round(closes_on=localdate() - timedelta(days=1))
    ended = open_round()
    services.close_round(ended, by=None)
    for code, words in (
        (used, WAS_USED), (invited(over)[1], "takes answers from"),
        (invited(ended)[1], "takes answers from"),
    ):  # fmt: skip
        page = client.post(CODE, {"code": code}, **ENGLISH)
        assert page.status_code == 200 and words in page.content.decode()
    assert "survey" not in client.session


def test_a_paper_answer_closes_the_code_while_somebody_is_online(named, client):
    """Online and paper cannot both count: whoever comes second is told."""
    row, code = invited(named)
    enter(client, code)
    fill(client, FIRST, SECOND)
    services.hand_in(named, services.Sheet("paper", "vi", {"viec": "nhap"}), invitation=row)
    answer = client.post(CHECK, **ENGLISH)
    assert answer.status_code == 409 and WAS_USED in answer.content.decode()
    assert [r.channel for r in Response.objects.all()] == ["paper"]
    assert "survey" not in client.session


def test_a_round_that_closes_under_ones_hands_says_so(named, client):
    enter(client, invited(named)[1])
    fill(client, FIRST, SECOND)
    services.close_round(named, by=None)
    assert client.post(CHECK).status_code == 409
    assert client.get(CHECK).status_code == 302  # the draft is gone
    assert not Response.objects.exists() and not UsedCode.objects.exists()


def test_sending_twice_counts_once(named, client):
    """A second click, and the draft replayed from another tab: one answer, thanks both times."""
    enter(client, invited(named)[1])
    fill(client, FIRST, SECOND)
    kept = client.session["survey"]
    assert client.post(CHECK).url == client.post(CHECK).url == "/surveys/sent/"
    session = client.session
    session["survey"] = kept
    session.save()
    assert client.post(CHECK).url == "/surveys/sent/"
    assert Response.objects.count() == UsedCode.objects.count() == 1


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_an_open_link_sent_twice_counts_once_too(db, client, is_anonymous):
    survey_round = open_round(is_anonymous=is_anonymous)
    assert client.post(f"/surveys/open/{survey_round.address}/").url == ANSWER
    fill(client, FIRST, SECOND)
    kept = client.session["survey"]
    client.post(CHECK)
    session = client.session
    session["survey"] = kept
    session.save()
    assert client.post(CHECK).url == "/surveys/sent/"
    assert (SealedAnswer if is_anonymous else Response).objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_anonymous", [True, False])
def test_one_code_from_eight_places_at_once_counts_once(is_anonymous):
    """Eight hands at the same moment: one is taken, seven are told that the code was used."""
    survey_round = open_round(is_anonymous=is_anonymous)
    row, _code = invited(survey_round)
    told = []

    def hand_in():
        try:
            sheet = services.Sheet("online", "vi", {"viec": "xuat"})
            told.append(services.hand_in(survey_round, sheet, invitation=row))
        except ValidationError as refused:
            told.append(type(refused))
        finally:
            connection.close()

    threads = [Thread(target=hand_in) for _n in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(map(str, told)) == sorted(map(str, [None] + [services.Used] * 7))
    assert Response.objects.count() + SealedAnswer.objects.count() == UsedCode.objects.count() == 1


def test_doors_that_are_shut(db, client):
    """Drafted rounds, unknown addresses and doors that a round has not got are 404."""
    survey_round = open_round(has_open_link=False, has_kiosk=False)
    draft = open_round(status="drafted")
    late = open_round(closes_on=localdate() - timedelta(days=1))
    for address in (survey_round.address, draft.address, "x" * 22):
        for door in ("open", "kiosk"):
            assert client.get(f"/surveys/{door}/{address}/").status_code == 404
            assert client.post(f"/surveys/{door}/{address}/").status_code == 404
    assert client.get(f"/surveys/open/{late.address}/").status_code == 200
    assert client.post(f"/surveys/open/{late.address}/").status_code == 409
    listed = client.get("/surveys/").content.decode()
    assert not any(r.address in listed for r in (survey_round, draft, late))


def test_the_kiosk_begins_anew_for_the_next_person(db, client):
    survey_round = open_round()
    for _person in range(2):
        client.post(f"/surveys/kiosk/{survey_round.address}/")
        assert client.get(ANSWER).context["form"]["viec"].value() is None
        fill(client, FIRST, SECOND)
        client.post(CHECK)
        assert (
            f"/surveys/kiosk/{survey_round.address}/"
            in client.get("/surveys/sent/").content.decode()
        )
    assert [unseal(s.content)["channel"] for s in SealedAnswer.objects.all()] == ["kiosk"] * 2


def test_opting_out_takes_a_signed_link_and_a_click(db, client):
    row, _code = invited(open_round())
    link = f"/surveys/no-more-letters/{row.pk}:zzz/"
    assert client.get(link).status_code == client.post(link).status_code == 404
    from_letter = opt_out_link(row).removeprefix(settings.PORTAL_URL)
    client.get(from_letter)
    row.refresh_from_db()
    assert row.opted_out_on is None
    client.post(from_letter)
    row.refresh_from_db()
    assert row.opted_out_on == localdate()


# --- Drafts, codes and logs -----------------------------------------------------------------------
def test_a_draft_is_kept_and_shows_neither_code_nor_answers(named, client):
    """Save and resume: the session holds the draft, and a copy of the database tells nothing."""
    row, code = invited(named)
    enter(client, code)
    fill(client, {"viec": "other", "viec-other": "Dấu vết 8412", "to_khai": "4321"})
    kept = client.session["survey"]
    for clear in (code, plain(code), row.code, "8412", "4321", "viec"):
        assert clear not in kept
    later = Client()
    later.cookies = client.cookies
    assert later.get(f"{ANSWER}?page=1").context["form"]["to_khai"].value() == "4321"
    assert Session.objects.count() == 1


def test_a_draft_that_was_tampered_with_is_none(named, client):
    enter(client, invited(named)[1])
    session = client.session
    session["survey"] = session["survey"][:-4] + "AAAA"
    session.save()
    assert client.get(ANSWER).url == CODE


def test_codes_and_answers_are_in_no_log_line(named, client, caplog):
    """G36: twelve codes and what was answered, through every page; not one in any log line."""
    caplog.set_level(logging.DEBUG)
    markers = []
    for number in range(12):
        _row, code = invited(named)
        markers += [code, plain(code), f"dauvet{number}x"]
        client.defaults["REMOTE_ADDR"] = f"10.0.{number}.1"
        enter(client, code)
        fill(client, {"viec": "other", "viec-other": f"dauvet{number}x"}, SECOND)
        client.post(CHECK)
        enter(client, code)
    told = "\n".join(str(vars(record)) for record in caplog.records)
    assert "surveys:code" in told
    assert not [marker for marker in markers if marker in told]


def test_guessing_codes_is_slowed_down(db, client):
    """G17: the eleventh code within a minute gets 429 with Retry-After, never 500."""
    found = [client.post(CODE, {"code": "0" * 13}) for _try in range(11)]
    assert [answer.status_code for answer in found] == [200] * 10 + [429]
    assert int(found[-1]["Retry-After"]) > 0
    assert RateCount.objects.exists()


@pytest.mark.parametrize("page", [CODE, ANSWER, CHECK])
def test_odd_input_is_never_an_error_of_the_portal(named, client, page):
    """G11: NUL, broken numbers, long texts, script: 200, 302, 400 or 409, never 500."""
    enter(client, invited(named)[1])
    for odd in (
        "a\x00b",
        "9" * 500,
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "\ud800",
        "x" * 10_000,
    ):
        posted = {"code": odd, "viec": odd, "to_khai": odd, "viec-other": odd}
        try:
            status = client.post(page, posted).status_code
        except UnicodeEncodeError:
            continue
        assert status in (200, 302, 400, 409)


def test_a_page_is_light_for_a_slow_line(named, client):
    """Measured: 51 kB in 10 requests at first, 2.1 s at 400 kbit/s (docs/scaling.md). What a page
    asks for, and what it is itself, keep to that."""
    enter(client, invited(named)[1])
    page = client.get(ANSWER).content.decode()
    files = set(re.findall(r'(?:src|href)="([^"#]*\.(?:js|css|svg|woff2))', page))
    assert len(page) < 20_000 and len(files) <= 11, sorted(files)
    sizes = [len(gzip.compress(Path(finders.find(f.removeprefix("/static/"))).read_bytes()))
             for f in files]  # fmt: skip
    assert sum(sizes) < 60_000


def test_what_other_sections_leave_out_is_not_shown(named, client):
    """Also without script: a question whose rule looks at an earlier section only."""
    rule = Rule("and", (Test("viec", "=", "nhap"),))
    thue = Asked("thue", "short", Text("Thuế", "Tax"), show_if=rule)
    paper = Paper("hai", Text("Hai"), (FORM.pages[0], Page("p", Text("P"), (thue,))))
    asked = open_round(paper, is_anonymous=False)
    for trade, shown in (("xuat", False), ("nhap", True)):
        enter(client, invited(asked)[1])
        fill(client, {"viec": trade})
        assert ('name="thue"' in client.get(ANSWER).content.decode()) is shown


def test_a_section_that_is_not_asked_any_more_is_passed_over(named, client):
    """A device that was off the line sends what its person saw: it lands in no other section."""
    enter(client, invited(named)[1])
    assert client.post(f"{ANSWER}?page=3", {"kenh": ["dt"]}).url == ANSWER
    assert client.get(ANSWER).context["form"].page.code == "chung"
    assert client.post(f"{ANSWER}?page=1", FIRST).url == ANSWER
    assert client.get(ANSWER).context["form"].page.code == "phuc_vu"


def test_sections_for_a_device_hold_nothing_personal(named, client):
    """Blank, with every rule; for whoever answers only. The kiosk's form keeps nothing."""
    assert client.get(SECTIONS).url == CODE
    _row, code = invited(named)
    enter(client, code)
    fill(client, {"viec": "other", "viec-other": "Dấu vết"})
    page = client.get(SECTIONS).content.decode()
    assert [page.count(f'data-section="{name}"') for name in ("1", "2", "3", "end")] == [1] * 4
    assert "Dấu vết" not in page and "checked" not in page and "data-rule" in page
    shown = client.get(ANSWER).content.decode()
    mark = re.search(r'data-keep="(\w+)"', shown)[1]
    assert (
        code not in shown and unseal(client.session["survey"])["key"].replace("-", "") not in mark
    )
    client.post(f"/surveys/kiosk/{open_round().address}/")
    shown = client.get(ANSWER).content.decode()
    assert "data-keep=" not in shown and "data-keeps-nothing" in shown


def test_pages_need_few_queries(named, client, django_assert_max_num_queries):
    """A page of a questionnaire read before costs the session, the round and little else."""
    enter(client, invited(named)[1])
    client.get(ANSWER)
    with django_assert_max_num_queries(4):
        client.get(ANSWER)
    with django_assert_max_num_queries(8):
        client.post(ANSWER, FIRST)


def test_every_question_of_the_form_is_a_field():
    asked = [q for page in FORM.pages for q in page.bearing()]
    assert len(asked) == len({q.code for q in asked}) == 9
