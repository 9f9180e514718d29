"""The voluntary-compliance programme of the trial: rules as published, 295 invented members."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate, now
from stdnum.vn import mst

from associations.models import (
    Agreement,
    Application,
    Condition,
    LevelReview,
    Member,
    Programme,
    RiskWarning,
    SupportRequest,
)
from directory.models import Enterprise, Role, Unit, User

MEMBERS = 295  # published at the end of the pilot (30 December 2024): 213 of 2022 and 82 of 2023
PILOT, OFFICIAL = date(2022, 7, 15), date(2024, 12, 4)
PLACES = ("Hồng Hà", "Sông Thao", "Tam Giang", "Ba Vì", "Hải Vân", "Cửu Long", "Trường Sơn")
TRADES = ("May mặc", "Điện tử", "Cơ khí", "Thủy sản", "Nội thất", "Nhựa", "Linh kiện", "Bao bì")
# Departments of 2024 whose members need level 2 or 3; elsewhere level 4 is enough.
STRICT = ("KVI", "KVII", "KVIII", "KVV", "KVXVIII", "KVXVI", "KVX", "KVXVII")


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


def load(members: list[Enterprise], memoranda: dict[int, Agreement]) -> None:
    """Rules, members with their reviews, requests, warnings, applications.

    ``memoranda``: by the key of the enterprise; who has one also has a designated officer.
    """
    pilot, official = _rules()
    officers = _officers()
    rows = Member.objects.bulk_create(
        Member(
            programme=pilot, enterprise=each, unit=each.managed_by, level=2 + n % 3,
            joined_on=date(2022, 10, 28) if n < 213 else date(2023, 6, 15),
            memorandum=memoranda.get(each.pk),
            **_designated(n, officers[each.managed_by.path])
            if each.pk in memoranda or n % 5 == 0 else {},
        )
        for n, each in enumerate(members)
    )  # fmt: skip
    _reviews(rows)
    _support(rows)
    _applications(official)


def _officers() -> dict[str, list[User]]:
    """Who works in each department, by its path: there the officers of its members are found."""
    found: dict[str, list[User]] = defaultdict(list)
    kinds = (Role.Kind.OFFICER, Role.Kind.FOCAL_POINT)
    departments = list(Unit.objects.as_of(localdate()).filter(kind=Unit.Kind.DEPARTMENT))
    for role in Role.objects.filter(kind__in=kinds).select_related("unit", "user").order_by("pk"):
        for department in departments:
            if role.unit.path.startswith(department.path):
                found[department.path].append(role.user)
    return found


def _designated(n: int, near: list[User]) -> dict[str, Any]:
    """An officer of the member's own department and a number that leads nowhere; none where the
    sample has nobody."""
    if not near:
        return {}
    officer = near[n % len(near)]
    return {"officer": officer, "channel": f"024 000 {n:04}; {officer.email}"}


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
