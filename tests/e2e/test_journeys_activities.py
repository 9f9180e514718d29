"""A journey: an officer announces, a visitor registers, the officer enters the result by phone."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils.timezone import localdate, now
from PIL import Image
from playwright.sync_api import expect

from core.history import acting
from plans.models import Activity, Registration

from .conftest import PHONE, WIDE
from .moves import move

pytestmark = pytest.mark.django_db(transaction=True)


def photo() -> dict:
    out = BytesIO()
    Image.new("RGB", (1200, 800), "teal").save(out, "JPEG")
    return {"name": "ảnh.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_from_the_announcement_to_the_result_on_the_phone(
    enter_as, new_page, sample, axe_clean, no_complaints
):
    """G37: plan, announce, find, register, withdraw; result and photo at 360 px within a minute."""
    day = localdate() + timedelta(days=14)
    desk = enter_as(sample("can.bo"), "vi", viewport=WIDE)
    desk.goto("/admin/plans/activity/")
    desk.locator(".head .acts a.main").click()
    desk.wait_for_url("**/add/**")
    axe_clean(desk)
    desk.select_option("[name=kind]", "dialogue")
    desk.fill("[name=title_vi]", "Đối thoại về hàng quá cảnh")
    desk.fill("[name=starts_on]", f"{day}")
    desk.fill("[name=starts_at]", "08:00")
    desk.fill("[name=ends_at]", "11:00")
    desk.select_option("[name=task]", "consultation")
    desk.check("[name=registration]")
    desk.fill("[name=seats]", "2")
    desk.locator("main form.record button").click()
    desk.wait_for_url("**/change/**")
    axe_clean(desk)
    move(desk, "announce")
    activity = Activity.objects.get(title_vi="Đối thoại về hàng quá cảnh")

    visitor = new_page("vi", viewport=PHONE)
    visitor.goto("/plans/calendar/")
    axe_clean(visitor)
    visitor.select_option("[name=kind]", "dialogue")
    visitor.locator(".filters button").click()
    visitor.wait_for_url("**kind=dialogue**")
    visitor.get_by_role("link", name="Đối thoại về hàng quá cảnh").click()
    visitor.wait_for_url(f"**/plans/calendar/{activity.pk}/")
    axe_clean(visitor)
    visitor.locator('main a[href$="/register/"]').click()
    visitor.wait_for_url("**/register/")
    axe_clean(visitor)
    visitor.locator("main form[method=post] button").click()
    expect(visitor.locator(".problems")).to_be_focused()
    visitor.fill("[name=name]", "Nguyễn Thị Mai")
    visitor.fill("[name=email]", "mai@example.com")
    visitor.fill("[name=people]", "2")
    visitor.check("[name=agreed]")
    visitor.wait_for_timeout(3_100)  # people need as long to type; programs do not
    visitor.locator("main form[method=post] button").click()
    visitor.wait_for_url("**/registration/**")
    axe_clean(visitor)
    link = visitor.url
    visitor.goto(f"/plans/calendar/{activity.pk}/")
    expect(visitor.locator('main a[href$="/register/"]')).to_have_count(0)  # all seats are taken
    visitor.goto(link)
    visitor.locator("main .btn.grave").click()
    expect(visitor.locator("h1")).to_contain_text("Đã hủy đăng ký")
    assert not Registration.objects.filter(activity=activity).kept().exists()

    with acting(None, "given"):
        Activity.objects.filter(pk=activity.pk).update(
            starts=now() - timedelta(hours=5), ends=now() - timedelta(hours=2)
        )
    phone = enter_as(sample("can.bo"), "vi", viewport=PHONE)
    phone.goto("/admin/?tab=results")
    phone.get_by_role("link", name="Đối thoại về hàng quá cảnh").click()
    phone.wait_for_url("**/hold/")
    axe_clean(phone)
    phone.fill("[name=result]", "Trả lời 9 câu hỏi tại chỗ.")
    phone.fill("[name=sme_bodies]", "14")
    phone.fill("[name=sme_people]", "21")
    phone.set_input_files("[name=photos]", photo())
    phone.check("[name=photos_public]")
    phone.locator("main form.record button").click()
    phone.wait_for_url("**/change/**")
    visitor.goto(f"/plans/calendar/{activity.pk}/")
    expect(visitor.locator("main")).to_contain_text("Trả lời 9 câu hỏi")
    shown = visitor.locator(".photos img")
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("naturalWidth", 1200)
    axe_clean(visitor)
