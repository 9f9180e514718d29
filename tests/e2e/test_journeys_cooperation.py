"""Journeys of cooperation: an association, an enterprise that joins the programme, an officer."""

import pytest
from playwright.sync_api import expect

from associations.models import Agreement, Application, Assessment, Commitment, Member
from directory.models import Enterprise, User
from partnership.sample import associations
from tests.associations.programme_factories import (
    AssessmentFactory,
    CriteriaSetFactory,
    CriterionFactory,
)
from tests.factories import EnterpriseFactory, UserFactory, represent

from .conftest import PHONE, WIDE
from .moves import move
from .ways import ON_A_PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sample(sample):
    """The world of a trial with the work of this app."""
    associations.load()
    return sample


def test_an_association_proposes_and_reports_what_it_undertook(
    enter_as, sample, axe_clean, no_complaints
):
    """From the register to a proposal; from what is due to a report (on a telephone)."""
    page = enter_as(sample("hiep.hoi.nhom"), "vi", viewport=PHONE)
    page.goto("/associations/")
    axe_clean(page)
    page.locator('main a[href="/associations/own/"]').click()
    page.wait_for_url("**/associations/own/")
    axe_clean(page)
    page.locator('main a[href="/associations/own/propose/"]').click()
    page.locator("main form .btn.main").click()
    expect(page.locator(".problems")).to_be_focused()
    page.select_option("[name=unit]", label="Cục Hải quan")
    page.fill("[name=title_vi]", "Phối hợp chống gian lận xuất xứ nhôm")
    page.check("[name=fields_of][value=smuggling]")
    page.locator("main form .btn.main").click()
    page.wait_for_url("**/associations/own/")
    expect(page.locator("main")).to_contain_text("Phối hợp chống gian lận xuất xứ nhôm")
    assert Agreement.objects.get(title_vi__contains="xuất xứ nhôm").status == "proposed"
    owed = Commitment.objects.filter(party__association__short="VAA", status="open").first()
    assert owed is not None, "the sample leaves one open"
    page.goto(owed.get_absolute_url())
    axe_clean(page)
    page.locator('main a[href$="/report/"]').click()
    page.fill("[name=evidence]", "Đã gửi tổng hợp vướng mắc quý này")
    axe_clean(page)
    page.locator("main form .btn.main").click()
    page.wait_for_url(f"**{owed.get_absolute_url()}")
    owed.refresh_from_db()
    assert owed.status == "reported"


def test_an_enterprise_joins_the_programme_and_an_officer_brings_it_there(
    enter_as, sample, axe_clean, no_complaints
):
    """Apply on the portal, examine and accept on the desk, ask for support as a member."""
    enterprise = enter_as(sample("an.phu"), "en", viewport=WIDE)
    enterprise.goto("/associations/compliance/")
    axe_clean(enterprise)
    enterprise.locator('main a[href="/associations/compliance/apply/"]').click()
    enterprise.fill("[name=contact]", "Nguyễn Thị Mai")
    enterprise.fill("[name=phone]", "0900 000 001")
    axe_clean(enterprise)
    enterprise.locator("main form .btn.main").click()
    enterprise.wait_for_url("**/compliance/own/")
    axe_clean(enterprise)
    application = Application.objects.get(enterprise__name_vi__contains="An Phú")
    examine(enter_as(sample("dau.moi"), "vi", viewport=WIDE), application, axe_clean)
    board = enter_as(sample("ban.cai.cach"), "vi", viewport=WIDE)
    board.goto(f"/admin/associations/application/{application.pk}/accept/")
    board.locator("main form .btn.main").click()
    board.wait_for_url("**/change/")
    member = Member.objects.get(enterprise=application.enterprise)
    assert member.status == "active"
    enterprise.goto("/associations/compliance/own/")
    enterprise.locator('main a[href="/associations/compliance/ask/"]').click()
    enterprise.fill("[name=subject]", "Type codes")
    enterprise.fill("[name=text]", "Which code for leased machines?")
    enterprise.locator("main form .btn.main").click()
    expect(enterprise.locator("main")).to_contain_text("Type codes")
    assert User.objects.filter(pk=member.requests.get().asked_by_id).exists()


def examine(page, application, axe_clean) -> None:
    """The focal point finds it on the desk, enters the figures, and reads the conditions."""
    page.goto("/admin/?tab=applications")
    axe_clean(page)
    page.locator(f'main a[href$="/application/{application.pk}/change/"]').click()
    page.locator('main a[href$="/examine/"]').click()
    page.select_option("[name=level]", "3")
    page.fill("[name=violations]", "0")
    axe_clean(page)
    page.locator("main form .btn.main").click()
    page.wait_for_url("**/change/")
    expect(page.locator("main")).to_contain_text("Điều kiện tham gia")
    axe_clean(page)


def test_a_head_looks_over_the_agreements_and_suspends_one(
    enter_as, sample, axe_clean, no_complaints
):
    page = enter_as(sample("lanh.dao"), "vi", viewport=WIDE)
    for name in ("portfolio", "coverage", "expiries"):
        page.goto(f"/admin/associations/agreement/{name}/")
        axe_clean(page)
    row = Agreement.objects.filter(kind="memorandum").first()
    page.goto(f"/admin/associations/agreement/{row.pk}/change/")
    axe_clean(page)
    page.locator('main a[href$="/suspend/"]').click()
    page.fill("[name=reason]", "Doanh nghiệp ngừng hoạt động")
    page.locator("main form .btn.grave").click()
    page.wait_for_url("**/change/")
    row.refresh_from_db()
    assert row.status == "suspended"


@ON_A_PHONE
def test_a_broker_reads_comments_and_appeals(
    enter_as, sample, axe_clean, no_complaints, language, viewport
):
    """Points with evidence are entered and shared; the broker answers; the head decides, the
    board decides anew."""
    head = sample("lanh.dao")
    broker = EnterpriseFactory(
        name_vi="Đại lý Hải Đăng", kind=Enterprise.Kind.PRIVATE, managed_by=head.unit
    )
    criteria = [CriterionFactory(criteria=CriteriaSetFactory())]
    criteria.append(CriterionFactory(criteria=criteria[0].criteria))
    row = AssessmentFactory(enterprise=broker, unit=head.unit, criteria=criteria[0].criteria)
    card = f"/admin/associations/assessment/{row.pk}/change/"
    how = {"language": language, "viewport": viewport}
    desk, own = enter_as(head, **how), enter_as(represent(UserFactory(), broker), **how)

    desk.goto(card)
    points = {f"points_{each.pk}": "6" for each in criteria}
    evidence = {f"evidence_{each.pk}": "Hồ sơ kiểm tra năm 2025" for each in criteria}
    move(desk, "enter_scores", **points, **evidence)
    axe_clean(desk)
    move(desk, "share")

    own.goto("/associations/assessments/")
    axe_clean(own)
    own.locator(f'main a[href="{row.get_absolute_url()}"]').first.click()
    expect(own.locator("main")).to_contain_text("Hồ sơ kiểm tra năm 2025")
    axe_clean(own)
    answer(own, "comment", "Năm 2025 chúng tôi đã bổ sung ba nhân viên có mã số")

    desk.goto(card)
    move(desk, "decide_on", outcome="warned", reason="Chậm bổ sung hồ sơ")
    own.goto(row.get_absolute_url())
    expect(own.locator("main")).to_contain_text("Chậm bổ sung hồ sơ")
    answer(own, "appeal", "Hồ sơ đã nộp đúng hạn, có biên nhận")
    board = enter_as(sample("ban.cai.cach"), **how)
    board.goto(card)
    expect(board.locator("main")).to_contain_text("có biên nhận")
    move(board, "decide_on", outcome="core", reason="Có biên nhận đúng hạn")
    row.refresh_from_db()
    assert (row.status, row.outcome) == (Assessment.Status.DECIDED, Assessment.Outcome.CORE)


def answer(page, name: str, text: str) -> None:
    """What the enterprise says to its assessment, on the portal's own form."""
    page.locator(f'main a[href$="/{name}/"]').click()
    page.wait_for_url(f"**/{name}/")
    page.fill("main [name=text]", text)
    page.locator("main form .btn.main").click()
    page.wait_for_url(lambda url: not url.endswith(f"/{name}/"))
