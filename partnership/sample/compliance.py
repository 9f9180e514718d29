"""The voluntary-compliance programme of the trial: rules as published, 295 invented members, and
criteria for brokers whose wording is a sample, since the official set is not public."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils.timezone import localdate, now
from stdnum.vn import mst

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
from directory.models import Enterprise, Unit, User

from .world import DOMAIN

MEMBERS = 295  # published at the end of the pilot (30 December 2024): 213 of 2022 and 82 of 2023
PILOT, OFFICIAL = date(2022, 7, 15), date(2024, 12, 4)
PLACES = ("Hồng Hà", "Sông Thao", "Tam Giang", "Ba Vì", "Hải Vân", "Cửu Long", "Trường Sơn")
TRADES = ("May mặc", "Điện tử", "Cơ khí", "Thủy sản", "Nội thất", "Nhựa", "Linh kiện", "Bao bì")
# Departments of 2024 whose members need level 2 or 3; elsewhere level 4 is enough.
STRICT = ("KVI", "KVII", "KVIII", "KVV", "KVXVIII", "KVXVI", "KVX", "KVXVII")
CRITERIA = (
    (
        "1",
        "Nhân viên đại lý có mã số và được đào tạo",
        "Employees with broker numbers, trained",
        30,
    ),
    ("2", "Tỷ lệ tờ khai đúng ngay lần đầu", "Share of declarations right the first time", 40),
    ("3", "Hạ tầng công nghệ thông tin", "Information technology", 20),
    ("4", "Phối hợp với cơ quan hải quan", "Cooperation with customs", 10),
)


def enterprises() -> list[Enterprise]:
    """Invented enterprises, spread over all departments of today."""
    kinds = Unit.Kind.DEPARTMENT
    units = list(Unit.objects.as_of(localdate()).filter(kind=kinds).order_by("path"))
    trait = Enterprise.Trait.VOLUNTARY_COMPLIANCE
    made: list[Enterprise] = []
    n = 0
    while len(made) < MEMBERS:
        n += 1
        stem = f"0209{n:05}"
        if (check := mst.calc_check_digit(stem)) not in "0123456789":
            continue
        trade, place = TRADES[n % len(TRADES)], PLACES[n % len(PLACES)]
        made.append(
            Enterprise(
                tax_code=stem + check, name_vi=f"Công ty TNHH {trade} {place} {n} (mẫu)",
                name_en=f"{place} Company {n} (sample)", kind=Enterprise.Kind.values[n % 3],
                size=Enterprise.Size.values[1 + n % 3], traits=[trait],
                managed_by=units[n % len(units)],
            )
        )  # fmt: skip
    return Enterprise.objects.bulk_create(made)


def load(members: list[Enterprise]) -> None:
    """Rules, members with their reviews, requests, warnings, applications, assessments."""
    pilot, official = _rules()
    head = User.objects.get(email=f"lanh.dao@{DOMAIN}")
    rows = Member.objects.bulk_create(
        Member(
            programme=pilot, enterprise=each, unit=each.managed_by, level=2 + n % 3,
            joined_on=date(2022, 10, 28) if n < 213 else date(2023, 6, 15),
            officer=head if n % 20 == 0 else None,
        )
        for n, each in enumerate(members)
    )  # fmt: skip
    _reviews(rows)
    _support(rows)
    _applications(official)
    _assessments()


def _rules() -> tuple[Programme, Programme]:
    pilot = Programme.objects.create(
        number="1399/QĐ-TCHQ", valid_from=PILOT, valid_to=OFFICIAL - timedelta(days=1),
        name_vi="Chương trình thí điểm hỗ trợ, khuyến khích doanh nghiệp tự nguyện tuân thủ",
        name_en="Pilot programme to support voluntary compliance",
        source="Quyết định 1399/QĐ-TCHQ ngày 15/7/2022",
    )  # fmt: skip
    official = Programme.objects.create(
        number="2790/QĐ-TCHQ", valid_from=OFFICIAL,
        name_vi="Chương trình hỗ trợ, khuyến khích doanh nghiệp tự nguyện tuân thủ",
        name_en="Programme to support voluntary compliance",
        about="Hỗ trợ qua điện thoại, thư điện tử và văn bản; cảnh báo rủi ro; công chức đầu mối.",
        source="Quyết định 2790/QĐ-TCHQ ngày 4/12/2024",
    )  # fmt: skip
    _conditions(official)
    return pilot, official


def _conditions(official: Programme) -> None:
    kinds, told = Condition.Kind, "Tóm tắt Quyết định 2790/QĐ-TCHQ (EY, LawNet)"
    strict = Unit.objects.as_of(localdate()).filter(code__in=STRICT)
    rows = [Condition(programme=official, kind=kinds.LEVEL, value=4, source=told, confirmed=True)]
    rows += [
        Condition(
            programme=official, kind=kinds.LEVEL, unit=unit, value=3, confirmed=False,
            source=f"{told}; tỉnh cũ quy về đơn vị hiện nay",
        )
        for unit in strict
    ]  # fmt: skip
    annex = "Phụ lục Quyết định 2790/QĐ-TCHQ"
    rows += [
        Condition(programme=official, kind=kinds.CLEAN, value=0, source=told),
        Condition(programme=official, kind=kinds.TRADE, source=annex),
        Condition(programme=official, kind=kinds.DUTY, source=annex),
    ]
    Condition.objects.bulk_create(rows)


def _reviews(members: list[Member]) -> None:
    """Of ten, one fell back a level; one of eight was not satisfied."""
    LevelReview.objects.bulk_create(
        LevelReview(
            member=each, year=2024, level_before=each.level,
            level=min(5, each.level + 1) if n % 10 == 9 else max(2, each.level - n % 2),
            satisfied=n % 8 != 7,
        )
        for n, each in enumerate(members)
    )  # fmt: skip


def _support(members: list[Member]) -> None:
    here = [m for m in members if m.unit.code == "KVIII"][:3]
    at = now() - timedelta(hours=3)
    SupportRequest.objects.bulk_create(
        SupportRequest(
            member=each, subject="Hỏi về mã loại hình (mẫu)",
            text="Chúng tôi cần hướng dẫn chọn mã loại hình cho hàng tạm nhập.",
            received_at=at - timedelta(hours=n), forward_by=at + timedelta(hours=24 - n),
        )
        for n, each in enumerate(here)
    )  # fmt: skip
    RiskWarning.objects.create(
        member=here[0], issued_on=localdate() - timedelta(days=4),
        text="Hai tờ khai tháng này sửa sau thông quan: mức độ tuân thủ có thể giảm (mẫu).",
    )  # fmt: skip


def _applications(official: Programme) -> None:
    applying = Enterprise.objects.filter(traits__contains=["start_up"])[:3]
    told = {"contact": "Phòng Xuất nhập khẩu", "phone": "0900 000 001"}
    Application.objects.bulk_create(
        Application(
            programme=official, enterprise=each, unit=each.managed_by,
            received_on=localdate() - timedelta(days=6), **told,
        )
        for each in applying if "An Phú" not in each.name_vi
    )  # fmt: skip


def _assessments() -> None:
    """Three brokers measured by a sample set; the official one of 2022 is not public."""
    criteria = CriteriaSet.objects.create(
        subject=CriteriaSet.Subject.BROKER, version="2022-mẫu", valid_from=date(2022, 1, 1),
        name="Tiêu chí năng lực đại lý hải quan (mẫu)",
        source="Câu chữ mẫu; bộ tiêu chí chính thức năm 2022 chưa công bố",
    )  # fmt: skip
    items = Criterion.objects.bulk_create(
        Criterion(criteria=criteria, code=code, text_vi=vi, text_en=en, weight=weight, most=10)
        for code, vi, en, weight in CRITERIA
    )
    brokers = Enterprise.objects.filter(traits__contains=["broker"]).order_by("pk")[:3]
    made = Assessment.objects.bulk_create(
        Assessment(criteria=criteria, enterprise=each, unit=each.managed_by,
                   year=localdate().year) for each in brokers
    )  # fmt: skip
    Score.objects.bulk_create(
        Score(assessment=row, criterion=item, points=Decimal(9 - (n + at) % 4),
              evidence="Hồ sơ đánh giá (mẫu)")
        for n, row in enumerate(made) for at, item in enumerate(items)
    )  # fmt: skip
    Assessment.objects.filter(pk__in=[row.pk for row in made[:2]]).update(
        status=Assessment.Status.SHARED, comment_by=localdate() + timedelta(days=10)
    )
