"""Rows of cooperation for tests; signed agreements get parties by stepping over their trigger."""

from datetime import date
from uuid import uuid4

import factory
import pgtrigger

from associations.models import (
    Agreement,
    AgreementFile,
    Amendment,
    Association,
    AssociationContact,
    AssociationRepresentative,
    Commitment,
    Meeting,
    Membership,
    Party,
)
from core.history import acting
from core.models import StoredFile
from tests.factories import LONG_AGO, EnterpriseFactory, GivenFactory, UnitFactory, UserFactory

SIGNED = date(2025, 1, 10)


class AssociationFactory(GivenFactory):
    class Meta:
        model = Association

    name_vi = factory.Sequence("Hiệp hội số {}".format)
    name_en = factory.Sequence("Association {}".format)
    sector = Association.Sector.GENERAL
    kept_by = factory.SubFactory(UnitFactory)


class AssociationContactFactory(GivenFactory):
    class Meta:
        model = AssociationContact

    association = factory.SubFactory(AssociationFactory)
    name = "Trần Thị B"
    phone = "0900 000 002"


class SpeakerFactory(GivenFactory):
    class Meta:
        model = AssociationRepresentative

    association = factory.SubFactory(AssociationFactory)
    user = factory.SubFactory(UserFactory)
    valid_from = LONG_AGO


class MembershipFactory(GivenFactory):
    class Meta:
        model = Membership

    association = factory.SubFactory(AssociationFactory)
    enterprise = factory.SubFactory(EnterpriseFactory)
    valid_from = LONG_AGO


class AgreementFactory(GivenFactory):
    """An agreement in any state, complete enough for each; ``PartyFactory`` gives it parties."""

    class Meta:
        model = Agreement

    unit = factory.SubFactory(UnitFactory)
    kind = Agreement.Kind.COOPERATION
    number = factory.Sequence("{}/TTHT".format)
    title_vi = factory.Sequence("Thỏa thuận hợp tác số {}".format)
    title_en = factory.Sequence("Cooperation agreement {}".format)
    fields = factory.LazyFunction(lambda: [Agreement.Field.DIGITAL])
    signed_by_customs = SIGNED
    signed_by_partner = SIGNED
    status = Agreement.Status.IN_FORCE

    @factory.post_generation
    def dates_from_the_database(self, create, extracted, **kwargs):
        if create:
            self.refresh_from_db(fields=["in_force_from", "ends_on"])

    @classmethod
    def _after_postgeneration(cls, instance, create, results=None):
        """Nothing is saved again: a signed agreement would refuse it."""


class PartyFactory(GivenFactory):
    class Meta:
        model = Party

    agreement = factory.SubFactory(AgreementFactory)
    association = factory.SubFactory(AssociationFactory)

    @classmethod
    def _create(cls, model, *args, **fields):
        with pgtrigger.ignore("associations.Party:parties_stand"), acting(None, "given"):
            return model.objects.create(*args, **fields)


class AmendmentFactory(GivenFactory):
    class Meta:
        model = Amendment

    agreement = factory.SubFactory(AgreementFactory)
    number = 1
    signed_by_customs = SIGNED
    signed_by_partner = SIGNED
    text = "Kéo dài thời hạn"


class MeetingFactory(GivenFactory):
    class Meta:
        model = Meeting

    agreement = factory.SubFactory(AgreementFactory)
    planned_on = SIGNED
    agenda = "Rà soát vướng mắc"


class CommitmentFactory(GivenFactory):
    """A commitment of the unit in charge; give ``party`` and ``side`` for the partner's."""

    class Meta:
        model = Commitment

    agreement = factory.SubFactory(AgreementFactory)
    side = Party.Side.CUSTOMS
    unit = factory.LazyAttribute(
        lambda c: c.agreement.unit if c.side == Party.Side.CUSTOMS else None
    )
    text_vi = factory.Sequence("Cam kết số {}".format)
    status = Commitment.Status.OPEN

    @classmethod
    def _create(cls, model, *args, **fields):
        with pgtrigger.ignore("associations.Commitment:only_amendments_add"):
            return super()._create(model, *args, **fields)


def speaker(agreement: Agreement, association: Association | None = None):
    """A person who speaks for a new partner of the agreement."""
    association = association or AssociationFactory()
    PartyFactory(agreement=agreement, association=association)
    return SpeakerFactory(association=association).user


class AgreementFileFactory(GivenFactory):
    class Meta:
        model = AgreementFile

    agreement = factory.SubFactory(AgreementFactory)
    title = "Bản ký"
    file = factory.LazyFunction(lambda: stored_file())


def stored_file() -> StoredFile:
    """A file nobody owns yet; nothing lies on the disk."""
    return StoredFile.objects.create(
        key=uuid4().hex, name="van-ban.pdf", kind="pdf", size=1, sha256=uuid4().hex * 2
    )
