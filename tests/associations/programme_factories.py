"""Rows of the programme and of assessments for tests."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import factory
from django.utils.timezone import make_aware

from associations.models import (
    Application,
    Assessment,
    Condition,
    CriteriaSet,
    Criterion,
    LevelReview,
    Member,
    Programme,
    RiskWarning,
    Score,
    SupportRequest,
)
from tests.factories import EnterpriseFactory, GivenFactory

AT, DAY = make_aware(datetime(2025, 5, 5, 9)), date(2025, 5, 5)


class ProgrammeFactory(GivenFactory):
    """The rules in force; the same row however often it is asked for."""

    class Meta:
        model = Programme
        django_get_or_create = ("number",)

    number = "2790/QĐ-TCHQ"
    name_vi = "Chương trình tự nguyện tuân thủ"
    valid_from = date(2024, 12, 4)


class ConditionFactory(GivenFactory):
    class Meta:
        model = Condition

    programme = factory.SubFactory(ProgrammeFactory)
    kind = Condition.Kind.LEVEL
    value = Decimal(3)
    source = "Decision 2790"
    confirmed = True


class ApplicationFactory(GivenFactory):
    class Meta:
        model = Application

    programme = factory.SubFactory(ProgrammeFactory)
    enterprise = factory.SubFactory(EnterpriseFactory)
    unit = factory.LazyAttribute(lambda row: row.enterprise.managed_by)
    contact = "Nguyễn Thị C"
    phone = "0900 000 003"
    received_on = DAY


class MemberFactory(GivenFactory):
    class Meta:
        model = Member

    programme = factory.SubFactory(ProgrammeFactory)
    enterprise = factory.SubFactory(EnterpriseFactory)
    unit = factory.LazyAttribute(lambda row: row.enterprise.managed_by)
    joined_on = DAY
    level = 3


class LevelReviewFactory(GivenFactory):
    class Meta:
        model = LevelReview

    member = factory.SubFactory(MemberFactory)
    year = 2025
    level_before = 3
    level = 2


class SupportRequestFactory(GivenFactory):
    class Meta:
        model = SupportRequest

    member = factory.SubFactory(MemberFactory)
    subject = "Phân loại hàng hóa"
    text = "Mã HS nào?"
    received_at = AT
    forward_by = AT + timedelta(hours=24)


class RiskWarningFactory(GivenFactory):
    class Meta:
        model = RiskWarning

    member = factory.SubFactory(MemberFactory)
    text = "Chậm nộp báo cáo quyết toán"
    issued_on = DAY


class CriteriaSetFactory(GivenFactory):
    class Meta:
        model = CriteriaSet

    subject = CriteriaSet.Subject.BROKER
    version = factory.Sequence("2022.{}".format)
    name = "Bộ tiêu chí năng lực đại lý"
    source = "mẫu"
    valid_from = date(2022, 1, 1)


class CriterionFactory(GivenFactory):
    class Meta:
        model = Criterion

    criteria = factory.SubFactory(CriteriaSetFactory)
    code = factory.Sequence("C{}".format)
    text_vi = "Nhân viên có mã số"
    weight = Decimal(1)
    most = Decimal(10)


class AssessmentFactory(GivenFactory):
    class Meta:
        model = Assessment

    criteria = factory.SubFactory(CriteriaSetFactory)
    enterprise = factory.SubFactory(EnterpriseFactory)
    unit = factory.LazyAttribute(lambda row: row.enterprise.managed_by)
    year = 2025


class ScoreFactory(GivenFactory):
    class Meta:
        model = Score

    criterion = factory.SubFactory(CriterionFactory)
    assessment = factory.LazyAttribute(
        lambda row: AssessmentFactory(criteria=row.criterion.criteria)
    )
    points = Decimal(5)
    evidence = "Hồ sơ năm 2025"
