"""Amendments entered at once are numbered one after the other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from associations import services
from associations.models import Agreement
from tests.associations.factories import AgreementFactory

MANY, DAY = 8, date(2025, 6, 1)


@pytest.mark.django_db(transaction=True)
def test_amendments_entered_at_once_are_numbered_without_gap_or_double():
    """The row of the agreement is held while the next number is found."""
    row = AgreementFactory(term_months=12)

    def one(number: int) -> int:
        try:
            return services.amend(
                Agreement.objects.get(pk=row.pk), by=None, text=str(number),
                signed_by_customs=DAY, signed_by_partner=DAY,
            ).number  # fmt: skip
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        assert sorted(pool.map(one, range(MANY))) == list(range(1, MANY + 1))
    assert row.amendments.count() == MANY
