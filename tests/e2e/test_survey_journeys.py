"""Surveys in a browser: an enterprise answers on its phone, an officer keys a paper sheet."""

import pytest
from playwright.sync_api import expect

from partnership.sample import surveys
from surveys.codes import spoken
from surveys.models import Round, SealedAnswer, UsedCode
from surveys.notices import link
from surveys.sealing import unseal

from .conftest import PHONE
from .ways import ON_A_PHONE

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


def go_on(page) -> None:
    """Press the main button; the page it leads to, whose button is the same, is there."""
    with page.expect_navigation():
        page.click("main form .btn.main")


@ON_A_PHONE
def test_an_enterprise_answers_from_the_link_in_its_letter(
    new_page, sample, axe_clean, no_complaints, language, viewport
):
    """G37: from the link to the thanks; the code never reaches the address the server sees."""
    row, code = unused(channel="mail")
    page = new_page(language, viewport=viewport)
    page.goto("/surveys/code/#" + link(code).split("#")[1])
    assert page.url.endswith("/surveys/code/")
    assert page.input_value("[name=code]").replace("-", "") == code.replace("-", "")
    axe_clean(page)
    go_on(page)
    page.click("main form .btn.main")
    expect(page.locator(".problems")).to_be_focused()
    page.check("[name=hoat_dong][value=xuat_khau]")
    expect(page.locator("[data-own]")).to_be_hidden()
    axe_clean(page)
    page.click("main form .btn.main")
    for name in ("pv_tac_phong", "pv_thai_do"):
        page.check(f"[name={name}][value='4']")
    axe_clean(page)
    page.click("main form .btn.main")
    page.wait_for_selector("[name=tg_ho_so]")
    page.goto("/")  # closed, and come back to
    page.goto("/surveys/answer/")
    page.check("[name=tg_ho_so][value='2']")
    page.click("main form .btn.main")
    expect(page.locator("[name=chua_hai_long]")).to_be_visible()
    page.select_option("[name=mong_muon_0]", "1")
    axe_clean(page)
    page.click("main form .btn.main")
    check = {"vi": "Kiểm tra và gửi", "en": "Check and send"}[language]
    expect(page.locator("h1")).to_have_text(check)
    axe_clean(page)
    page.click("main form .btn.main")
    page.wait_for_url("**/surveys/sent/")
    axe_clean(page)
    assert UsedCode.objects.filter(invitation=row).count() == 1


def test_it_works_without_script(chromium, live_server, sample):
    """The same pages with scripting off: the code is typed, every question is shown."""
    _row, code = unused(channel="mail")
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/surveys/code/")
    page.fill("[name=code]", code)
    go_on(page)
    page.check("[name=hoat_dong][value=nhap_khau]")
    go_on(page)
    for name in ("pv_tac_phong", "pv_thai_do"):
        page.check(f"[name={name}][value='5']")
    go_on(page)
    page.check("[name=tg_ho_so][value='5']")
    go_on(page)
    go_on(page)
    go_on(page)
    page.wait_for_url("**/surveys/sent/")
    context.close()


def test_an_officer_keys_a_sheet_by_its_digits(enter_as, sample, axe_clean, no_complaints):
    """The code, digits for levels, Enter: the code is closed and the next sheet may come."""
    survey_round = Round.objects.get(status="open")
    row, code = unused(channel="letter")
    before = SealedAnswer.objects.count()
    page = enter_as(sample("can.bo"))
    page.goto("/admin/")
    page.goto(f"/admin/surveys/round/{survey_round.pk}/key/")
    axe_clean(page)
    page.fill("[name=head-code]", code)
    page.check("[name=hoat_dong][value=dai_ly]")
    page.focus("[name=pv_tac_phong][value='5']")
    for digit in "41":
        page.keyboard.press(digit)
    assert page.is_checked("[name=pv_tac_phong][value='4']")
    assert page.is_checked("[name=pv_trinh_do][value='1']")
    page.click(".keying .btn.main")
    expect(page.locator("[name=head-code]")).to_have_value("")
    assert UsedCode.objects.filter(invitation=row).exists()
    assert SealedAnswer.objects.count() == before + 1


def kept_here(page):
    """What of surveys lies on the device, when the page is all there."""
    page.wait_for_load_state()
    return page.evaluate("Object.entries(localStorage).filter(([n]) => n.startsWith('survey.'))")


def sections_are_here(page):
    """Waits for the copy of all sections (the policy of content forbids wait_for_function)."""
    for _try in range(200):
        if page.evaluate("localStorage.getItem('survey.sheet')"):
            return
        page.wait_for_timeout(50)
    raise AssertionError("no copy of the sections came")


def test_an_answer_outlives_the_loss_of_the_line(new_page, sample, axe_clean, complaints):
    """Off the line from the second section to the end: all is kept here, no code among it, also
    when the page is loaded anew. Closed and opened again with the line back it is sent, and nothing
    stays. Who comes too often is told so. A kiosk keeps nothing."""
    row, code = unused(channel="mail")
    before = SealedAnswer.objects.count()
    page = new_page("vi", viewport=PHONE)
    page.goto("/surveys/code/#" + link(code).split("#")[1])
    with page.expect_response("**/answer/sections/"):
        page.click("main form .btn.main")
    sections_are_here(page)
    page.evaluate("localStorage.setItem('survey.another', '{}')")
    page.check("[name=hoat_dong][value=xuat_khau]")
    often = {"status": 429, "headers": {"Retry-After": "1"}}
    page.route("**/surveys/answer/?page=1", lambda asked: asked.fulfill(**often))
    page.click("[data-next]")
    expect(page.locator("[data-told=often]")).to_be_visible()
    page.unroute("**/surveys/answer/?page=1")
    page.wait_for_timeout(1_000)
    page.click("[data-next]")
    page.wait_for_selector("[name=pv_tac_phong]")
    page.wait_for_load_state()  # its script too comes over the line
    page.evaluate("navigator.serviceWorker.ready")
    page.context.set_offline(True)
    page.reload()
    page.click("[data-next]")
    expect(page.locator("[data-told=lacking]")).to_be_visible()
    for name in ("pv_tac_phong", "pv_thai_do"):
        page.check(f"[name={name}][value='4']")
    page.click("[data-next]")
    expect(page.locator("[data-told=away]")).to_be_visible()
    page.check("[name=tg_ho_so][value='2']")
    page.reload()
    expect(page.locator("[name=tg_ho_so][value='2']")).to_be_checked()
    axe_clean(page)
    page.click("[data-next]")
    page.fill("[name=chua_hai_long]", "Chờ lâu, mất mạng")
    page.click("[data-next]")
    page.click("[data-send]")
    expect(page.locator("[data-told=waits]")).to_be_visible()
    kept = str(kept_here(page))
    assert "mất mạng" in kept and "another" not in kept
    assert not [each for each in (code, code.replace("-", ""), row.code) if each in kept]
    assert not UsedCode.objects.filter(invitation=row).exists()
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto("/surveys/answer/")
    page.wait_for_url("**/surveys/sent/")
    assert UsedCode.objects.filter(invitation=row).count() == 1
    assert SealedAnswer.objects.count() == before + 1
    sealed = [unseal(each.content)["answers"] for each in SealedAnswer.objects.all()]
    assert [a["pv_thai_do"] for a in sealed if a.get("chua_hai_long") == "Chờ lâu, mất mạng"] == [
        "4"
    ]
    assert kept_here(page) == []
    page.goto(f"/surveys/kiosk/{row.round.address}/")
    page.click("main form .btn.main")
    page.check("[name=hoat_dong][value=xuat_khau]")
    page.click("[data-next]")
    page.wait_for_selector("[name=pv_tac_phong]")
    assert kept_here(page) == []
    meant = ("ERR_INTERNET_DISCONNECTED", "status of 429")
    assert [said for said in complaints if not any(why in said for why in meant)] == []


def test_a_kiosk_that_nobody_touches_begins_anew(new_page, sample, axe_clean, no_complaints):
    """It asks first; a touch says that somebody is there. What was begun is forgotten then."""
    survey_round = Round.objects.get(status="open")
    page = new_page("en", viewport=PHONE)
    page.clock.install()
    start = f"/surveys/kiosk/{survey_round.address}/"
    page.goto(start)
    go_on(page)
    page.check("[name=hoat_dong][value=xuat_khau]")
    asked = page.locator("[data-idle]")
    page.clock.fast_forward("02:40")
    expect(asked).to_be_visible()
    axe_clean(page)
    page.keyboard.press("Shift")
    expect(asked).to_be_hidden()
    page.clock.fast_forward("02:40")
    expect(asked).to_be_visible()
    page.clock.fast_forward("00:31")
    page.wait_for_url(f"**{start}")
    page.goto("/surveys/answer/")
    assert page.url.endswith("/surveys/code/")


def test_an_open_link_is_answered_by_a_person(new_page, sample, axe_clean, no_complaints):
    """G15: the door's work is done unseen; whoever takes some seconds to answer notices nothing."""
    survey_round = Round.objects.get(status="open")
    before = SealedAnswer.objects.count()
    page = new_page("en", viewport=PHONE)
    page.goto("/surveys/")
    page.click(f'main a[href$="/open/{survey_round.address}/"]')
    axe_clean(page)
    go_on(page)
    page.check("[name=hoat_dong][value=nhap_khau]")
    page.click("[data-next]")
    for name in ("pv_tac_phong", "pv_thai_do"):
        page.check(f"[name={name}][value='5']")
    page.click("[data-next]")
    page.check("[name=tg_ho_so][value='5']")
    page.click("[data-next]")
    page.wait_for_selector("[name=mong_muon_0]")
    page.click("[data-next]")
    page.wait_for_url("**/check/")
    page.wait_for_timeout(3_500)
    page.click("main form .btn.main")
    page.wait_for_url("**/surveys/sent/")
    assert SealedAnswer.objects.count() == before + 1
