"""G22: the portal's own database role cannot rewrite, skip, forge or switch off history.

Signed in as that role for real: SET ROLE would leave session_user, which the guards look at.
"""

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection

from core import roles
from core.history import history
from directory.models import Unit
from partnership import settings as configured
from tests.core.portal import CHANGE, portal
from tests.factories import UnitFactory

IGNORE = """SELECT set_config('pgtrigger.ignore', (SELECT array_agg(tgname)::text FROM pg_trigger
            WHERE tgname LIKE 'pgtrigger%'), false);"""
FORGED = """INSERT INTO directory_unitevent SELECT e.* FROM directory_unitevent e LIMIT 1"""
FUNCTION = """SELECT tgfoid::regproc::text FROM pg_trigger
              WHERE tgrelid = 'directory_unit'::regclass
                AND tgname LIKE 'pgtrigger_insert_insert%'"""
ATTACKS = {
    "rewrite an event": "UPDATE directory_unitevent SET area = 'x'",
    "delete events": "DELETE FROM directory_unitevent",
    "empty history": "TRUNCATE directory_unitevent",
    "forge an event": FORGED,
    "forge one past the triggers": IGNORE + FORGED,
    "copy events in": "COPY directory_unitevent FROM PROGRAM 'true'",
    "disable triggers": "ALTER TABLE directory_unit DISABLE TRIGGER ALL",
    "disable the append-only trigger": "ALTER TABLE directory_unitevent DISABLE TRIGGER ALL",
    "replication role": "SET session_replication_role = replica",
    "ignore, then rewrite": IGNORE + "UPDATE directory_unitevent SET area = 'x'",
    "ignore, then delete": IGNORE + "DELETE FROM directory_unitevent",
    "ignore, then change unannounced": IGNORE + "UPDATE directory_unit SET area = 'x'",
    "ignore, then move the unit": IGNORE
    + CHANGE
    + "UPDATE directory_unit SET parent_id = id WHERE parent_id IS NOT NULL",
    "be the owner": "SET ROLE partnership",
    "be the owner's session": "SET SESSION AUTHORIZATION partnership",
    "drop history": "DROP TABLE directory_unitevent",
    "drop a trigger function": "DROP FUNCTION _pgtrigger_should_ignore(name) CASCADE",
    "replace the guard": """CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(
        trigger_name name) RETURNS boolean AS 'SELECT true' LANGUAGE sql""",
    "shadow the guard": "CREATE FUNCTION public._pgtrigger_should_ignore(x text) RETURNS boolean"
    " AS 'SELECT true' LANGUAGE sql",
    "own rule on the table": "CREATE RULE r AS ON UPDATE TO directory_unit DO INSTEAD NOTHING",
    "rewind the keys": "SELECT setval(pg_get_serial_sequence('directory_unitevent', 'pgh_id'), 1)",
    "forge a seal": "INSERT INTO core_seal SELECT 1, 'x', 1, '', '', 1, '', now()",
    "rewrite a seal": "UPDATE core_seal SET digest = ''",
    "delete seals": "DELETE FROM core_seal",
    "seal again": "SELECT history_seal_again('directory_unitevent', 'hush')",
    "make itself a member": "GRANT partnership TO portal_app",
    "say migrations were made": "DELETE FROM django_migrations",
    "make a superuser": "CREATE ROLE evil SUPERUSER",
    "run a program": "COPY (SELECT 1) TO PROGRAM 'true'",
}


@pytest.fixture
def unit(transactional_db):
    return UnitFactory(area="old")


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker):
    """One committed unit for all attacks: none of them changes it."""
    with django_db_blocker.unblock():
        yield UnitFactory(area="old")
        call_command("flush", interactive=False, verbosity=0)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_portals_role_is_refused(standing, attack):
    """G22: by the server, and nothing has changed."""
    before = history(standing)
    with portal() as run, pytest.raises(psycopg2.Error) as refused:
        run(ATTACKS[attack])
    assert refused.value.pgcode
    assert history(standing) == before
    standing.refresh_from_db()
    assert standing.area == "old"


def test_the_event_functions_cannot_be_hung_on_a_table_of_ones_own(unit):
    """G22: they write with the owner's rights, so a temporary table must not fire them."""
    before = history(unit)
    with portal() as run:
        [[function]] = run(FUNCTION)
        run("CREATE TEMPORARY TABLE mine AS SELECT * FROM directory_unit")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            run(f"CREATE TRIGGER t AFTER INSERT ON mine EXECUTE FUNCTION {function}()")
    assert history(unit) == before


def test_a_shadow_table_does_not_catch_the_events(unit):
    """G22: a temporary table of the event table's name receives nothing."""
    with portal() as run:
        run("CREATE TEMPORARY TABLE directory_unitevent AS SELECT * FROM directory_unitevent")
        run(CHANGE)
        run("UPDATE directory_unit SET area = 'new' WHERE id = %s", [unit.pk])
    assert history(unit)[0].changes["area"] == ("old", "new")


def test_the_portal_does_its_ordinary_work(unit):
    """Announced inserts, updates and deletes leave their events; unannounced ones are refused."""
    with portal() as run:
        with pytest.raises(psycopg2.IntegrityError, match="pgh_context"):
            run("UPDATE directory_unit SET area = 'new'")
        run(CHANGE)
        run("UPDATE directory_unit SET area = 'new' WHERE id = %s", [unit.pk])
        run("DELETE FROM directory_unit WHERE id = %s", [unit.pk])
        run("INSERT INTO core_ratecount VALUES ('test', now(), 1)")
    assert [line.verb for line in history(unit)] == ["correct", "correct", "given"]


def test_a_new_table_is_open_to_the_portal_before_the_next_hardening(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE fresh (id bigint GENERATED ALWAYS AS IDENTITY, word text)")
    try:
        with portal() as run:
            run("INSERT INTO fresh (word) VALUES ('a')")
            assert run("SELECT word FROM fresh") == [("a",)]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE fresh")


@pytest.fixture
def clerk(transactional_db):
    """A login that is a member of the portal's role, as production may have it."""
    with portal("postgres") as run:
        run("CREATE ROLE portal_clerk LOGIN IN ROLE portal_app")
        yield "portal_clerk"
        run("DROP ROLE portal_clerk")


@pytest.mark.parametrize("attack", ["ignore, then change unannounced", "forge an event"])
def test_a_member_of_the_portals_role_gets_no_further(unit, clerk, attack):
    """G22: the guard takes the owner's word, not everybody's but one."""
    before = history(unit)
    with portal(clerk) as run, pytest.raises(psycopg2.Error):
        run(ATTACKS[attack])
    assert history(unit) == before


def test_the_owner_may_step_over_a_trigger_knowingly(unit):
    """Data repair and tests: `pgtrigger.ignore` in the owner's session still works."""
    with connection.cursor() as cursor:
        cursor.execute(IGNORE + "UPDATE directory_unit SET area = 'repaired'")
        cursor.execute("SELECT set_config('pgtrigger.ignore', '', false)")
    assert Unit.objects.get(pk=unit.pk).area == "repaired"
    assert len(history(unit)) == 1


def test_migrate_hardens_anew_and_twice_is_once(unit):
    """G22: each trigger migration brings the library's functions back; migrate closes them."""
    with connection.cursor() as cursor:
        cursor.execute("GRANT ALL ON directory_unitevent TO portal_app")
    call_command("migrate", verbosity=0)
    call_command("migrate", verbosity=0)
    with portal() as run, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        run(FORGED)


def test_an_owner_who_may_not_make_roles_is_told_the_sql(transactional_db, monkeypatch):
    monkeypatch.setattr(roles, "PORTAL", "portal_that_is_not_there")
    with pytest.raises(roles.RoleMissing, match="CREATE ROLE"):
        roles.harden(connection)


def test_one_role_for_both_is_warned_about(transactional_db, settings):
    settings.PORTAL_IS_OWNER = True
    [warning] = roles.portal_is_not_the_owner(None)
    assert warning.id == "core.W001" and "rewrite history" in warning.msg
    assert roles.portal_is_not_the_owner(None, databases=["default"])  # tests run as the owner
    settings.PORTAL_IS_OWNER = False
    assert roles.portal_is_not_the_owner(None) == []
    assert configured.PORTAL_IS_OWNER is False
