"""Late cases, the ladder, figures of any past day, and what the desk asks the database."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now
from openpyxl import load_workbook

from core.history import acting
from core.models import Letter
from directory.calendars import calendar_for
from directory.working_time import ZONE
from inquiries import services
from inquiries.counted import late_at, moments
from inquiries.figures import figures
from inquiries.models import Draft, Escalation, Inquiry
from inquiries.tasks import mornings
from tests.factories import RoleFactory, UnitFactory
from tests.inquiries.factories import InquiryFactory, MessageFactory, TopicFactory, answered

Rung = Escalation.Rung


def received(days: int, **more) -> Inquiry:
    """A case whose last day was ``days`` working days ago."""
    calendar = calendar_for(None)
    due = calendar.add_working_days(localdate(), -days)
    at = datetime.combine(due, datetime.min.time(), ZONE) + timedelta(hours=17)
    start = datetime.combine(
        calendar.add_working_days(due, -5), datetime.min.time(), ZONE
    ) + timedelta(hours=9)  # fmt: skip
    due_at = {} if more.get("status") == "waiting" else {"due_at": at}
    return InquiryFactory(received_at=start, **due_at, **more)


@pytest.fixture
def line(department, unit):
    """Team, branch, department, each with its people."""
    team = UnitFactory(code="03CC-9", kind="team", parent=unit)
    people = {
        "officer": RoleFactory(unit=team).user,
        "team head": RoleFactory(unit=team, kind="head").user,
        "branch head": RoleFactory(unit=unit, kind="head").user,
        "focal point": RoleFactory(unit=department, kind="focal_point").user,
        "board": RoleFactory(unit=department.parent, kind="board").user,
    }
    return team, people


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, []), (1, ["officer"]), (2, ["officer", "team head"]),
        (3, ["officer", "team head", "branch head"]),
        (5, ["officer", "team head", "branch head", "focal point"]),
        (10, ["officer", "team head", "branch head", "focal point", "board"]),
    ],
)  # fmt: skip
def test_each_rung_of_the_ladder_is_told_once(line, days, expected):
    """G26, G28: asked twice, or after days of silence, nobody is written to twice."""
    team, people = line
    case = received(days, unit=team, handler=people["officer"])
    services.climb(now())
    services.climb(now())
    assert set(Letter.objects.values_list("recipient", flat=True)) == {
        people[part].email for part in expected
    }
    assert Letter.objects.count() == len(expected) == case.escalations.count()
    for letter in Letter.objects.all():
        assert case.reference in letter.body and case.subject in letter.body


def test_a_ladder_goes_on_after_days_of_silence(line):
    """A first rung taken yesterday is not told again when the third is reached."""
    team, people = line
    case = received(3, unit=team, handler=people["officer"])
    with acting(None, "given"):
        Escalation.objects.create(
            inquiry=case, from_unit=team, to_unit=team, rung=1, reason="r", at=now()
        )
    services.climb(now())
    told = list(case.escalations.order_by("rung").values_list("rung", flat=True))
    assert told == [Rung.OFFICER, Rung.TEAM, Rung.BRANCH]
    assert people["officer"].email not in Letter.objects.values_list("recipient", flat=True)


def test_waiting_and_answered_cases_climb_nothing(line):
    team, _people = line
    received(5, unit=team, status="waiting")
    received(5, unit=team, status="answered")
    assert services.climb(now()) == 0


def test_the_ladder_is_looked_at_on_working_mornings(db):
    saturday = datetime(2026, 6, 6, 9, tzinfo=ZONE)
    assert [period for period, _due in mornings(saturday)] == ["2026-06-05"]
    early = datetime(2026, 6, 8, 6, tzinfo=ZONE)
    assert [period for period, _due in mornings(early)] == ["2026-06-05"]


def test_answered_cases_close_after_the_window(db):
    old = InquiryFactory(status="answered", received_at=now() - timedelta(days=31))
    young = InquiryFactory(status="answered", received_at=now() - timedelta(days=29))
    assert services.close_answered(now()) == 1 and services.close_answered(now()) == 0
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.status, young.status) == ("closed", "answered")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}:00+07:00")


@pytest.fixture
def worked(people, unit):
    """A case answered late, asked again, answered on time; and one waiting over its limit."""
    officer, case = people["officer"], None
    with time_machine.travel(at("06-01T09:00"), tick=False):
        case = InquiryFactory(unit=unit, handler=officer, status="received", topic=TopicFactory())
        with acting(None, "given"):
            Inquiry.objects.filter(pk=case.pk).update(**services.recount(case))
        other = InquiryFactory(unit=unit, handler=officer, status="received", topic=case.topic)
        with acting(None, "given"):
            Inquiry.objects.filter(pk=other.pk).update(**services.recount(other))
        services.take(InquiryFactory(unit=unit, status="received"), by=officer)
    with time_machine.travel(at("06-03T09:00"), tick=False):
        services.route(other, by=people["head"], handler=officer)
        services.ask_more(other, by=officer, text="Bổ sung?")
    with time_machine.travel(at("06-10T10:00"), tick=False):
        services.answer(case, by=officer, text="Trả lời")
    with time_machine.travel(at("06-11T10:00"), tick=False):
        services.reopen(case, by=None, text="Chưa rõ")
    with time_machine.travel(at("06-12T10:00"), tick=False):
        services.answer(case, by=officer, text="Rõ hơn")
    return case, other


def test_the_clocks_follow_from_the_rows(worked):
    case, other = worked
    assert case.due_at == at("06-18T17:00") and other.due_at is None
    assert [h.minutes for h in case.holdings.all()] == [57 * 60, 8 * 60]
    assert services.recount(case)["due_at"] == case.due_at
    with time_machine.travel(at("06-17T08:00"), tick=False):
        services.add(other, by=None, text="Đây ạ")
    assert (other.status, other.due_at) == ("routed", at("06-22T17:00"))


def test_a_past_period_is_counted_as_it_was(worked, unit):
    """Open and late on the day asked for, although it is answered by now; the clock on time."""
    case, other = worked
    every = Inquiry.objects.filter(pk__in=[case.pk, other.pk])
    assert late_at(every, at("06-08T23:00")) == []
    assert late_at(every, at("06-09T09:00")) == [case.pk]
    assert late_at(every, at("06-10T11:00")) == []
    first = answered(unit, *moments(date(2026, 6, 10), date(2026, 6, 10)))
    second = answered(unit, *moments(date(2026, 6, 12), date(2026, 6, 12)))
    assert (first.answered, first.on_time, first.median_hours) == (1, 0, 57)
    assert (second.answered, second.on_time, second.median_hours) == (1, 1, 8)
    found = {f.measure.code: f for f in figures(unit, date(2026, 6, 1), date(2026, 6, 30))}
    assert found["inquiries.received"].value == 3
    assert (found["inquiries.answered"].value, found["inquiries.on_time"].value) == (1, 1)
    assert found["inquiries.open"].value == 2
    late = found["inquiries.overdue"].value
    assert late == 1 and found["inquiries.on_time"].of == 1 + late


def test_each_number_leads_to_its_rows(worked, people, enter, unit):
    client = enter(people["board"])
    for figure in figures(unit, date(2026, 6, 1), date(2026, 6, 30)):
        if figure.measure.kind == "median":
            continue
        shown = client.get(figure.rows)
        count = shown.context["cl"].result_count
        assert shown.status_code == 200 and count == figure.value, figure.measure.code


def queries(client, path: str) -> int:
    client.get(path)  # what a process remembers is remembered
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


PAGES = ["/admin/inquiries/inquiry/", "/admin/inquiries/inquiry/?q=ho+so&tab=late",
         "/admin/inquiries/inquiry/dashboard/", "/admin/?tab=inquiries_unit"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_as_much_for_five_rows_as_for_one(people, enter, unit, path):
    client = enter(people["officer"])
    topic = TopicFactory()
    InquiryFactory(unit=unit, handler=people["officer"], topic=topic)
    one = queries(client, path)
    for _ in range(4):
        InquiryFactory(unit=unit, handler=people["officer"], topic=topic)
    most = 14 if "q=" in path else 12  # a search looks through the newest first
    assert queries(client, path) == one <= most


def test_a_draft_is_kept_and_tells_others(people, enter, unit):
    case = InquiryFactory(unit=unit)
    client = enter(people["officer"])
    base = f"/admin/inquiries/inquiry/{case.pk}"
    client.post(f"{base}/draft/", {"text": "Đang viết"})
    assert "Đang viết" in client.get(f"{base}/answer/").content.decode()
    assert services.being_answered_by(case, people["head"]) == [people["officer"]]
    assert services.being_answered_by(case, people["officer"]) == []
    stranger = enter(people["stranger"])
    assert stranger.post(f"{base}/draft/", {"text": "x"}).status_code == 404
    services.answer(case, by=people["officer"], text="Xong")
    assert not Draft.objects.exists()


def test_several_at_once_shows_first_what_will_change(people, enter, unit):
    client, officer = enter(people["officer"]), people["officer"]
    free, closed = InquiryFactory(unit=unit), InquiryFactory(unit=unit, status="closed")
    far = InquiryFactory()
    asked = {"case": [free.pk, closed.pk, far.pk], "move": "take"}
    page = client.post("/admin/inquiries/inquiry/bulk/", asked)
    assert [(case, bool(why)) for case, why, *_to in page.context["lines"]] == [
        (closed, True), (free, False),
    ] or [(case, bool(why)) for case, why, *_to in page.context["lines"]] == [
        (free, False), (closed, True),
    ]  # fmt: skip
    assert not Inquiry.objects.filter(handler=officer).exists()
    client.post("/admin/inquiries/inquiry/bulk/", asked | {"confirm": "1"})
    assert list(Inquiry.objects.filter(handler=officer)) == [free]


def test_quick_entry_finds_the_caller_and_tells_the_code_once(people, enter, unit):
    firm = people["asker"].represents.get().enterprise
    before = InquiryFactory(unit=unit, tax_code=firm.tax_code, subject="Lần trước")
    client, topic = enter(people["officer"]), TopicFactory()
    address = f"/admin/inquiries/inquiry/add/?way=enter&who={firm.tax_code}"
    page = client.get(address).content.decode()
    assert firm.name_vi in page and before.subject in page
    said = {"channel": "hotline", "tax_code": firm.tax_code, "kind": "question", "topic": topic.pk,
            "subject": "Gọi đường dây nóng", "unit": unit.pk}  # fmt: skip
    answer = client.post("/admin/inquiries/inquiry/add/?way=enter", said, follow=True)
    case = Inquiry.objects.latest("pk")
    assert (case.channel, case.enterprise, case.unit) == ("hotline", firm, unit)
    told = [str(message) for message in answer.context["messages"]]
    assert any(case.reference in each and "PIN" in each for each in told)


def test_the_export_is_what_the_screen_shows(people, enter, unit):
    """G12: all rows in sight, none else; a formula stays a text."""
    InquiryFactory(unit=unit, subject="=1+1")
    InquiryFactory(subject="Nơi khác")
    answer = enter(people["officer"]).get("/admin/inquiries/inquiry/export/")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    said = " ".join(str(cell.value) for cell in cells)
    assert "=1+1" in said and "Nơi khác" not in said


def test_an_answer_writes_one_letter_that_can_be_called_back(people, unit):
    """G26: answered twice at the same time is answered once."""
    case = InquiryFactory(unit=unit)
    MessageFactory(inquiry=case)
    services.answer(case, by=people["officer"], text="Trả lời", citations=[("1/2026/NĐ-CP", "")])
    assert Letter.objects.filter(cause=f"inquiry {case.pk} answered").count() == 1
    assert case.messages.get(answers=True).citations.get().document == "1/2026/NĐ-CP"
