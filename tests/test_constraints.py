"""G34: the database refuses bad rows without Django: each constraint by one raw INSERT."""

import re
from uuid import UUID

import pgtrigger
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from pghistory.models import Event

from core.history import acting
from tests import apps as parts
from tests.given import ROWS, given

APPS = ("core", "directory", "associations", "inquiries", "surveys", "plans")
MODELS = [m for a in APPS for m in apps.get_app_config(a).get_models() if not issubclass(m, Event)]
# What triggers fill in, whatever is given.
FILLED = {("directory_unit", "path"), ("directory_unit", "covers")}
OTHER = "now() + interval '400 days'"
# A check is broken by these columns, as SQL; checks that Django makes (x >= 0) break by -1.
BREAKS = {
    "deadline_is_done_or_given_up_not_both": {"done_at": OTHER, "given_up_at": OTHER},
    "deadline_is_not_done_before_it_falls_due": {"done_at": "now() - interval '1 day'"},
    "letter_is_done_or_given_up_not_both": {"done_at": "now()", "given_up_at": "now()"},
    "job_does_no_more_than_there_is": {"total": "1", "done": "2"},
    "job_ends_in_one_way": {"done_at": "now()", "cancelled_at": "now()"},
    "file_digest_is_whole": {"sha256": "'xyz'"},
    "file_key_has_128_random_bits": {"key": "'xyz'"},
    "a_file_s_scan_is_a_known_state": {"scan": "'lost'"},
    "only_an_infected_file_names_what_was_found": {"found": "'x'"},
    "filescan_is_done_or_given_up_not_both": {"done_at": "now()", "given_up_at": "now()"},
    "file_name_is_given": {"name": "''"},
    "a_symbol_is_letters_joined_by_dashes": {"symbol": "'HQ HP'"},
    "a_letterhead_has_a_place": {"place": "''"},
    "a_morning_ends_after_it_starts": {"morning_ends": "'07:00'"},
    "an_afternoon_ends_after_it_starts": {"afternoon_ends": "'12:30'"},
    "an_afternoon_follows_the_morning": {"afternoon_starts": "'10:00'"},
    "a_special_day_has_a_reason": {"reason_vi": "''"},
    "only_a_worked_day_has_hours": {"working": "false"},
    "a_contact_can_be_reached": {"phone": "''", "email": "''"},
    "enterprise_tax_code_has_its_form": {"tax_code": "'12'"},
    "only_a_household_business_has_twelve_digits": {"tax_code": "'012345678901'"},
    "reception_ends_after_it_starts": {"ends": "'07:00'"},
    "a_unit_code_fits_an_address": {"code": "'<b>'"},
    "a_unit_does_not_succeed_itself": {"predecessor_id": "successor_id"},
    "only_a_general_department_stands_on_top": {"parent_id": "NULL"},
    "working_hours_end_after_they_start": {"ends": "'07:00'"},
    "working_hours_have_a_weekday": {"weekday": "8"},
    "an_item_says_something": {"text_vi": "''", "text_en": "''"},
    "contents_and_details_belong_to_a_task": {"task": "''"},
    "only_details_have_a_level": {"kind": "'content'"},
    "a_plan_is_of_this_century": {"year": "1999"},
    "a_plan_past_reading_has_number_date_and_signer": {"number": "''"},
} | parts.together("breaks")
BESIDE = parts.together("beside")
BACKWARDS = {"valid_from": "'2025-02-02'", "valid_to": "'2025-01-01'"}


def rows(sql: str, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def columns(table: str) -> dict[str, bool]:
    """Stored columns of a table, and whether each may be empty."""
    found = rows(
        """SELECT attname, NOT attnotnull FROM pg_attribute WHERE attrelid = %s::regclass
           AND attnum > 0 AND NOT attisdropped AND attgenerated = ''""", table,
    )  # fmt: skip
    return dict(found)


def insert(model, row, changes: dict[str, str]) -> None:
    """Copy ``row`` by one INSERT, its key anew unless given, with some columns as this SQL."""
    table, key = model._meta.db_table, model._meta.pk.column
    names = list(columns(table))
    anew = {key: f"'{row.pk}x'"} if isinstance(row.pk, str) else {key: "999999"}
    if isinstance(row.pk, UUID):
        anew = {key: "gen_random_uuid()"}
    values = [({**anew, **changes}).get(name, f'"{name}"') for name in names]
    quoted = ", ".join(f'"{name}"' for name in names)
    source = f'SELECT {", ".join(values)} FROM "{table}" WHERE "{key}" = %s'
    sql = f'INSERT INTO "{table}" ({quoted}) {source}'
    with transaction.atomic(), acting(None, "break"), connection.cursor() as cursor:
        cursor.execute(sql, [row.pk])


def refused(model, row, changes: dict[str, str], name: str) -> None:
    """The INSERT fails, and it is this very constraint that refuses."""
    with pytest.raises(IntegrityError) as error:
        insert(model, row, changes)
    diagnosis = error.value.__cause__.diag
    assert name in (diagnosis.constraint_name, diagnosis.column_name), diagnosis.message_primary


@pytest.fixture
def row(db, request):
    with pgtrigger.ignore(*starts(request.param)):
        sound = given(request.param)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield sound


def starts(model) -> list[str]:
    """A copied row may stand anywhere in its flow or its series: both are tested elsewhere."""
    order = ("flow_starts", "numbers_follow_one_another")
    mine = [t.name for m, t in pgtrigger.registered() if m is model and t.name in order]
    return [f"{model._meta.label}:{name}" for name in mine] or ["directory.Unit:update_update"]


by_model = pytest.mark.parametrize(
    ("model", "row"), [(m, m) for m in MODELS], indirect=["row"], ids=lambda m: m._meta.label
)


def test_every_table_of_ours_has_a_sound_row():
    assert set(ROWS) == set(MODELS)


@by_model
def test_columns_that_must_say_something_are_not_left_empty(model, row):
    table = model._meta.db_table
    for name, may_be_empty in columns(table).items():
        if not may_be_empty and (table, name) not in FILLED and name != model._meta.pk.column:
            refused(model, row, {name: "NULL"}, name)


@by_model
def test_references_lead_somewhere(model, row):
    found = rows(
        """SELECT conname, a.attname FROM pg_constraint JOIN pg_attribute a
           ON a.attrelid = conrelid AND a.attnum = conkey[1]
           WHERE contype = 'f' AND conrelid = %s::regclass""", model._meta.db_table,
    )  # fmt: skip
    for name, column in found:
        nowhere = "gen_random_uuid()" if isinstance(getattr(row, column), UUID) else "888888"
        beside = BESIDE.get(f"{model._meta.db_table}.{column}", {})
        refused(model, row, {**free(model, column), **beside, column: nowhere}, name)


@by_model
def test_checks_hold(model, row):
    found = rows(
        "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass",
        model._meta.db_table,
    )
    for (name,) in found:
        own = re.fullmatch(rf"{model._meta.db_table}_(\w+)_check", name)
        broken = BREAKS.get(name) or (BACKWARDS if "dates_are_in_order" in name else None)
        broken = broken or ({own[1]: "-1"} if own else None)
        assert broken, f"{name}: say in BREAKS what breaks it"
        assert name in checks_that_fail(model, row, broken, until=name)


def checks_that_fail(model, row, changes, *, until: str) -> set[str]:
    """Names of the checks that an INSERT of these columns breaks, one by one, up to ``until``."""
    found: set[str] = set()
    with transaction.atomic():
        while until not in found:
            try:
                insert(model, row, {**free(model), **changes})
            except IntegrityError as error:
                diagnosis, table = error.__cause__.diag, model._meta.db_table
                if diagnosis.table_name != table:
                    break  # the history's own copy of the check
                name = diagnosis.constraint_name
                found.add(name)
                connection.cursor().execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
            else:
                break
        transaction.set_rollback(True)
    return found


@by_model
def test_what_is_unique_stays_so(model, row):
    """Unique and exclusion constraints: a second row alike in just these columns is refused."""
    for name, own in unique(model).items():
        refused(model, row, free(model, *own) | OTHER_CASE.get(name, {}), name)


def unique(model) -> dict[str, set[str]]:
    """Names of unique indexes and exclusions of a table, with their columns."""
    found = rows(
        """SELECT c.relname, pg_get_indexdef(c.oid) FROM pg_index i
           JOIN pg_class c ON c.oid = i.indexrelid
           WHERE (indisunique OR indisexclusion) AND NOT indisprimary
           AND indrelid = %s::regclass""", model._meta.db_table,
    )  # fmt: skip
    names = columns(model._meta.db_table)
    return {n: {c for c in names if re.search(rf"\b{c}\b", d.split("USING")[1])} for n, d in found}


OTHER_CASE = {"an_address_is_one_account_whatever_its_case": {"email": "upper(email)"}}
FREE = {
    "email": "'free@example.com'", "username": "'free'", "number": "'777'", "code": "'free'",
    "key": "repeat('c', 32)", "position": "777", "tax_code": "'0100233488'", "year": "2001",
    "digest": "'free'", "language": "'en'", "reference": "'free'", "kind": "'free'",
    "code_hash": "repeat('f', 64)", "submission": "gen_random_uuid()", "rung": "2",
    "inquiry_id": "(SELECT max(id) FROM inquiries_inquiry)", "follows_id": "NULL",
    "name_vi": "'free'", "identity": "repeat('c', 64)", "replaces_id": "NULL",
    "other_id": "(SELECT max(id) FROM inquiries_publishedanswer)",
    "plan_id": "(SELECT max(id) FROM plans_plan)", "stage": "'final'",
    "date_id": "(SELECT max(id) FROM plans_reportingdate)",
}  # fmt: skip


def free(model, *but: str) -> dict[str, str]:
    """Columns set so that no other unique constraint stands in the way."""
    table = {column for own in unique(model).values() for column in own - set(but)}
    values = {name: sql for name, sql in FREE.items() if name in table}
    if "key" in values and model._meta.label == "core.Letter":
        values["key"] = "gen_random_uuid()"
    own = parts.together("free").get(model, {})
    values |= {column: sql for column, sql in own.items() if column not in but}
    papers = {"report_id", "general_version_id"}
    if model._meta.label == "plans.PaperNumber" and not papers & set(but):
        values |= dict.fromkeys(("report_id", "general_version_id", "day"), "NULL")
        values["reason"] = "'x'"  # a number without a paper
    if "valid_from" in columns(model._meta.db_table) and "valid_from" not in but:
        values |= {"valid_from": "'1990-01-01'", "valid_to": "'1990-01-02'"}
    return values


def test_no_kind_of_constraint_is_left_out(db):
    """The count must match: checks, references, unique and exclusion constraints, and keys.

    Triggers that look at the end of a transaction stand among the constraints ("t"): each has a
    test of its own where it is used, and is named here.
    """
    tables = [model._meta.db_table for model in MODELS]
    found = rows(
        "SELECT contype, conrelid::regclass::text, conname FROM pg_constraint "
        "WHERE conrelid::regclass::text = ANY(%s)",
        tables,
    )
    assert {kind for kind, *_where in found} <= set("cfuxpt")
    late = {
        (table, name.removeprefix("pgtrigger_")[:-6]) for kind, table, name in found if kind == "t"
    }
    assert late == LATE


# Tested in tests/plans/test_papers.py.
LATE = {("plans_papernumber", "numbers_follow_one_another")}
