"""Forms of activities as the desk posts them: planned, revised, held; an issue raised from one."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate, make_aware, now
from PIL import Image

from core.history import acting
from plans.models import Activity, ActivityFile, SupportIssue
from plans.services import activities
from tests.factories import AssignmentFactory, ItemFactory, PlanFactory, UnitFactory

from .activity_factories import ActivityFactory, UndertakingFactory, UnitPlanFactory, past
from .desk_parts import ACTIVITIES, DAY, ISSUES


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
