"""The desk's frame: who comes in, what awaits, the menu, the registry, the keys of the cache."""

import pytest
from django.contrib import admin
from django.utils.functional import Promise
from django.utils.timezone import now

from core import desk
from core.admin import FlowAdmin
from core.desk import Entry, Line, desk_entries, desk_entry, desk_tabs
from core.history import acting
from core.models import Job, Letter
from core.workflow import Verb, Verbs
from directory.models import Unit
from tests.factories import UnitFactory

STAFF = [
    "officer",
    "head",
    "focal_point",
    "administrator",
    "stranger",
    "board",
    "system",
    "auditor",
]


def test_the_desk_holds_only_our_own_admins():
    """G6: a library's own admin (TOTP secrets, tokens) would look past ``visible_to``."""
    assert admin.site._registry
    assert all(getattr(desk, "scoped", False) for desk in admin.site._registry.values())


@pytest.mark.parametrize("who", ["asker", "rival"])
@pytest.mark.parametrize("url", ["/admin/", "/admin/directory/enterprise/", "/admin/login/"])
def test_the_desk_is_closed_to_enterprises(enter, people, who, url):
    answer = enter(people[who]).get(url)
    assert answer.status_code in (302, 403)
    assert "/admin/directory" not in answer.headers.get("Location", "").split("next=")[0]


@pytest.mark.parametrize("who", STAFF)
def test_everyone_of_staff_has_a_desk_with_a_next_step(enter, people, who):
    page = enter(people[who]).get("/admin/")
    assert page.status_code == 200 and page.templates
    text = page.content.decode()
    assert str(people[who]) in text
    assert 'href="/admin/directory/enterprise/"' in text, "phones have no menu: lists are here"


def test_the_menu_is_drawn_for_roles_not_for_the_first_who_came(enter, people):
    """G6: one person's menu, kept in the process, is never shown to other roles."""
    accounts = 'href="/admin/directory/user/"'
    assert accounts in enter(people["system"]).get("/admin/").content.decode()
    assert accounts not in enter(people["officer"]).get("/admin/").content.decode()
    assert accounts in enter(people["auditor"]).get("/admin/").content.decode()


def test_the_menu_speaks_the_readers_language(enter, people):
    client = enter(people["officer"])
    vi = client.get("/admin/", headers={"accept-language": "vi"}).content.decode()
    en = client.get("/admin/", headers={"accept-language": "en"}).content.decode()
    assert 'lang="vi"' in vi and 'lang="en"' in en and "Officers&#x27; desk" in en


@pytest.fixture
def entry():
    """A desk entry of the test's own: units, for heads only."""

    def units(user):
        if not user.holds("head"):
            return None
        rows = Unit.objects.filter(code__startswith="ZZ").order_by("code")
        return Entry("zz", "Units", rows, lambda u: Line(u.name, f"/x/{u.pk}/"), empty="Open one.")

    desk_entry(units)
    yield units
    desk._entries.remove(units)


@pytest.fixture
def fleeting():
    """A desk entry that is shown only while it has rows."""

    def units(user):
        rows = Unit.objects.filter(code__startswith="ZF")
        return Entry("zf", "Units", rows, lambda u: Line(u.name, "/"), fleeting=True)

    desk_entry(units)
    yield units
    desk._entries.remove(units)


def counted(user) -> dict[str, str]:
    return {entry.name: count for entry, count in desk_tabs(user)}


def test_an_entry_is_shown_to_those_it_concerns(enter, people, entry):
    assert "zz" in [e.name for e in desk_entries(people["head"])]
    assert "zz" not in [e.name for e in desk_entries(people["officer"])]
    page = enter(people["head"]).get("/admin/?tab=zz")
    assert "Open one." in page.content.decode(), "an empty tab says what to do next"
    for n in range(3):
        UnitFactory(code=f"ZZ{n}", name_vi=f"Đơn vị <i>{n}</i>", name_en=f"Unit <i>{n}</i>")
    page = enter(people["head"]).get("/admin/?tab=zz")
    assert [line.url for line in page.context["lines"]] and len(page.context["lines"]) == 3
    assert "<i>0</i>" not in page.content.decode(), "G8: names are text"


def test_counts_stop_where_a_tab_stops(db, people, entry):
    for n in range(99):
        UnitFactory(code=f"ZZ{n}")
    assert counted(people["head"])["zz"] == "99"
    UnitFactory(code="ZZ99")
    assert counted(people["head"])["zz"] == "99+"


def test_a_fleeting_tab_is_there_only_while_something_waits(enter, people, fleeting):
    client = enter(people["head"])
    assert "zf" not in counted(people["head"])
    assert client.get("/admin/?tab=zf").context["chosen"].name != "zf"
    UnitFactory(code="ZF1")
    assert counted(people["head"])["zf"] == "1"
    assert client.get("/admin/?tab=zf").context["chosen"].name == "zf"


def test_letters_of_the_last_move_can_be_called_back_once(enter, people):
    client = enter(people["head"])
    with acting(None, "given"):
        Letter.objects.bulk_create(_letters("plan 7 issued", 2))
        Letter.objects.bulk_create(_letters("plan 8 issued", 1))
    session = client.session
    session["undo"] = {"cause": "plan 7 issued", "until": 9e9}
    session.save()
    assert b"data-seconds" in client.get("/admin/").content
    assert client.get("/admin/undo/").status_code == 405
    client.post("/admin/undo/")
    assert [letter.cause for letter in Letter.objects.all()] == ["plan 8 issued"]
    client.post("/admin/undo/")
    assert Letter.objects.count() == 1, "a second undo has nothing to call back"


def _letters(cause, count):
    return [
        Letter(cause=cause, recipient=f"{n}@example.com", subject="s", body="b", due_at=now())
        for n in range(count)
    ]


def test_fields_on_the_desk_have_names_that_are_translated():
    """Django makes up an English name for a field that says none."""
    for model, shelf in admin.site._registry.items():
        shown = {*shelf.list_display, *(getattr(shelf, "card_fields", None) or ())}
        for field in model._meta.fields:
            if field.name in shown:
                assert isinstance(field.verbose_name, Promise), field


def test_a_move_may_not_take_an_address_of_the_admin():
    class Clash(FlowAdmin):
        flow = Verbs(Unit, Verb("history", "History", who=lambda user, unit: True))

    with pytest.raises(ValueError, match="history"):
        Clash(Unit, admin.site)


@pytest.mark.parametrize("url", ["/admin/r/1/1/", "/admin/password_change/", "/admin/jsi18n/"])
def test_stock_pages_that_look_past_the_scope_are_gone(enter, people, url):
    assert enter(people["system"]).get(url).status_code == 404


def test_the_desk_shows_ones_own_running_jobs(enter, people):
    """G6: a job is its owner's; what ended is not running."""
    with acting(None, "given"):
        for who, title in (("head", "Mine"), ("officer", "Theirs")):
            Job.objects.create(kind="k", title=title, owner=people[who], due_at=now(), total=4)
        Job.objects.create(
            kind="k", title="Over", owner=people["head"], due_at=now(), done_at=now()
        )
    text = enter(people["head"]).get("/admin/").content.decode()
    assert "Mine" in text and "Theirs" not in text and "Over" not in text


def test_administrators_are_told_what_was_given_up(enter, people):
    Letter.objects.bulk_create(_letters("plan 9 issued", 1))
    Letter.objects.update(given_up_at=now(), last_error="refused by the server")
    text = enter(people["system"]).get("/admin/?tab=letters").content.decode()
    assert "plan 9 issued" in text and "refused by the server" in text
    assert "plan 9 issued" not in enter(people["head"]).get("/admin/?tab=letters").content.decode()
