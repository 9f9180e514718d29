"""What follows from the programme's verbs: conditions, membership, the 24 hours, assessments."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError
from django.utils.timezone import localdate, now

from associations import services
from associations.figures import figures
from associations.models import Assessment, Criterion, Member
from core.clock import run_clock
from core.history import acting, history
from core.models import Letter
from tests.associations.factories import AgreementFactory, CommitmentFactory
from tests.associations.programme_factories import (
    AT,
    ApplicationFactory,
    AssessmentFactory,
    ConditionFactory,
    CriteriaSetFactory,
    CriterionFactory,
    LevelReviewFactory,
    MemberFactory,
    ProgrammeFactory,
    ScoreFactory,
    SupportRequestFactory,
)
from tests.factories import EnterpriseFactory, UnitFactory


@pytest.fixture
def mine(people):
    return people["asker"].represents.get().enterprise


def test_the_condition_of_the_nearest_unit_goes_before_the_general_one(people, mine, department):
    rules = ProgrammeFactory()
    ConditionFactory(programme=rules, value=4)
    ConditionFactory(programme=rules, value=3, unit=department)
    ConditionFactory(programme=rules, value=2, unit=UnitFactory())
    ConditionFactory(programme=rules, kind="trade", value=None, confirmed=False)
    application = ApplicationFactory(enterprise=mine, level=4, violations=0, status="examined")
    found = {c.condition.kind: (c.condition.value, c.met) for c in services.checks(application)}
    assert found == {"level": (Decimal(3), False), "trade": (None, None)}
    with pytest.raises(ValidationError):
        services.accept(application, by=people["board"])
    assert not Member.objects.exists()
    services.examine(application, by=people["head"], level=3, violations=0)
    services.accept(application, by=people["board"])
    member = Member.objects.get()
    assert (member.enterprise, member.level, member.joined_on) == (mine, 3, localdate())


def test_a_confirmed_condition_is_not_passed_by_leaving_its_figure_out(people, mine):
    rules = ProgrammeFactory()
    ConditionFactory(programme=rules, kind="trade", value=1_000_000)
    ConditionFactory(programme=rules, kind="duty", value=5_000, confirmed=False)
    application = ApplicationFactory(enterprise=mine, level=2, violations=0, status="examined")
    with pytest.raises(ValidationError):
        services.accept(application, by=people["board"])
    assert not Member.objects.exists()
    services.examine(application, by=people["head"], level=2, violations=0, trade_usd=2_000_000)
    services.accept(application, by=people["board"])
    assert Member.objects.get().enterprise == mine


def test_what_misses_an_unconfirmed_condition_is_accepted_with_a_reason_only(enter, people, mine):
    rules = ProgrammeFactory()
    ConditionFactory(programme=rules, kind="level", value=3, confirmed=False)
    row = ApplicationFactory(
        enterprise=mine, programme=rules, level=5, violations=0, status="examined"
    )
    client, url = enter(people["board"]), f"/admin/associations/application/{row.pk}/accept/"
    answer = client.post(url)
    assert answer.status_code == 200 and len(answer.context["form"].non_field_errors()) == 2
    assert not Member.objects.exists()
    assert client.post(url, {"reason": "Rules for islands"}).status_code == 302
    assert Member.objects.get().enterprise == mine
    assert history(row)[0].reason == "Rules for islands"


def test_membership_stands_in_the_profile_and_leaves_it_with_grounds(people, mine):
    application = ApplicationFactory(enterprise=mine, level=2, violations=0, status="examined")
    services.accept(application, by=people["board"])
    mine.refresh_from_db()
    assert mine.traits == ["voluntary_compliance"]
    mine.traits = ["agriculture", "broker"]
    assert mine.grouped("key_partner", belongs=True) == ["key_partner", "broker", "agriculture"]
    assert mine.grouped("broker", belongs=False) == ["agriculture"]
    mine.refresh_from_db()
    services.withdraw(Member.objects.get(), by=people["board"], grounds="evasion", reason="x")
    mine.refresh_from_db()
    assert mine.traits == []
    causes = set(Letter.objects.values_list("cause", flat=True))
    assert {cause.split(" ", 2)[2] for cause in causes} == {"accepted", "withdrawn 1"}
    assert {row.recipient for row in Letter.objects.all()} == {people["asker"].email}


def test_one_application_and_one_membership_at_a_time(people, mine):
    ProgrammeFactory()
    words = {"by": people["asker"], "enterprise": mine, "contact": "x", "phone": "1"}
    services.apply(**words)
    with pytest.raises(ValidationError):
        services.apply(**words)
    MemberFactory(enterprise=mine)
    with pytest.raises(ValidationError):
        services.admit(by=None, enterprise=mine, programme=ProgrammeFactory(), level=2)


def test_a_year_is_reviewed_once_and_compares_with_the_year_before(people, department):
    member = MemberFactory(unit=department, level=3, joined_on=date(2023, 1, 1))
    head = people["head"]
    services.review(member, by=head, year=2023, level=2, satisfied=True)
    second = services.review(member, by=head, year=2024, level=3, satisfied=None)
    assert second.level_before == 2
    for year in (2024, 2022, 2099):
        with pytest.raises(ValidationError):
            services.review(member, by=head, year=year, level=1)


def test_a_review_entered_late_is_what_the_year_after_compares_with(people, department):
    member = MemberFactory(unit=department, level=4, joined_on=date(2023, 1, 1))
    for year, level in ((2025, 3), (2023, 4), (2024, 2)):
        services.review(member, by=people["head"], year=year, level=level, satisfied=None)
    found = member.reviews.order_by("year").values_list("year", "level_before", "level")
    assert list(found) == [(2023, 4, 4), (2024, 4, 2), (2025, 2, 3)]


def test_a_request_not_forwarded_within_a_day_is_told_once_also_after_downtime(people, department):
    """G28: after 24 hours the head hears of it; a forwarded one is nobody's alarm."""
    late = SupportRequestFactory(member=MemberFactory(unit=department))
    SupportRequestFactory(
        member=MemberFactory(unit=department), status="forwarded", forwarded_at=AT,
        forwarded_to=UnitFactory(),
    )  # fmt: skip
    people["head"]
    run_clock(AT + timedelta(hours=23, minutes=59))
    assert not Letter.objects.filter(cause__contains=" late").exists()
    for hours in (30, 31, 300):
        run_clock(AT + timedelta(hours=hours))
    told = Letter.objects.filter(cause__contains=" late")
    assert [(row.cause, row.recipient) for row in told] == [
        (f"request {late.pk} late", people["head"].email)
    ]


def test_a_warning_reaches_the_representatives_and_is_read_by_them(people, mine, department):
    member = MemberFactory(enterprise=mine, unit=department)
    warning = services.warn(member, by=people["head"], text="late report")
    assert Letter.objects.get().recipient == people["asker"].email
    with pytest.raises(PermissionDenied):
        services.acknowledge(warning, by=people["rival"])
    services.acknowledge(warning, by=people["asker"])
    assert (warning.read_by, warning.read_on) == (people["asker"], localdate())


def test_a_score_is_points_by_weight_and_ranks_ties_alike(db):
    criteria = CriteriaSetFactory()
    heavy = CriterionFactory(criteria=criteria, weight=3, most=10)
    light = CriterionFactory(criteria=criteria, weight=1, most=5)
    rows = []
    for points in ((10, 5), (5, 5), (5, 5), (0, 0)):
        row = AssessmentFactory(criteria=criteria, status="shared", comment_by=localdate())
        for criterion, value in zip((heavy, light), points, strict=True):
            ScoreFactory(assessment=row, criterion=criterion, points=value)
        rows.append(row)
    AssessmentFactory(criteria=criteria)  # a draft is ranked by nobody
    found = {row.pk: (row.score, row.rank) for row in Assessment.objects.ranked()}
    assert [found[row.pk] for row in rows] == [(100, 1), (Decimal("62.5"), 2),
                                               (Decimal("62.5"), 2), (0, 4)]  # fmt: skip


def test_criteria_in_use_do_not_change(db):
    score = ScoreFactory()
    rows = Criterion.objects.filter(pk=score.criterion_id)
    for change in (
        lambda: rows.update(weight=9),
        lambda: CriterionFactory(criteria=score.criterion.criteria),
    ):
        with pytest.raises(DatabaseError, match="another version"), acting(None, "by hand"):
            change()


def test_an_outcome_waits_for_the_comment_and_one_appeal_is_heard(people, mine, department):
    criteria = CriteriaSetFactory(subject="partner")
    criterion = CriterionFactory(criteria=criteria, most=10)
    head, asker = people["head"], people["asker"]
    row = services.assess(by=head, criteria=criteria, enterprise=mine, unit=department, year=2025)
    with pytest.raises(ValidationError):
        services.share(row, by=head)
    with pytest.raises(ValidationError):
        services.enter_scores(row, by=head, scores={criterion: (Decimal(11), "x")})
    services.enter_scores(row, by=head, scores={criterion: (Decimal(9), "x")})
    services.share(row, by=head)
    with pytest.raises(ValidationError):
        services.decide_on(row, by=head, outcome="ended", reason="x")
    with time_machine.travel(row.comment_by + timedelta(days=2), tick=False):
        services.decide_on(row, by=head, outcome="ended", reason="x")
    services.appeal(row, by=asker, text="look again")
    services.decide_on(row, by=people["board"], outcome="core", reason="y")
    mine.refresh_from_db()
    assert row.outcome == "core" and mine.traits == ["key_partner"]
    with pytest.raises(PermissionDenied):
        services.appeal(row, by=asker, text="again")
    assert Letter.objects.filter(cause__startswith=f"assessment {row.pk}").count() == 3


def test_requests_nobody_forwarded_count_against_those_forwarded_in_time(people, department):
    """Neither a late answer nor silence makes the share better; who settles in time did forward."""
    member = MemberFactory(unit=department)
    there = {"status": "forwarded", "forwarded_to": UnitFactory()}
    SupportRequestFactory(member=member, forwarded_at=AT + timedelta(hours=1), **there)
    SupportRequestFactory(member=member, forwarded_at=AT + timedelta(hours=25), **there)
    SupportRequestFactory(member=member)  # never
    for days in (0, 9):
        given = {"status": "answered", "answer": "x", "answered_at": AT + timedelta(days=days)}
        SupportRequestFactory(member=member, **given)
    with time_machine.travel(AT + timedelta(hours=2), tick=False):
        declined = SupportRequestFactory(member=member)
        services.turn_away(declined, by=people["head"], reason="under investigation")
    at, today = now(), localdate()
    SupportRequestFactory(member=member, received_at=at, forward_by=at + timedelta(hours=24))
    code = "associations.requests_forwarded_in_time"

    def share(start, end):
        return next((f.value, f.of) for f in figures(department, start, end)
                    if f.measure.code == code)  # fmt: skip

    assert share(date(2025, 1, 1), date(2025, 12, 31)) == (3, 6)
    assert share(today, today) == (0, 0)


def leads_to(client, figure) -> int:
    """How many rows the list behind a figure holds."""
    return len(client.get(figure.rows).context["cl"].result_list)


def test_figures_count_a_unit_with_its_predecessors_and_no_other(department, people, enter):
    board = enter(people["board"])
    branch = UnitFactory(kind="branch", parent=department)
    start, end = date(2025, 1, 1), date(2025, 12, 31)
    for unit in (branch, UnitFactory()):
        row = AgreementFactory(unit=unit, term_months=13)  # from 10 January 2025
        for status in ("open", "reported", "lapsed", "released"):
            CommitmentFactory(agreement=row, due_on=date(2025, 6, 1), status=status)
        CommitmentFactory(agreement=row, due_on=date(2026, 6, 1))
        member = MemberFactory(unit=unit)
        LevelReviewFactory(member=member, satisfied=True)
        LevelReviewFactory(member=MemberFactory(unit=unit), level=4)
    AgreementFactory(unit=branch, status="drafted")
    AssessmentFactory(unit=branch, enterprise=EnterpriseFactory(), outcome="ended", grounds="x",
                      status="decided", decided_on=end, comment_by=end)  # fmt: skip
    expected = {
        "agreements_in_force": (1, None), "agreements_signed": (1, None),
        "agreements_expiring": (1, None), "commitments_due": (3, None),
        "commitments_done": (1, 3), "commitments_confirmed": (0, 3), "commitments_lapsed": (1, 3),
        "programme_members": (2, None), "level_kept": (1, 2), "members_satisfied": (1, 1),
        "requests_forwarded_in_time": (0, 0), "partners_ended": (1, None),
    }  # fmt: skip
    found = {f.measure.code.split(".")[1]: (f.value, f.of)
             for f in figures(department, start, end)}  # fmt: skip
    assert found == expected
    whole = {f.measure.code: f.value for f in figures(None, start, end)}
    assert [leads_to(board, f) for f in figures(None, start, end)[:7]] == [2, 2, 2, 6, 2, 0, 2]
    assert whole["associations.agreements_in_force"] == 2
    assert all(f.measure.definition and f.rows for f in figures(department, start, end))
