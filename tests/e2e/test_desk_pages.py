"""Pages by keyboard alone: the focus is always seen, and goes to what has to be put right."""

import pytest
from playwright.sync_api import expect

from plans.models import Plan
from tests.factories import ItemFactory, PlanFactory

from .conftest import PHONE, WIDE

pytestmark = pytest.mark.django_db(transaction=True)
# The focused element: whether it is drawn as focused, in sight, and not under something else.
FOCUS = """() => {
    const node = document.activeElement;
    if (!node || node === document.body) return null;
    if (window.before === node) return {ring: true, clear: true, what: 'a part of it'};
    window.before = node;
    const style = getComputedStyle(node);
    // The middle of what is inside the window: a tall field may reach below its edge (2.4.11).
    const middle = (a, b, end) => (Math.max(a, 0) + Math.min(b, end)) / 2;
    const spots = [...node.getClientRects()].map(
        b => [middle(b.left, b.right, innerWidth), middle(b.top, b.bottom, innerHeight)]);
    const clear = spots.some(([x, y]) => {
        const top = document.elementFromPoint(x, y);
        return top && (node.contains(top) || node.labels?.[0]?.contains(top));
    });
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
        || style.boxShadow !== 'none';
    return {what: node.outerHTML.slice(0, 120), ring, clear};
}"""
KEY_PRESSES = 150


def walk(page) -> list[dict]:
    """Tab from the first element to the last; what had the focus, in order."""
    page.evaluate("document.activeElement.blur()")
    found = []
    for _press in range(KEY_PRESSES):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None:
            break
        found.append(focus)
    return found


def unseen(found: list[dict]) -> list[str]:
    """What had the focus and did not show it."""
    return [str(each) for each in found if not (each["ring"] and each["clear"])]


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(PHONE, "dark"), (WIDE, "light")], ids=["phone dark", "wide light"]
)
def test_the_focus_is_seen_at_every_step(
    new_page, enter_as, sample, no_complaints, viewport, scheme
):
    """G37 (2.4.7, 2.4.11): home, sign-in, a list, a move's form; skip link first, no trap."""
    plan = PlanFactory(status=Plan.Status.READ, year=2027)
    item = ItemFactory(plan=plan)
    options = {"viewport": viewport, "color_scheme": scheme, "reduced_motion": "reduce"}
    public = new_page("vi", **options)
    board = enter_as(sample("ban.cai.cach"), "vi", **options)
    for page, path in (
        (public, "/"),
        (public, "/accounts/login/"),
        (board, "/admin/plans/item/"),
        (board, f"/admin/plans/item/{item.pk}/drop/"),
        (board, f"/admin/plans/plan/{plan.pk}/describe/"),
    ):
        page.goto(path)
        found = walk(page)
        assert 5 < len(found) < KEY_PRESSES, f"{path}: {len(found)} steps"
        assert "skip" in found[0]["what"], path
        assert not unseen(found), "\n".join([path, *unseen(found)])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_failed_form_takes_the_focus_to_its_summary(
    new_page, enter_as, sample, axe_clean, no_complaints, language
):
    """The summary has the focus; its first link names the field and leads to it; there the same
    words stand."""
    plan = PlanFactory(status=Plan.Status.DRAFTED, year=2027)
    public = new_page(language, viewport=PHONE)
    board = enter_as(sample("ban.cai.cach"), language)
    system = enter_as(sample("quan.tri"), language, viewport=PHONE)
    wrong = "Lỗi:" if language == "vi" else "Error:"
    for page, path, field in (
        (public, "/accounts/login/", "[name=login]"),
        (public, "/accounts/login/code/", "[name=email]"),
        (board, f"/admin/plans/plan/{plan.pk}/describe/", "[name=number]"),
        (system, "/admin/directory/enterprise/add/", "[name=tax_code]"),
    ):
        page.goto(path)
        page.fill(field, "")
        page.press(field, "Enter")
        expect(page.locator(".problems")).to_be_focused()
        assert page.title().startswith(wrong), path
        link = page.locator(".problems a").first
        words = link.inner_text().partition(": ")[2]
        page.keyboard.press("Tab")
        expect(link).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(field)).to_be_focused()
        described = page.locator(field).get_attribute("aria-describedby") or ""
        beside = [page.locator(f"[id='{key}']").inner_text() for key in described.split()]
        assert words and any(words in each for each in beside), (path, words, beside)
        assert page.locator(field).get_attribute("aria-invalid") == "true", path
        axe_clean(page)


def test_what_was_typed_is_not_lost_by_a_stray_click(enter_as, sample, no_complaints):
    """A card with unsaved words asks before it is left."""
    page = enter_as(sample("quan.tri"), "en")
    asked = []
    page.on("dialog", lambda said: (asked.append(said.type), said.dismiss()))
    page.goto("/admin/directory/enterprise/add/")
    page.locator("[name=name_vi]").press_sequentially("Công ty")
    with page.expect_event("dialog"):
        page.locator(".deck-name").click(no_wait_after=True)
    expect(page.locator("[name=name_vi]")).to_have_value("Công ty")
    assert asked == ["beforeunload"]


def test_a_security_key_is_added_named_and_taken_away(enter_as, sample, axe_clean, no_complaints):
    """G37: the pages of security keys, with the browser's own virtual key."""
    user = sample("an.phu")
    page = enter_as(user, "en", viewport=PHONE)
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL})
    page.goto("/accounts/2fa/webauthn/add/")
    axe_clean(page)
    page.fill("[name=name]", "Khóa văn phòng")
    page.locator("form[data-key] button[type=button]").click()
    page.wait_for_url(lambda url: "/webauthn/add/" not in url)
    page.goto("/accounts/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("Khóa văn phòng")
    axe_clean(page)
    page.locator('a[href$="/edit/"]').click()
    page.wait_for_url("**/edit/")
    axe_clean(page)
    page.fill("[name=name]", "Khóa dự phòng")
    page.press("[name=name]", "Enter")
    expect(page.locator("main")).to_contain_text("Khóa dự phòng")
    page.locator('a[href$="/remove/"]').click()
    page.wait_for_url("**/remove/")
    axe_clean(page)
    page.locator("main form button").first.click()
    page.wait_for_url("**/accounts/2fa/webauthn/")
    assert not user.authenticator_set.filter(type="webauthn").exists()


VIRTUAL = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
