"""Surveys in a browser: an enterprise answers on its phone, an officer keys a paper sheet."""

import pytest
from playwright.sync_api import expect

from partnership.sample import surveys
from surveys.codes import spoken
from surveys.models import Round, SealedAnswer, UsedCode
from surveys.notices import link

from .conftest import PHONE, WIDE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sample(sample):
    """The world of a trial with the work of this app."""
    surveys.load()
    return sample


def unused(**where):
    """An invitation of the open round whose code is still good, and the code."""
    row = Round.objects.get(status="open").invitations.filter(used=None, **where).first()
    return row, spoken(row.nonce, row.code)


@pytest.mark.parametrize(("language", "viewport"), [("vi", PHONE), ("en", WIDE)])
def test_an_enterprise_answers_from_the_link_in_its_letter(
    new_page, sample, axe_faults, no_complaints, language, viewport
):
    """G37: from the link to the thanks; the code never reaches the address the server sees."""
    row, code = unused(channel="mail")
    page = new_page(language, viewport=viewport)
    page.goto("/surveys/code/#" + link(code).split("#")[1])
    assert page.url.endswith("/surveys/code/")
    assert page.input_value("[name=code]").replace("-", "") == code.replace("-", "")
    assert axe_faults(page) == []
    page.click("main form .btn.main")
    page.click("main form .btn.main")
    expect(page.locator(".problems")).to_be_visible()
    page.check("[name=hoat_dong][value=xuat_khau]")
    expect(page.locator("[data-own]")).to_be_hidden()
    assert axe_faults(page) == []
    page.click("main form .btn.main")
    for name in ("pv_tac_phong", "pv_thai_do"):
        page.check(f"[name={name}][value='4']")
    assert axe_faults(page) == []
    page.click("main form .btn.main")
    page.goto("/")  # closed, and come back to
    page.goto("/surveys/answer/")
    page.check("[name=tg_ho_so][value='2']")
    page.click("main form .btn.main")
    expect(page.locator("[name=chua_hai_long]")).to_be_visible()
    page.select_option("[name=mong_muon_0]", "1")
    assert axe_faults(page) == []
    page.click("main form .btn.main")
    check = {"vi": "Kiểm tra và gửi", "en": "Check and send"}[language]
    expect(page.locator("h1")).to_have_text(check)
    assert axe_faults(page) == []
    page.click("main form .btn.main")
    page.wait_for_url("**/surveys/sent/")
    assert axe_faults(page) == []
    assert UsedCode.objects.filter(invitation=row).count() == 1


def test_it_works_without_script(chromium, live_server, sample):
    """The same pages with scripting off: the code is typed, every question is shown."""
    _row, code = unused(channel="mail")
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/surveys/code/")
    page.fill("[name=code]", code)
    page.click("main form .btn.main")
    page.check("[name=hoat_dong][value=nhap_khau]")
    page.click("main form .btn.main")
    for name in ("pv_tac_phong", "pv_thai_do"):
        page.check(f"[name={name}][value='5']")
    page.click("main form .btn.main")
    page.check("[name=tg_ho_so][value='5']")
    page.click("main form .btn.main")
    page.click("main form .btn.main")
    page.click("main form .btn.main")
    page.wait_for_url("**/surveys/sent/")
    context.close()


def test_an_officer_keys_a_sheet_by_its_digits(enter_as, sample, axe_faults, no_complaints):
    """The code, digits for levels, Enter: the code is closed and the next sheet may come."""
    survey_round = Round.objects.get(status="open")
    row, code = unused(channel="letter")
    before = SealedAnswer.objects.count()
    page = enter_as(sample("can.bo"))
    page.goto("/admin/")
    page.goto(f"/admin/surveys/round/{survey_round.pk}/key/")
    assert axe_faults(page) == []
    page.fill("[name=code]", code)
    page.check("[name=hoat_dong][value=dai_ly]")
    page.focus("[name=pv_tac_phong][value='5']")
    for digit in "41":
        page.keyboard.press(digit)
    assert page.is_checked("[name=pv_tac_phong][value='4']")
    assert page.is_checked("[name=pv_trinh_do][value='1']")
    page.click(".keying .btn.main")
    expect(page.locator("[name=code]")).to_have_value("")
    assert UsedCode.objects.filter(invitation=row).exists()
    assert SealedAnswer.objects.count() == before + 1
