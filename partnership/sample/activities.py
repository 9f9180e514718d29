"""Activities of the trial, around today: to come, held, postponed; guests; issues on their way."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate, make_aware

from directory.calendars import calendar_for
from directory.models import Unit
from plans.models import Activity, Plan, SupportIssue
from plans.services import activities, registrations, support_issues

# Unit, kind, task, titles, days from today, hours (none: whole days), place, seats.
TO_COME = [
    ("KVIII", "dialogue", "consultation", "Đối thoại với doanh nghiệp nhập khẩu nguyên liệu",
     "Dialogue with importers of raw materials", 9, (8, 11), "Hội trường trụ sở Chi cục", 80),
    ("KVIII", "training", "support", "Tập huấn khai báo xuất xứ hàng hóa trên hệ thống mới",
     "Training: declaring origin in the new system", 16, (13, 16), "Phòng họp A, Nhà văn hóa", 40),
    ("03CC", "association_meeting", "cooperation", "Gặp gỡ Hiệp hội Logistics Hải Phòng",
     "Meeting with the logistics association", 23, (9, 11), "Cảng Hải Phòng, cổng số 1", None),
    ("KVI", "consultation", "consultation", "Tham vấn dự thảo quy trình giám sát hàng quá cảnh",
     "Consultation on the draft procedure for goods in transit", 12, (14, 16), "", None),
    ("KVII", "seminar", "support", "Hội thảo phân loại hàng dệt may",
     "Seminar on classifying textiles", 30, (8, 12), "Trung tâm Hội nghị tỉnh", 120),
    ("CHQ", "conference", "cooperation", "Hội nghị hải quan - doanh nghiệp toàn quốc",
     "National customs-business conference", 41, None, "Hà Nội", 300),
]  # fmt: skip
HELD = [
    ("KVIII", "dialogue", "consultation", "Đối thoại quý với doanh nghiệp chế xuất",
     "Quarterly dialogue with export processing enterprises", -12,
     {"export_processing": (34, 51), "fdi": (12, 18), "association": (2, 3)},
     "Trả lời 27 câu hỏi tại chỗ; 3 nội dung về thủ tục thanh lý tài sản gửi lên Ban Cải cách."),
    ("03CC", "social_group", "information", "Mở nhóm Zalo hỗ trợ thủ tục cửa khẩu",
     "Zalo group opened for help at the gate", -30, {"sme": (60, 75), "broker": (18, 18)},
     "Nhóm có 93 thành viên; câu hỏi được trả lời trong giờ làm việc."),
    ("KVI", "training", "support", "Tập huấn tự nguyện tuân thủ pháp luật hải quan",
     "Training on voluntary compliance", -45, {"large": (8, 20), "sme": (40, 52)},
     "60 người hoàn thành bài kiểm tra cuối khóa; tài liệu đã đăng."),
]  # fmt: skip
MISSING = ("03CC", "visit", "support", "Thăm doanh nghiệp An Phú tại kho bãi",
           "Visit to an enterprise's yard", -6, (9, 11), "Kho bãi Đình Vũ", None)  # fmt: skip


@transaction.atomic
def load() -> None:
    """Make them once; days are counted from the day of loading, on working days."""
    if Activity.objects.exists():
        return
    units = {unit.code: unit for unit in Unit.objects.as_of(localdate())}
    made = [announced(units[row[0]], *row[1:]) for row in TO_COME]
    new = made[1].starts + timedelta(days=7)
    activities.postpone(
        made[1], by=None, reason="Hệ thống bảo trì trong ngày dự kiến ban đầu", starts=new,
        ends=new + timedelta(hours=3),
    )  # fmt: skip
    guests(made[0])
    held = [_held(units[row[0]], row) for row in HELD]
    planned(units[MISSING[0]], *MISSING[1:])
    issues(held[0])


def planned(unit, kind, task, *rest) -> Activity:
    """Planned only; open to registration where it has seats."""
    vi, en, days, hours, place, seats = rest
    first, last = hours or (0, 24)
    day = calendar_for(None).on_or_after(localdate() + timedelta(days=days))
    begin = make_aware(datetime.combine(day, time()))
    return activities.plan(
        by=None, unit=unit, kind=kind, task=task, title_vi=vi, title_en=en,
        starts=begin + timedelta(hours=first), ends=begin + timedelta(hours=last),
        all_day=hours is None, place=place, seats=seats, registration=seats is not None,
    )  # fmt: skip


def announced(unit, *details) -> Activity:
    return activities.announce(planned(unit, *details), by=None)


def _held(unit, row) -> Activity:
    _code, kind, task, vi, en, days, came, result = row
    activity = planned(unit, kind, task, vi, en, days, (8, 11), "", None)
    return activities.hold(activity, by=None, result=result, came=came)


def guests(activity: Activity) -> None:
    """Three who have registered; the letters are for addresses that exist nowhere."""
    names = ["Nguyễn Thị Mai", "Trần Quốc Bảo", "Lê Hoàng Nam"]
    for number, name in enumerate(names, 1):
        registrations.register(
            activity, nonce=f"sample-{activity.pk}-{number}", name=name, enterprise="",
            tax_code="", email=f"khach{number}@doanhnghiep.example", phone="", people=number,
            language="vi",
        )  # fmt: skip


def issues(activity: Activity) -> None:
    """One issue that waits for the Committee, one that is answered."""
    plan = Plan.objects.filter(status=Plan.Status.ISSUED).first()
    if plan is None or SupportIssue.objects.exists():
        return
    raised: dict[str, Any] = {"by": None, "unit": activity.unit, "plan": plan, "activity": activity}
    support_issues.raise_issue(
        **raised, title="Thanh lý tài sản của doanh nghiệp chế xuất",
        text="Ba doanh nghiệp nêu cách hiểu khác nhau về hồ sơ thanh lý máy móc miễn thuế.",
        asked="Đề nghị hướng dẫn thống nhất hồ sơ phải nộp.",
    )  # fmt: skip
    other = support_issues.raise_issue(
        **raised, title="Giờ tiếp nhận hồ sơ cuối tuần tại cảng",
        text="Doanh nghiệp đề nghị nhận hồ sơ hàng tươi sống vào sáng thứ bảy.",
        asked="Đề nghị cho phép bố trí làm ngoài giờ.",
    )  # fmt: skip
    support_issues.take_up(other, by=None)
    support_issues.answer(other, by=None, answer="Đồng ý; Chi cục thông báo giờ nhận cho cảng.")
