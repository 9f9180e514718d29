"""The sample of the trial: the numbers that were published, found in the rows."""

import time

import pytest
from django.core.management import call_command

from associations.figures import figures
from associations.models import Agreement, Assessment, Association, Commitment, Member
from directory.models import Unit
from partnership.sample import associations as sample


@pytest.mark.django_db
def test_the_sample_holds_what_was_published_and_loads_once():
    call_command("sample_data", quiet=True, small=True)
    sample.load()
    before = Agreement.objects.count(), Commitment.objects.count()
    begun = time.perf_counter()
    sample.load()
    assert time.perf_counter() - begun < 1
    assert Association.objects.count() == 42 and Member.objects.active().count() == 295
    hai_phong = Unit.objects.get(code="KVIII")
    memoranda = Agreement.objects.public().filter(kind="memorandum")  # the first end in 2027
    near = [row for row in memoranda if any(row.unit.path.startswith(p) for p in hai_phong.covers)]
    assert len(near) == memoranda.count() == 16
    first_day = [row for row in near if str(row.in_force_from) == "2022-10-28"]
    assert len(first_day) == 9
    assert (Agreement.objects.count(), Commitment.objects.count()) == before
    day = memoranda.first().in_force_from
    found = {f.measure.code: f for f in figures(None, day, day)}
    assert found["associations.agreements_signed"].value == 9
    memoranda_have_their_members(memoranda)
    officers_sit_where_their_members_are()
    partners_were_reviewed()
    nothing_of_cooperation_is_left_out()


def memoranda_have_their_members(memoranda):
    linked = Member.objects.filter(memorandum__isnull=False).select_related("memorandum")
    assert 8 <= linked.count() < 16
    for member in linked:
        assert member.memorandum in memoranda
        assert member.memorandum.parties.filter(enterprise=member.enterprise_id).exists()
        assert member.officer and member.channel


def officers_sit_where_their_members_are():
    looked_after = Member.objects.exclude(officer=None).select_related("unit", "officer")
    assert looked_after.count() > 20
    for member in looked_after:
        assert any(role.unit.path.startswith(member.unit.path) for role in member.officer.held)


def partners_were_reviewed():
    """One of each outcome, two under way; who ended cooperation is on somebody's desk."""
    rows = Assessment.objects.filter(criteria__subject="partner")
    outcomes = set(Assessment.Outcome.values)
    assert set(rows.filter(status="decided").values_list("outcome", flat=True)) == outcomes
    assert set(rows.values_list("status", flat=True)) == {"decided", "shared", "drafted"}
    assert Assessment.objects.members_to_end().count() == 1


def nothing_of_cooperation_is_left_out():
    for each in Association.objects.prefetch_related("contacts"):
        (contact,) = each.contacts.all()
        assert each.website.endswith(".example") and contact.email.endswith(".example")
    programme = Agreement.objects.exclude(under=None).get()
    assert programme.under.status in Agreement.RUNNING
    point = Commitment.objects.get(kind="action")
    assert point.meeting.held_on
