"""The calendar as administrators keep it: rows, what the database refuses, and nothing stale."""

from datetime import date, time, timedelta
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import override

from core.history import acting, history
from directory import calendars
from directory.calendars import calendar_for, calendars_for
from directory.models import CalendarDay, WorkingHours

MONDAY, SATURDAY, STORM = date(2026, 11, 23), date(2026, 11, 28), date(2026, 11, 26)


@pytest.fixture(autouse=True)
def announced(request):
    """Rows are given; the database refuses what nobody announced."""
    if "transactional_db" in request.fixturenames:
        yield
        return
    request.getfixturevalue("db")
    with acting(None, "given"):
        yield


def hours(weekday=0, starts="07:30", ends="11:30", **fields):
    clock = {"starts": time.fromisoformat(starts), "ends": time.fromisoformat(ends)}
    return WorkingHours(weekday=weekday, **clock, **fields)


def special(day, working=False, **fields):
    return CalendarDay(date=day, working=working, **{"reason_vi": "Bão", **fields})


def test_without_rows_state_offices_hours_hold(unit):
    assert calendar_for(unit).minutes_of(MONDAY) == 480
    assert calendar_for(None).hours_of(MONDAY)[0] == (time(8), time(12))


def test_the_nearest_units_hours_hold(unit, department):
    """G30: the branch before its department, the department before the country."""
    hours(ends="09:30").save()
    assert [calendar_for(u).minutes_of(MONDAY) for u in (None, department, unit)] == [120] * 3
    hours(ends="10:30", unit=department).save()
    assert [calendar_for(u).minutes_of(MONDAY) for u in (None, department, unit)] == [120, 180, 180]
    hours(ends="11:30", unit=unit).save()
    assert [calendar_for(u).minutes_of(MONDAY) for u in (None, department, unit)] == [120, 180, 240]


def test_the_nearest_units_day_holds(unit, department):
    """G30: a unit's own day beats the country's, the country's beats the library."""
    special(STORM).save()
    special(STORM, True, unit=department, morning_starts=time(8), morning_ends=time(9)).save()
    assert [calendar_for(u).minutes_of(STORM) for u in (None, department, unit)] == [0, 60, 60]
    special(STORM, unit=unit, reason_vi="Lũ", reason_en="Flood").save()
    assert calendar_for(unit).why_not(STORM).en == "Flood"
    special(date(2026, 11, 24), True).save()
    special(SATURDAY, True).save()
    assert calendar_for(unit).working_days_between(MONDAY, SATURDAY) == 4  # 24, 25, 27, 28


def test_hours_end_and_new_ones_begin(unit):
    hours(ends="09:30", unit=unit, valid_to=date(2026, 11, 22)).save()
    hours(ends="10:30", unit=unit, valid_from=MONDAY).save()
    calendar = calendar_for(unit)
    assert calendar.minutes_of(MONDAY - timedelta(7)) == 120
    assert calendar.minutes_of(MONDAY) == 180


def test_a_gate_open_round_the_clock_works_on_national_days_off(unit):
    for weekday in range(8):
        hours(weekday, "00:00", "00:00", unit=unit).save()
    special(STORM).save()
    assert calendar_for(unit).minutes_of(STORM) == calendar_for(unit).minutes_of(SATURDAY) == 1440
    special(SATURDAY, unit=unit).save()
    assert calendar_for(unit).minutes_of(SATURDAY) == 0


def test_one_query_when_nothing_changed(unit, department, django_assert_num_queries):
    hours(unit=unit).save()
    calendar_for(unit)
    with django_assert_num_queries(1):
        same = calendar_for(unit)
    with django_assert_num_queries(1):
        found = calendars_for([unit, department])
    assert found == {unit.pk: same, department.pk: calendar_for(None)}


DOORS = {
    "UPDATE directory_workinghours SET ends = '11:00'": (210, 0),
    "DELETE FROM directory_workinghours": (480, 0),
    "UPDATE directory_calendarday SET date = '2026-11-23'": (0, 0),
    "UPDATE directory_calendarday SET working = true": (240, 240),
    "DELETE FROM directory_calendarday": (240, 0),
}


@pytest.mark.parametrize(("change", "minutes"), DOORS.items())
def test_every_change_by_any_door_is_seen_at_once(unit, change, minutes):
    """G30: the calendar kept in the process gives way to raw SQL, and comes back when undone."""
    hours(unit=unit).save()
    special(STORM, unit=unit).save()

    def minutes_now():
        calendar = calendar_for(unit)
        return calendar.minutes_of(MONDAY), calendar.minutes_of(STORM)

    assert minutes_now() == (240, 0)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
        assert minutes_now() == minutes
        transaction.set_rollback(True)
    assert minutes_now() == (240, 0)


@pytest.mark.django_db(transaction=True)
def test_another_workers_change_is_seen_even_when_committed_out_of_order(transactional_db):
    """G30: the lower event number becomes visible last; the count tells."""
    late_began, early_done = transaction.atomic(), []
    with late_began, acting(None, "given"):
        special(STORM).save()

        def other_worker():
            with acting(None, "given"):
                special(SATURDAY, True).save()
            early_done.append(calendar_for(None))
            connection.close()

        worker = Thread(target=other_worker)
        worker.start()
        worker.join()
    assert early_done[0].is_working_day(STORM)
    assert early_done[0].is_working_day(SATURDAY)
    assert not calendar_for(None).is_working_day(STORM)


def test_calendars_kept_in_a_process_are_bounded(unit, department, monkeypatch):
    monkeypatch.setattr(calendars, "KEPT", 1)
    hours(unit=unit).save()
    hours(unit=department, ends="08:30").save()
    assert [calendar_for(u).minutes_of(MONDAY) for u in (unit, department, unit)] == [240, 60, 240]
    assert len(calendars._latest["latest"].made) == 1


def test_the_calendar_is_public_and_remembers(unit, people):
    mine, everyones = hours(unit=unit), hours()
    for row in (mine, everyones):
        row.save()
    for person in people.values():
        assert set(WorkingHours.objects.visible_to(person).for_list()) == {mine, everyones}
    assert history(mine)[0].verb == "given"


BAD_HOURS = {
    "working_hours_end_after_they_start": [{"starts": "11:30", "ends": "11:30"}],
    "working_hours_have_a_weekday": [{"weekday": 8}],
    "working_hours_dates_are_in_order": [
        {"valid_from": date(2026, 1, 2), "valid_to": date(2026, 1, 1)}
    ],
    "working_hours_do_not_overlap": [{}, {"starts": "11:29", "ends": "12:00"}],
}
MORNING = {"morning_starts": time(8), "morning_ends": time(11)}
BAD_DAYS = {
    "a_date_is_special_once_per_unit": [{}, {"working": True}],
    "a_special_day_has_a_reason": [{"reason_vi": ""}],
    "only_a_worked_day_has_hours": [MORNING],
    "a_morning_ends_after_it_starts": [{"working": True, "morning_starts": time(8)}],
    "an_afternoon_ends_after_it_starts": [
        {"working": True, "afternoon_starts": time(13), "afternoon_ends": time(12)}
    ],
    "an_afternoon_follows_the_morning": [
        {"working": True, **MORNING, "afternoon_starts": time(10), "afternoon_ends": time(0)}
    ],
}
BAD_ROWS = [
    *((name, [hours(**fields) for fields in rows]) for name, rows in BAD_HOURS.items()),
    *((name, [special(STORM, **fields) for fields in rows]) for name, rows in BAD_DAYS.items()),
]


@pytest.mark.parametrize(("constraint", "rows"), BAD_ROWS, ids=[*BAD_HOURS, *BAD_DAYS])
def test_the_database_refuses(constraint, rows):
    """G34: every constraint of the calendar; for everyone's rows (no unit) too."""
    *good, bad = rows
    with transaction.atomic():
        for row in good:
            row.save(force_insert=True)
        with pytest.raises((IntegrityError, DataError), match=constraint), transaction.atomic():
            bad.save(force_insert=True)
        with pytest.raises(ValidationError):
            bad.full_clean()
        transaction.set_rollback(True)


def test_every_constraint_has_its_bad_row():
    """G34."""
    own = {c.name for m in (WorkingHours, CalendarDay) for c in m._meta.constraints}
    assert own == {*BAD_HOURS, *BAD_DAYS}


def test_neighbouring_hours_stand_beside_one_another(unit):
    hours(starts="08:00", ends="12:00").save()
    hours(starts="12:00", ends="00:00").save()
    hours(starts="08:00", ends="12:00", unit=unit, valid_to=MONDAY).save()
    hours(starts="09:00", ends="12:00", unit=unit, valid_from=SATURDAY).save()
    with pytest.raises(ValidationError, match="overlap|trùng"):
        hours(starts="23:59", ends="00:00").full_clean()


def test_faults_are_named_at_the_field(unit):
    with override("en"), pytest.raises(ValidationError) as fault:
        hours(starts="12:00", ends="08:00").full_clean()
    with override("en"):  # lazy words are read here
        assert fault.value.message_dict == {"ends": ["The end must come after the start."]}
    with override("en"), pytest.raises(ValidationError) as fault:
        hours(valid_from=SATURDAY, valid_to=MONDAY).full_clean()
    assert list(fault.value.message_dict) == ["valid_to"]


def test_rows_name_themselves_in_the_readers_language():
    with override("en"):
        assert str(hours()) == "Monday 07:30–11:30"
        assert str(special(STORM, reason_en="Storm")).endswith(": Storm")
        assert special(STORM).reason == "Bão"
    with override("vi"):
        assert special(STORM, reason_en="Storm").reason == "Bão"
