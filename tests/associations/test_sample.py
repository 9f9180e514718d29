"""The sample of the trial: the numbers that were published, found in the rows."""

import time

import pytest
from django.core.management import call_command

from associations.figures import figures
from associations.models import Agreement, Association, Commitment, Member
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
    memoranda = Agreement.objects.filter(kind="memorandum", status="in_force")
    near = [row for row in memoranda if any(row.unit.path.startswith(p) for p in hai_phong.covers)]
    assert len(near) == memoranda.count() == 16
    first_day = [row for row in near if str(row.in_force_from) == "2022-10-28"]
    assert len(first_day) == 9
    assert (Agreement.objects.count(), Commitment.objects.count()) == before
    day = memoranda.first().in_force_from
    found = {f.measure.code: f for f in figures(None, day, day)}
    assert found["associations.agreements_signed"].value == 9
