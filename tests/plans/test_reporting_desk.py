"""Reports on the desk: who sees and opens what, writing at once, comparing, passages."""

import re
from datetime import date
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.desk import desk_entries
from core.history import acting, history
from directory.models import User
from plans.models import GeneralReport, Item, Passage, Report, ReportingPeriod, Section
from plans.reporting.comparing import Comparison, marked
from plans.services.freezing import side_by_side
from tests.factories import UnitFactory

from .reporting_factories import (
    FigureFactory,
    GeneralReportFactory,
    PassageFactory,
    PeriodFactory,
    RecommendationFactory,
    ReportFactory,
    VersionFactory,
    at,
    standing,
)

REPORTS, GENERALS, PERIODS = (
    f"/admin/plans/{name}/" for name in ("report", "generalreport", "reportingperiod")
)
STAFF = [
    "officer", "head", "focal_point", "administrator", "stranger", "board", "system", "auditor",
]  # fmt: skip
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


# --- writing ------------------------------------------------------------------------------------
def opened(client, url) -> dict:
    """What a browser posts back of a form nobody typed into."""
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()}


@pytest.fixture
def drafted(department):
    return ReportFactory(status="drafted", unit=department)


def texts(report) -> dict[str, str]:
    return {each.section: each.text for each in report.sections.all()}


def test_two_who_write_different_sections_at_once_both_keep_their_words(
    client, enter, people, drafted
):
    url = f"{REPORTS}{drafted.pk}/write/"
    first = opened(enter(people["head"]), url)
    second = opened(enter(people["focal_point"]), url)
    enter(people["head"]).post(url, first | {"text_support": "Của trưởng"})
    answer = enter(people["focal_point"]).post(url, second | {"text_information": "Của đầu mối"})
    assert answer.status_code == 302
    assert {k: v for k, v in texts(drafted).items() if v} == {
        "support": "Của trưởng", "information": "Của đầu mối",
    }  # fmt: skip


def test_who_writes_the_same_section_is_told_once_and_loses_nothing(enter, people, drafted):
    url = f"{REPORTS}{drafted.pk}/write/"
    mine = opened(enter(people["focal_point"]), url) | {"text_support": "Của tôi"}
    theirs = opened(enter(people["head"]), url)
    enter(people["head"]).post(url, theirs | {"text_support": "Của trưởng"})
    told = enter(people["focal_point"]).post(url, mine)
    page = told.content.decode()
    assert told.status_code == 200 and texts(drafted)["support"] == "Của trưởng"
    assert "Của tôi" in page and "Của trưởng" in page and str(people["head"]) in page
    again = mine | {"seen": told.context["form"]["seen"].value()}
    assert enter(people["focal_point"]).post(url, again).status_code == 302
    assert texts(drafted)["support"] == "Của tôi"


def test_a_report_handed_in_meanwhile_keeps_what_was_typed_on_the_page(enter, people, drafted):
    url = f"{REPORTS}{drafted.pk}/write/"
    values = opened(enter(people["head"]), url) | {"text_support": "Chưa kịp lưu"}
    with acting(None, "given"):
        Report.objects.filter(pk=drafted.pk).update(
            status="submitted", submitted_at=at(2024, 6, 1), first_submitted_at=at(2024, 6, 1)
        )
    answer = enter(people["head"]).post(url, values)
    assert answer.status_code == 409 and "Chưa kịp lưu" in answer.content.decode()
    assert texts(drafted) == {}


def test_a_branchs_narrative_is_taken_over_with_one_click_and_stays_traceable(
    enter, people, unit, drafted
):
    """What was typed beside it is saved with it; only versions handed in are offered."""
    below = VersionFactory(
        report=ReportFactory(period=drafted.period, unit=unit, status="submitted"),
        texts={"support": "Ba hội nghị."},
    )
    other = VersionFactory(report=ReportFactory(period=drafted.period, status="submitted"))
    url = f"{REPORTS}{drafted.pk}/write/"
    client = enter(people["focal_point"])
    assert "Ba hội nghị." in client.get(url).content.decode()
    typed = opened(client, url) | {"text_support": "Mở đầu.", "take": f"{below.pk}:support"}
    assert client.post(url, typed).url == f"{url}#part-support"
    assert texts(drafted)["support"] == f"Mở đầu.\n\n{unit.name_vi}: Ba hội nghị."
    assert drafted.inclusions.get().version == below
    for wrong in (f"{below.pk}:support", f"{other.pk}:support", f"{below.pk}:x", "9:support"):
        refused = client.post(url, opened(client, url) | {"take": wrong})
        assert refused.status_code == 200, wrong
    assert drafted.inclusions.count() == 1


def test_figures_are_never_typed(enter, people, drafted):
    """A remark is all a person may add; a figure in the address or the form changes nothing."""
    url = f"{REPORTS}{drafted.pk}/write/"
    client = enter(people["head"])
    values = opened(client, url)
    assert not [name for name in values if re.match("value|figure", name)]
    code = next(name for name in values if name.startswith("remark_"))
    client.post(url, values | {code: "Thiếu một chi cục", "value_plans.reports_on_time": "99"})
    assert [r.text for r in drafted.remarks.all()] == ["Thiếu một chi cục"]


def test_a_page_of_one_and_of_five_branches_asks_the_same(
    enter, people, unit, drafted, django_assert_num_queries
):
    """Ten besides what the apps' figures of the two periods ask by themselves."""

    def branch(parent):
        return VersionFactory(
            report=ReportFactory(
                period=drafted.period, status="submitted",
                unit=UnitFactory(kind="branch", parent=parent),
            )
        )  # fmt: skip

    client, url = enter(people["head"]), f"{REPORTS}{drafted.pk}/write/"
    branch(drafted.unit)
    client.get(url)
    with CaptureQueriesContext(connection) as figures:
        side_by_side(drafted)
    for _n in range(2):
        with django_assert_num_queries(10 + len(figures)):
            assert client.get(url).status_code == 200
        for _m in range(4):
            branch(drafted.unit)


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


# --- comparing ------------------------------------------------------------------------------------
def test_two_versions_are_compared_and_hostile_words_stay_words(enter, people, department):
    report = standing("sent_back", unit=department)
    FigureFactory(version=report.versions.get(), code="a.b", value=3)
    second = VersionFactory(report=report, number=2, texts={"support": "<script>alert(9)</script>"})
    FigureFactory(version=second, code="a.b", value=4)
    text = enter(people["head"]).get(f"{REPORTS}{report.pk}/compare/").content.decode()
    assert "<ins>&lt;script&gt;alert(9)&lt;/script&gt;</ins>" in text
    assert "<del>Về support</del><ins>" in text and "<script>alert" not in text
    only = enter(people["head"]).get(f"{REPORTS}{report.pk}/compare/?a=1&b=1")
    assert only.status_code == 200


def test_what_changed_between_two_versions_stands_first_under_its_task(department):
    """Two tasks count what has the same name; what is the same is folded away."""
    report = standing("sent_back", unit=department)
    first, second = report.versions.get(), VersionFactory(report=report, number=2)
    for version, values in ((first, (3, 5)), (second, (4, 5))):
        for task, value in zip(("support", "cooperation"), values, strict=True):
            FigureFactory(version=version, code=f"due.{task}", task=task, value=value)
    found = Comparison(second, first)
    assert [(task, [(p.first, p.second) for p in pairs]) for task, pairs in found.changed] == [
        (str(Item.Task.SUPPORT.label), [("3", "4")])
    ]
    assert [pair.task for pair in found.unchanged] == ["cooperation"]


def test_who_asks_to_write_what_was_handed_in_is_led_to_its_card(enter, people, department):
    """Not round in a circle: the page that is saved on is itself the one to come back to."""
    report = standing("submitted", unit=department)
    answer = enter(people["head"]).get(f"{REPORTS}{report.pk}/write/", follow=True)
    assert answer.redirect_chain == [(f"{REPORTS}{report.pk}/change/", 302)]
    assert len(list(answer.context["messages"])) == 1


def test_marks_show_words_taken_out_and_put_in():
    assert marked("ba hội nghị lớn", "bốn hội nghị lớn") == (
        "<del>ba </del><ins>bốn </ins>hội nghị lớn"
    )
    assert marked("", "<b>") == "<ins>&lt;b&gt;</ins>" and marked("a", "") == "<del>a</del>"


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
def shown(user, name: str) -> list[str] | None:
    fresh = User.objects.get(pk=user.pk)
    entry = next((each for each in desk_entries(fresh) if each.name == name), None)
    return None if entry is None else [entry.line(row).title for row in entry.rows]


def test_what_awaits_whom(people, department):
    owed = standing("drafted", unit=department)
    handed_in = standing("submitted", period=owed.period)
    standing("drafted", unit=department, period=PeriodFactory(status="closed"))
    GeneralReportFactory(period=owed.period)
    assert shown(people["head"], "reports") == [owed.period.title]
    assert shown(people["officer"], "reports") == [] == shown(people["board"], "reports")
    assert shown(people["board"], "review") == [str(handed_in.unit)]
    assert shown(people["board"], "general") == [owed.period.title]
    assert shown(people["head"], "review") is None is shown(people["head"], "general")


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


def test_empty_sections_are_named_when_a_report_is_refused(enter, people, drafted):
    answer = enter(people["head"]).post(f"{REPORTS}{drafted.pk}/submit/")
    text = answer.content.decode()
    assert answer.status_code == 200 and all(str(s.label) in text for s in Section)
