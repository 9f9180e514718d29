"""Activities: every move from every state by every person, then by raw SQL (G23)."""

import itertools
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection
from django.utils.timezone import localdate, now

from core.history import acting, history
from core.models import Letter
from core.workflow import NotNow
from plans.models import Activity
from plans.rules import activity_flow as flow
from plans.services import activities
from plans.services.activity_files import Photos
from plans.services.series import stepped
from tests.factories import ItemFactory, RoleFactory, top

from .activity_factories import (
    ActivityFactory,
    RegistrationFactory,
    ServingFactory,
    UndertakingFactory,
    past,
)

PEOPLE = [
    "officer", "head", "focal_point", "administrator", "stranger", "board", "system", "auditor",
]  # fmt: skip
ORGANISERS = {"officer", "head", "focal_point"}
MOVES = [move.name for move in flow.moves.values() if move.sources]
STATES = Activity.Status.values
OPEN = {
    "announce": {"planned"},
    "hold": {"planned", "announced"},
    "revise": {"planned", "announced"},
    "postpone": {"announced"},
    "correct_result": {"held"},
    "serve": {"planned", "announced", "held"},
    "attach": {"planned", "announced", "held"},
    "repeat": {"planned", "announced", "held"},
    "cancel": {"planned", "announced"},
}
TARGETS = {"announce": "announced", "hold": "held", "cancel": "cancelled"}
STEPS = {(s, m.target) for m in flow.steps for s in m.sources} | {(s, s) for s in STATES}
DAY = timedelta(days=1)


def act(move: str, activity: Activity, by):
    """Call the move's verb as the desk does."""
    later = {"starts": now() + 30 * DAY, "ends": now() + 31 * DAY, "all_day": False}
    more = {
        "hold": {"result": "Tốt", "came": {}},
        "revise": {"title_en": "Other words"},
        "postpone": {"reason": "Bão", **later},
        "correct_result": {"result": "Rất tốt", "came": {}},
        "serve": {"serves": []},
        "attach": {"files": Photos(())},
        "repeat": {"first_day": localdate() + DAY},
        "cancel": {"reason": "Bão"},
    }
    return getattr(activities, move)(activity, by=by, **more.get(move, {}))


def given(status: str, move: str, unit) -> Activity:
    """An activity of the unit; what is to be held has begun already."""
    make = past if move == "hold" else ActivityFactory
    return make(unit=unit, status=status)


def test_the_table_of_this_test_names_every_move():
    assert set(OPEN) == set(MOVES)


@pytest.mark.parametrize(("move", "status"), list(itertools.product(MOVES, STATES)))
def test_a_move_is_open_only_to_whom_the_table_says(people, unit, move, status):
    for who in PEOPLE:
        # The officer sits in the branch; its department's people reach it, a stranger does not.
        activity = given(status, move, unit)
        before, rows = history(activity), Activity.objects.count()
        if who in ORGANISERS and status in OPEN[move]:
            act(move, activity, people[who])
            assert activity.status == TARGETS.get(move, status)
            last = history(activity)[0]
            if move in ("serve", "attach", "repeat"):
                assert history(activity) == before  # the row itself stays
            else:
                assert (last.verb, last.actor) == (move, str(people[who]))
        else:
            with pytest.raises((PermissionDenied, NotNow, ValidationError)):
                act(move, activity, people[who])
            activity.refresh_from_db()
            assert activity.status == status and history(activity) == before
            assert Activity.objects.count() == rows


@pytest.mark.parametrize(("source", "target"), list(itertools.product(STATES, STATES)))
def test_raw_sql_makes_only_the_moves_of_the_table(db, source, target):
    activity = ActivityFactory(status=source)
    sql = """UPDATE plans_activity SET status = %s, result = 'r', why = 'w', announced_at = now()"""
    if (source, target) in STEPS:
        with acting(None, "by hand"), connection.cursor() as cursor:
            cursor.execute(sql, [target])
    else:
        with pytest.raises(DatabaseError, match="Invalid transition"), acting(None, "by hand"):
            connection.cursor().execute(sql, [target])
        activity.refresh_from_db()
        assert activity.status == source


@pytest.mark.parametrize("who", PEOPLE)
def test_activities_are_planned_for_ones_own_units_only(people, who, unit, department):
    details = {
        "kind": "training", "task": "support", "title_vi": "Tập huấn", "starts": now() + DAY,
        "ends": now() + 2 * DAY,
    }  # fmt: skip
    able = {"officer": {unit}, "head": {unit, department}, "focal_point": {unit, department},
            "stranger": set(), "board": set()}  # fmt: skip
    for where in (unit, department):
        if where in able.get(who, set()):
            made = activities.plan(by=people[who], unit=where, **details)
            assert made.status == "planned" and history(made)[0].actor == str(people[who])
        else:
            with pytest.raises(PermissionDenied):
                activities.plan(by=people[who], unit=where, **details)


def test_the_committee_organises_for_its_own_unit_alone(people):
    details = {"kind": "conference", "task": "cooperation", "title_vi": "Hội nghị"}
    when = {"starts": now() + DAY, "ends": now() + 2 * DAY}
    made = activities.plan(by=people["board"], unit=top(), **details, **when)
    activities.announce(made, by=people["board"])
    assert made.status == "announced"


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("status", STATES)
def test_what_was_announced_is_public_the_rest_is_seen_from_its_unit_upwards(
    people, unit, who, status
):
    public = ActivityFactory(unit=unit, status=status)
    inner = ActivityFactory(unit=unit, status=status, public=False) if status != "announced" \
        else None  # fmt: skip
    near = who not in ("stranger",)
    seen = {public} if near or public.announced_at else set()
    seen |= {inner} if inner and near else set()
    assert set(Activity.objects.visible_to(people[who])) == seen


def test_what_is_past_or_not_for_the_public_is_not_announced(people, unit):
    for activity in (past(unit=unit), ActivityFactory(unit=unit, public=False)):
        with pytest.raises(ValidationError):
            activities.announce(activity, by=people["officer"])
        activity.refresh_from_db()
        assert activity.status == "planned"


def test_a_result_is_entered_after_the_beginning_and_counts_each_group_once(people, unit):
    activity = ActivityFactory(unit=unit, status="announced")
    with pytest.raises(ValidationError):
        activities.hold(activity, by=people["officer"], result="Tốt", came={})
    with acting(None, "given"):
        Activity.objects.update(starts=now() - DAY, ends=now() + DAY)
    came = {"sme": (3, 5), "press": (0, 2), "other": (0, 0)}
    activities.hold(activity, by=people["officer"], result="Tốt", came=came)
    rows = activity.participations.order_by("kind").values_list("kind", "bodies", "people")
    assert list(rows) == [("press", 0, 2), ("sme", 3, 5)]
    activities.correct_result(activity, by=people["officer"], result="Khá", came={"sme": (4, 5)})
    rows = activity.participations.values_list("kind", "bodies", "people")
    assert list(rows) == [("sme", 4, 5)] and activity.result == "Khá"


def test_what_was_never_announced_stands_in_the_calendar_once_it_is_held(people, unit):
    shown, hidden = past(unit=unit), past(unit=unit, public=False)
    for activity in (shown, hidden):
        activities.hold(activity, by=people["officer"], result="Tốt", came={})
    assert set(Activity.objects.on_page()) == {shown}


def letters(cause: str) -> list[tuple[str, str]]:
    rows = Letter.objects.filter(cause__startswith=cause).order_by("recipient")
    return [(letter.recipient, letter.language) for letter in rows]


@pytest.fixture
def registered(unit):
    """An announced activity with two guests, one who withdrew and one with a telephone only."""
    activity = ActivityFactory(unit=unit, status="announced", registration=True, place="Hội trường")
    RegistrationFactory(activity=activity, email="a@example.com", language="vi")
    RegistrationFactory(activity=activity, email="b@example.com", language="en")
    RegistrationFactory(activity=activity, email="c@example.com", withdrawn_at=now())
    RegistrationFactory(activity=activity, email="", phone="0900 000 000")
    return activity


BOTH = [("a@example.com", "vi"), ("b@example.com", "en")]


def test_who_has_registered_is_told_of_a_new_date_a_new_place_and_a_cancelling(people, registered):
    by, first = people["officer"], registered.starts
    for days in (20, 30):
        when = {"starts": now() + days * DAY, "ends": now() + (days + 1) * DAY}
        activities.postpone(registered, by=by, reason="Bão <số 3>", **when)
        cause = flow.moves["postpone"].cause.format(subject=registered)
        assert letters(cause) == BOTH  # the desk can call these very letters back
    assert registered.postponed_from == first
    activities.revise(registered, by=by, title_en="Other", starts=now())
    assert letters("plans.revise") == [] and registered.starts > now() + DAY
    activities.revise(registered, by=by, place="Phòng họp B")
    assert letters("plans.revise") == BOTH
    activities.cancel(registered, by=by, reason="Không còn nhu cầu")
    assert letters(flow.moves["cancel"].cause.format(subject=registered)) == BOTH
    said = Letter.objects.get(cause__startswith="plans.cancel", recipient="b@example.com")
    assert "Không còn nhu cầu" in said.body and said.subject.startswith("Cancelled")
    assert len(letters("")) == 8


def test_a_new_date_lies_ahead(people, registered):
    by, moment = people["officer"], registered.starts
    for starts, ends in [(now() - DAY, now()), (moment, moment + DAY), (now() + DAY, now())]:
        with pytest.raises(ValidationError):
            activities.postpone(registered, by=by, reason="x", starts=starts, ends=ends)
    assert not Letter.objects.exists()


def test_an_activity_serves_what_is_ticked_and_nothing_else(people, unit):
    activity = ActivityFactory(unit=unit)
    kept, gone = ServingFactory(activity=activity), ServingFactory(activity=activity)
    undertaking = UndertakingFactory()
    wished = [kept.item, undertaking]
    activities.serve(activity, by=people["officer"], serves=wished)
    assert [each.undertaking or each.item for each in activity.servings.order_by("pk")] == wished
    assert not type(gone).objects.filter(pk=gone.pk).exists()


def test_a_series_keeps_hours_and_what_is_served(people, unit):
    activity = ActivityFactory(unit=unit, status="announced", registration=True, seats=5,
                               registration_until=localdate() + 6 * DAY)  # fmt: skip
    item = ItemFactory()
    ServingFactory(activity=activity, item=item)
    first = localdate() + 10 * DAY
    made = activities.repeat(activity, by=people["officer"], first_day=first, every="week", times=3)
    assert [each.first_day for each in made] == [first + n * 7 * DAY for n in range(3)]
    for each in made:
        assert each.status == "planned" and each.announced_at is None and each.seats == 5
        assert each.starts.timetz() == activity.starts.astimezone(each.starts.tzinfo).timetz()
        assert each.first_day - each.registration_until == DAY
        assert [serving.item for serving in each.servings.all()] == [item]
    with pytest.raises(ValidationError):
        activities.repeat(activity, by=people["officer"], first_day=first, times=13)


def test_monthly_series_end_on_the_last_day_of_short_months():
    from_31 = [activities_days("month", n) for n in range(4)]
    assert from_31 == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
    assert activities_days("quarter", 1) == "2026-04-30"


def activities_days(every: str, number: int) -> str:
    from_day = localdate().replace(2026, 1, 31)
    return str(stepped(from_day, every, number))


def test_the_unit_of_an_activity_may_not_be_made_another_ones(people, unit):
    activity, foreign = ActivityFactory(unit=unit), RoleFactory().unit
    with pytest.raises(PermissionDenied):
        activities.revise(activity, by=people["officer"], unit=foreign)
    activity.refresh_from_db()
    assert activity.unit == unit
