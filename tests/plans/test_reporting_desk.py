"""Reports on the desk: who sees and opens what, passages, what awaits whom, how much is asked."""

from datetime import date
from itertools import product

import pytest
from django.utils.timezone import localdate

from core.history import history
from directory.models import User
from plans.models import GeneralReport, Passage, Report, ReportingPeriod
from tests.factories import PlanFactory, UnitFactory

from .desk_parts import GENERALS, PERIODS, REPORTS, STAFF, awaits
from .reporting_factories import (
    FigureFactory,
    GeneralReportFactory,
    PassageFactory,
    PeriodFactory,
    RecommendationFactory,
    standing,
)

SEES_ALL = {"board", "system", "auditor"}
OF_DEPARTMENT = {"head", "focal_point", "administrator"}


@pytest.fixture
def rows(unit, department):
    """A report of the branch, one of its department, one of another department."""
    period = PeriodFactory(owing=["branch", "department"])
    places = {"own": unit, "parent": department, "other": UnitFactory(code="99")}
    return {
        name: standing("sent_back", period=period, unit=place) for name, place in places.items()
    }


def expected(who: str) -> set[str]:
    if who in SEES_ALL:
        return {"own", "parent", "other"}
    return {"own", "parent"} if who in OF_DEPARTMENT else {"own"} if who == "officer" else set()


@pytest.mark.parametrize("who", STAFF)
def test_every_door_shows_the_reports_of_ones_own_units(enter, people, rows, who):
    """G6: list, search, tabs and export by equality; cards and pages 200 or 404."""
    client = enter(people[who])
    mine = {rows[name].pk for name in expected(who)}
    for query in ("", "?tab=missing", "?tab=late", "?o=-1"):
        shown = client.get(REPORTS + query).context["cl"].result_list
        assert {row.pk for row in shown} == mine, query
    for name, report in rows.items():
        status = 200 if name in expected(who) else 404
        for page in ("change", "compare"):
            assert client.get(f"{REPORTS}{report.pk}/{page}/").status_code == status, page
    owed = Report.objects.owed_by(User.objects.get(pk=people[who].pk))
    mine = {"officer": {"own"}, "head": {"parent"}, "focal_point": {"parent"}}.get(who, set())
    assert {row.pk for row in owed} == {rows[name].pk for name in mine}


PAGES = ["write", "submit", "accept_report", "send_back", "extend", "excuse"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_moves_are_404_out_of_sight_and_403_without_the_right(enter, people, rows, page):
    """G6: a refused post changes nothing."""
    for who in STAFF:
        look_at(enter(people[who]), rows["parent"], page, who)


def look_at(client, report, page: str, who: str) -> None:
    may = {"write": {"head", "focal_point"}, "submit": {"head"}}.get(page, {"board"})
    url = f"{REPORTS}{report.pk}/{page}/"
    expected_status = 200 if who in may else 403 if "parent" in expected(who) else 404
    answer = client.get(url)
    closed = who in may and page in ("accept_report", "send_back")  # not open from sent back
    assert answer.status_code == (302 if closed else expected_status)
    if who not in may:
        before = history(report)
        assert client.post(url, {"reason": "x", "until": "2024-08-01"}).status_code in (403, 404)
        assert history(report) == before


def test_a_general_report_in_the_making_is_the_boards_and_an_issued_one_everybodys(enter, people):
    made = {
        status: GeneralReportFactory(status=status, period=PeriodFactory(status="consolidating"))
        for status in GeneralReport.Status.values
    }
    for who, (status, general) in product(STAFF, made.items()):
        client = enter(people[who])
        seen = who in SEES_ALL or status != "drafted"
        answer = client.get(f"{GENERALS}{general.pk}/change/")
        assert answer.status_code == (200 if seen else 404), status
        page = client.get(f"{GENERALS}{general.pk}/work_through/").status_code
        assert page == (200 if who == "board" else 403 if seen else 404), status


def test_units_read_the_issued_general_report_and_nothing_left_out(enter, people, department):
    """G6: passages left out, and what came after the issue, stay with the board."""
    general = GeneralReportFactory()
    version = standing("accepted", period=general.period, unit=department).versions.get()
    PassageFactory(general_report=general, version=version, original="Được nêu", use="included")
    PassageFactory(
        general_report=general, version=version, position=2, original="Bị loại", use="left_out"
    )
    client = enter(people["board"])
    client.post(f"{GENERALS}{general.pk}/issue_preliminary/")
    RecommendationFactory(general_report=general, text="Sau khi phát hành")
    text = enter(people["officer"]).get(f"{GENERALS}{general.pk}/change/").content.decode()
    assert "Được nêu" in text and "Bị loại" not in text and "Sau khi phát hành" not in text
    assert "Sau khi phát hành" in enter(people["board"]).get(
        f"{GENERALS}{general.pk}/change/"
    ).content.decode()  # fmt: skip


@pytest.mark.parametrize("path", [REPORTS, f"{REPORTS}?tab=mine", "/admin/?tab=reports"])
def test_lists_ask_the_same_for_one_row_and_for_five(
    enter, people, department, path, django_assert_max_num_queries
):
    client = enter(people["head"])
    standing("drafted", unit=department)
    client.get(path)
    for _n in range(2):
        with django_assert_max_num_queries(20) as asked:
            assert client.get(path).status_code == 200
        seen = len(asked)
        for _m in range(4):
            standing("drafted", unit=department, period=PeriodFactory())
    assert seen == len(asked)


# --- passages -------------------------------------------------------------------------------------
def test_the_board_works_through_passages_with_one_click_each(enter, people):
    general = GeneralReportFactory()
    version = standing("accepted", period=general.period).versions.get()
    first, second, third = (
        PassageFactory(general_report=general, version=version, position=n) for n in (1, 2, 3)
    )
    client, url = enter(people["board"]), f"{GENERALS}{general.pk}/work_through/?section=support"
    answer = client.post(url, {"passage": first.pk, "use": "included"})
    assert answer.url.endswith(f"#passage-{second.pk}")
    client.post(url, {"passage": second.pk, "use": "edited", "text": "Gọn hơn."})
    client.post(url, {"section": "support", "use": "left_out"})
    assert list(Passage.objects.order_by("position").values_list("use", "text")) == [
        ("included", first.original), ("edited", "Gọn hơn."), ("left_out", third.original),
    ]  # fmt: skip
    assert client.post(url, {"passage": first.pk, "use": "edited", "text": " "}).status_code == 400
    for wrong in ("x", "9" * 30, PassageFactory().pk):
        assert client.post(url, {"passage": wrong, "use": "included"}).status_code == 404


def test_a_passage_is_not_touched_any_more_once_the_report_is_final(enter, people):
    general = GeneralReportFactory(status="final")
    passage = PassageFactory(general_report=general)
    url = f"{GENERALS}{general.pk}/work_through/"
    answer = enter(people["board"]).post(url, {"passage": passage.pk, "use": "left_out"})
    passage.refresh_from_db()
    assert answer.status_code == 400 and passage.use == "offered"


# --- the desk -------------------------------------------------------------------------------------
def test_what_awaits_whom(people, department):
    owed = standing("drafted", unit=department)
    handed_in = standing("submitted", period=owed.period)
    standing("drafted", unit=department, period=PeriodFactory(status="closed"))
    GeneralReportFactory(period=owed.period)
    assert awaits(people["head"], "reports") == [owed.period.title]
    assert awaits(people["officer"], "reports") == [] == awaits(people["board"], "reports")
    assert awaits(people["board"], "review") == [str(handed_in.unit)]
    assert awaits(people["board"], "general") == [owed.period.title]
    assert awaits(people["officer"], "review") is None is awaits(people["head"], "general")


def test_the_board_opens_an_ad_hoc_period_at_the_desk(enter, people):
    plan = PeriodFactory(status="planned").plan
    client, url = enter(people["board"]), f"{PERIODS}add/"
    assert client.get(url).status_code == 200
    values = {
        "plan": plan.pk, "title_vi": "Báo cáo đột xuất về cảng biển", "starts": "2024-07-01",
        "cut_off": "2024-08-31", "before": "2024-09-15", "rule": "last_working_day_before",
        "opens_on": "2024-09-01", "owing": ["department"], "redo_days": 3, "nag_days": 10,
    }  # fmt: skip
    wrong = client.post(url, values | {"cut_off": "2024-09-14"})
    assert wrong.status_code == 200 and "13/09/2024" in wrong.content.decode()
    client.post(url, values)
    period = ReportingPeriod.objects.get(title_vi="Báo cáo đột xuất về cảng biển")
    assert (period.kind, period.due_on) == ("ad_hoc", date(2024, 9, 13))
    assert period.status == "planned"


# --- frozen figures -------------------------------------------------------------------------------
def test_a_figure_that_was_handed_in_leads_to_its_rows_of_today(enter, people, department):
    """Of the report's own unit and days; the frozen number stays whatever the rows are by now."""
    report = standing("submitted", unit=department)
    version = report.versions.get()
    for code in ("plans.reports_on_time", "of.long.ago"):
        FigureFactory(version=version, code=code, value=7)
    client = enter(people["board"])
    card = client.get(f"{REPORTS}{report.pk}/change/").content.decode()
    lead = f"{REPORTS}{report.pk}/rows/?figure="
    assert f'href="{lead}plans.reports_on_time">7</a>' in card
    answer = client.get(f"{lead}plans.reports_on_time")
    span = f"{department.pk}.{report.period.starts}.{report.period.cut_off}"
    assert answer["Location"] == f"{REPORTS}?counted=figure.{span}"
    for code in ("of.long.ago", ""):
        answer = client.get(f"{lead}{code}")
        assert answer["Location"] == f"{REPORTS}{report.pk}/change/"


def test_rows_of_a_report_out_of_sight_are_asked_for_in_vain(enter, people):
    report = standing("submitted")
    answer = enter(people["head"]).get(f"{REPORTS}{report.pk}/rows/?figure=x")
    assert answer.status_code == 404


def test_what_mostly_holds_stands_in_the_form_of_a_new_period(enter, people):
    """The newest plan in force, from today on, of those whom the Decision names."""
    plan = PlanFactory(year=2024)
    PlanFactory(year=2023)
    page = "/admin/plans/reportingperiod/add/?way=schedule"
    form = enter(people["board"]).get(page).context["form"]
    assert form["plan"].value() in (plan, plan.pk)
    assert form["opens_on"].value() == localdate()
    ticked = [each.data["value"] for each in form["owing"] if each.data["selected"]]
    assert ticked == ["hq_unit", "department"]
