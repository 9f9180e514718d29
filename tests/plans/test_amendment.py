"""A Decision that amends another: items are matched, doubts settled, work moves with history."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.history import acting, history
from core.workflow import NotNow
from plans import services
from plans.matching import Text, match
from plans.models import Item, Report, ReportingPeriod
from plans.papers.reports import basis
from plans.services import periods
from tests.associations.factories import CommitmentFactory
from tests.factories import ItemFactory, PlanFactory
from tests.surveys.factories import FollowUpFactory

from .activity_factories import ActivityFactory, ServingFactory, SupportIssueFactory
from .reporting_factories import PeriodFactory, ReportingDateFactory
from .unit_plan_factories import UndertakingFactory, UnitPlanFactory

DIALOGUE = "Tổ chức đối thoại định kỳ với cộng đồng doanh nghiệp mỗi quý một lần"
CLINIC = "Mở điểm tư vấn pháp luật hải quan tại trụ sở các chi cục cửa khẩu"
PAPER = "Phát hành bản tin điện tử về thủ tục xuất nhập khẩu hằng tháng"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([("a", "1.1", DIALOGUE)], [("a", "1.1", DIALOGUE)], [(0, 0, True)]),
        ([("a", "1.1", DIALOGUE)], [("a", "1.4", DIALOGUE)], [(0, 0, True)]),
        ([("a", "1.1", DIALOGUE)], [("b", "1.1", DIALOGUE)], []),
        ([("a", "1.1", DIALOGUE)], [("a", "1.1", DIALOGUE + " tại địa bàn")], [(0, 0, True)]),
        (
            [("a", "1.1", DIALOGUE)],
            [("a", "1.2", "Tổ chức hội nghị với cộng đồng doanh nghiệp mỗi năm một lần")],
            [(0, 0, False)],
        ),
        ([("a", "1.1", DIALOGUE)], [("a", "1.1", PAPER)], []),
        (
            [("a", "1.1", DIALOGUE), ("a", "1.2", CLINIC)],
            [("a", "1.1", CLINIC), ("a", "1.2", DIALOGUE)],
            [(0, 1, True), (1, 0, True)],
        ),
        ([("a", "1.1", DIALOGUE)] * 2, [("a", "1.1", DIALOGUE)], [(0, 0, True)]),
        ([], [("a", "1.1", DIALOGUE)], []),
        ([("a", "1.1", "")], [("a", "1.1", "")], [(0, 0, True)]),
    ],
)
def test_lines_are_paired_by_task_and_by_what_they_say(old, new, expected):
    found = match(
        [Text(n, *t) for n, t in enumerate(old)], [Text(n, *t) for n, t in enumerate(new)]
    )
    assert sorted((each.old, each.new, each.sure) for each in found) == expected


@pytest.fixture
def two(db):
    """A plan in force, and a draft that keeps its dialogue, changes its clinic, drops its paper."""
    old, new = PlanFactory(year=2024), PlanFactory(year=2024, status="drafted")
    for n, text in enumerate((DIALOGUE, CLINIC, PAPER), 1):
        ItemFactory(plan=old, code=f"2.{n}", position=n, text_vi=text)
    changed = "Mở điểm tư vấn hải quan lưu động tại các khu công nghiệp của chi cục"
    for n, text in enumerate((changed, DIALOGUE, "Việc hoàn toàn mới khác hẳn"), 1):
        ItemFactory(plan=new, code=f"2.{n}", position=n, text_vi=text, line=n)
    return old, new


def pairs(plan) -> dict[str, str | None]:
    rows = plan.items.select_related("replaces").order_by("code")
    return {item.code: item.replaces and item.replaces.code for item in rows}


def test_what_is_tied_to_an_obligation_is_tied_to_the_one_that_replaces_it(people, two):
    """Commitments of agreements and follow-ups of surveys; the rest of a commitment's ties stay."""
    old, new = two
    dialogue, paper = old.items.get(code="2.1"), old.items.get(code="2.3")
    owed = CommitmentFactory(serves=sorted([dialogue.key, paper.key, "plans.activity.9"]))
    follow_up, other = FollowUpFactory(obligation=dialogue.key), FollowUpFactory()
    services.amend(new, by=people["board"], amended=old)
    for doubt in new.doubts.all():
        services.settle(doubt, by=people["board"])
    services.issue(new, by=people["board"])
    for row in (owed, follow_up, other):
        row.refresh_from_db()
    instead = new.items.get(code="2.2").key
    assert set(owed.serves) == {instead, paper.key, "plans.activity.9"}
    assert (follow_up.obligation, other.obligation) == (instead, None)
    assert [history(row)[0].verb for row in (owed, follow_up)] == ["amend", "amend"]


def test_items_are_matched_and_what_is_doubtful_waits_for_a_person(people, two):
    old, new = two
    for _twice in range(2):
        services.amend(new, by=people["board"], amended=old)
    assert pairs(new) == {"2.1": "2.2", "2.2": "2.1", "2.3": None}
    doubt = new.doubts.get()
    assert doubt.line == 1 and doubt.text.startswith("2.1 ← 2.2")
    with pytest.raises(ValidationError):
        services.issue(new, by=people["board"])
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.status, new.status) == ("issued", "drafted")


def test_a_person_says_what_a_doubtful_item_replaces(people, two):
    old, new = two
    services.amend(new, by=people["board"], amended=old)
    first = new.items.get(code="2.1")
    with pytest.raises(PermissionDenied):
        services.replace(first, by=people["head"], old=None)
    with pytest.raises(ValidationError):
        services.replace(first, by=people["board"], old=old.items.get(code="2.1"))
    with pytest.raises(ValidationError):
        services.replace(first, by=people["board"], old=ItemFactory())
    assert not new.doubts.exclude(settled_at=None).exists()
    services.replace(first, by=people["board"], old=None)
    assert pairs(new)["2.1"] is None
    assert not new.doubts.filter(settled_at=None).exists()


def test_what_units_do_moves_to_the_new_decision_with_history(people, two):
    """Units' plans stand under it; what it names no more stays with the old item, and says so."""
    old, new = two
    mine = UnitPlanFactory(plan=old)
    rows = {
        item.code: UndertakingFactory(unit_plan=mine, item=item, status="in_progress", percent=30)
        for item in old.items.all()
    }
    services.amend(new, by=people["board"], amended=old)
    services.settle(new.doubts.get(), by=people["board"])
    services.issue(new, by=people["board"])
    old.refresh_from_db()
    mine.refresh_from_db()
    assert (old.status, new.status, mine.plan) == ("closed", "issued", new)
    for row in rows.values():
        row.refresh_from_db()
    assert {code: (row.item.plan_id == new.pk, row.item.code) for code, row in rows.items()} == {
        "2.1": (True, "2.2"), "2.2": (True, "2.1"), "2.3": (False, "2.3"),
    }  # fmt: skip
    assert [row.left_the_decision for row in rows.values()] == [False, False, True]
    assert [row.percent for row in rows.values()] == [30] * 3
    assert history(rows["2.1"])[0].verb == "amend"
    gone = type(rows["2.3"]).objects.out_of_decision()
    assert list(gone) == [rows["2.3"]]


def test_activities_and_issues_stand_under_the_new_decision(people, two):
    """An activity serves the obligation that replaces the old one; one that is gone stays."""
    old, new = two
    activity = ActivityFactory()
    served = {n: ServingFactory(activity=activity, item=old.items.get(code=n)) for n in
              ("2.1", "2.3")}  # fmt: skip
    issue = SupportIssueFactory(plan=old)
    amended(two, people["board"])
    for row in (*served.values(), issue):
        row.refresh_from_db()
    assert served["2.1"].item == new.items.get(code="2.2")
    assert served["2.3"].item == old.items.get(code="2.3")
    assert issue.plan == new and history(issue)[0].verb == "amend"


@pytest.fixture
def dated(two):
    """Both name June and December; the amending one moves December. June is open."""
    for plan, last in zip(two, (date(2024, 12, 10), date(2024, 12, 20)), strict=True):
        ReportingDateFactory(plan=plan, kind="six_months", before=date(2024, 6, 15))
        ReportingDateFactory(plan=plan, kind="annual", before=last)
    periods.plan_periods(two[0])
    periods.open_period(two[0].reporting_periods.get(kind="six_months"), by=None)
    PeriodFactory(plan=two[0])
    return two


def amended(two, by) -> None:
    """The doubtful ones are new, and the Decision is issued."""
    services.amend(two[1], by=by, amended=two[0])
    services.settle(two[1].doubts.get(), by=by)
    services.issue(two[1], by=by)


def test_reporting_periods_go_on_under_the_new_decision_and_none_is_doubled(people, dated):
    """The open one keeps its days and reports; the planned one takes the new day."""
    old, new = dated
    reports = list(Report.objects.order_by("pk"))
    assert reports
    amended(dated, people["board"])
    found = {p.kind: p for p in ReportingPeriod.objects.select_related("plan", "date")}
    assert len(found) == ReportingPeriod.objects.count() == 3
    assert {p.plan for p in found.values()} == {new}
    assert [found[kind].date.plan for kind in ("six_months", "annual")] == [new, new]
    assert (found["six_months"].status, found["six_months"].due_on) == ("open", date(2024, 6, 14))
    assert (found["annual"].before, found["annual"].due_on) == (
        date(2024, 12, 20), date(2024, 12, 19),
    )  # fmt: skip
    assert found["annual"].opens_on == date(2024, 11, 4)
    assert list(Report.objects.order_by("pk")) == reports
    assert history(found["ad_hoc"])[0].verb == "amend"


def test_a_paper_names_the_decision_that_was_signed_by_its_day(people, dated):
    """G8: what was handed in before the amendment was made by the Decision of that day."""
    old, new = dated
    with acting(None, "given"):
        for plan, number, day in ((old, "10", date(2024, 1, 2)), (new, "99", date(2024, 5, 20))):
            type(plan).objects.filter(pk=plan.pk).update(number=number, signed_on=day)
    new.refresh_from_db()
    amended(dated, people["board"])
    period = ReportingPeriod.objects.get(kind="six_months")
    assert "số 10 ngày 02/01/2024" in basis(period, date(2024, 5, 19))
    assert "số 99 ngày 20/05/2024" in basis(period, date(2024, 5, 20))


@pytest.mark.parametrize(
    "wrong", [{"year": 2023}, {"status": "closed"}, {"status": "drafted"}], ids=str
)
def test_only_a_plan_in_force_of_the_same_year_is_amended(people, two, wrong):
    other = PlanFactory(**{"year": 2024, "status": "closed"} | wrong)
    with pytest.raises(ValidationError):
        services.amend(two[1], by=people["board"], amended=other)
    two[1].refresh_from_db()
    assert two[1].amends is None


@pytest.mark.parametrize("who", ["head", "focal_point", "auditor", "system", "stranger"])
def test_only_the_board_amends(people, two, who):
    with pytest.raises(PermissionDenied):
        services.amend(two[1], by=people[who], amended=two[0])


def test_an_issued_plan_amends_nothing_any_more(people, two):
    with pytest.raises(NotNow):
        services.amend(two[0], by=people["board"], amended=two[0])
    assert not Item.objects.exclude(replaces=None).exists()
