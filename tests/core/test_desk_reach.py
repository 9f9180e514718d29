"""G6: what leaves the desk, and what a hostile hand may try at it, list by list."""

from io import BytesIO

import openpyxl
import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType

from core.admin import RecordAdmin
from directory.models import Contact, Enterprise, Officer, Posting, Role, User
from tests.factories import (
    EnterpriseFactory,
    GivenFactory,
    OfficerFactory,
    PostingFactory,
    RoleFactory,
    UnitFactory,
    UserFactory,
)

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
WHERE = ["own", "child", "parent", "other"]
LIST = {Enterprise: "enterprise", Officer: "officer", Role: "role", User: "user"}


@pytest.fixture
def rows(unit, department):
    """Of each scoped model a row in the branch, its team, its department and another department."""
    places = {
        "own": unit,
        "child": UnitFactory(code="03CCT", kind="team", parent=unit),
        "parent": department,
        "other": UnitFactory(code="99"),
    }
    return {where: _rows_of(place) for where, place in places.items()}


def _rows_of(place) -> dict:
    officer = OfficerFactory()
    PostingFactory(officer=officer, unit=place)
    role = RoleFactory(unit=place)
    return {
        Enterprise: EnterpriseFactory(managed_by=place),
        Officer: officer,
        Role: role,
        User: role.user,
    }


def seen(person, rows, model) -> set[str]:
    """What the rules promise, said without the querysets under test."""
    if model is User:
        if person.administers_accounts:
            return set(rows)
        return {"own", "child", "parent"} if person.holds("department_administrator") else set()
    if person.sees_all:
        return set(rows)
    places = {"own": "/03CC/", "child": "/03CC/T/", "parent": "/", "other": ""}
    mine = {role.unit.code for role in person.held}
    if "03" in mine:
        return {"own", "child", "parent"}
    return {"own", "child"} if "03CC" in mine else set() & set(places)


@pytest.mark.parametrize("model", list(LIST), ids=LIST.get)
def test_every_door_shows_the_same_rows(enter, people, rows, model):
    """G6: list, search, filter, order, popup and export by equality; cards 200 or 404."""
    for who in STAFF:
        doors_of(enter(people[who]), who, rows, model, seen(people[who], rows, model))
    given = {rows[where][model].pk for where in WHERE}
    assert {row.pk for row in model.objects.all()} >= given, "nothing was deleted"


def doors_of(client, who, rows, model, places) -> None:
    expected, given = ({rows[where][model].pk for where in each} for each in (places, WHERE))
    url = f"/admin/directory/{LIST[model]}/"
    for query in ["", "?o=1", "?o=-2", "?_popup=1", "?q=", "?as_of=all" if model is Role else ""]:
        shown = client.get(url + query).context["cl"]
        assert {row.pk for row in shown.result_list} & given == expected, (who, query)
    book = client.get(f"{url}export/").getvalue()
    sheet = openpyxl.load_workbook(BytesIO(book)).worksheets[0]
    assert sheet.max_row - 1 == client.get(url).context["cl"].result_count, who
    for where in WHERE:
        pk = rows[where][model].pk
        pages = [client.get(f"{url}{pk}/{page}").status_code for page in ("change/", "history/")]
        assert pages == ([200, 302] if pk in expected else [404, 404]), (who, where)
        refused = 403 if pk in expected else 404
        assert client.get(f"{url}{pk}/delete/").status_code == refused, who
        assert client.post(f"{url}{pk}/delete/", {"post": "yes"}).status_code == refused, who
    assert client.get(f"{url}999999999/change/").status_code == 404


@pytest.mark.parametrize("who", STAFF)
def test_a_filter_by_unit_opens_nothing(enter, people, rows, who):
    """G6: `?unit=` with anybody's unit shows rows of one's own sight only, and names no other."""
    client = enter(people[who])
    expected = {rows[w][Enterprise].pk for w in seen(people[who], rows, Enterprise)}
    for where in WHERE:
        unit = rows[where][Enterprise].managed_by
        shown = client.get(f"/admin/directory/enterprise/?unit={unit.pk}").context["cl"]
        found = {row.pk for row in shown.result_list} & {rows[w][Enterprise].pk for w in WHERE}
        assert found <= expected, where


@pytest.mark.parametrize("bad", ["managed_by__path=/", "managed_by__roles__user=1", "name_vi=x"])
def test_columns_cannot_be_guessed_through_the_address(enter, people, rows, bad):
    """G6, G11: only what the list's filters ask is looked up."""
    assert enter(people["officer"]).get(f"/admin/directory/enterprise/?{bad}").status_code == 400


def test_units_offered_by_the_filter_are_those_in_reach(enter, people, rows):
    page = enter(people["officer"]).get("/admin/directory/enterprise/").context["cl"]
    offered = {value for spec in page.filter_specs[:1] for value, _name in spec.lookup_choices}
    assert str(rows["own"][Enterprise].managed_by.pk) in offered
    assert str(rows["other"][Enterprise].managed_by.pk) not in offered
    assert str(rows["parent"][Enterprise].managed_by.pk) not in offered


@pytest.mark.parametrize("who", STAFF)
def test_autocompletion_knows_no_more_than_the_list(enter, people, rows, who):
    """G6: `autocomplete/?term=` of contacts asks for enterprises."""
    query = {"app_label": "directory", "model_name": "contact", "field_name": "enterprise"}
    answer = enter(people[who]).get("/admin/autocomplete/", query | {"term": ""})
    expected = {rows[w][Enterprise].pk for w in seen(people[who], rows, Enterprise)}
    found = {int(row["id"]) for row in answer.json()["results"]}
    assert found & {rows[w][Enterprise].pk for w in WHERE} == expected


@pytest.mark.parametrize("action", ["delete_selected", "export"])
def test_bulk_posts_about_any_row_touch_nothing(enter, people, rows, action):
    """G6: there is no bulk deletion, whoever asks."""
    chosen = [rows[where][Enterprise].pk for where in WHERE]
    for who in ("stranger", "system"):
        data = {"action": action, "_selected_action": chosen, "post": "yes", "index": "0"}
        enter(people[who]).post("/admin/directory/enterprise/", data)
    assert Enterprise.objects.filter(pk__in=chosen).count() == 4


@pytest.mark.parametrize("query", ["?p=0", "?p=-1", f"?p={10**400}", "?p=x", "?o=99.x", "?as_of=no",
    "?q=%00", "?kind__exact=%00", "?q=%ED%A0%80", "?unit=1%27%20OR%201=1", f"?unit={10**400}",
    "?q=" + "x" * 5000, "?tab=no", "?kind__exact=no", "?e=1"])  # fmt: skip
@pytest.mark.parametrize("model", ["enterprise", "unit", "role"])
def test_no_parameter_breaks_a_list(enter, people, rows, model, query):
    """G11: an answer, a redirect to the plain list or a refusal; never a fault of ours."""
    assert enter(people["head"]).get(f"/admin/directory/{model}/{query}").status_code in (
        200,
        302,
        400,
    )


def test_a_superuser_without_a_role_sees_no_more(enter, rows):
    boss = UserFactory(is_staff=True, is_superuser=True)
    client, pk = enter(boss), rows["own"][Enterprise].pk
    assert client.get(f"/admin/directory/enterprise/{pk}/change/").status_code == 404
    assert client.get("/admin/directory/enterprise/add/").status_code == 403


@pytest.mark.parametrize("which", ["other", "missing"])
def test_no_page_tells_whether_a_hidden_row_exists(enter, people, rows, which):
    kind = ContentType.objects.get_for_model(Enterprise).pk
    pk = rows["other"][Enterprise].pk if which == "other" else 999999
    assert enter(people["officer"]).get(f"/admin/r/{kind}/{pk}/").status_code == 404


BEGUN_BY_OFFICERS = {
    *("Activity", "SupportIssue", "UnitPlan"),
    *("Agreement", "Assessment", "Commitment", "Meeting"),
    *("Inquiry", "PublishedAnswer", "ReplacedDocument"),
}


@pytest.mark.parametrize("model", [m for m in admin.site._registry], ids=lambda m: m.__name__)
@pytest.mark.parametrize("who", ["asker", "officer", "auditor"])
def test_every_registered_model_has_its_door_classified(enter, people, model, who):
    """G6: complete by construction: list, add and export of whatever is registered."""
    base = admin.site._registry[model].list_url
    client = enter(people[who])
    answers = [client.get(base + page) for page in ("", "export/", "add/")]
    codes = [answer.status_code for answer in answers]
    answers[1].close()
    clockwork = model._meta.app_label == "core" and who == "officer"
    add = 200 if who == "officer" and model.__name__ in BEGUN_BY_OFFICERS else 403
    assert codes == ([302] * 3 if who == "asker" else [403] * 3 if clockwork else [200, 200, add])


def test_the_auditor_changes_nothing(people, rows):
    """Rules of every record: the auditor reads all and changes nothing."""
    for model, desk in admin.site._registry.items():
        if isinstance(desk, RecordAdmin):
            row = next((rows["own"][m] for m in LIST if m is model), None)
            assert not desk.may_add(people["auditor"])
            assert row is None or not desk.may_change(people["auditor"], row)


@pytest.mark.parametrize("count", [1, 5])
def test_lists_ask_the_same_queries_however_long(
    enter, people, department, count, django_assert_num_queries
):
    for _ in range(count):
        EnterpriseFactory(managed_by=department)
    client = enter(people["head"])
    client.get("/admin/directory/enterprise/")
    with django_assert_num_queries(4):
        client.get("/admin/directory/enterprise/")


class ContactFactory(GivenFactory):
    class Meta:
        model = Contact


@pytest.mark.parametrize(
    "payload", ["<script>alert(1)</script>", '"><img src=x>', "{{ 7*7 }}", "{0}"]
)
def test_names_are_text_on_every_page(enter, people, department, payload):
    """G8: lists are drawn outside templates, so what they escape is tested here."""
    firm = EnterpriseFactory(managed_by=department, name_vi=payload, address=payload)
    ContactFactory(enterprise=firm, name=payload, phone="1")
    client = enter(people["auditor"])
    for page in ("", f"{firm.pk}/change/", "?q=" + payload.replace("#", "")):
        text = client.get(f"/admin/directory/enterprise/{page}").content.decode()
        assert "<script>alert" not in text and "<img src=x" not in text and "49" not in payload


def test_no_text_becomes_a_formula(enter, people, department):
    """G12: the export writes through core.cells."""
    EnterpriseFactory(managed_by=department, name_vi="=1+1")
    book = enter(people["head"]).get("/admin/directory/enterprise/export/?q=").getvalue()
    sheet = openpyxl.load_workbook(BytesIO(book)).worksheets[0]
    cells = {(cell.data_type, cell.value) for row in sheet.iter_rows(min_row=2) for cell in row[:1]}
    assert ("s", "=1+1") in cells


def test_an_export_is_what_the_screen_shows(enter, people, department):
    EnterpriseFactory(managed_by=department, kind="fdi", name_vi="Ngoài")
    EnterpriseFactory(managed_by=department, kind="state", name_vi="Trong")
    book = (
        enter(people["head"]).get("/admin/directory/enterprise/export/?kind__exact=fdi").getvalue()
    )
    sheet = openpyxl.load_workbook(BytesIO(book)).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["Ngoài"]
    assert Posting.objects.count() == 0
