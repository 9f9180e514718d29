"""Coverage: obligations × units, its numbers, the rows behind each, its export and its queries."""

import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from core.history import acting
from directory.models import Unit, User
from plans.coverage import Matrix, State
from plans.models import Item, Undertaking
from plans.services import succession
from tests.factories import AssignmentFactory, ItemFactory, PlanFactory, UnitFactory

from .test_lists import SuccessionFactory, shown
from .unit_plan_factories import UndertakingFactory, UnitPlanFactory

PAGE = "/admin/plans/unitplan/coverage/"


@pytest.fixture
def covered(department):
    """Two departments and three obligations: 1.1 in all states, 1.2 dropped, 1.3 untouched."""
    plan, other = PlanFactory(year=2023), UnitFactory(code="05")
    items = [
        ItemFactory(plan=plan, code=f"1.{n}", position=n, text_vi=f"line {n}") for n in (1, 2, 3)
    ]
    office = ItemFactory(
        plan=plan, level=Item.Level.GENERAL_DEPARTMENT, code="1.4", position=4, text_vi="office"
    )
    AssignmentFactory(item=office, unit=UnitFactory(kind="hq_unit", code="VP"))
    mine = UnitPlanFactory(plan=plan, unit=department)
    for status in ("planned", "reported", "done", "dropped"):
        UndertakingFactory(unit_plan=mine, item=items[0], status=status)
    UndertakingFactory(unit_plan=mine, item=items[1], status="dropped", dropped_because="no goods")
    # What must not count: own initiatives, drafts, discarded plans, branches, other Decisions.
    UndertakingFactory(unit_plan=mine)
    UndertakingFactory(
        unit_plan=UnitPlanFactory(plan=plan, unit=other, status="drafted"), item=items[2]
    )
    branch = UnitFactory(kind="branch", parent=department, code="03ZZ")
    UndertakingFactory(
        unit_plan=UnitPlanFactory(plan=plan, unit=branch, superior=mine), item=items[2]
    )
    UndertakingFactory(unit_plan=mine, item=ItemFactory(plan=PlanFactory(year=2022)))
    return plan


def words(matrix) -> dict[str, list[str]]:
    return {
        row.item.code: ["" if cell is None else str(cell.state) for cell in row.cells]
        for row in matrix.rows
    }


def test_a_cell_says_how_far_a_unit_has_come(covered):
    matrix = Matrix(covered)
    assert [unit.code for unit in matrix.units] == ["03", "05"]
    assert words(matrix) == {
        "1.1": ["in_progress", "not_taken_up"],
        "1.2": ["dropped", "not_taken_up"],
        "1.3": ["not_taken_up", "not_taken_up"],
    }
    assert matrix.counts == {
        "planned": 1, "in_progress": 1, "done": 1, "dropped": 2, "not_taken_up": 4,
    }  # fmt: skip
    assert matrix.untaken == 2
    first = next(row for row in matrix.rows if row.item.code == "1.2")
    assert first.cells[0].reasons == ["no goods"]


def test_units_stand_as_in_the_directory_not_by_code(db):
    """Regions are numbered I, II, …: by code, IX would come before V."""
    plan = ItemFactory(plan__year=2023).plan
    for code in ("KVV", "KVIX", "KVX"):
        UnitFactory(code=code)
    assert [unit.code for unit in Matrix(plan).units] == ["KVV", "KVIX", "KVX"]


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        (["planned"], State.PLANNED),
        (["planned", "done"], State.IN_PROGRESS),
        (["in_progress", "dropped"], State.IN_PROGRESS),
        (["done", "dropped"], State.DONE),
        (["done", "done"], State.DONE),
        (["dropped"], State.DROPPED),
    ],
)
def test_several_undertakings_make_one_word(department, statuses, state):
    item = ItemFactory(plan__year=2023)
    mine = UnitPlanFactory(plan=item.plan, unit=department)
    for status in statuses:
        UndertakingFactory(unit_plan=mine, item=item, status=status)
    assert words(Matrix(item.plan)) == {item.code: [state]}


def test_headquarters_units_have_a_table_of_their_own(covered):
    assert words(Matrix(covered, "hq_unit")) == {"1.4": ["not_taken_up"]}


def test_filters_keep_rows_and_what_nobody_took_up_comes_first_to_the_board(covered):
    assert list(words(Matrix(covered, state="in_progress"))) == ["1.1"]
    assert words(Matrix(covered, task="information")) == {}
    assert list(words(Matrix(covered, untaken_first=True))) == ["1.2", "1.3", "1.1"]


def test_a_successor_stands_in_the_place_of_the_unit_whose_plan_it_took_over(covered, department):
    heir = UnitFactory(code="KVIII", valid_from=date(2024, 3, 1))
    SuccessionFactory(predecessor=department, successor=heir, kind="renamed", on=date(2024, 3, 1))
    with acting(None, "given"):
        Unit.objects.filter(pk=department.pk).update(valid_to=date(2024, 2, 29))
    assert [unit.code for unit in Matrix(covered).units] == ["03", "05"]
    before = words(Matrix(covered))
    succession.pass_on_all(date(2024, 3, 2))
    assert [unit.code for unit in Matrix(covered).units] == ["05", "KVIII"]
    assert words(Matrix(covered)) == {code: cells[::-1] for code, cells in before.items()}


def follow(client, url: str) -> int:
    """How many rows the list behind a number holds."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.context["cl"].result_count


def test_every_number_leads_to_the_rows_it_counts(enter, people, covered):
    client = enter(people["board"])
    page = client.get(f"{PAGE}?plan={covered.pk}")
    links = re.findall(r'<a href="([^"]*counted=[^"]*)"[^>]*>(\d+)</a>', page.content.decode())
    assert len(links) >= 12, "rows, columns and the foot"
    for url, number in links:
        assert follow(client, url.replace("&amp;", "&")) == int(number), url


@pytest.mark.parametrize("kept", ["", "&state=dropped", "&task=support", "&kind=hq_unit"])
def test_what_was_not_taken_up_leads_to_the_units(enter, people, covered, kept):
    """As many units are named as the number says, in a row, a column and the foot."""
    client = enter(people["officer"])
    page = client.get(f"{PAGE}?plan={covered.pk}{kept}").content.decode()
    links = re.findall(r'<a href="(untaken/[^"]*)"[^>]*>(\d+)</a>', page)
    assert len(links) >= 3
    for url, number in links:
        answer = client.get(PAGE + url.replace("&amp;", "&"))
        named = [unit for _item, units in answer.context["untaken"] for unit, _url in units]
        assert len(named) == answer.context["count"] == int(number), url


def test_a_unit_that_took_nothing_up_leads_to_its_plan(enter, people, covered, department):
    client = enter(people["head"])
    answer = client.get(f"{PAGE}untaken/?plan={covered.pk}&unit={department.pk}")
    mine = covered.unit_plans.get(unit=department)
    assert [(item.code, units) for item, units in answer.context["untaken"]] == [
        ("1.3", [(department, f"/admin/plans/unitplan/{mine.pk}/change/")])
    ]
    for wrong in ("item=x", "unit=²", "unit=" + "9" * 19, "task=x"):
        assert client.get(f"{PAGE}untaken/?{wrong}").status_code == 400


@pytest.mark.parametrize(
    "value",
    ["x", "coverage", "coverage.1", "coverage.x.department....", "coverage.1.department.nix.1.1.",
     "figure.done.support.0.2023-01-01", "figure.nix.support.0.2023-01-01.2023-12-31",
     "figure.done.support.99999999999999999999.2023-01-01.2023-12-31",
     "figure.done.support.0.yesterday.2023-12-31", "coverage.²..."],
)  # fmt: skip
def test_an_address_that_counts_nothing_opens_the_list_unfiltered(enter, people, value):
    answer = enter(people["board"]).get(f"/admin/plans/undertaking/?counted={value}")
    assert answer.status_code == 302 and "e=1" in answer.url


def test_filters_that_do_not_exist_are_refused(enter, people, covered):
    client = enter(people["officer"])
    assert client.get(f"{PAGE}?task=x").status_code == 400
    assert client.get(f"{PAGE}?plan=999999").status_code == 404
    draft = PlanFactory(status="drafted")
    assert client.get(f"{PAGE}?plan={draft.pk}").status_code == 404


def test_before_the_first_plan_the_page_says_so(enter, people):
    """An empty portal, or drafts only: a sentence, no table and nothing to export."""
    PlanFactory(status="drafted")
    client = enter(people["board"])
    page = client.get(PAGE)
    assert page.status_code == 200 and page.context["choices"] == []
    assert 'class="empty"' in page.content.decode()
    assert client.get(f"{PAGE}excel/").status_code == 404


def test_the_excel_sheet_says_what_the_screen_shows(enter, people, covered):
    """G12: cells are texts and numbers, never formulas."""
    answer = enter(people["board"]).get(f"{PAGE}excel/?plan={covered.pk}")
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    heads, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert len(rows) == 3 and len(heads) == 10
    lines = {row[0]: row[3:] for row in rows}
    assert lines["1.1"][:5] == (1, 1, 1, 1, 1)
    assert lines["1.2"][5].endswith("no goods")
    kinds = {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row}
    assert "f" not in kinds


def test_hostile_words_stay_texts_in_the_sheet(enter, people, covered, department):
    """G12: names of units, the Decision's words, reasons, and who made it."""
    hostile = {"unit": "=cmd|'/c calc'!A1", "line": "+1+1", "why": "@SUM(A1)", "who": "=1+1"}
    with acting(None, "given"):
        Unit.objects.filter(pk=department.pk).update(name_vi=hostile["unit"])
        Item.objects.filter(code="1.2").update(text_vi=hostile["line"], text_en="")
        Undertaking.objects.filter(item__code="1.2").update(dropped_because=hostile["why"])
        User.objects.filter(pk=people["board"].pk).update(last_name=hostile["who"], first_name="")
    client = enter(User.objects.get(pk=people["board"].pk))
    answer = client.get(f"{PAGE}excel/?plan={covered.pk}", headers={"accept-language": "vi"})
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    said = "\n".join(str(cell.value) for cell in cells)
    assert all(text in said for text in hostile.values())


def test_the_board_sees_on_the_desk_what_nobody_took_up(people, covered):
    """A branch answers line 3 and a department line 1: the office's and line 2 are left."""
    assert shown(people["board"], "untaken") == ["line 2", "office"]
    assert shown(people["head"], "untaken") is None


@pytest.mark.parametrize(("departments", "obligations"), [(2, 5), (35, 65)])
def test_the_page_asks_the_same_whatever_its_size(
    enter, people, django_assert_num_queries, departments, obligations
):
    """At most 15 queries with 35 departments and 65 obligations, one of them for the cells."""
    plan = PlanFactory(year=2023)
    items = [ItemFactory(plan=plan, code=f"c{n}", position=n) for n in range(1, obligations + 1)]
    for _n in range(departments):
        mine = UnitPlanFactory(plan=plan)
        UndertakingFactory(unit_plan=mine, item=items[0], status="done")
    client = enter(people["board"])
    client.get(PAGE)
    with django_assert_num_queries(10):
        client.get(f"{PAGE}untaken/?plan={plan.pk}")
    with django_assert_num_queries(9) as asked:
        answer = client.get(f"{PAGE}?plan={plan.pk}")
    assert answer.content.decode().count('class="cell s-') >= departments * obligations
    cells = [q for q in asked.captured_queries if "GROUP BY" in q["sql"]]
    assert len(cells) == 1
    assert Undertaking.objects.count() == departments
