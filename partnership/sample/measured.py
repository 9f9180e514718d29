"""Brokers and partners of the trial as they were measured. The wording of all criteria is a sample:
the official set for brokers is not public, and the Decision names none for partners."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.timezone import localdate

from associations.models import Assessment, CriteriaSet, Criterion, Score
from directory.models import Enterprise, User

from .world import DOMAIN

S, Subject = Assessment.Status, CriteriaSet.Subject
BROKERS = (
    ("1", "Nhân viên đại lý có mã số và được đào tạo",
     "Employees with broker numbers, trained", 30),
    ("2", "Tỷ lệ tờ khai đúng ngay lần đầu", "Share of declarations right the first time", 40),
    ("3", "Hạ tầng công nghệ thông tin", "Information technology", 20),
    ("4", "Phối hợp với cơ quan hải quan", "Cooperation with customs", 10),
)  # fmt: skip
PARTNERS = (
    ("1", "Mức độ tuân thủ pháp luật hải quan", "Compliance with customs law", 40),
    ("2", "Thực hiện cam kết trong bản ghi nhớ", "What was undertaken in the memorandum", 30),
    ("3", "Tinh thần, trách nhiệm tham gia góp ý", "Spirit and responsibility in comments", 20),
    ("4", "Chia sẻ kinh nghiệm với doanh nghiệp khác", "Experience shared with others", 10),
)  # fmt: skip
# What became of the partners measured last year (Decision 104, III.5, province).
OUTCOMES = (
    ("core", "Tuân thủ tốt nhiều năm, tích cực góp ý chính sách (mẫu)."),
    ("example", "Cách tổ chức tự kiểm tra tờ khai đáng để nơi khác làm theo (mẫu)."),
    ("goes_on", "Thực hiện đủ cam kết (mẫu)."),
    ("warned", "Chậm cung cấp thông tin hai lần trong năm (mẫu)."),
    ("ended", "Không thực hiện cam kết, không phản hồi ba lần liên hệ (mẫu)."),
)
LESSON = ("Trước khi mở tờ khai, một nhân viên thứ hai kiểm tra lại mã số, trị giá và xuất xứ theo "
          "bảng in sẵn; lỗi được ghi lại và xem lại mỗi tháng một lần (mẫu).")  # fmt: skip


def load(partners: list[Enterprise]) -> None:
    """Three brokers of this year; of ``partners`` five decided for last year, two under way."""
    brokers = Enterprise.objects.filter(traits__contains=["broker"]).order_by("pk")[:3]
    criteria = _criteria(
        Subject.BROKER, "2022-mẫu", date(2022, 1, 1), "Tiêu chí năng lực đại lý hải quan (mẫu)",
        "Câu chữ mẫu; bộ tiêu chí chính thức năm 2022 chưa công bố",
    )  # fmt: skip
    _share(_measured(criteria, BROKERS, list(brokers), localdate().year)[:2])
    criteria = _criteria(
        Subject.PARTNER, "2023-mẫu", date(2023, 1, 19), "Tiêu chí doanh nghiệp đối tác (mẫu)",
        "Câu chữ mẫu; Quyết định 104/QĐ-TCHQ, mục III.5, không nêu tiêu chí",
    )  # fmt: skip
    rows = _measured(criteria, PARTNERS, partners[:5], localdate().year - 1)
    _decide(rows)
    _share(_measured(criteria, (), partners[5:7], localdate().year)[:1])


def _criteria(subject: str, version: str, since: date, name: str, source: str) -> CriteriaSet:
    return CriteriaSet.objects.create(
        subject=subject, version=version, valid_from=since, name=name, source=source
    )


def _measured(
    criteria: CriteriaSet, texts: tuple, enterprises: list[Enterprise], year: int
) -> list[Assessment]:
    """Assessments with points for each criterion; ``texts``: the criteria, unless they stand."""
    Criterion.objects.bulk_create(
        Criterion(criteria=criteria, code=code, text_vi=vi, text_en=en, weight=weight, most=10)
        for code, vi, en, weight in texts
    )
    made = Assessment.objects.bulk_create(
        Assessment(criteria=criteria, enterprise=each, unit=each.managed_by, year=year)
        for each in enterprises
    )
    Score.objects.bulk_create(
        Score(assessment=row, criterion=item, points=Decimal(9 - (n + at) % 4),
              evidence="Hồ sơ đánh giá (mẫu)")
        for n, row in enumerate(made) for at, item in enumerate(criteria.items.all())
    )  # fmt: skip
    return made


def _of(rows: list[Assessment]) -> QuerySet[Assessment]:
    return Assessment.objects.filter(pk__in=[row.pk for row in rows])


def _share(rows: list[Assessment]) -> None:
    _of(rows).update(status=S.SHARED, comment_by=localdate() + timedelta(days=10))


def _decide(rows: list[Assessment]) -> None:
    """Each with its own outcome; who is a key partner stands in the profile too."""
    _share(rows)
    head, key = User.objects.get(email=f"lanh.dao@{DOMAIN}"), Enterprise.Trait.KEY_PARTNER
    for row, (outcome, grounds) in zip(rows, OUTCOMES, strict=True):
        _of([row]).update(
            status=S.DECIDED, outcome=outcome, grounds=grounds, decided_by=head,
            decided_on=localdate() - timedelta(days=12),
            comment_by=localdate() - timedelta(days=20),
        )  # fmt: skip
        if outcome == "example":
            _of([row]).update(lesson=LESSON)
        if outcome in ("core", "example"):
            row.enterprise.traits = row.enterprise.grouped(key, belongs=True)
            row.enterprise.save(update_fields=["traits"])
