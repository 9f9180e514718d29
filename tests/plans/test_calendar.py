"""The public calendar and its feed: what is shown to whom, and how much is asked for it."""

import re
from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import make_aware, now
from icalendar import Calendar
from PIL import Image

from core.history import acting
from plans.models import Activity
from plans.services import activities
from plans.services.activity_files import Photos
from tests.factories import ItemFactory, UnitFactory

from .activity_factories import (
    ActivityFactory,
    ParticipationFactory,
    RegistrationFactory,
    ServingFactory,
    past,
)

PAGE, FEED = "/plans/calendar/", "/plans/calendar.ics"
DAY = timedelta(days=1)
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def listed(client, query="") -> list[str]:
    page = client.get(PAGE + query).context["page"]
    return [each.title_vi for month in page.months for each in month.activities]


def feed(client, query="") -> dict[str, dict]:
    answer = client.get(FEED + query)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.content)
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


@pytest.fixture
def world(department, unit):
    """One activity in each state, here and in another department, and one not for the public."""
    other = UnitFactory(code="02", valid_to=datetime(2025, 2, 28).date())
    ActivityFactory(title_vi="planned", unit=unit)
    ActivityFactory(title_vi="inner", unit=unit, public=False)
    ActivityFactory(title_vi="announced", unit=unit, status="announced", kind="training",
                    task="support")  # fmt: skip
    ActivityFactory(title_vi="far", unit=other, status="announced", starts=now() + 60 * DAY)
    past(title_vi="held", unit=unit, status="held")
    past(title_vi="inner held", unit=unit, status="held", public=False)
    past(title_vi="no result", unit=department, status="announced")
    ActivityFactory(title_vi="called off", unit=other, status="cancelled", announced_at=now(),
                    starts=now() + 3 * DAY)  # fmt: skip
    ActivityFactory(title_vi="dropped", unit=other, status="cancelled")


@pytest.mark.parametrize("who", ["", "asker", "officer", "board"])
def test_the_calendar_shows_what_was_announced_and_nothing_else(client, enter, people, world, who):
    """G6: whoever looks, also those who see more at their desk."""
    if who:
        enter(people[who])
    assert listed(client) == ["called off", "announced", "far"]
    assert listed(client, "?view=past") == ["no result", "held"]
    shown = {"called off", "announced", "far", "held", "no result"}
    assert set(feed(client)) == shown
    for activity in Activity.objects.all():
        expected = 200 if activity.title_vi in shown else 404
        for page in (f"{PAGE}{activity.pk}/", f"{PAGE}{activity.pk}/event.ics"):
            assert client.get(page).status_code == expected, activity.title_vi


def test_the_menu_says_where_one_is(client, world):
    """An activity is under Activities, a plan under plans: one entry is marked, never both."""
    activity = Activity.objects.get(title_vi="announced")
    for page, entry in ((f"{PAGE}{activity.pk}/", PAGE), (PAGE, PAGE), ("/plans/", "/plans/")):
        menu = client.get(page).content.decode().split('class="menu"')[1].split("</ul>")[0]
        marked = re.findall(r'<a href="([^"]+)" aria-current="page"', menu)
        assert marked == [entry], page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?unit=03", ["announced"]),
        ("?unit=03CC", ["announced"]),
        ("?unit=02", ["called off", "far"]),
        ("?task=support", ["announced"]),
        ("?kind=training", ["announced"]),
        ("?unit=02&task=support", []),
        ("?unit=99", []),
        ("?task=nonsense&kind=other", []),
        ("?page=x&task=nonsense", ["called off", "announced", "far"]),
    ],
)
def test_filters_narrow_the_calendar_and_its_feed_alike(client, world, query, expected):
    assert listed(client, query) == expected
    gone = {"held", "no result"}
    assert [title for title in feed(client, query) if title not in gone] == expected


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize(
    ("page", "queries"), [(PAGE, 5), (f"{PAGE}?view=past", 5), (f"{PAGE}?unit=03", 6), (FEED, 4)]
)
def test_the_calendar_asks_little_and_the_same_however_long(
    client, department, count, page, queries, django_assert_num_queries
):
    for _each in range(count):
        ActivityFactory(unit=department, status="announced")
        past(unit=department, status="held")
    with django_assert_num_queries(queries):
        assert client.get(page).status_code == 200


@pytest.mark.parametrize("count", [1, 5])
def test_an_activitys_page_asks_the_same_however_much_belongs_to_it(
    client, db, count, django_assert_num_queries
):
    activity = past(status="held", registration=True, seats=9)
    for number in range(count):
        ServingFactory(activity=activity, item=ItemFactory())
        kind = ["sme", "fdi", "large", "press", "other"][number]
        ParticipationFactory(activity=activity, kind=kind)
    with django_assert_num_queries(5):
        text = client.get(activity.get_absolute_url()).content.decode()
    assert str(12 * count) in text and str(20 * count) in text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_empty_calendars_say_what_to_do(client, db, language):
    for query in ("", "?view=past", "?task=support"):
        answer = client.get(PAGE + query, headers={"accept-language": language})
        assert b'class="empty"' in answer.content


# --- the feed -------------------------------------------------------------------------------
def test_an_event_keeps_its_name_and_counts_its_changes(client, people, unit):
    """UID stays, SEQUENCE grows with every change, a cancelled activity stays as CANCELLED."""
    activity = ActivityFactory(unit=unit, status="announced", title_vi="x", place="Hội trường A")
    first = feed(client)["x"]
    assert first["STATUS"] == "CONFIRMED" and str(first["UID"]) == activity.uid
    when = {"starts": now() + 20 * DAY, "ends": now() + 21 * DAY}
    activities.postpone(activity, by=people["officer"], reason="Bão", **when)
    second = feed(client)["x"]
    activities.cancel(activity, by=people["officer"], reason="Bão to")
    third = feed(client)["x"]
    assert {str(each["UID"]) for each in (first, second, third)} == {activity.uid}
    assert first["SEQUENCE"] < second["SEQUENCE"] < third["SEQUENCE"]
    assert third["STATUS"] == "CANCELLED" and "Bão to" in str(third["DESCRIPTION"])
    assert second["DTSTART"].dt == activity.starts.replace(microsecond=0)


def test_hours_carry_vietnams_zone_and_whole_days_are_days(client, db):
    starts = make_aware(datetime(2026, 5, 12, 8))
    ActivityFactory(title_vi="hours", status="announced", starts=starts)
    ActivityFactory(
        title_vi="days", status="announced", all_day=True,
        starts=make_aware(datetime(2026, 5, 14)), ends=make_aware(datetime(2026, 5, 16)),
    )  # fmt: skip
    with time_machine.travel(datetime(2026, 5, 1, tzinfo=HANOI), tick=False):
        answer = client.get(FEED)
    calendar = Calendar.from_ical(answer.content)
    [zone] = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Ho_Chi_Minh"
    events = {str(each["SUMMARY"]): each for each in calendar.walk("VEVENT")}
    assert events["hours"]["DTSTART"].dt == starts
    assert events["hours"]["DTSTART"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert str(events["days"]["DTSTART"].dt) == "2026-05-14"
    assert str(events["days"]["DTEND"].dt) == "2026-05-16"  # the end is not part of it
    assert Activity.objects.get(title_vi="days").last_day.day == 15


def test_a_feed_holds_a_year_and_no_line_breaks_of_others(client, db):
    ActivityFactory(status="announced", title_vi="x\r\nSTATUS:CANCELLED", starts=now() + 5 * DAY)
    ActivityFactory(status="announced", title_vi="too far", starts=now() + 400 * DAY)
    past_one = past(status="held", title_vi="too old")
    with acting(None, "given"):
        Activity.objects.filter(pk=past_one.pk).update(starts=now() - 100 * DAY)
    [event] = feed(client).values()
    assert event["STATUS"] == "CONFIRMED" and "too" not in str(event["SUMMARY"])


def test_a_feed_that_is_full_lets_go_of_the_oldest_and_pages_show_all(client, department):
    """More than 200 are over, more than 200 to come: what comes next is never left out."""
    for hours in range(201):
        past(unit=department, status="held", title_vi=f"held {hours}", ends=now() - 2 * DAY)
    ActivityFactory(unit=department, status="announced", title_vi="next")
    names = feed(client)
    assert len(names) == 200 and "next" in names and "held 200" in names and "held 0" not in names
    for hours in range(200):
        starts = now() + 8 * DAY + timedelta(hours=hours)
        ActivityFactory(unit=department, status="announced", title_vi=f"c {hours}", starts=starts)
    names = feed(client)
    assert len(names) == 200 and "next" in names and "c 199" not in names
    assert len(listed(client)) == 200 and listed(client, "?page=2") == ["c 199"]
    pages = [client.get(f"{PAGE}?page={number}").context["page"] for number in (1, 2)]
    assert [(each.earlier, each.later) for each in pages] == [("", "?page=2"), ("?page=1", "")]
    assert pages[1].sentence == "201–201"


def test_a_feed_that_has_not_changed_costs_one_query(client, db, django_assert_num_queries):
    activity = ActivityFactory(status="announced")
    mark = client.get(FEED)["ETag"]
    with django_assert_num_queries(1):
        answer = client.get(FEED, headers={"if-none-match": mark})
    assert answer.status_code == 304 and answer.content == b""
    assert client.get(f"{FEED}?task=support", headers={"if-none-match": mark}).status_code == 200
    with acting(None, "given"):
        Activity.objects.filter(pk=activity.pk).update(place="Anderswo")
    assert client.get(FEED, headers={"if-none-match": mark}).status_code == 200


# --- photos and documents -------------------------------------------------------------------
def picture(kind="JPEG") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, kind)
    return SimpleUploadedFile(f"ảnh.{'jpg' if kind == 'JPEG' else 'png'}", out.getvalue())


@pytest.fixture
def with_files(people, unit):
    """A held activity with a public photo, an inner one and a public text."""
    activity = past(unit=unit, status="held")
    by, text = people["officer"], SimpleUploadedFile("bài.txt", "Chào".encode())
    for files in (Photos([picture()], "Toàn cảnh", public=True), Photos([picture("PNG")]),
                  Photos([text], public=True)):  # fmt: skip
        activities.attach(activity, by=by, files=files)
    return activity


def test_public_photos_are_shown_others_only_to_who_sees_the_activity(
    client, enter, people, with_files
):
    """G6, G13: the inner photo is no public address, and its download is scoped."""
    shown, inner, text = with_files.files.order_by("pk")
    answer = client.get(f"/plans/calendar/files/{shown.pk}/")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert not answer["Content-Disposition"].startswith("attachment")
    assert Image.open(BytesIO(b"".join(answer.streaming_content))).size == (60, 40)
    saved = client.get(f"/plans/calendar/files/{text.pk}/")
    assert saved["Content-Disposition"].startswith("attachment")
    assert b"".join(saved.streaming_content) == "Chào".encode()
    assert client.get(f"/plans/calendar/files/{inner.pk}/").status_code == 404
    page = client.get(with_files.get_absolute_url()).content.decode()
    assert f"files/{shown.pk}/" in page and f"files/{inner.pk}/" not in page
    with acting(None, "given"):
        Activity.objects.update(public=False)
    enter(people["officer"])
    assert client.get(f"/plans/calendar/files/{shown.pk}/").status_code == 404
    answer = client.get(inner.file.get_absolute_url())
    assert Image.open(BytesIO(b"".join(answer.streaming_content))).format == "PNG"
    enter(people["stranger"])
    assert client.get(inner.file.get_absolute_url()).status_code == 404


def test_files_are_taken_away_again(people, with_files):
    shown, *_others = with_files.files.order_by("pk")
    foreign = past(status="held").files.model.objects.filter(pk=shown.pk).first()
    activities.attach(with_files, by=people["officer"], files=Photos(()), remove=[foreign])
    assert with_files.files.count() == 2


def test_seats_stand_on_the_page(client, db):
    activity = ActivityFactory(status="announced", registration=True, seats=3)
    RegistrationFactory(activity=activity, people=2)
    RegistrationFactory(activity=activity, people=1, withdrawn_at=now())
    text = client.get(activity.get_absolute_url(), headers={"accept-language": "en"}).content
    assert b"1 seat is left" in text and b"/register/" in text
    RegistrationFactory(activity=activity, people=1)
    text = client.get(activity.get_absolute_url(), headers={"accept-language": "en"}).content
    assert b"All seats are taken" in text and b"/register/" not in text
