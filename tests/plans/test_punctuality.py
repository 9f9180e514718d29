"""On time, late, not handed in, excused: 100 % on any day (property tests, SQL, reference)."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.history import acting
from plans.models import Concession, Report, ReportVersion
from plans.punctuality import (
    Allowed,
    Handed,
    Life,
    State,
    Tally,
    by_unit,
    counted,
    life_of,
    standing_on,
)
from tests.factories import UnitFactory

from .reporting_factories import ConcessionFactory, PeriodFactory, ReportFactory, VersionFactory, at

DUE = date(2024, 6, 14)
START = at(2024, 5, 1, 8)
hours = st.integers(0, 24 * 75)


def moment(hour: int) -> datetime:
    return START + timedelta(hours=hour)


@st.composite
def lives(draw) -> Life:
    """A random story: submissions, each but the last sent back, concessions in order."""
    n = draw(st.integers(0, 4))
    marks = sorted(draw(st.lists(hours, min_size=2 * n, max_size=2 * n, unique=True)))
    open_end = draw(st.booleans())
    handed, term = [], None
    for k in range(n):
        back = None if k == n - 1 and open_end else moment(marks[2 * k + 1])
        handed.append(Handed(moment(marks[2 * k]), back, term))
        if back:
            term = max(DUE, back.date() + timedelta(days=draw(st.integers(1, 9))))
    moments = sorted(draw(st.lists(hours, max_size=4, unique=True)))
    allowed = [
        Allowed(kind, moment(h), DUE + timedelta(days=draw(st.integers(1, 20))))
        if (kind := draw(st.sampled_from(Concession.Kind.values))) == "extended"
        else Allowed(kind, moment(h))
        for h in moments
    ]
    return Life(DUE, moment(draw(st.integers(0, 100))), tuple(handed), tuple(allowed))


DAYS = [date(2024, 5, 1) + timedelta(days=n) for n in range(0, 90, 3)]


def slow(life: Life, on: date) -> State | None:
    """The rule again, told as a story: event after event until the day is over."""
    known = {"owed": False, "excused": False, "there": False, "due": life.due_on, "in": []}
    for day, what, extra in told(life):
        if day <= on:
            happen(known, what, extra, day)
    if not known["owed"]:
        return None
    if known["excused"]:
        return State.EXCUSED
    if not known["there"]:
        return State.MISSING
    late = any(day > max(term or known["due"], known["due"]) for day, term in known["in"])
    return State.LATE if late else State.ON_TIME


def told(life: Life) -> list[tuple]:
    events = [(life.expected, "expected", None)]
    events += [(h.submitted, "in", h.term) for h in life.handed]
    events += [(h.returned, "back", None) for h in life.handed if h.returned]
    events += [(a.at, a.kind, a.until) for a in life.allowed]
    ordered = sorted(events, key=lambda event: event[0])
    return [(when.astimezone(START.tzinfo).date(), *rest) for when, *rest in ordered]


def happen(known: dict, what: str, extra, day: date) -> None:
    if what == "in":
        known["in"].append((day, extra))
    changes = {
        "expected": {"owed": True},
        "in": {"there": True},
        "back": {"there": False},
        "extended": {"due": extra},
        "excused": {"excused": True},
        "expected_again": {"excused": False},
    }
    known |= changes[what]


@given(lives())
@settings(max_examples=300, deadline=None)
def test_every_story_has_one_state_on_every_day_as_the_slow_reference_says(life):
    """G: a report is in exactly one state from the day it is owed, in none before."""
    for day in DAYS:
        state = life.standing(day)
        assert state == slow(life, day)
        assert (state is None) == (day < life.expected.astimezone(START.tzinfo).date())


@given(st.lists(st.integers(0, 5000), min_size=4, max_size=4))
def test_the_percents_add_to_a_hundred_or_to_nothing(counts):
    tally = Tally(dict(zip(State.values, counts, strict=True)))
    assert sum(tally.percents.values()) == (100 if tally.total else 0)
    for state in State:
        exact = 100 * tally[state] / tally.total if tally.total else 0
        assert abs(tally.percents[state.value] - exact) < 1


def stored(life: Life, period, unit) -> Report:
    report = ReportFactory(period=period, unit=unit, expected_at=life.expected)
    with acting(None, "given"):
        ReportVersion.objects.bulk_create(
            ReportVersion(
                report=report, number=n, submitted_at=h.submitted, returned_at=h.returned,
                term=h.term, **({"redo_by": DUE, "returned_reason": "x"} if h.returned else {}),
            )
            for n, h in enumerate(life.handed, 1)
        )  # fmt: skip
        Concession.objects.bulk_create(
            Concession(report=report, kind=a.kind, at=a.at, until=a.until, reason="x")
            for a in life.allowed
        )
    return report


@given(st.lists(lives(), min_size=3, max_size=3))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_database_counts_as_the_rule_does_and_adds_up_at_every_level(db, stories):
    """Unit, department with its branches, country: each level is the sum of what is under it."""
    department, other = UnitFactory(), UnitFactory()
    branch = UnitFactory(kind="branch", parent=department)
    period = PeriodFactory(owing=["department", "branch"])
    made = [stored(life, period, u) for life, u in zip(stories, (department, branch, other))]  # noqa: B905
    rows = Report.objects.filter(pk__in=[each.pk for each in made])
    for day in DAYS[::4]:
        expected = [life.standing(day) for life in stories]
        found = {each.pk: each.standing for each in standing_on(rows, day)}
        assert [found.get(each.pk) for each in made] == [s and s.value for s in expected]
        country = counted(rows, day)
        levels = by_unit(rows, day, [department, other, branch])
        assert (
            country.counts == (levels[department.pk] + levels[other.pk]).counts
            or {s: n for s, n in (levels[department.pk] + levels[other.pk]).counts.items() if n}
            == country.counts
        )
        assert country.total == sum(s is not None for s in expected)
        assert sum(country.percents.values()) == (100 if country.total else 0)
    assert [life_of(each) for each in made] == stories


def test_the_country_is_one_query(db, django_assert_num_queries):
    for _n in range(5):
        VersionFactory(report=ReportFactory(period=PeriodFactory(), status="submitted"))
    with django_assert_num_queries(1):
        assert counted(Report.objects.all(), date(2024, 7, 1))[State.ON_TIME] == 5


@pytest.mark.parametrize(
    ("submitted", "day", "state"),
    [
        (at(2024, 6, 14, 23, 59), date(2024, 6, 14), State.ON_TIME),
        (at(2024, 6, 15, 0, 0), date(2024, 6, 14), State.MISSING),
        (at(2024, 6, 15, 0, 0), date(2024, 6, 15), State.LATE),
    ],
)
def test_midnight_is_that_of_viet_nam(db, submitted, day, state):
    """G29: 14 June 23:59 +07 is on time; a minute later it is late."""
    version = VersionFactory(submitted_at=submitted)
    rows = Report.objects.filter(pk=version.report_id)
    assert counted(rows, day).counts == {state.value: 1}
    assert life_of(version.report).standing(day) == state


def test_an_extension_after_the_due_day_changes_the_days_after_it_only(db):
    """As it stood on a past day stays as it stood."""
    version = VersionFactory(submitted_at=at(2024, 6, 18, 9))
    ConcessionFactory(report=version.report, until=date(2024, 6, 20), at=at(2024, 6, 25, 9))
    rows = Report.objects.filter(pk=version.report_id)
    story = [(date(2024, 6, 17), State.MISSING), (date(2024, 6, 24), State.LATE),
             (date(2024, 6, 25), State.ON_TIME)]  # fmt: skip
    for day, state in story:
        assert counted(rows, day)[state] == 1


def test_a_report_sent_back_stays_on_the_clock_and_the_first_submission_counts(db):
    """Handed in on time, sent back, handed in again within the term: on time; past it: late."""
    for again, state in [(18, State.ON_TIME), (20, State.LATE)]:
        report = ReportFactory(status="submitted")
        VersionFactory(report=report, submitted_at=at(2024, 6, 10, 9), redo_by=date(2024, 6, 19),
                       returned_at=at(2024, 6, 12, 9), returned_reason="x")  # fmt: skip
        assert life_of(report).standing(date(2024, 6, 11)) == State.ON_TIME
        assert life_of(report).standing(date(2024, 6, 12)) == State.MISSING
        VersionFactory(report=report, number=2, submitted_at=at(2024, 6, again, 9),
                       term=date(2024, 6, 19))  # fmt: skip
        assert life_of(report).standing(date(2024, 7, 1)) == state
