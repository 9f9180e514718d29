"""Every unit's own plan of the year, issued, and how far each undertaking came."""

from collections.abc import Iterable
from datetime import date

from core.history import acting
from plans.models import Evidence, Item, Plan, Undertaking, UnitPlan

from .words import HEADQUARTERS, Profile

S, Origin = Undertaking.Status, Undertaking.Origin
ISSUED, OWN_DUE = (2, 24), (10, 31)  # month, day
DONE_ON = ((4, 28), (6, 30), (9, 29), (11, 24))
DROPPED = "Nội dung chờ hướng dẫn của cấp trên, chuyển sang kế hoạch năm sau."
INDICATORS = {
    "information": ("Số tin, bài đăng", 24),
    "support": ("Số lượt hướng dẫn", 400),
    "consultation": ("Số buổi tham vấn", 4),
    "supervision": ("Số phản ánh được trả lời", 60),
    "cooperation": ("Số nội dung hợp tác", 5),
}
OWN = (
    ("support", "Sổ tay hỏi đáp về thủ tục đối với {focus}", "Handbook of answers on {focus}"),
    ("supervision", "Phiếu đánh giá nhanh tại quầy làm thủ tục {focus}",
     "Quick assessment at the counter for {focus}"),
    ("cooperation", "Câu lạc bộ doanh nghiệp {focus} tự nguyện tuân thủ",
     "Voluntary compliance club for {focus}"),
    ("information", "Bản tin tuần về chính sách đối với {focus}", "Weekly bulletin on {focus}"),
)  # fmt: skip
HAI_PHONG = (
    "supervision",
    "Hệ thống chấm điểm mức độ hài lòng theo từng khâu nghiệp vụ",
    "System by which enterprises score each step of the procedure",
)


def load(plan: Plan, known: Iterable[Profile], today: date = date.max) -> list[Undertaking]:
    """Plans and undertakings as they stand ``today``; returns the undertakings, with their keys."""
    known = list(known)
    with acting(None, "sample"):
        plans = issue(plan, known)
        rows = [row for who in known for row in lines(plan, plans[who.unit.pk], who)]
        ends = judge(rows, {who.unit.pk: who for who in known}, plan.year, today)
        made = Undertaking.objects.bulk_create(rows, batch_size=500)
        carry_out(ends)
    return made


def issue(plan: Plan, known: list[Profile]) -> dict[int, UnitPlan]:
    """A plan for each unit, through all its states to issued; by the unit's key."""
    day = date(plan.year, *ISSUED)
    rows = [
        UnitPlan(plan=plan, unit=who.unit, number=f"{12 + who.number}/KH-HQ", signed_on=day)
        for who in known
    ]
    made = UnitPlan.objects.bulk_create(rows)
    mine = UnitPlan.objects.filter(pk__in=[row.pk for row in made])
    for status in (UnitPlan.Status.SUBMITTED, UnitPlan.Status.APPROVED, UnitPlan.Status.ISSUED):
        mine.update(status=status)
    return {row.unit_id: row for row in made}


def lines(plan: Plan, unit_plan: UnitPlan, who: Profile) -> list[Undertaking]:
    """The obligations the unit took up (most, not all), and its own initiative at the end."""
    found = [
        answer(unit_plan, who, item)
        for place, item in enumerate(obligations(plan, who))
        if (place + who.number * 3) % 19
    ]
    task, vi, en = HAI_PHONG if who.unit.code == "03" else OWN[who.of(len(OWN))]
    own = Undertaking(
        unit_plan=unit_plan, origin=Origin.OWN, position=10_000, task=task, lead=who.unit,
        text_vi=vi.format(focus=who.focus), text_en=en.format(focus=who.focus_en),
        due_on=date(plan.year, *OWN_DUE), weight=2,
    )  # fmt: skip
    return [*found, own]


def obligations(plan: Plan, who: Profile) -> list[Item]:
    """What binds the unit: the departments' obligations, or those it leads at headquarters."""
    rows = plan.items.obligations().order_by("position")
    if who.trait == HEADQUARTERS:
        return list(rows.filter(assignments__unit=who.unit).distinct())
    return list(rows.filter(level=Item.Level.DEPARTMENTS))


def answer(unit_plan: UnitPlan, who: Profile, item: Item) -> Undertaking:
    """Taken up as it stands, or adapted to the unit's own goods; every third one is measured."""
    mixed = item.position + who.number
    adapted = mixed % 5 == 0
    indicator, target = INDICATORS.get(item.task, ("", 0)) if mixed % 3 == 0 else ("", 0)
    said = item.text_vi.rstrip(".;")
    return Undertaking(
        unit_plan=unit_plan,
        item=item,
        origin=Origin.ADAPTED if adapted else Origin.TAKEN_UP,
        position=item.position,
        task=item.task,
        text_vi=f"{said}; chú trọng {who.focus}." if adapted else item.text_vi,
        text_en=item.text_en,
        lead=who.unit,
        due_on=date(unit_plan.plan.year, *DONE_ON[mixed % 4]),
        indicator=indicator,
        target=target + mixed % 7 if target else None,
        weight=1 + mixed % 3,
    )


Ends = dict[tuple[str, date | None], list[Undertaking]]


def judge(rows: list[Undertaking], known: dict[int, Profile], year: int, today: date) -> Ends:
    """Most are done by the end of the year, some under way, a few dropped with a reason; what is
    done after ``today`` is under way.

    Writes their figures; returns them by the state they will end in and the day they were done.
    """
    ends: Ends = {}
    for row in rows:
        state, day = end_of(row, known[row.lead_id]), None
        done = date(year, *DONE_ON[(row.position + row.weight) % 4])
        if state == S.DONE and done > today:
            state = S.IN_PROGRESS
        if state == S.IN_PROGRESS:
            row.percent = 30 + row.position % 6 * 10
            row.achieved = row.target and round(row.target * row.percent / 100)
        elif state == S.DONE:
            row.percent, row.achieved = 100, row.target
            day = done
        elif state == S.DROPPED:
            row.dropped_because = DROPPED
        ends.setdefault((state, day), []).append(row)
    return ends


def carry_out(ends: Ends) -> None:
    """The states one after the other, as the workflow has them; what is done has its evidence."""
    for (state, day), rows in ends.items():
        mine = Undertaking.objects.filter(pk__in=[row.pk for row in rows])
        if state in (S.IN_PROGRESS, S.DONE):
            mine.update(status=S.IN_PROGRESS)
        if state == S.DROPPED:
            mine.update(status=S.DROPPED)
        if state == S.DONE:
            mine.update(status=S.REPORTED)
            mine.update(status=S.DONE, done_on=day)
            note = f"Báo cáo kết quả ngày {day:%d/%m/%Y}"
            Evidence.objects.bulk_create(Evidence(undertaking=row, note=note) for row in rows)


def end_of(row: Undertaking, who: Profile) -> str:
    """The state at the end of the year; units differ in how much they left undone."""
    mixed = (row.position * 5 + who.number * 11) % 40
    if row.origin != Origin.OWN and mixed == 7:
        return S.DROPPED
    if mixed < 4 + who.of(9):
        return S.IN_PROGRESS
    return S.PLANNED if mixed == 39 and row.origin != Origin.OWN else S.DONE
