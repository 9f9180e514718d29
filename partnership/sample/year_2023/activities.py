"""What units held towards enterprises in the year, with who came and what came of it."""

from collections.abc import Iterable
from datetime import date, timedelta

from core.history import acting
from plans.models import Activity, Participation, Plan, Serving, Undertaking

from .moments import moment
from .words import HEADQUARTERS, Profile

K, P = Activity.Kind, Participation.Kind
A = Activity.Status
# Kind, task, titles, result, month of a first day, hours it lasts.
HELD = (
    (K.DIALOGUE, "consultation", "Đối thoại với doanh nghiệp {focus}", "Dialogue on {focus}",
     "Trả lời ngay tại chỗ phần lớn câu hỏi; nội dung vượt thẩm quyền được ghi biên bản gửi cấp "
     "trên.", 3, 3),
    (K.TRAINING, "support", "Tập huấn khai hải quan đối với {focus}", "Training on {focus}",
     "Học viên làm bài tập trên hệ thống thử; tài liệu được đăng cho người không dự được.", 5, 6),
    (K.ARTICLE, "information", "Bài viết về chính sách mới đối với {focus}",
     "Article on new rules for {focus}", "Bài được đăng trên báo địa phương và trang của đơn vị.",
     7, 1),
    (K.ASSOCIATION_MEETING, "cooperation", "Làm việc với hiệp hội doanh nghiệp về {focus}",
     "Meeting with the association on {focus}",
     "Hai bên thống nhất đầu mối và việc cụ thể của quý tới.", 9, 2),
    (K.SURVEY, "supervision", "Khảo sát nhanh sau thông quan hàng {focus}",
     "Quick survey after clearance of {focus}",
     "Ý kiến chưa hài lòng được gọi lại từng trường hợp.", 10, 4),
    (K.SEMINAR, "consultation", "Tọa đàm góp ý quy trình giám sát {focus}",
     "Seminar on supervising {focus}", "Ý kiến được tổng hợp theo từng điều của dự thảo.", 4, 3),
)  # fmt: skip


def load(plan: Plan, known: Iterable[Profile], undertakings: list[Undertaking]) -> None:
    """Three to five activities a department, two a headquarters unit; all held in 2023."""
    made = [(who, *each) for who in known for each in of_unit(who)]
    with acting(None, "sample"):
        rows = Activity.objects.bulk_create([activity for _who, activity, _task in made])
        mine = Activity.objects.filter(pk__in=[row.pk for row in rows])
        mine.update(status=A.HELD)
        Participation.objects.bulk_create(
            guest for who, activity, _task in made for guest in guests(who, activity)
        )
        serve(made, undertakings)


def of_unit(who: Profile) -> list[tuple[Activity, str]]:
    count = 2 if who.trait == HEADQUARTERS else 3 + who.of(3)
    chosen = [HELD[(who.number + turn) % len(HELD)] for turn in range(count)]
    return [(one(who, each), each[1]) for each in chosen]


def one(who: Profile, row: tuple) -> Activity:
    kind, task, vi, en, result, month, hours = row
    day = date(2023, month, 1) + timedelta(days=6 + who.of(17))
    while day.weekday() > 4:
        day += timedelta(days=1)
    starts = moment(day, 8)
    return Activity(
        unit=who.unit,
        kind=kind,
        task=task,
        title_vi=vi.format(focus=who.focus),
        title_en=en.format(focus=who.focus_en),
        starts=starts,
        ends=starts + timedelta(hours=hours),
        place="" if kind in (K.ARTICLE, K.SURVEY) else f"Hội trường {who.place}",
        result=result,
    )


def guests(who: Profile, activity: Activity) -> list[Participation]:
    """Who came; an article has no guests."""
    if activity.kind == K.ARTICLE:
        return []
    base = 12 + who.of(23)
    groups = ((P.SME, base, base + 9), (P.FDI, base // 3, base // 2), (P.BROKER, 4, 6))
    return [
        Participation(activity=activity, kind=kind, bodies=bodies, people=people)
        for kind, bodies, people in groups
    ]


def serve(made: list, undertakings: list[Undertaking]) -> None:
    """Each activity serves the first undertaking of its unit in the same task."""
    first: dict[tuple[int, str], Undertaking] = {}
    for row in undertakings:
        first.setdefault((row.lead_id, row.task), row)
    Serving.objects.bulk_create(
        Serving(activity=activity, undertaking=first[who.unit.pk, task])
        for who, activity, task in made
        if (who.unit.pk, task) in first
    )
