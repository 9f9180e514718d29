"""An administrator's care for accounts: closing them, helping after a lost telephone."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied

from core.models import Letter
from directory.accounts.services import deactivate, forget_second_factor
from directory.models import User

from .signing_in import SET_UP, come_in, enter_password, give_app, give_password, is_in

VERBS = [deactivate, forget_second_factor]
# The administrator of the department, the system administrator; nobody else, and not of oneself.
DENIED = ["officer", "head", "focal_point", "stranger", "board", "auditor", "asker"]


@pytest.fixture
def officer(people):
    give_app(people["officer"])
    return give_password(people["officer"])


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("part", DENIED)
def test_others_may_not(people, officer, verb, part):
    with pytest.raises(PermissionDenied):
        verb(officer, by=people[part], reason="because")
    assert User.objects.get(pk=officer.pk).is_active
    assert Authenticator.objects.filter(user=officer).count() == 1


@pytest.mark.parametrize("verb", VERBS)
def test_an_administrator_does_not_reach_above_or_beside(people, verb):
    for part in ("stranger", "board", "asker", "administrator"):
        with pytest.raises(PermissionDenied):
            verb(people[part], by=people["administrator"], reason="because")


@pytest.mark.parametrize("part", ["administrator", "system"])
def test_a_closed_account_is_out_at_once_and_stays_out(client, people, officer, part):
    """G3: opened again later, the old cookie still opens nothing."""
    come_in(client, officer)
    deactivate(officer, by=people[part], reason="left the service")
    User.objects.filter(pk=officer.pk).update(is_active=True)
    assert not is_in(client)
    last = officer.events.order_by("-pgh_id").filter(pgh_context__verb="deactivate").first()
    assert last.pgh_context["reason"] == "left the service"


def test_after_a_lost_telephone_one_sets_up_a_new_one(client, people, officer):
    """G4: the session ends, the password alone leads to setting up, the person is told."""
    come_in(client, officer)
    forget_second_factor(officer, by=people["administrator"], reason="seen in person")
    assert not is_in(client)
    enter_password(client, officer)
    assert client.get("/admin/").url.startswith(SET_UP)
    assert Letter.objects.filter(recipient=officer.email).count() == 1
