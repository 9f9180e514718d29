"""Surveys on the desk in a browser: the analyst to the follow-up, the second keying of a sheet."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from core.clock import run_clock
from core.history import acting
from core.models import Letter
from partnership.sample import surveys
from surveys.codes import spoken
from surveys.models import CriteriaSet, FollowUp, Response, Round, SealedAnswer

from .moves import move
from .ways import ON_A_WIDE_SCREEN

pytestmark = pytest.mark.django_db(transaction=True)
FILES = ("word/", "excel/", "csv/", "answers/", "remarks/")


@pytest.fixture
def going(sample):
    """The round of the sample that takes answers; each of its sheets is keyed twice."""
    surveys.load()
    with acting(None, "given"):
        Round.objects.filter(status="open").update(double_share=100)
    return Round.objects.get(status="open")


@ON_A_WIDE_SCREEN
def test_an_analyst_from_the_end_of_a_round_to_the_follow_up(
    enter_as, new_page, sample, going, axe_clean, no_complaints, language, viewport
):
    """G37: closed, opened by the clock, checked, published, taken away as files, followed up."""
    how = {"language": language, "viewport": viewport}
    analyst = enter_as(sample("dau.moi"), **how)
    head = enter_as(sample("lanh.dao"), **how)
    card = f"/admin/surveys/round/{going.pk}/change/"
    results, public = card.replace("change/", "results/"), f"/surveys/results/{going.pk}/"

    analyst.goto("/admin/?tab=surveys")
    analyst.locator(f'main a[href="{card}"]').first.click()
    axe_clean(analyst)
    move(analyst, "close_round", reason="Đã đủ phiếu")
    run_clock(now() + timedelta(minutes=1))  # sees the end
    run_clock(now() + timedelta(minutes=20))
    assert not SealedAnswer.objects.exists() and Response.objects.filter(round=going).exists()
    analyst.goto(results)
    expect(analyst.locator("#levels")).to_be_visible()
    axe_clean(analyst)
    reader = new_page(language, viewport=viewport)
    assert reader.goto(public).status == 404
    analyst.goto(card)
    move(analyst, "analyse_round")
    expect(analyst.locator('main a[href$="/publish_round/"]')).to_have_count(0)

    head.goto(card)
    move(head, "publish_round")
    axe_clean(head)
    assert reader.goto(public).status == 200
    expect(reader.locator("#levels")).to_be_visible()
    axe_clean(reader)

    analyst.goto(results)
    for file in FILES:
        with analyst.expect_download() as got:
            analyst.locator(f'main a[href^="{file}"]').first.click()
        assert got.value.path().stat().st_size > 500, file
    analyst.locator("#worst a").first.click()
    axe_clean(analyst)
    assert "%" in analyst.input_value("[name=finding]")
    owner = sample("can.bo.nghiep.vu")
    analyst.select_option("[name=owner]", str(owner.pk))
    analyst.fill("[name=due_on]", f"{localdate() + timedelta(days=30):%Y-%m-%d}")
    with analyst.expect_navigation():
        analyst.locator("main form.record button").last.click()
    row = FollowUp.objects.get(owner=owner)
    assert row.round == going and Letter.objects.filter(recipient=owner.email).exists()
    expect(analyst.locator("main")).to_contain_text(row.finding)
    axe_clean(analyst)


def test_a_colleague_keys_a_sheet_the_second_time(
    enter_as, sample, going, axe_clean, no_complaints
):
    """The number written on the sheet; the differences, looked at and settled."""
    row = going.invitations.filter(used=None, channel="letter").first()
    screen = f"/admin/surveys/round/{going.pk}/key/"
    first, colleague = enter_as(sample("can.bo"), "en"), enter_as(sample("dau.moi"), "en")

    first.goto(screen)
    first.fill("[name=head-code]", spoken(row.nonce, row.code))
    first.check("[name=hoat_dong][value=dai_ly]")
    first.check("[name=pv_tac_phong][value='4']")
    take(first)
    number = going.sealed.exclude(sheet=None).get().sheet
    expect(first.locator(".said")).to_contain_text(number)

    colleague.goto(screen)
    colleague.locator('main a[href="?again"]').click()
    colleague.fill("[name=head-sheet]", number)
    colleague.check("[name=hoat_dong][value=dai_ly]")
    colleague.check("[name=pv_tac_phong][value='5']")
    take(colleague)
    expect(colleague.locator("main [role=alert] table")).to_be_visible()
    axe_clean(colleague)
    take(colleague)
    expect(colleague.locator(".said")).to_contain_text(number)
    assert not going.sealed.exclude(sheet=None).exists()


def take(page) -> None:
    with page.expect_navigation():
        page.click(".keying .btn.main")


def test_criteria_go_on_and_codes_go_out(enter_as, sample, going, axe_clean, no_complaints):
    """The board begins a version; codes are listed, sheets printed, letters declined."""
    board, clerk = enter_as(sample("ban.cai.cach"), "en"), enter_as(sample("dau.moi"), "en")
    known = CriteriaSet.objects.get(code="sipas")
    board.goto(f"/admin/surveys/criteriaset/{known.pk}/change/")
    axe_clean(board)
    with board.expect_navigation():
        board.click('form[action="../next_version/"] button')
    made = CriteriaSet.objects.get(code="sipas", version=2)
    assert board.url.endswith(f"/{made.pk}/change/") and made.dimensions.count() == 5

    card = f"/admin/surveys/round/{going.pk}/"
    for page in ("sheets/", "codes/"):
        clerk.goto(f"{card}{page}")
        axe_clean(clerk)
    with clerk.expect_download():
        clerk.locator("main form .btn.main").first.click()
    row = going.invitations.filter(used=None, channel="letter").first()
    assert row.sent_on == localdate()
    clerk.goto(f"/admin/surveys/invitation/{row.pk}/change/")
    move(clerk, "note_opt_out", reason="Gọi điện ngày hôm nay")
    axe_clean(clerk)
    assert clerk.locator('main a[href$="/write_again/"]').count()
