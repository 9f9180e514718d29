"""One row of each model of cooperation with hostile texts (tests/e2e/test_payloads)."""

from tests.associations import factories as made
from tests.e2e.payloads import pair


def fill(world, number: int) -> None:
    """Rows hang together, so that cards show each other's texts."""
    site = f"https://x.example/{pair(number, 150)}"
    association = world.fill(made.AssociationFactory, number, website=site)
    world.fill(made.AssociationContactFactory, number, association=association)
    agreement = world.fill(made.AgreementFactory, number, fields=[])
    party = world.fill(made.PartyFactory, number, agreement=agreement, association=None)
    world.fill(made.AmendmentFactory, number, agreement=agreement, number=number + 1)
    world.fill(made.AgreementFileFactory, number, agreement=agreement, file=world.taken(number))
    meeting = world.fill(made.MeetingFactory, number, agreement=agreement, held_on=made.SIGNED)
    more = {"agreement": agreement, "meeting": meeting, "kind": "action"}
    world.fill(made.CommitmentFactory, number, party=party, side="partner", unit=None, **more)
