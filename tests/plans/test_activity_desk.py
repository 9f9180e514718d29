"""Activities at the desk: entries, lists, forms as they are posted, reminders, figures, export."""

from datetime import date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate, make_aware, now
from PIL import Image

from core.clock import run_clock
from core.desk import desk_entries
from core.history import acting
from core.models import Letter
from directory.models import Succession, Unit, User
from plans.counting.activities import figures
from plans.models import Activity, ActivityFile, Registration, SupportIssue
from plans.services import activities, support_issues
from tests.factories import AssignmentFactory, ItemFactory, PlanFactory, RoleFactory, UnitFactory

from .activity_factories import (
    ActivityFactory,
    ParticipationFactory,
    RegistrationFactory,
    SupportIssueFactory,
    UndertakingFactory,
    UnitPlanFactory,
    past,
)

ACTIVITIES, GUESTS, ISSUES = (
    f"/admin/plans/{name}/" for name in ("activity", "registration", "supportissue")
)
DAY = timedelta(days=1)
STAFF = [
    "officer", "head", "focal_point", "administrator", "stranger", "board", "system", "auditor",
]  # fmt: skip


def awaits(user, name: str) -> list[str] | None:
    """Titles under a tab of somebody's desk; None when the tab is not theirs."""
    fresh = User.objects.get(pk=user.pk)
    entry = next((each for each in desk_entries(fresh) if each.name == name), None)
    return None if entry is None else [entry.line(row).title for row in entry.rows]


def rows(client, address: str) -> set[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    return {str(row) for row in answer.context["cl"].result_list}


@pytest.mark.parametrize("who", STAFF)
def test_results_missing_await_the_people_of_the_unit(people, unit, department, who):
    """Over, neither held nor cancelled: the oldest first; not those of another department."""
    past(unit=unit, title_vi="branch", status="announced")
    ActivityFactory(unit=department, title_vi="department", starts=now() - 9 * DAY)
    past(unit=UnitFactory(), title_vi="elsewhere")
    past(unit=unit, title_vi="held", status="held")
    past(unit=unit, title_vi="off", status="cancelled")
    ActivityFactory(unit=unit, title_vi="to come")
    ActivityFactory(unit=unit, title_vi="going on", starts=now() - DAY, ends=now() + DAY)
    both = ["department", "branch"]
    expected = {"officer": ["branch"], "head": both, "focal_point": both, "stranger": [],
                "board": []}  # fmt: skip
    assert awaits(people[who], "results") == expected.get(who)


@pytest.mark.parametrize("who", STAFF)
def test_issues_await_who_goes_on_with_them(people, unit, who):
    for status in SupportIssue.Status.values:
        SupportIssueFactory(unit=unit, status=status, title=status)
    SupportIssueFactory(status="answered", title="elsewhere")
    SupportIssueFactory(status="taken_up", title="asked of us", forwarded_to=unit)
    SupportIssueFactory(status="taken_up", title="written", forwarded_to=unit, opinion="x")
    board = {"raised", "taken_up", "asked of us", "written"}
    seen = awaits(people[who], "issues")
    assert (seen and set(seen)) == (board if who == "board" else None)
    mine = awaits(people[who], "my-issues")
    near = {"answered", "sent_back", "asked of us"}
    expected = {"officer": near, "head": near, "focal_point": near, "stranger": set()}
    assert (mine if mine is None else set(mine)) == expected.get(who)


@pytest.mark.parametrize("who", STAFF)
def test_lists_show_what_may_be_seen_and_their_tabs_narrow_it(enter, people, unit, who):
    """G6: planned activities of others do not exist; names of guests only for the organisers."""
    ActivityFactory(unit=unit, title_vi="planned")
    RegistrationFactory(activity=ActivityFactory(
        unit=unit, title_vi="open", status="announced", registration=True), name="Mai")  # fmt: skip
    past(unit=unit, title_vi="missing")
    ActivityFactory(title_vi="elsewhere")
    RegistrationFactory(name="Nam", activity=ActivityFactory(title_vi="far", status="announced"))
    client, all_of_it = enter(people[who]), who in ("board", "system", "auditor")
    public, inner = {"open", "far"}, {"planned", "missing"}
    near = public | inner if who != "stranger" else public
    assert rows(client, ACTIVITIES) == (near | {"elsewhere"} if all_of_it else near)
    mine = {"planned", "open", "missing"} if who in ("officer", "head", "focal_point") else set()
    assert rows(client, f"{ACTIVITIES}?tab=mine") == mine
    missing = {"missing"} if who != "stranger" else set()
    assert rows(client, f"{ACTIVITIES}?tab=missing") == missing
    guests = {"Mai", "Nam"} if all_of_it else {"Mai"} if who != "stranger" else set()
    assert rows(client, GUESTS) == guests
    theirs = Registration.objects.get(name="Nam")
    expected = 200 if all_of_it else 404
    assert client.get(f"{GUESTS}{theirs.pk}/change/").status_code == expected
    filtered = rows(client, f"{GUESTS}?activity={theirs.activity_id}")
    assert filtered == ({"Nam"} if all_of_it else set())


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize(("page", "queries"), [(ACTIVITIES, 12), (GUESTS, 9), (ISSUES, 14)])
def test_lists_ask_the_same_however_long(
    enter, people, unit, everyone, count, page, queries, django_assert_max_num_queries
):
    for _each in range(count):
        ActivityFactory(unit=unit)
        RegistrationFactory(activity=ActivityFactory(unit=unit, status="announced"))
        SupportIssueFactory(unit=unit, forwarded_to=unit)
    client = enter(people["officer"])
    client.get(page)
    with django_assert_max_num_queries(queries):
        client.get(page)


def test_exports_hold_no_formula_and_what_the_list_shows(enter, people, unit):
    """G12: a name that begins like a formula stays a text."""
    activity = ActivityFactory(unit=unit, status="announced", registration=True, title_vi="=1+1")
    RegistrationFactory(activity=activity, name="=cmd|'/c calc'!A1", tax_code="0100233488")
    SupportIssueFactory(unit=unit, title="@SUM(A1)")
    client = enter(people["officer"])
    for page, said in [(ACTIVITIES, "=1+1"), (GUESTS, "=cmd|'/c calc'!A1"), (ISSUES, "@SUM(A1)")]:
        content = b"".join(client.get(f"{page}export/").streaming_content)
        cells = [c for line in openpyxl.load_workbook(BytesIO(content)).active for c in line]
        assert said in [cell.value for cell in cells]
        assert not [cell for cell in cells if cell.data_type == "f"]


# --- forms as the desk posts them -----------------------------------------------------------
def details(unit, **changes) -> dict:
    day = localdate() + 10 * DAY
    return {
        "kind": "dialogue", "title_vi": "Đối thoại", "title_en": "", "unit": str(unit.pk),
        "task": "support", "serves": "", "starts_on": f"{day}", "starts_at": "08:00",
        "ends_on": "", "ends_at": "11:30", "place": "Hội trường", "online_url": "",
        "summary_vi": "", "summary_en": "", "public": "on", "registration": "on", "seats": "80",
        "registration_until": "",
    } | changes  # fmt: skip


def test_an_officer_plans_announces_and_enters_the_result(enter, people, unit):
    client = enter(people["officer"])
    answer = client.post(f"{ACTIVITIES}add/", details(unit))
    activity = Activity.objects.get()
    assert answer.url == f"{ACTIVITIES}{activity.pk}/change/"
    local = activity.starts.astimezone(make_aware(datetime(2026, 1, 1)).tzinfo)
    assert (f"{local:%H:%M}", activity.ends - activity.starts) == ("08:00", timedelta(hours=3.5))
    client.post(f"{ACTIVITIES}{activity.pk}/announce/")
    early = client.post(f"{ACTIVITIES}{activity.pk}/hold/", {"result": "Tốt"})
    assert early.status_code == 403 and Activity.objects.get().status == "announced"
    with acting(None, "given"):
        Activity.objects.update(starts=now() - 2 * DAY, ends=now() - DAY)
    out = BytesIO()
    Image.new("RGB", (30, 20)).save(out, "JPEG")
    photo = SimpleUploadedFile("ảnh.jpg", out.getvalue())
    page = client.get(f"{ACTIVITIES}{activity.pk}/hold/").content.decode()
    assert page.count('inputmode="numeric"') == 20 and "multiple" in page
    counts = {"result": "Trả lời 12 câu hỏi", "sme_bodies": "12", "sme_people": "30"}
    client.post(f"{ACTIVITIES}{activity.pk}/hold/", counts | {"photos": photo})
    activity.refresh_from_db()
    assert activity.status == "held" and activity.participations.get().people == 30
    assert ActivityFile.objects.get().public is False
    page = client.get(f"{ACTIVITIES}{activity.pk}/correct_result/").content.decode()
    assert 'value="30"' in page and "Trả lời 12 câu hỏi" in page
    assert client.get(activity.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title_vi": ""}, "title_vi"),
        ({"starts_on": ""}, "starts_on"),
        ({"ends_at": ""}, "ends_at"),
        ({"ends_at": "07:00"}, "ends_at"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"task": ""}, "task"),
        ({"public": ""}, "registration"),
        ({"registration_until": "2099-01-01"}, "registration_until"),
        ({"online_url": "javascript:alert(1)"}, "online_url"),
        ({"serves": "u999"}, "serves"),
    ],
)
def test_what_is_wrong_with_a_plan_stands_at_its_field(enter, people, unit, changes, field):
    answer = enter(people["officer"]).post(f"{ACTIVITIES}add/", details(unit, **changes))
    assert answer.status_code == 200 and field in answer.context["form"].errors
    assert not Activity.objects.exists()


def test_units_of_others_and_what_they_serve_are_not_on_offer(enter, people, unit, department):
    """Offered are one's own units, their undertakings in force and the obligations of the plan."""
    plan = PlanFactory()
    mine = UndertakingFactory(unit_plan=UnitPlanFactory(unit=unit, plan=plan))
    UndertakingFactory(unit_plan=UnitPlanFactory(plan=plan))
    duty = ItemFactory(plan=plan)
    AssignmentFactory(item=ItemFactory(plan=plan, level="general_department"))
    client = enter(people["officer"])
    form = client.get(f"{ACTIVITIES}add/").context["form"]
    assert set(form.known.values()) == {mine, duty}
    assert list(form.fields["unit"].queryset) == [unit]
    refused = client.post(f"{ACTIVITIES}add/", details(department))
    assert "unit" in refused.context["form"].errors
    client.post(f"{ACTIVITIES}add/", details(unit, task="", serves=f"u{mine.pk}"))
    made = Activity.objects.get()
    assert made.task == mine.task and made.servings.get().undertaking == mine
    both = {"serves": [f"u{mine.pk}", f"i{duty.pk}"]}
    client.post(f"{ACTIVITIES}{made.pk}/serve/", both)
    assert made.servings.count() == 2
    page = client.get(f"{ACTIVITIES}{made.pk}/serve/").context["form"]
    assert set(page.initial["serves"]) == set(both["serves"])


def test_whole_days_end_on_the_day_after_and_are_shown_as_they_were_typed(enter, people, unit):
    client, day = enter(people["officer"]), localdate() + 10 * DAY
    changes = {"starts_at": "", "ends_at": "", "ends_on": f"{day + DAY}"}
    client.post(f"{ACTIVITIES}add/", details(unit, **changes))
    made = Activity.objects.get()
    assert made.all_day and (made.first_day, made.last_day) == (day, day + DAY)
    initial = client.get(f"{ACTIVITIES}{made.pk}/revise/").context["form"].initial
    assert (initial["starts_on"], initial["ends_on"], initial["starts_at"]) == (
        day, day + DAY, None,
    )  # fmt: skip


def test_details_changed_meanwhile_are_not_overwritten_unawares(enter, people, unit):
    activity = ActivityFactory(unit=unit, status="announced")
    client = enter(people["officer"])
    page = client.get(f"{ACTIVITIES}{activity.pk}/revise/")
    version = page.context["form"]["version"].value()
    assert "starts_on" not in page.context["form"].fields
    activities.revise(activity, by=people["head"], place="Phòng A")
    data = details(unit, version=version, place="Phòng B", registration="")
    answer = client.post(f"{ACTIVITIES}{activity.pk}/revise/", data)
    assert str(people["head"]) in str(answer.context["form"].non_field_errors())
    activity.refresh_from_db()
    assert activity.place == "Phòng A"
    data["version"] = answer.context["form"]["version"].value()
    assert client.post(f"{ACTIVITIES}{activity.pk}/revise/", data).status_code == 302


def test_an_issue_raised_from_a_dialogue_names_it(enter, people, unit):
    PlanFactory()
    dialogue = past(unit=unit, status="held")
    client = enter(people["officer"])
    card = client.get(f"{ACTIVITIES}{dialogue.pk}/change/")
    address = f"{ISSUES}add/?activity={dialogue.pk}"
    assert card.context["raise_url"] == address
    form = client.get(address).context["form"]
    assert str(form["activity"].value()) == str(dialogue.pk)
    said = {"title": "Vướng mắc", "text": "Chưa rõ", "asked": "Hướng dẫn", "unit": str(unit.pk)}
    client.post(address, said | {"activity": str(dialogue.pk), "undertaking": ""})
    issue = SupportIssue.objects.get()
    assert (issue.activity, issue.unit, issue.status) == (dialogue, unit, "raised")
    foreign = past(unit=UnitFactory(), status="held")
    answer = client.post(address, said | {"activity": str(foreign.pk)})
    assert "activity" in answer.context["form"].errors


def test_the_age_of_an_issue_counts_working_days_to_the_answer(enter, people, unit):
    """Raised on a Thursday, looked at on the Tuesday after: three working days."""
    raised = make_aware(datetime(2026, 5, 14, 9))
    issue = SupportIssueFactory(unit=unit, raised_at=raised, status="taken_up")
    client = enter(people["board"])
    with time_machine.travel(make_aware(datetime(2026, 5, 19, 15)), tick=False):
        client = enter(people["board"])
        page = client.get(f"{ISSUES}?tab=board").content.decode()
        assert 'field-waiting" data-label' in page and ">3</td>" in page
        assert "chờ 3 ngày làm việc" in client.get("/admin/?tab=issues").content.decode()
        support_issues.answer(issue, by=people["board"], answer="x")
    with time_machine.travel(make_aware(datetime(2026, 8, 19, 15)), tick=False):
        page = enter(people["board"]).get(ISSUES).content.decode()
        assert ">3</td>" in page


def test_whom_letters_do_not_reach_is_to_be_called(enter, people, unit):
    activity = ActivityFactory(unit=unit, status="announced", registration=True)
    RegistrationFactory(activity=activity, name="by letter")
    RegistrationFactory(activity=activity, name="by phone", email="", phone="0912")
    RegistrationFactory(activity=activity, email="", phone="0913", withdrawn_at=now())
    client = enter(people["officer"])
    card = client.get(f"{ACTIVITIES}{activity.pk}/change/")
    address = f"{GUESTS}?activity={activity.pk}&email__isempty=1&tab=kept"
    assert address.replace("&", "&amp;") in card.content.decode()
    assert rows(client, address) == {"by phone"}


# --- the clock ------------------------------------------------------------------------------
@pytest.fixture
def friday(unit):
    """A dialogue on Friday 15 May 2026: its result is missed on Tuesday 19 May."""
    starts = make_aware(datetime(2026, 5, 15, 8))
    return ActivityFactory(unit=unit, status="announced", starts=starts, title_vi="Đối thoại")


def reminded() -> set[str]:
    letters = Letter.objects.filter(cause__startswith="plans.remind_of_results")
    return set(letters.values_list("recipient", flat=True))


def test_a_missing_result_is_asked_for_once_two_working_days_after(people, unit, friday):
    """G28: not before, not twice, and after downtime once."""
    officer = people["officer"]
    RoleFactory(unit=unit, kind="department_administrator")
    for moment, expected in [
        (datetime(2026, 5, 19, 6, 59), set()),
        (datetime(2026, 5, 19, 7), {officer.email}),
        (datetime(2026, 5, 25, 7), {officer.email}),
    ]:
        run_clock(make_aware(moment))
        run_clock(make_aware(moment))
        assert reminded() == expected, moment
    assert Letter.objects.filter(recipient=officer.email).count() == 1


def test_the_successor_goes_on_with_what_a_closed_unit_left_open(people, unit, friday):
    """Its people see the missing result on their desk, are reminded, and may enter it."""
    new = UnitFactory(kind="branch", parent=unit.parent)
    with acting(None, "given"):
        Succession.objects.create(
            predecessor=unit, successor=new, kind="renamed", on=date(2026, 5, 16)
        )
        Unit.objects.filter(pk=unit.pk).update(valid_to=date(2026, 5, 15))
    new.refresh_from_db()
    heir = RoleFactory(unit=new).user
    run_clock(make_aware(datetime(2026, 5, 19, 7)))
    assert reminded() == {heir.email}
    assert awaits(heir, "results") == ["Đối thoại"]
    friday.refresh_from_db()
    activities.hold(friday, by=User.objects.get(pk=heir.pk), result="Tốt", came={})


@pytest.mark.parametrize("what", ["hold", "cancel", "postpone", "stale"])
def test_nobody_is_reminded_of_what_is_settled_or_long_gone(people, friday, what):
    people["officer"]
    at = make_aware(datetime(2026, 5, 19, 8))
    with time_machine.travel(make_aware(datetime(2026, 5, 16, 8)), tick=False):
        if what == "hold":
            activities.hold(friday, by=None, result="Tốt", came={})
        elif what == "cancel":
            activities.cancel(friday, by=None, reason="x")
        elif what == "postpone":
            later = now() + 30 * DAY
            activities.postpone(friday, by=None, reason="x", starts=later, ends=later + DAY)
        else:
            at = make_aware(datetime(2026, 7, 1, 8))
    run_clock(at)
    assert reminded() == set()


# --- figures --------------------------------------------------------------------------------
def test_figures_count_what_was_held_in_the_period_and_lead_to_its_rows(
    enter, people, unit, department
):
    def on(day, **fields):
        starts = make_aware(datetime(2026, 5, day, 8))
        return ActivityFactory(starts=starts, status="held", **fields)

    first = on(1, unit=unit, kind="dialogue", task="consultation")
    last = on(31, unit=department, kind="training", task="support")
    on(15, unit=UnitFactory(), kind="dialogue", task="consultation")
    ActivityFactory(unit=unit, starts=make_aware(datetime(2026, 6, 1)), status="held")
    ActivityFactory(unit=unit, starts=make_aware(datetime(2026, 5, 9)), status="announced")
    ParticipationFactory(activity=first, kind="sme", bodies=10, people=15)
    ParticipationFactory(activity=first, kind="press", bodies=3, people=4)
    ParticipationFactory(activity=last, kind="fdi", bodies=2, people=3)
    moment = make_aware(datetime(2026, 5, 20, 9))
    for status in ("raised", "answered", "closed", "withdrawn"):
        SupportIssueFactory(unit=unit, status=status, raised_at=moment)
    SupportIssueFactory(unit=unit, raised_at=make_aware(datetime(2026, 6, 1)))
    found = {f.measure.code: f for f in figures(department, date(2026, 5, 1), date(2026, 5, 31))}
    values = {code: figure.value for code, figure in found.items() if figure.value}
    assert values == {
        "activities.held.consultation": 1, "activities.held.support": 1,
        "activities.kind.dialogue": 1, "activities.kind.training": 1,
        "activities.enterprises": 12, "activities.people": 22,
        "support_issues.raised": 3, "support_issues.answered": 2,
    }  # fmt: skip
    assert found["support_issues.answered"].of == 3
    whole = {f.measure.code: f for f in figures(None, date(2026, 5, 1), date(2026, 5, 31))}
    assert whole["activities.kind.dialogue"].value == 2
    assert len(found) == len({f.measure.definition for f in found.values()}) + 16
    client = enter(people["board"])
    leads_to = {
        "activities.held.consultation": 1, "activities.kind.training": 1, "activities.people": 2,
        "support_issues.answered": 2, "support_issues.raised": 3,
    }  # fmt: skip
    for code, count in leads_to.items():
        answer = client.get(found[code].rows)
        assert answer.status_code == 200 and len(answer.context["cl"].result_list) == count, code


@pytest.mark.parametrize("count", [1, 5])
def test_figures_are_one_query_however_many_rows(db, count, django_assert_num_queries):
    for _each in range(count):
        ParticipationFactory(activity=past(status="held"))
    with django_assert_num_queries(1):
        figures(None, date(2020, 1, 1), date(2099, 1, 1))
