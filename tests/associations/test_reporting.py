"""What was reported is confirmed by a second person or sent back: who is told what."""

from associations import services
from core.models import Letter
from tests.associations.factories import AgreementFactory, CommitmentFactory, speaker


def test_each_sending_back_is_told_also_twice_on_a_day(people, department):
    row = AgreementFactory(unit=department)
    partner = speaker(row)
    owed = CommitmentFactory(agreement=row, side="partner", party=row.parties.get())
    for reason in ("no list", "no stamp"):
        services.report(owed, by=partner, evidence="done")
        services.send_back(owed, by=people["head"], reason=reason)
    told = Letter.objects.filter(recipient=partner.email).order_by("pk")
    assert ["no list" in letter.body for letter in told] == [True, False]
    assert "no stamp" in told[1].body
