"""One row of each model of cooperation with hostile texts (tests/e2e/test_payloads)."""

from datetime import date

from tests import factories as given
from tests.associations import factories as made
from tests.associations import programme_factories as more
from tests.e2e.payloads import several


def fill(world, number: int) -> None:
    """Rows hang together, so that cards show each other's texts."""
    site = f"https://x.example/{several(number, 150)}"
    association = world.fill(made.AssociationFactory, number, website=site)
    world.fill(made.AssociationContactFactory, number, association=association)
    agreement = world.fill(made.AgreementFactory, number, fields=[])
    party = world.fill(made.PartyFactory, number, agreement=agreement, association=None)
    world.fill(made.AmendmentFactory, number, agreement=agreement, number=number + 1)
    world.fill(made.AgreementFileFactory, number, agreement=agreement, file=world.taken(number))
    meeting = world.fill(made.MeetingFactory, number, agreement=agreement, held_on=made.SIGNED)
    owed = {"agreement": agreement, "meeting": meeting, "kind": "action"}
    world.fill(made.CommitmentFactory, number, party=party, side="partner", unit=None, **owed)
    programme(world, number)


def programme(world, number: int) -> None:
    """Rules of long ago, one a payload; a member that asks and is warned; an assessment."""
    day = date(1800 + number, 1, 1)
    rules = world.fill(more.ProgrammeFactory, number, valid_from=day, valid_to=day)
    world.fill(more.ConditionFactory, number, programme=rules)
    enterprise = given.EnterpriseFactory(tax_code=given.tax_code(8000 + number))
    world.fill(more.ApplicationFactory, number, programme=rules, enterprise=enterprise)
    member = world.fill(more.MemberFactory, number, programme=rules, enterprise=enterprise)
    world.fill(more.LevelReviewFactory, number, member=member)
    world.fill(more.SupportRequestFactory, number, member=member)
    world.fill(more.RiskWarningFactory, number, member=member)
    criteria = world.fill(more.CriteriaSetFactory, number)
    criterion = world.fill(more.CriterionFactory, number, criteria=criteria)
    assessment = world.fill(
        more.AssessmentFactory,
        number,
        criteria=criteria,
        enterprise=enterprise,
        outcome="example",
    )
    world.fill(more.ScoreFactory, number, criterion=criterion, assessment=assessment)
