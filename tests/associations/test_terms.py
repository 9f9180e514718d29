"""Terms, renewals and amendments by property: Python and PostgreSQL count alike (G34)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from associations import services, terms
from associations.models import Agreement, Amendment, Party
from core.history import acting
from core.models import Letter
from core.workflow import NotNow
from tests.associations.factories import (
    AgreementFactory,
    CommitmentFactory,
    PartyFactory,
    speaker,
)

DAYS = some.dates(date(2000, 1, 1), date(2099, 12, 31))
MONTHS = some.integers(1, 600)
with_database = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(DAYS, DAYS)
def test_in_force_is_the_later_signature_and_nothing_while_one_is_missing(one, other):
    later = terms.in_force_from(one, other)
    assert later in (one, other) and later >= one and later >= other
    assert terms.in_force_from(one, None) is None is terms.in_force_from(None, other)


@given(DAYS, MONTHS, MONTHS)
def test_a_term_and_its_extension_follow_on_each_other(begun, months, further):
    """The second term begins the day after the first; it is never shorter than 28 days a month."""
    end = terms.last_day(begun, months)
    later = terms.extended(end, further)
    assert begun < end < later
    assert (end - begun).days + 1 >= 28 * months - 3
    assert later == terms.plus_months(end + terms.DAY, further) - terms.DAY


@given(DAYS, some.integers(0, 400))
def test_a_day_has_one_reminder_and_the_nearest_wins(meet, before):
    step = terms.step_on(meet - timedelta(days=before), meet)
    assert step == next((s for s in sorted(terms.STEPS) if before <= s), None)
    assert terms.step_on(meet + timedelta(days=1), meet) is None


@with_database
@given(one=DAYS, other=DAYS, months=some.none() | MONTHS)
def test_the_database_derives_what_the_code_derives(db, one, other, months):
    """Neither "in force from" nor "last day" is ever typed: PostgreSQL generates them."""
    agreement = AgreementFactory(signed_by_customs=one, signed_by_partner=other, term_months=months)
    begun = terms.in_force_from(one, other)
    assert agreement.in_force_from == begun
    assert agreement.ends_on == terms.last_day(begun, months)
    with pytest.raises(DatabaseError, match="generated"), acting(None, "by hand"):
        connection.cursor().execute("UPDATE associations_agreement SET in_force_from = '2001-1-1'")


@settings(with_database, max_examples=20)
@given(months=some.integers(1, 60), renewal=some.integers(1, 36), late=some.integers(1, 700))
def test_tacit_renewals_are_numbered_and_end_after_today(db, months, renewal, late):
    """However long the clock slept: terms follow without a gap until today lies in one."""
    agreement = AgreementFactory(term_months=months, renewal_months=renewal)
    first = agreement.ends_on
    today = first + timedelta(days=late)
    services.renew_tacitly(agreement, today=today)
    rows = list(Amendment.objects.filter(agreement=agreement).order_by("number"))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    ends = [first, *(row.extends_to for row in rows)]
    assert all(terms.extended(a, renewal) == b for a, b in zip(ends, ends[1:], strict=False))
    assert ends[-2] < today <= ends[-1] == agreement.ends_on
    services.renew_tacitly(agreement, today=today)
    assert agreement.amendments.count() == len(rows)


@settings(with_database, max_examples=20)
@given(
    months=some.integers(1, 60),
    steps=some.lists(some.tuples(some.integers(-400, 400), some.integers(0, 300)), max_size=6),
)
def test_amendments_are_numbered_and_only_ever_extend(db, months, steps):
    """Whatever is entered: numbers follow without a gap, the last day never comes nearer, and it
    is the one that the last amendment says; what is refused leaves nothing."""
    agreement = AgreementFactory(term_months=months)
    ends = [agreement.ends_on]
    for further, later in steps:
        signed = agreement.in_force_from + timedelta(days=later)
        until = ends[-1] + timedelta(days=further) if further else None
        words = {"text": "x", "signed_by_customs": signed, "signed_by_partner": signed}
        if until is None or until > ends[-1]:
            services.amend(agreement, by=None, extends_to=until, **words)
            ends.append(until or ends[-1])
        else:
            with pytest.raises(ValidationError):
                services.amend(agreement, by=None, extends_to=until, **words)
    rows = list(agreement.amendments.order_by("number"))
    assert [row.number for row in rows] == list(range(1, len(ends)))
    assert [row.extends_to for row in rows if row.extends_to] == sorted(set(ends[1:]) - {ends[0]})
    agreement.refresh_from_db()
    assert agreement.ends_on == ends[-1] == max(ends)


EDITS = {
    "number": "x", "title_vi": "x", "about": "x", "kind": "minutes", "term_months": 7,
    "renewal_months": 2, "notice_days": 9, "fields": [], "signed_by_customs": date(2025, 3, 3),
    "signed_by_partner": None, "extended_to": date(2099, 1, 1),
}  # fmt: skip


@pytest.mark.parametrize("field", EDITS)
def test_a_signed_agreement_is_amended_never_edited(db, field):
    """Past every door of Django: the trigger refuses, the row stays."""
    agreement = AgreementFactory(term_months=12)
    before = Agreement.objects.values().get(pk=agreement.pk)
    with pytest.raises(DatabaseError), acting(None, "by hand"):
        Agreement.objects.filter(pk=agreement.pk).update(**{field: EDITS[field]})
    assert Agreement.objects.values().get(pk=agreement.pk) == before


def test_parties_and_words_of_a_signed_agreement_stand(db):
    agreement = AgreementFactory(status="suspended")
    party, owed = PartyFactory(agreement=agreement), CommitmentFactory(agreement=agreement)
    for change in (
        lambda: Party.objects.create(agreement=agreement, body="x"),
        lambda: Party.objects.filter(pk=party.pk).update(signatory="x"),
        lambda: Party.objects.filter(pk=party.pk).delete(),
        lambda: type(owed).objects.filter(pk=owed.pk).update(text_vi="x"),
        lambda: type(owed).objects.filter(pk=owed.pk).delete(),
        lambda: type(owed).objects.create(
            agreement=agreement, side="customs", unit=agreement.unit, text_vi="x"
        ),
    ):
        with pytest.raises(DatabaseError, match="signed agreement"), acting(None, "by hand"):
            change()
    assert agreement.parties.count() == agreement.commitments.count() == 1


def test_of_a_party_of_a_signed_agreement_only_its_address_moves(db):
    party = PartyFactory(
        agreement=AgreementFactory(status="in_force"), association=None, body="VCCI"
    )
    rows = Party.objects.filter(pk=party.pk)
    with acting(None, "by hand"):
        rows.update(email="vcci@example.com")
    for change in ({"body": "x"}, {"email": "x@example.com", "signatory": "x"}):
        with pytest.raises(DatabaseError, match="signed agreement"), acting(None, "by hand"):
            rows.update(**change)
    assert rows.get().email == "vcci@example.com"


def test_an_amendment_is_numbered_extends_and_stands(people, department):
    agreement = AgreementFactory(unit=department, term_months=12)
    day = date(2025, 6, 1)
    until = date(2027, 1, 9)
    words = {"by": people["head"], "signed_by_customs": day, "signed_by_partner": day}
    first = services.amend(agreement, text="a", **words)
    second = services.amend(agreement, text="b", extends_to=until, **words)
    assert (first.number, second.number, agreement.ends_on) == (1, 2, until)
    assert second.in_force_from == day
    for change in (lambda r: r.update(text="x"), lambda r: r.delete()):
        with pytest.raises(DatabaseError), acting(None, "by hand"):
            change(Amendment.objects.filter(pk=first.pk))
    for wrong in ({"extends_to": until}, {"signed_by_customs": date(2024, 1, 1),
                                          "signed_by_partner": date(2024, 1, 1)}):  # fmt: skip
        with pytest.raises(ValidationError):
            services.amend(agreement, text="c", **(words | wrong))
    with pytest.raises(ValidationError):
        services.amend(AgreementFactory(unit=department), text="d", extends_to=until, **words)
    with pytest.raises(NotNow):
        services.amend(AgreementFactory(unit=department, status="expired"), text="e", **words)
    assert Amendment.objects.count() == 2


def test_an_extension_signed_in_time_is_entered_late(people, department):
    row = AgreementFactory(unit=department, term_months=12, status="expired")
    words = {"by": people["head"], "text": "x", "extends_to": date(2027, 1, 9)}
    day = row.ends_on
    late = {"signed_by_customs": day, "signed_by_partner": day + timedelta(days=1)}
    for wrong in (late, {"signed_by_customs": day, "signed_by_partner": day, "extends_to": day}):
        with pytest.raises(ValidationError):
            services.extend(row, **(words | wrong))
    row.refresh_from_db()
    assert row.status == "expired" and not row.amendments.exists()
    services.extend(row, **words, signed_by_customs=day, signed_by_partner=day)
    row.refresh_from_db()
    assert (row.status, row.ends_on) == ("in_force", date(2027, 1, 9))
    assert row.amendments.get().extends_to == row.ends_on


def test_suspension_reaches_programmes_however_deep_and_resuming_brings_them_back(
    people, department
):
    top = AgreementFactory(unit=department)
    middle = AgreementFactory(unit=department, under=top, kind="programme")
    low = AgreementFactory(unit=department, under=middle, kind="programme")
    apart = AgreementFactory(unit=department, under=top, status="suspended")
    services.suspend(top, by=people["head"], reason="because")
    for row in (middle, low):
        row.refresh_from_db()
        assert row.status == "suspended" and row.suspended_with == top
    with pytest.raises(DatabaseError, match="is suspended"), acting(None, "by hand"):
        Agreement.objects.filter(pk=middle.pk).update(status="in_force")
    with pytest.raises(ValidationError):
        services.resume(middle, by=people["head"])
    services.resume(top, by=people["head"])
    states = [Agreement.objects.get(pk=row.pk).status for row in (top, middle, low, apart)]
    assert states == ["in_force", "in_force", "in_force", "suspended"]


def test_termination_ends_programmes_and_releases_what_is_open(people, department):
    top = AgreementFactory(unit=department)
    low = AgreementFactory(unit=department, under=top)
    owed = [CommitmentFactory(agreement=row) for row in (top, low)]
    told = {speaker(row).email for row in (top, low)}
    services.terminate(top, by=people["head"], reason="because")
    assert {letter.recipient for letter in Letter.objects.all()} == told
    low.refresh_from_db()
    assert low.status == "terminated"
    for row in owed:
        row.refresh_from_db()
        assert row.status == "released"


def test_signatures_one_after_the_other_and_what_the_agreement_replaces(people, department):
    old = AgreementFactory(unit=department)
    new = AgreementFactory(
        unit=department, status="drafted", renews=old, number="", signed_by_customs=None,
        signed_by_partner=None, fields=[],
    )  # fmt: skip
    head, day = people["head"], date(2025, 5, 5)
    with pytest.raises(ValidationError) as refused:
        services.sign(new, by=head, number="9/TTHT")
    assert len(refused.value.messages) == 3  # no signature, no partner, no field
    PartyFactory(agreement=new)
    services.describe(new, by=head, fields=["digital"])
    services.sign(new, by=head, number="9/TTHT", signed_by_customs=day)
    assert (new.status, new.in_force_from) == ("signed", None)
    with pytest.raises(ValidationError):
        services.countersign(new, by=head, day=date(2099, 1, 1))
    services.countersign(new, by=head, day=date(2025, 6, 6))
    old.refresh_from_db()
    assert (new.status, new.in_force_from, old.status) == ("in_force", date(2025, 6, 6), "renewed")
