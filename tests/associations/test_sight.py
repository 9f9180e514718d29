"""Who sees the people and members of associations, and what belongs to members and assessments:
by equality, for the whole cast, with rows elsewhere that could leak (G6)."""

import pytest

from associations.models import (
    AssociationContact,
    AssociationRepresentative,
    LevelReview,
    Membership,
    RiskWarning,
    Score,
)
from tests.associations.factories import (
    AssociationContactFactory,
    AssociationFactory,
    MembershipFactory,
    SpeakerFactory,
)
from tests.associations.programme_factories import (
    AssessmentFactory,
    CriterionFactory,
    LevelReviewFactory,
    MemberFactory,
    RiskWarningFactory,
    ScoreFactory,
)
from tests.factories import EnterpriseFactory, UnitFactory

WITHIN = {"head", "focal_point", "administrator"}
ALL = {"board", "system", "auditor"}
STAFF = WITHIN | ALL | {"officer", "stranger"}


@pytest.fixture
def mine(people):
    return people["asker"].represents.get().enterprise


@pytest.fixture
def association(department):
    return AssociationFactory(kept_by=department)


@pytest.fixture
def cast(people, association):
    """Everyone, and who speaks for the association or for another."""
    speakers = {"speaker": SpeakerFactory(association=association).user}
    speakers["other speaker"] = SpeakerFactory().user
    return {**people, **speakers}


def seen(cast, model) -> dict[str, set]:
    return {who: set(model.objects.visible_to(user)) for who, user in cast.items()}


def expected(cast, own, other, *near: str) -> dict[str, set]:
    """All rows for who looks over all; ``own`` for those within and who else is ``near``."""
    some = WITHIN | set(near)
    return {who: {own, other} if who in ALL else {own} if who in some else set() for who in cast}


def test_contacts_of_an_association_are_seen_by_customs_and_by_itself(cast, association):
    own = AssociationContactFactory(association=association)
    other = AssociationContactFactory()
    found = expected(cast, own, other, "speaker")
    assert seen(cast, AssociationContact) == found | dict.fromkeys(STAFF, {own, other})


def test_who_speaks_for_an_association_is_seen_by_its_unit_and_oneself(cast, association):
    own = cast["speaker"].speaks_for.get()
    other = cast["other speaker"].speaks_for.get()
    found = expected(cast, own, other, "speaker")
    assert seen(cast, AssociationRepresentative) == found | {"other speaker": {other}}


def test_a_membership_is_seen_with_the_enterprise_and_by_the_association(cast, association, mine):
    own = MembershipFactory(association=association, enterprise=mine)
    other = MembershipFactory(
        association=AssociationFactory(kept_by=association.kept_by),
        enterprise=EnterpriseFactory(managed_by=UnitFactory()),
    )
    found = expected(cast, own, other, "asker", "speaker")
    assert seen(cast, Membership) == found


@pytest.mark.parametrize(
    ("model", "make"), [(RiskWarning, RiskWarningFactory), (LevelReview, LevelReviewFactory)]
)
def test_warnings_and_reviews_are_seen_with_their_member(cast, mine, department, model, make):
    own = make(member=MemberFactory(enterprise=mine, unit=department))
    other = make(member=MemberFactory(unit=UnitFactory()))
    assert seen(cast, model) == expected(cast, own, other, "asker")


@pytest.mark.parametrize("status", ["drafted", "shared"])
def test_points_are_seen_with_their_assessment_by_the_enterprise_once_shared(
    cast, mine, department, status
):
    criterion = CriterionFactory()
    given = {"criteria": criterion.criteria, "status": status, "comment_by": "2030-01-01"}
    places = ((mine, department), (EnterpriseFactory(), UnitFactory()))
    own, other = (
        ScoreFactory(criterion=criterion,
                     assessment=AssessmentFactory(enterprise=firm, unit=unit, **given))
        for firm, unit in places
    )  # fmt: skip
    near = ("asker",) if status == "shared" else ()
    assert seen(cast, Score) == expected(cast, own, other, *near)
