"""Rows for tests; the one place that steps over the beginning of a flow."""

from contextlib import nullcontext
from datetime import date
from functools import cache

import factory
import pgtrigger

from core.history import acting
from directory.models import (
    Enterprise,
    Letterhead,
    Officer,
    Posting,
    Representative,
    Role,
    Unit,
    User,
)
from plans.models import Assignment, Doubt, Item, Plan

LONG_AGO = date(2015, 1, 1)


class GivenFactory(factory.django.DjangoModelFactory):
    """Rows that simply are there: announced as given, in any state of their flow."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model, *args, **fields):
        begun = beginning(model)
        with acting(None, "given"), pgtrigger.ignore(begun) if begun else nullcontext():
            return super()._create(model, *args, **fields)


@cache
def beginning(model) -> str | None:
    """The trigger that lets a row of ``model`` come to be in the first state of its flow only."""
    uris = (f"{m._meta.label}:{t.name}" for m, t in pgtrigger.registered() if m is model)
    return next((uri for uri in uris if uri.endswith(":flow_starts")), None)


class UnitFactory(GivenFactory):
    """A department under the one general department; give ``parent`` and ``kind`` for others."""

    class Meta:
        model = Unit
        skip_postgeneration_save = True

    code = factory.Sequence("U{:03}".format)
    kind = Unit.Kind.DEPARTMENT
    name_vi = factory.Sequence("Cục Hải quan số {}".format)
    name_en = factory.Sequence("Customs Department {}".format)
    parent = factory.LazyFunction(lambda: top())

    @factory.post_generation
    def path_from_the_database(self, create, extracted, **kwargs):
        self.refresh_from_db(fields=["path", "covers"])


def top() -> Unit:
    """The general department."""
    found = Unit.objects.filter(parent=None).first()
    return found or UnitFactory(
        parent=None, kind=Unit.Kind.GENERAL_DEPARTMENT, code="TCHQ",
        name_vi="Tổng cục Hải quan", name_en="General Department of Customs",
    )  # fmt: skip


class UserFactory(GivenFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence("user{}".format)
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.com")
    last_name = "Nguyễn Văn"
    first_name = factory.Sequence("A{}".format)


class RoleFactory(GivenFactory):
    class Meta:
        model = Role

    user = factory.SubFactory(UserFactory, is_staff=True)
    unit = factory.SubFactory(UnitFactory)
    kind = Role.Kind.OFFICER
    valid_from = LONG_AGO


class OfficerFactory(GivenFactory):
    class Meta:
        model = Officer

    user = factory.SubFactory(UserFactory, is_staff=True)
    number = factory.Sequence("20-{:05}".format)


class PostingFactory(GivenFactory):
    class Meta:
        model = Posting

    officer = factory.SubFactory(OfficerFactory)
    unit = factory.SubFactory(UnitFactory)
    valid_from = LONG_AGO


def tax_code(number: int) -> str:
    """The ``number``-th valid tax code of Hanoi (stems without a check digit are skipped)."""
    stem = f"01{number:07}"
    weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
    check = 10 - sum(w * int(d) for w, d in zip(weights, stem, strict=True)) % 11
    return f"{stem}{check}" if check < 10 else tax_code(number + 500_000)


class EnterpriseFactory(GivenFactory):
    class Meta:
        model = Enterprise

    tax_code = factory.Sequence(lambda n: tax_code(n + 1))
    name_vi = factory.Sequence("Công ty TNHH Số {}".format)
    kind = Enterprise.Kind.PRIVATE
    size = Enterprise.Size.SMALL
    managed_by = factory.SubFactory(UnitFactory)


class RepresentativeFactory(GivenFactory):
    class Meta:
        model = Representative

    valid_from = LONG_AGO


def represent(user: User, enterprise: Enterprise) -> User:
    """Let ``user`` act for ``enterprise``; returns the user."""
    RepresentativeFactory(user=user, enterprise=enterprise)
    return user


class PlanFactory(GivenFactory):
    """A plan of the general department in any state; complete enough for each of them."""

    class Meta:
        model = Plan

    issuer = factory.LazyFunction(top)
    year = factory.LazyFunction(lambda: free_year())
    number = factory.Sequence("{}/QĐ-TCHQ".format)
    signed_on = date(2023, 1, 19)
    signer = "Hoàng Việt Cường"
    title_vi = "Kế hoạch phát triển quan hệ đối tác"
    title_en = "Partnership plan"
    status = Plan.Status.ISSUED


def free_year() -> int:
    """A year without a plan, from the last of the century down: tests name the early ones."""
    taken = set(Plan.objects.values_list("year", flat=True))
    return next(year for year in range(Plan.LAST_YEAR, Plan.FIRST_YEAR, -1) if year not in taken)


class ItemFactory(GivenFactory):
    class Meta:
        model = Item

    plan = factory.SubFactory(PlanFactory)
    kind = Item.Kind.DETAIL
    task = Item.Task.SUPPORT
    level = Item.Level.DEPARTMENTS
    position = factory.Sequence(lambda n: n + 1)
    code = factory.Sequence("2.{}".format)
    text_vi = factory.Sequence("Hỗ trợ doanh nghiệp theo cách thứ {}".format)
    text_en = factory.Sequence("Support enterprises in way {}".format)


class DoubtFactory(GivenFactory):
    class Meta:
        model = Doubt

    plan = factory.SubFactory(PlanFactory)
    language = "vi"
    line = 1
    why = "No unit of that year has this name."
    text = "Vụ Kế hoạch"


class AssignmentFactory(GivenFactory):
    class Meta:
        model = Assignment

    item = factory.SubFactory(ItemFactory)
    unit = factory.SubFactory(UnitFactory)


class LetterheadFactory(GivenFactory):
    class Meta:
        model = Letterhead

    unit = factory.SubFactory(UnitFactory)
    symbol, place = "HQHP", "Hải Phòng"
