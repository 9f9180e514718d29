"""Registering for an activity: without an account, once a form, within the seats (G17)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils.timezone import localdate, now

from core.clock import run_clock
from core.history import acting, history
from core.limits import Limit
from core.models import Letter
from core.workflow import NotNow
from plans.forms.registration import LONGEST, QUICKEST, SIGNER, new_ticket
from plans.models import Activity, Registration
from plans.services import registrations
from tests.factories import EnterpriseFactory, UnitFactory, UserFactory, represent, top

from .activity_factories import ActivityFactory, RegistrationFactory

DAY = timedelta(days=1)
PERSON = {
    "name": "Nguyễn Thị Mai", "enterprise": "Công ty An Phú", "tax_code": "0100 2334-88",
    "email": "Mai@Example.com", "phone": "", "people": "2", "agreed": "on",
}  # fmt: skip


@pytest.fixture
def activity(unit):
    return ActivityFactory(unit=unit, status="announced", registration=True, seats=5)


def ticket(age: int = 60) -> str:
    """A form's ticket that is so many seconds old."""
    with time_machine.travel(now() - timedelta(seconds=age), tick=False):
        return new_ticket()


def send(client, activity, **changes):
    data = PERSON | {"ticket": ticket()} | changes
    return client.post(f"{activity.get_absolute_url()}register/", data)


def token_of(answer) -> str:
    assert answer.status_code == 302, answer.context["form"].errors
    return answer.url.rstrip("/").rpartition("/")[2]


def test_a_visitor_registers_gets_a_letter_and_takes_it_back(client, activity):
    """Only an HMAC of the link's secret is stored; history never learns who it was."""
    answer = send(client, activity)
    token = token_of(answer)
    row = Registration.objects.get()
    assert (row.email, row.tax_code, row.people) == ("mai@example.com", "0100233488", 2)
    assert len(token) == 64 and token not in (row.digest, str(row.__dict__))
    letter = Letter.objects.get(recipient="mai@example.com")
    assert f"/plans/calendar/registration/{token}/" in letter.body
    at = letter.body.index("Thời gian:")
    assert "\n\n" not in letter.body[at : letter.body.index("Chi tiết:")], "lines of one block"
    page = client.get(answer.url)
    assert "An Phú" in page.content.decode() and "no-store" in page["Cache-Control"]
    assert registrations.seats_left(activity) == 3
    client.post(answer.url)
    row.refresh_from_db()
    assert row.withdrawn_at and registrations.seats_left(activity) == 5
    client.post(answer.url)  # twice does no harm
    events = [str(sorted(event.__dict__.items())) for event in row.events.all()]
    assert len(events) == 2 and not any("Mai" in said or row.digest in said for said in events)
    assert history(row)[0].verb == "withdraw_by_link"


@pytest.mark.parametrize("path", ["0" * 64, "x", "a-b_c"])
def test_a_wrong_link_opens_nothing(client, activity, path):
    RegistrationFactory(activity=activity)
    for verb in (client.get, client.post):
        assert verb(f"/plans/calendar/registration/{path}/").status_code == 404
    assert not Registration.objects.exclude(withdrawn_at=None).exists()


def test_the_digest_in_the_database_opens_nothing(client, activity):
    """Who reads the table cannot take anybody's registration back."""
    send(client, activity)
    digest = Registration.objects.get().digest
    assert client.get(f"/plans/calendar/registration/{digest}/").status_code == 404


def test_a_link_outlives_a_change_of_the_portals_key(client, activity, settings):
    token = token_of(send(client, activity))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, long enough to be taken for one"
    assert registrations.find(token) == Registration.objects.get()
    settings.SECRET_KEY_FALLBACKS = []
    assert registrations.find(token) is None


def test_one_form_registers_once_however_often_it_is_sent(client, activity):
    same = ticket()
    urls = {send(client, activity, ticket=same).url for _once_more in range(3)}
    assert len(urls) == 1 and Registration.objects.count() == Letter.objects.count() == 1


def test_an_address_registers_once_and_again_after_it_was_taken_back(client, activity):
    first = send(client, activity)
    again = send(client, activity, email="MAI@example.com")
    assert again.status_code == 200 and again.context["form"].non_field_errors()
    client.post(first.url)
    assert send(client, activity).status_code == 302
    other = ActivityFactory(status="announced", registration=True)
    assert send(client, other).status_code == 302
    assert Registration.objects.kept().count() == 2


def test_seats_are_not_given_twice(client, activity):
    RegistrationFactory(activity=activity, people=4)
    refused = send(client, activity)
    assert refused.status_code == 200 and refused.context["form"].non_field_errors()
    assert send(client, activity, people="1").status_code == 302
    full = send(client, activity, people="1", email="b@example.com")
    assert full.status_code == 200 and Registration.objects.kept().people() == 5


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_goes_to_one_of_many_at_once():
    """Ten people press the button together; the row of the activity is held while it counts."""
    activity = ActivityFactory(unit=top(), status="announced", registration=True, seats=3)

    def one(number: int) -> bool:
        person = {"name": "A", "enterprise": "", "tax_code": "", "phone": "", "people": 1}
        try:
            registrations.register(
                Activity.objects.get(pk=activity.pk), nonce=str(number), language="vi",
                email=f"g{number}@example.com", **person,
            )  # fmt: skip
        except ValidationError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(one, range(10))) == 3
    assert Registration.objects.count() == 3


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "planned"},
        {"status": "held", "starts": now() - 3 * DAY},
        {"status": "cancelled", "announced_at": now()},
        {"registration": False},
        {"starts": now() - DAY, "ends": now() + DAY},
        {"registration_until": localdate() - DAY},
    ],
    ids=["planned", "held", "cancelled", "without", "begun", "past its day"],
)
def test_closed_registration_takes_nobody(client, db, changes):
    given = {"status": "announced", "registration": True} | changes
    if given["status"] == "planned":
        given["announced_at"] = None
    activity = ActivityFactory(**given)
    form = f"{activity.get_absolute_url()}register/"
    hidden = activity.announced_at is None
    assert client.get(form).status_code == (404 if hidden else 302)
    answer = send(client, activity)
    assert answer.status_code == (404 if hidden else 200)
    assert hidden or answer.context["form"].non_field_errors()
    assert not Registration.objects.exists() and not Letter.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "", "phone": ""}, "email"),
        ({"email": "nobody"}, "email"),
        ({"tax_code": "123"}, "tax_code"),
        ({"people": "0"}, "people"),
        ({"people": "21"}, "people"),
        ({"agreed": ""}, "agreed"),
        ({"website": "http://spam.example"}, "website"),
        ({"ticket": "forged"}, "__all__"),
        ({"ticket": ""}, "__all__"),
        ({"ticket": SIGNER.sign("x") + "x"}, "__all__"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client, activity, changes, field):
    answer = send(client, activity, **changes)
    assert answer.status_code == 200 and set(answer.context["form"].errors) == {field}
    assert not Registration.objects.exists()


def test_programs_are_too_quick_and_old_forms_get_a_new_ticket(client, activity):
    assert "__all__" in send(client, activity, ticket=ticket(QUICKEST - 2)).context["form"].errors
    old = send(client, activity, ticket=ticket(LONGEST + 60))
    anew = old.context["form"]["ticket"].value()
    assert SIGNER.unsign(anew) and old.context["form"]["name"].value() == PERSON["name"]
    with time_machine.travel(now() + timedelta(minutes=1)):
        assert send(client, activity, ticket=anew).status_code == 302


def test_what_the_portal_knows_of_who_is_signed_in_stands_in_the_form(client, enter, activity):
    page, firm = f"{activity.get_absolute_url()}register/", EnterpriseFactory()
    assert not client.get(page).context["form"]["name"].value()
    user = represent(UserFactory(), firm)
    known = enter(user).get(page).context["form"]
    assert [known[name].value() for name in ("name", "email", "enterprise", "tax_code")] == [
        str(user), user.email, firm.name_vi, firm.tax_code,
    ]  # fmt: skip


def test_a_telephone_is_enough(client, activity):
    answer = send(client, activity, email="", phone="0912 345 678", tax_code="")
    assert client.get(answer.url).status_code == 200 and not Letter.objects.exists()


def test_one_address_may_not_fill_the_hall(client, activity, settings):
    """G17: the form and the secret links are limited per caller and network."""
    how = settings.RATE_LIMITS
    assert Limit("x", **how["plans:register"]).per_ip == "20/h"
    assert "GET" in Limit("x", **how["plans:registration"]).methods
    answers = [send(client, activity, name="").status_code for _once_more in range(21)]
    assert answers[-1] == 429 and set(answers[:20]) == {200}


STAFF = [
    "officer", "head", "focal_point", "administrator", "stranger", "board", "system", "auditor",
]  # fmt: skip


@pytest.mark.parametrize("who", [*STAFF, "asker"])
def test_who_registered_is_seen_by_the_organisers_and_those_above(people, activity, who):
    """G6: names and telephone numbers are for the unit and its superiors."""
    mine = RegistrationFactory(activity=activity)
    other = RegistrationFactory(activity=ActivityFactory(unit=UnitFactory(), status="announced"))
    near, all_of_it = who in STAFF and who != "stranger", who in ("board", "system", "auditor")
    expected = {mine, other} if all_of_it else {mine} if near else set()
    assert set(Registration.objects.visible_to(people[who])) == expected


@pytest.mark.parametrize("who", STAFF)
def test_officers_withdraw_for_who_telephones(people, activity, who):
    row = RegistrationFactory(activity=activity)
    if who in ("officer", "head", "focal_point"):
        registrations.withdraw(row, by=people[who])
        assert (history(row)[0].verb, history(row)[0].actor) == ("withdraw", str(people[who]))
        with pytest.raises(NotNow):
            registrations.withdraw(row, by=people[who])
    else:
        with pytest.raises(PermissionDenied):
            registrations.withdraw(row, by=people[who])
        row.refresh_from_db()
        assert row.withdrawn_at is None


def test_names_are_deleted_half_a_year_after_the_activity(activity):
    """As the form promises; the clock does it by night."""
    kept = RegistrationFactory(activity=activity)
    old = ActivityFactory(starts=now() - 181 * DAY, status="held", registration=True)
    recent = ActivityFactory(starts=now() - 179 * DAY, status="held", registration=True)
    RegistrationFactory(activity=old)
    later = RegistrationFactory(activity=recent)
    with acting(None, "given"):
        run_clock()
    assert set(Registration.objects.all()) == {kept, later}
    assert registrations.forget() == 0
