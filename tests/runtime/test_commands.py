"""Commands of the machine room: the first administrator, a lost second factor, a new version."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.utils.timezone import localdate

from directory.models import User
from partnership.management.commands import prepare
from tests.factories import UserFactory, top

pytestmark = pytest.mark.django_db


def test_the_first_administrator_holds_the_role_at_the_top():
    top()
    call_command("appoint", "Moi@haiquan.example", name="Trần Văn Mới")
    user = User.objects.get(email="moi@haiquan.example")
    assert user.is_staff
    assert not user.has_usable_password()
    role = user.roles.get()
    assert (role.kind, role.unit.parent, role.valid_from) == (
        "system_administrator",
        None,
        localdate(),
    )


def test_an_account_is_not_appointed_twice():
    top()
    user = UserFactory()
    with pytest.raises(CommandError, match="grant the role in the admin"):
        call_command("appoint", user.email.upper(), name="A B")


def test_nobody_is_appointed_without_units_or_address():
    with pytest.raises(CommandError, match="sample_data --units-only"):
        call_command("appoint", "a@haiquan.example", name="A B", unit="none")
    with pytest.raises(CommandError, match="no e-mail address"):
        call_command("appoint", "nobody", name="A B")
    assert not User.objects.exists()


def test_a_lost_second_factor_is_taken_away():
    user, other = UserFactory(is_staff=True), UserFactory(is_staff=True)
    for each in (user, other):
        Authenticator.objects.create(user=each, type="totp", data={"secret": "x"})
    call_command(
        "reset_second_factor", user.email.upper(), reason="asked by telephone, head agreed"
    )
    assert list(Authenticator.objects.values_list("user", flat=True)) == [other.pk]


@pytest.mark.parametrize(("email", "reason"), [("nobody@x.example", "why"), (None, " ")])
def test_a_second_factor_stays_without_person_or_reason(email, reason):
    user = UserFactory()
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    with pytest.raises(CommandError):
        call_command("reset_second_factor", email or user.email, reason=reason)
    assert Authenticator.objects.count() == 1


def test_static_files_are_collected_again_when_one_changed(tmp_path, monkeypatch, settings):
    monkeypatch.setattr(prepare.postgres, "STATE", tmp_path / "state")
    settings.STATIC_ROOT = tmp_path / "static"
    prepare.collect()
    first = tmp_path / "static" / "css" / "portal.css"
    first.write_text("kept")
    prepare.collect()
    assert first.read_text() == "kept"
    (tmp_path / "state" / "static.stamp").write_text("other sources")
    prepare.collect()
    assert first.read_text() != "kept"
