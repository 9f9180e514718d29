"""The working calendar on real dates: holidays, swaps, Tết, edges of days."""

import os
import time as clock
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils.translation import override

from directory.working_time import DayRule, Hours, WorkingCalendar

from .moments import at, day

OFFICE = WorkingCalendar()
PAUSE = (at("2026-11-20T10:00"), at("2026-11-23T10:00"))

# Laid down by hand from the Labour Code, Art. 112, and the Government's yearly announcements.
DATES = {
    "2023-04-29": "off",  # Saturday, Hung Kings
    "2023-05-02": "off",  # made up for it
    "2023-05-03": "off",  # made up for Sunday 30 April
    "2023-09-01": "off",  # the day before National Day
    "2024-02-08": "off",  # 29 Tết
    "2024-02-14": "off",  # fifth day of Tết
    "2024-02-15": "worked",
    "2024-02-29": "worked",  # leap day, Thursday
    "2024-04-29": "off",  # swapped
    "2024-05-04": "worked",  # Saturday, for 29 April
    "2024-05-11": "off",  # any other Saturday
    "2025-01-24": "worked",
    "2025-01-27": "off",
    "2025-01-31": "off",
    "2025-02-03": "worked",
    "2025-04-26": "worked",  # Saturday, for 2 May
    "2025-05-02": "off",
    "2025-05-05": "worked",
    "2026-01-01": "off",
    "2026-01-02": "worked",
    "2026-02-13": "worked",
    "2026-02-16": "off",  # Tết 2026: 16 to 20 February
    "2026-02-17": "off",
    "2026-02-18": "off",
    "2026-02-19": "off",
    "2026-02-20": "off",
    "2026-02-23": "worked",
    "2026-04-27": "off",  # made up for Sunday 26 April, Hung Kings
    "2026-04-30": "off",
    "2026-05-01": "off",
    "2026-08-22": "worked",  # Saturday, for 31 August
    "2026-08-31": "off",
    "2026-09-02": "off",
    "2026-09-03": "worked",
    "2026-11-24": "off",  # Vietnam Cultural Day, from 2026
    "2025-11-24": "worked",
    "2027-02-03": "worked",
    "2027-02-04": "off",  # Tết 2027: 4 to 10 February
    "2027-02-10": "off",
    "2027-02-11": "worked",
    "2027-05-03": "off",  # made up for Saturday 1 May
    "2027-11-24": "off",
    "2019-01-05": "worked",  # Saturday, for 31 December of the year before
    "2028-02-29": "worked",
}


@pytest.mark.parametrize(("text", "said"), DATES.items())
def test_real_dates(text, said):
    """G30: Tết, swaps, made-up days and the holiday of 24 November."""
    assert OFFICE.is_working_day(day(text)) is (said == "worked")
    assert (OFFICE.why_not(day(text)) is None) is (said == "worked")
    assert OFFICE.minutes_of(day(text)) == (480 if said == "worked" else 0)


@pytest.mark.parametrize(
    ("text", "kind", "vi", "en"),
    [
        ("2026-11-21", "weekend", "Ngày nghỉ hằng tuần", "Weekly day off"),
        ("2026-11-24", "holiday", "Ngày Văn hóa Việt Nam", "Vietnam Cultural Day"),
        ("2026-02-17", "holiday", "Tết Nguyên Đán", "Lunar New Year"),
        ("2026-08-31", "holiday", "thay cho ngày 22/08/2026", "substituted from 22/08/2026"),
    ],
)
def test_a_day_off_says_why_in_both_languages(text, kind, vi, en):
    why = OFFICE.why_not(day(text))
    assert why.kind == kind
    for language, said in (("vi", vi), ("en", en)):
        with override(language):
            assert said in str(why)


def test_a_day_has_a_morning_and_an_afternoon():
    assert OFFICE.hours_of(day("2026-11-20")) == ((time(8), time(12)), (time(13), time(17)))
    assert OFFICE.hours_of(day("2026-11-22")) == ()


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-11-20T08:00", "2026-11-20T17:00", 480),
        ("2026-11-20T11:30", "2026-11-20T13:30", 60),  # over noon
        ("2026-11-20T00:00", "2026-11-21T00:00", 480),
        ("2026-11-20T17:00", "2026-11-23T08:00", 0),  # over the weekend
        ("2026-11-23T16:00", "2026-11-25T09:00", 120),  # over 24 November
        ("2026-02-13T16:00", "2026-02-23T09:00", 120),  # over Tết
        ("2026-08-21T16:00", "2026-08-22T09:00", 120),  # into the worked Saturday
        ("2025-12-31T16:30", "2026-01-02T08:30", 60),  # over the year's end
        ("2024-02-28T17:00", "2024-03-01T08:00", 480),  # 29 February
        ("2026-11-20T09:00:59", "2026-11-20T09:01:00", 1),  # seconds are dropped
        ("2026-11-20T09:00:00", "2026-11-20T09:00:59", 0),
        ("2026-11-20T10:00", "2026-11-20T09:00", -60),
    ],
)
def test_minutes_between(start, end, minutes):
    """G30."""
    assert OFFICE.minutes_between(at(start), at(end)) == minutes
    assert OFFICE.hours_between(at(start), at(end)) == minutes / 60


def test_a_year_of_work():
    first, last = day("2025-12-31"), day("2026-12-31")
    walked = sum(OFFICE.is_working_day(first + timedelta(days=n)) for n in range(1, 366))
    assert OFFICE.working_days_between(first, last) == walked
    assert walked == 261 - 13 + 1  # weekdays, holidays on weekdays, the worked Saturday
    minutes = OFFICE.minutes_between(at("2026-01-01T00:00"), at("2027-01-01T00:00"))
    assert minutes == walked * 480


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-11-20T08:00", 480, "2026-11-20T17:00"),  # ends today, not tomorrow at eight
        ("2026-11-20T08:00", 240, "2026-11-20T12:00"),
        ("2026-11-20T08:00", 241, "2026-11-20T13:01"),
        ("2026-11-20T16:00", 120, "2026-11-23T09:00"),
        ("2026-11-23T16:00", 120, "2026-11-25T09:00"),
        ("2026-11-22T03:00", 1, "2026-11-23T08:01"),
        ("2026-11-22T03:00", 0, "2026-11-22T03:00"),
        ("2026-12-31T16:00", 120, "2027-01-04T09:00"),
        ("2026-11-23T09:00", -60, "2026-11-23T08:00"),
        ("2026-11-23T09:00", -61, "2026-11-20T16:59"),
        ("2026-11-20T14:00", -60, "2026-11-20T13:00"),
        ("2026-11-20T17:00", -480, "2026-11-20T08:00"),
        ("2026-01-02T08:30", -60, "2025-12-31T16:30"),
    ],
)
def test_add_minutes(start, n, end):
    """G30."""
    assert OFFICE.add_minutes(at(start), n) == at(end)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-20", 2, "2026-11-25"),  # 24 November is off
        ("2026-02-13", 1, "2026-02-23"),  # Tết
        ("2026-02-11", 15, "2026-03-11"),  # a fifteen-day term around Tết
        ("2026-08-21", 1, "2026-08-22"),
        ("2026-08-28", 1, "2026-09-03"),
        ("2026-11-21", 0, "2026-11-23"),
        ("2026-11-20", 0, "2026-11-20"),
        ("2026-11-23", -1, "2026-11-20"),
        ("2026-02-23", -2, "2026-02-12"),
        ("2026-11-22", -1, "2026-11-20"),
        ("2025-12-31", 1, "2026-01-02"),
        ("2026-01-02", -1, "2025-12-31"),
    ],
)
def test_add_working_days(start, n, end):
    """G30: the day of the event is not counted, the last day is."""
    assert OFFICE.add_working_days(day(start), n) == day(end)


def test_neighbours_of_a_day():
    sunday, friday, monday = day("2026-11-22"), day("2026-11-20"), day("2026-11-23")
    assert OFFICE.next_working_day(friday) == monday
    assert (OFFICE.on_or_after(sunday), OFFICE.on_or_before(sunday)) == (monday, friday)
    assert (OFFICE.on_or_after(friday), OFFICE.on_or_before(friday)) == (friday, friday)
    assert OFFICE.last_working_day_before(monday) == friday


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-11-20", "2026-11-20", 0),
        ("2026-11-20", "2026-11-23", 1),
        ("2026-11-21", "2026-11-22", 0),
        ("2026-11-23", "2026-11-25", 1),
        ("2026-11-25", "2026-11-23", -1),
        ("2026-08-21", "2026-08-24", 2),
    ],
)
def test_working_days_between(start, end, days):
    """G30: days after the first, up to and including the last."""
    assert OFFICE.working_days_between(day(start), day(end)) == days


def test_open_or_when_next():
    assert OFFICE.is_working_time(at("2026-11-20T16:59"))
    assert not OFFICE.is_working_time(at("2026-11-20T17:00"))
    assert OFFICE.next_working_moment(at("2026-11-20T12:10")) == at("2026-11-20T13:00")
    assert OFFICE.next_working_moment(at("2026-11-20T17:00")) == at("2026-11-23T08:00")
    assert OFFICE.next_working_moment(at("2026-11-20T09:15:30")) == at("2026-11-20T09:15")


@pytest.fixture(params=["UTC", "America/Los_Angeles", "Asia/Ho_Chi_Minh"])
def server_zone(request):
    """The server's own zone, as the C library sees it."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    clock.tzset()
    yield request.param
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    clock.tzset()


@pytest.mark.parametrize(
    ("utc", "minutes", "today"),
    [
        ("2026-11-22T16:59", 480, "22"),  # 23:59 on Sunday in Vietnam
        ("2026-11-22T17:00", 480, "23"),  # 00:00 on Monday
        ("2026-11-23T01:00", 480, "23"),  # 08:00
        ("2026-11-23T04:30", 270, "23"),  # 11:30
        ("2026-11-23T10:00", 0, "23"),  # 17:00
        ("2026-11-23T17:00", 0, "24"),  # a holiday begins
    ],
)
def test_days_begin_at_vietnams_midnight(server_zone, utc, minutes, today):
    """G29: 00:00 +07 is 17:00 UTC of the day before, wherever the server stands."""
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert OFFICE.minutes_between(moment, at("2026-11-25T00:00")) == minutes
    here = OFFICE.add_minutes(moment, 0)
    assert (f"{here:%d}", here.utcoffset()) == (today, timedelta(hours=7))
    left = OFFICE.remaining(moment, day("2026-11-23"))
    assert (left.state == "late") is (today == "24")
    abroad = datetime.fromtimestamp(moment.timestamp()).astimezone()
    assert OFFICE.minutes_between(abroad, moment) == 0


@pytest.mark.parametrize(
    "ask",
    [
        lambda naive: OFFICE.minutes_between(naive, at("2026-11-20T09:00")),
        lambda naive: OFFICE.add_minutes(naive, 5),
        lambda naive: OFFICE.remaining(naive, day("2026-11-20")),
        lambda naive: OFFICE.remaining(at("2026-11-20T09:00"), naive),
        lambda naive: OFFICE.elapsed(naive, naive),
        lambda naive: OFFICE.elapsed(PAUSE[0], PAUSE[1], [(naive, None)]),
        lambda naive: OFFICE.elapsed(PAUSE[0], PAUSE[1], [PAUSE, (PAUSE[0], naive)]),
        lambda naive: OFFICE.due_at(naive, 5, [PAUSE]),
        lambda naive: OFFICE.minutes_between(at("2026-11-20T09:00"), naive),
        lambda naive: OFFICE.is_working_time(naive),
    ],
)
def test_naive_moments_are_refused(ask):
    """G29."""
    with pytest.raises(ValueError, match="give an aware datetime"):
        ask(datetime(2026, 11, 20, 8))


@pytest.mark.parametrize("year", [1, 1994, 2099, 9999])
def test_years_without_a_known_calendar_are_refused(year):
    with pytest.raises(ValueError, match="1995 to 2098"):
        OFFICE.is_working_day(date(year, 12, 31))
    with pytest.raises(ValueError, match="1995 to 2098"):
        OFFICE.working_days_between(date(2026, 1, 1), date(year, 12, 31))


def test_a_calendar_without_work_is_refused_not_searched_for_ever():
    closed = {date(2026, 1, 1) + timedelta(days=n): DayRule(False) for n in range(73 * 366)}
    with pytest.raises(ValueError, match="some days of the calendar are worked"):
        WorkingCalendar(rules=closed).next_working_day(date(2026, 1, 1))
    with pytest.raises(ValueError, match="end after they start"):
        Hours(0, time(12), time(8))
    with pytest.raises(ValueError, match="Weekday 8"):
        Hours(8, time(8), time(12))
