"""Activities and issues at the desk: what awaits whom, lists and their tabs, queries, export."""

from datetime import datetime
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.utils.timezone import make_aware, now

from plans.models import Registration, SupportIssue
from plans.services import support_issues

from .activity_factories import ActivityFactory, RegistrationFactory, SupportIssueFactory, past
from .desk_parts import ACTIVITIES, GUESTS, ISSUES, STAFF, awaits


def rows(client, address: str) -> set[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    return {str(row) for row in answer.context["cl"].result_list}


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


def test_a_matter_leads_to_the_activity_at_which_it_was_raised(enter, people, unit):
    """Under a label of its own: "raised at" is the moment."""
    activity = ActivityFactory(unit=unit)
    issue = SupportIssueFactory(unit=unit, activity=activity)
    facts = enter(people["board"]).get(f"{ISSUES}{issue.pk}/change/").context["facts"]
    labels = [str(label) for label, _said in facts]
    assert len(labels) == len(set(labels))
    assert any(f'href="{ACTIVITIES}{activity.pk}/change/"' in str(said) for _label, said in facts)
