"""The dashboard: who reads it, whose numbers they are, how a past day stood; who is reminded."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from core.models import Letter
from partnership.dashboard.asked import current
from partnership.dashboard.cycle import Cycle
from partnership.dashboard.panels import Panels
from partnership.dashboard.scope import Scope
from plans.punctuality import State
from tests.factories import RoleFactory, UnitFactory, top
from tests.partnership.dashboard_parts import EXPORTS, PAGES
from tests.plans.activity_factories import ActivityFactory
from tests.plans.reporting_factories import (
    ConcessionFactory,
    PeriodFactory,
    ReportFactory,
    VersionFactory,
    at,
)


def look(user, period, on=date(2024, 6, 30), unit=None):
    return Cycle(Scope.of(user).narrowed(unit), period, [period], on)


def shown(cycle) -> set[str]:
    return {row.unit.code for row in cycle.rows}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("who", "answer"),
    [("board", 200), ("auditor", 200), ("head", 200), ("officer", 403), ("focal_point", 403),
     ("administrator", 403), ("system", 403), ("asker", 403)],
)  # fmt: skip
def test_the_board_the_auditor_and_heads_read_it(people, enter, reports, name, who, answer):
    """G5, G6: others of the staff get 403, whatever the page."""
    assert enter(people[who]).get(reverse(name)).status_code == answer


def test_a_head_never_sees_another_departments_numbers(people, period, reports, enter):
    """Scope by equality: rows, marks, figures, choices and files are the own subtree's."""
    head, board = people["head"], people["board"]
    assert shown(look(head, period)) == {"03"}
    assert shown(look(board, period)) == {"03", "01", "41", "48"}
    other = RoleFactory(kind="head", unit=reports["late"].unit).user
    assert shown(look(other, period)) == {"01"}
    page = enter(head).get(reverse("dashboard:cycle")).content.decode()
    assert "Cục Hải quan TP. Hải Phòng" in page
    for state in ("late", "missing", "excused"):
        assert reports[state].unit.name_vi not in page
    assert {u.code for u in Scope.of(head).units(period)} == {"03"}


def test_a_unit_out_of_reach_does_not_exist(people, period, reports, enter):
    theirs = reports["late"].unit
    page = reverse("dashboard:cycle") + f"?unit={theirs.pk}"
    assert enter(people["head"]).get(page).status_code == 404
    assert enter(people["board"]).get(page).status_code == 200
    assert shown(look(people["board"], period, unit=theirs)) == {"01"}


def test_units_stand_as_in_the_directory_not_by_code(people, period):
    """Regions are numbered I, II, …: by code, IX would come before V."""
    for code in ("KVV", "KVIX", "KVX"):
        ReportFactory(period=period, unit=UnitFactory(code=code))
    rows = look(people["board"], period).rows
    assert [row.unit.code for row in rows] == ["KVV", "KVIX", "KVX"]


@pytest.mark.parametrize("asked", ["?period=0", "?period=x", "?unit=x"])
def test_periods_and_units_that_are_not_there_answer_404(people, reports, enter, asked):
    assert enter(people["board"]).get(reverse("dashboard:cycle") + asked).status_code == 404


def test_a_day_to_come_is_refused_in_words(people, reports, enter):
    tomorrow = localdate() + timedelta(days=1)
    page = enter(people["board"]).get(reverse("dashboard:cycle") + f"?on={tomorrow}")
    assert page.status_code == 200 and page.context["asked"].on == localdate()
    assert page.context["asked"].form.errors["on"]


def test_figures_of_a_head_are_the_own_subtrees(people, period, department, unit):
    """Activities of another department are not counted, those of one's branch are."""
    held = {"status": "held", "result": "x", "starts": at(2024, 3, 5, 8), "ends": at(2024, 3, 5, 9)}
    for where in (department, unit, UnitFactory(code="02")):
        ActivityFactory(unit=where, kind="dialogue", task="consultation", **held)

    mine, whole = counted(people["head"], period), counted(people["board"], period)
    key = next(code for code, value in whole.items() if value == 3)
    assert mine[key] == 2


def counted(user, period, unit=None):
    panels = [p for _task, mine in Panels(Scope.of(user).narrowed(unit), period) for p in mine]
    return {p.now.measure.code: p.now.value for p in panels}


def test_figures_of_a_head_of_several_units_are_added_up(people, period, department, unit):
    """A unit under another counts once; where one is chosen, its own figures stand."""
    other, head = UnitFactory(code="02"), people["head"]
    for where in (unit, other):
        RoleFactory(kind="head", unit=where, user=head)
    held = {"status": "held", "result": "x", "starts": at(2024, 3, 5, 8), "ends": at(2024, 3, 5, 9)}
    for where in (department, unit, other, UnitFactory(code="01")):
        ActivityFactory(unit=where, kind="dialogue", task="consultation", **held)
    key = "activities.held.consultation"
    assert counted(people["board"], period)[key] == 4
    assert Scope.of(head).measured == [department, other]
    assert counted(head, period)[key] == 3
    assert [counted(head, period, each)[key] for each in (department, unit, other)] == [2, 1, 1]


@pytest.mark.parametrize(
    ("on", "states"),
    [
        (date(2024, 6, 9), ["missing", "missing", "missing", "excused"]),
        (date(2024, 6, 10), ["on_time", "missing", "missing", "excused"]),
        (date(2024, 6, 17), ["on_time", "late", "missing", "excused"]),
        (date(2024, 4, 29), []),
    ],
)
def test_any_past_day_shows_how_things_stood(people, period, reports, on, states):
    """The four states of every day are those of that day, and add to 100 percent."""
    cycle = look(people["board"], period, on)
    by_code = {row.unit.code: str(row.state) for row in cycle.rows}
    assert [by_code[code] for code in ("03", "01", "41", "48") if code in by_code] == states
    assert sum(cycle.tally.percents.values()) == (100 if states else 0)
    assert cycle.tally.total == len(states)


def test_days_late_and_what_is_not_due_yet(people, period, reports):
    rows = {row.unit.code: row for row in look(people["board"], period).rows}
    assert [rows[code].days_late for code in ("03", "01", "41", "48")] == [0, 3, 16, 0]
    assert rows["41"].late_now and not rows["48"].late_now
    before = {r.unit.code: r for r in look(people["board"], period, date(2024, 6, 14)).rows}
    assert before["41"].waiting and not before["41"].late_now
    assert before["01"].first is None and before["03"].first == date(2024, 6, 10)


def test_a_report_sent_back_is_late_after_the_day_set_then(people, period, department):
    back = ReportFactory(
        period=period, unit=department, status="sent_back", redo_by=date(2024, 6, 20)
    )
    VersionFactory(report=back, returned_at=at(2024, 6, 12, 9), returned_reason="x",
                   redo_by=date(2024, 6, 20))  # fmt: skip
    (row,) = look(people["board"], period, date(2024, 6, 18)).rows
    assert row.state == State.MISSING and row.waiting
    (row,) = look(people["board"], period, date(2024, 6, 23)).rows
    assert row.days_late == 3 and row.again_by == date(2024, 6, 20)


def test_punctuality_of_earlier_periods_stands_beside(people, period, department):
    """Marks are of earlier periods only, oldest first; excuses do not count against a unit."""
    earlier = [
        PeriodFactory(before=date(2023, month, 15), due_on=date(2023, month, 14),
                      starts=date(2023, 1, 1), cut_off=date(2023, month, 1),
                      opens_on=date(2023, month, 1))
        for month in (3, 6, 9)
    ]  # fmt: skip
    fates = [
        ("submitted", at(2023, 3, 10, 9)),
        ("submitted", at(2023, 6, 20, 9)),
        ("excused", None),
    ]
    for each, (status, handed) in zip(earlier, fates, strict=True):
        done = ReportFactory(
            period=each, unit=department, status=status, submitted_at=handed,
            expected_at=at(2023, 1, 2, 9),
        )  # fmt: skip
        if handed:
            VersionFactory(report=done, submitted_at=handed)
        else:
            ConcessionFactory(report=done, kind="excused", until=None, at=at(2023, 8, 1, 9))
    ReportFactory(period=period, unit=department)
    cycle = Cycle(Scope.of(people["board"]), period, [period, *earlier[::-1]], localdate())
    (row,) = cycle.rows
    assert [str(mark.state) for mark in row.marks] == ["on_time", "late", "excused"]
    assert row.punctual == (1, 2)


def test_pages_ask_the_same_number_of_questions_whatever_the_rows(people, period, enter):
    """At most 20 queries a page, the same at 1 and at 5 units."""
    client, counts = enter(people["board"]), []
    for number in range(5):
        made = ReportFactory(period=period, unit=UnitFactory(code=f"9{number}"), status="submitted")
        VersionFactory(report=made)
        if number in (0, 4):
            asked = []
            for name in PAGES:
                client.get(reverse(name))
                with CaptureQueriesContext(connection) as queries:
                    assert client.get(reverse(name)).status_code == 200
                asked.append(len(queries))
            counts.append(asked)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 20


def test_a_state_shows_only_its_rows(people, reports, enter):
    page = enter(people["board"]).get(reverse("dashboard:cycle") + "?state=late&on=2024-06-30")
    body = " ".join(page.context["tables"])
    assert reports["late"].unit.name_vi in body and reports["missing"].unit.name_vi not in body
    assert page.context["kpis"][0].compare == "1 trên 4 báo cáo"


def test_before_the_first_period_pages_say_what_to_do(people, enter):
    top()
    client = enter(people["board"])
    for name in PAGES:
        page = client.get(reverse(name))
        assert page.status_code == 200 and "Chưa mở kỳ báo cáo nào" in page.content.decode()
    for ending in EXPORTS:
        assert client.get(reverse("dashboard:export", args=[ending])).status_code == 200
    assert client.get(reverse("dashboard:remind")).status_code == 404


def test_the_open_period_that_is_due_first_is_shown_first(db):
    plain = {"starts": date(2024, 1, 1), "cut_off": date(2024, 1, 2), "opens_on": date(2024, 1, 3)}
    later = PeriodFactory(before=date(2024, 9, 1), due_on=date(2024, 8, 30), **plain)
    sooner = PeriodFactory(before=date(2024, 7, 1), due_on=date(2024, 6, 28), **plain)
    closed = PeriodFactory(before=date(2024, 12, 1), status="closed", **plain)
    assert current([closed, later, sooner]) == sooner
    assert current([closed]) == closed and current([]) is None


# --- reminding -----------------------------------------------------------------------------


def test_the_late_are_reminded_after_a_preview_of_whom(people, period, reports, enter):
    """The period's own verb does it; a unit without people is named before anything is sent."""
    focal = RoleFactory(kind="focal_point", unit=reports["missing"].unit).user
    client, where = enter(people["board"]), reverse("dashboard:remind")
    page = client.get(where)
    assert [row.unit.code for row, _due, _who in page.context["lines"]] == ["41"]
    assert str(focal) in page.content.decode() and not Letter.objects.exists()
    client.post(where)
    assert [letter.recipient for letter in Letter.objects.all()] == [focal.email]
    client.post(where)
    assert Letter.objects.count() == 1  # once a day and person


@pytest.mark.parametrize("who", ["head", "auditor", "officer", "asker", "system"])
def test_only_the_board_reminds(people, reports, enter, who):
    client = enter(people[who])
    for verb in (client.get, client.post):
        assert verb(reverse("dashboard:remind")).status_code == 403
    assert not Letter.objects.exists()


def test_a_closed_period_reminds_nobody(people, enter, department):
    closed = PeriodFactory(status="closed")
    ReportFactory(period=closed, unit=department)
    assert enter(people["board"]).post(reverse("dashboard:remind")).status_code == 403
    assert not Letter.objects.exists()
