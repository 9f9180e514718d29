"""G22: the hash chain names every event changed, deleted or put in behind the triggers' back."""

import json
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core import seals
from core.history import acting
from core.models import Seal
from directory.models import Unit
from tests.core.portal import CHANGE, _connect, portal
from tests.factories import UnitFactory

EVENTS = "directory_unitevent"


def raw(sql, params=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def unit(transactional_db):
    return UnitFactory(area="old")


def lives(unit, times: int) -> None:
    with acting(None, "correct"):
        for _ in range(times):
            Unit.objects.filter(pk=unit.pk).update(area="new")


def ids() -> list[int]:
    return [row[0] for row in raw(f"SELECT pgh_id FROM {EVENTS} ORDER BY pgh_id")]


def behind(sql, params=None):
    """As a database administrator with the triggers switched off."""
    with portal("postgres") as run:
        run("SET session_replication_role = replica")
        run(sql, params)


def named() -> list[tuple[str, str, int]]:
    return [(fault.fault, fault.label, fault.event) for fault in seals.faults()]


def test_an_untouched_history_has_no_faults(unit):
    lives(unit, 5)
    assert seals.seal() == len(ids()) > 0
    assert seals.seal() == 0
    assert named() == []
    assert [s.position for s in Seal.objects.order_by("pk")] == [*range(1, len(ids()) + 1)]


def test_one_changed_event_of_ten_thousand_is_named(unit):
    """G22: as DBA, change 1 of 10,000 events."""
    raw(CHANGE)
    raw(
        """INSERT INTO directory_unit (code, kind, name_vi, name_en, parent_id, path, area)
           SELECT 'X' || n, 'department', 'Cục ' || n, 'Unit ' || n, %s, '', ''
           FROM generate_series(1, 10000) n""",
        [unit.parent_id],
    )
    raw("SELECT set_config('pghistory.context_metadata', '', false)")
    assert seals.seal() >= 10_000
    assert named() == []
    victim = ids()[4321]
    behind(f"UPDATE {EVENTS} SET area = 'tampered' WHERE pgh_id = %s", [victim])
    assert named() == [("changed", EVENTS, victim)]


@pytest.mark.parametrize(
    "column", ["pgh_context = jsonb_set(pgh_context, '{name}', '\"another\"')", "pgh_label = 'x'"]
)
def test_the_actor_and_the_kind_of_change_are_sealed_too(unit, column):
    seals.seal()
    behind(f"UPDATE {EVENTS} SET {column} WHERE pgh_id = %s", [ids()[-1]])
    assert named() == [("changed", EVENTS, ids()[-1])]


def test_a_deleted_event_is_missing(unit):
    lives(unit, 5)
    seals.seal()
    victim = ids()[2]
    behind(f"DELETE FROM {EVENTS} WHERE pgh_id = %s", [victim])
    seals.seal()
    assert named() == [("missing", EVENTS, victim)]


def put_in(pgh_id: str, at: str) -> int:
    columns = [row[0] for row in raw(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
        " AND column_name NOT IN ('pgh_id', 'pgh_created_at')", [EVENTS])]  # fmt: skip
    rest = ", ".join(columns)
    behind(
        f"INSERT INTO {EVENTS} (pgh_id, pgh_created_at, {rest})"
        f" SELECT {pgh_id}, {at}, {rest} FROM {EVENTS} ORDER BY pgh_id DESC LIMIT 1"
    )
    return raw(f"SELECT pgh_id FROM {EVENTS} ORDER BY xmin::text::bigint DESC LIMIT 1")[0][0]


PAST = [
    ("with an old key", "(SELECT min(pgh_id) + 1 FROM directory_unitevent)", "now()"),
    ("with an old time", f"nextval(pg_get_serial_sequence('{EVENTS}', 'pgh_id'))",
     "now() - interval '3 days'"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "at"), [row[1:] for row in PAST], ids=[row[0] for row in PAST])
def test_an_event_put_into_the_past_is_named_and_never_sealed(unit, key, at):
    lives(unit, 3)
    victim = ids()[1]
    behind(f"DELETE FROM {EVENTS} WHERE pgh_id = %s", [victim])
    seals.seal()
    added = put_in(key, at)
    for _ in range(2):
        lives(unit, 1)
        seals.seal()
        assert named() == [("inserted later", EVENTS, added)]


def test_a_transaction_that_commits_late_is_no_forgery(unit):
    """Keys are drawn before the commit: an older key may become visible after a younger one."""
    late = _connect("portal_app")
    with late, late.cursor() as cursor:
        cursor.execute(CHANGE + "SAVEPOINT s")
        cursor.execute("UPDATE directory_unit SET area = 'late' WHERE id = %s", [unit.parent_id])
        lives(unit, 2)
        seals.seal()
        unsealed = len(ids()) + 1 - Seal.objects.filter(label=EVENTS).count()
    late.close()
    assert unsealed == 1
    assert named() == []
    assert seals.seal() == 1
    assert named() == []


def test_a_broken_link_and_a_lost_seal_are_named(unit):
    lives(unit, 5)
    seals.seal()
    behind("UPDATE core_seal SET chain = sha256('x') WHERE position = 3")
    assert named() == [("seal broken", "core_seal", 3), ("seal broken", "core_seal", 4)]
    behind("DELETE FROM core_seal WHERE position = 3")
    assert ("seal broken", "core_seal", 4) in named()


def test_a_chain_made_anew_is_found_by_the_head_kept_outside(unit):
    seals.seal()
    kept = seals.head()
    assert seals.holds(kept)
    behind("DELETE FROM core_seal")
    behind(f"UPDATE {EVENTS} SET area = 'x' WHERE pgh_id = %s", [ids()[0]])
    seals.seal()
    assert named() == []
    assert not seals.holds(kept)
    with pytest.raises(SystemExit) as ended:
        call_command("verify_history", head=str(kept), stdout=StringIO())
    assert ended.value.code == 1


def test_the_command_names_the_event_and_ends_with_1(unit):
    seals.seal()
    out = StringIO()
    call_command("verify_history", json=True, stdout=out)
    assert json.loads(out.getvalue())["faults"] == []
    behind(f"UPDATE {EVENTS} SET area = 'x' WHERE pgh_id = %s", [ids()[0]])
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_history", json=True, stdout=out)
    assert ended.value.code == 1
    told = json.loads(out.getvalue())
    assert told["faults"] == [{"fault": "changed", "label": EVENTS, "event": ids()[0]}]
    assert told["digest"] == seals.head().digest
    with pytest.raises(CommandError, match="POSITION:DIGEST"):
        call_command("verify_history", head="nonsense")


def test_a_nullable_column_added_later_changes_no_digest(unit):
    seals.seal()
    raw(f"ALTER TABLE {EVENTS} ADD COLUMN remark text")
    try:
        assert named() == []
    finally:
        raw(f"ALTER TABLE {EVENTS} DROP COLUMN remark")


def test_a_migration_that_alters_events_is_sealed_again_with_its_reason(unit):
    why = "area is called region"
    lives(unit, 3)
    seals.seal()
    raw(f"ALTER TABLE {EVENTS} RENAME COLUMN area TO region")
    try:
        assert len(named()) == len(ids())
        call_command("seal_history", again=EVENTS, reason=why, stdout=StringIO())
        assert named() == []
        behind(f"UPDATE {EVENTS} SET region = 'x' WHERE pgh_id = %s", [ids()[1]])
        assert named() == [("changed", EVENTS, ids()[1])]
    finally:
        raw(f"ALTER TABLE {EVENTS} RENAME COLUMN region TO area")
    assert set(Seal.objects.values_list("reason", flat=True)) == {"", why}


def test_a_table_that_is_gone_is_named_until_its_end_is_sealed(unit):
    seals.seal()
    behind("UPDATE core_seal SET label = 'old_event' WHERE position = 1")
    assert ("table missing", "old_event", 1) in named()
    seals.seal_again("old_event", "the model was dropped")
    assert "table missing" not in {fault for fault, _label, _event in named()}


@pytest.mark.parametrize(
    ("again", "reason"), [("no_such_table", "why"), (EVENTS, ""), ("", "why"), (EVENTS, "  ")]
)
def test_sealing_again_needs_a_table_and_a_reason(unit, again, reason):
    with pytest.raises(CommandError):
        call_command("seal_history", again=again, reason=reason)
    assert Seal.objects.exclude(reason="").count() == 0


def test_the_portals_role_seals_and_a_second_one_at_once_does_nothing(unit):
    with portal() as run:
        lives(unit, 3)
        holder = _connect("portal_app")
        with holder, holder.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('core_seal'))")
            assert run("SELECT history_seal(100)") == [(0,)]
        holder.close()
        assert run("SELECT history_seal(2)") == [(2,)]
        assert run("SELECT history_seal(100)")[0][0] == len(ids()) - 2
    assert named() == []


def test_four_sealers_at_once_make_one_chain(unit):
    lives(unit, 50)

    def work():
        with portal() as run:
            for _ in range(5):
                run("SELECT history_seal(7)")

    threads = [threading.Thread(target=work) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    seals.seal()
    assert Seal.objects.filter(label=EVENTS).count() == len(ids())
    assert named() == []


def test_sealing_does_not_make_writers_wait(unit):
    """While a seal is being written, changes go on."""
    lives(unit, 10)
    holder = _connect("portal_app")
    with holder, holder.cursor() as cursor, portal() as run:
        cursor.execute("SELECT history_seal(100)")
        run("SET lock_timeout = '500ms'" + ";" + CHANGE)
        run("UPDATE directory_unit SET area = 'meanwhile' WHERE id = %s", [unit.pk])
    holder.close()
    seals.seal()
    assert named() == []


def test_the_digest_does_not_depend_on_the_sessions_settings(unit):
    seals.seal()
    raw("SET timezone = 'America/Los_Angeles'; SET datestyle = 'German'; SET bytea_output = escape")
    try:
        assert named() == []
    finally:
        raw("RESET timezone; RESET datestyle; RESET bytea_output; SET timezone = 'UTC'")
