"""How units answered the plan of 2023: invented numbers, deterministic, every state to be seen."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F
from django.utils.timezone import localdate

from core.history import acting
from directory.models import Unit, User
from plans.models import Evidence, Plan, Undertaking, UnitPlan
from plans.rules import unit_plan_flow
from plans.services import succession, unit_plans
from plans.services.planning import Answer, answer, initiate, offers

YEAR, OURS = 2023, "03"  # the department whose plan is still carried out, by its successor
WITHOUT = {"10", "61"}  # departments that drafted no plan
S = Undertaking.Status
REASON = "Địa bàn không có loại hình này."
PROOF = "Báo cáo kết quả gửi kèm công văn của đơn vị."
INDICATORS = {
    "information": ("Số bài viết, tin đã đăng", 24),
    "support": ("Số vướng mắc đã giải đáp", 120),
    "consultation": ("Số cuộc đối thoại, tham vấn", 4),
    "supervision": ("Số doanh nghiệp được khảo sát", 200),
    "cooperation": ("Số hoạt động phối hợp", 6),
}
INITIATIVES = {
    "01": "Mở chuyên mục hỏi đáp hằng tuần cho doanh nghiệp chế xuất",
    "02": "Tổ điện thoại thường trực hỗ trợ doanh nghiệp ngoài giờ làm thủ tục",
    "03": "Hệ thống lấy ý kiến doanh nghiệp đánh giá từng bộ phận làm thủ tục",
    "43": "Câu lạc bộ doanh nghiệp tuân thủ của khu công nghiệp",
}


def load() -> None:
    """Units' plans for the sample plan, unless it has some already."""
    plan = Plan.objects.filter(year=YEAR, status=Plan.Status.ISSUED).first()
    if plan is None or plan.unit_plans.exists():
        return
    day = plan.signed_on or date(YEAR, 1, 1)
    units = Unit.objects.as_of(day).filter(kind__in=unit_plans.KINDS).exclude(code__in=WITHOUT)
    with acting(None, "sample"):
        for number, unit in enumerate(units.order_by("code")):
            _plan_of(plan, unit, number)
        _carry_out()
    _close_all_but_ours()
    succession.pass_on_all(localdate())
    if divided := UnitPlan.objects.filter(plan=plan, unit__code=OURS).orphaned().first():
        # Hai Phong's branches went to two regions: the board chose the one it sits in.
        heirs = divided.unit.successions.filter(successor__code="KVIII")
        for step in heirs.select_related("successor"):
            unit_plans.hand_over(divided, by=None, successor=step.successor)
    _branches(plan)


def _plan_of(plan: Plan, unit: Unit, number: int) -> None:
    made = unit_plans.draft(by=None, plan=plan, unit=unit)
    given = [_answer(n + number, offer, unit) for n, offer in enumerate(offers(made))]
    # Some departments left some obligations without an answer.
    answer(made, [each for n, each in enumerate(given) if (n * 5 + number) % 23], by=None)
    if text := INITIATIVES.get(unit.code):
        initiate(made, by=None, text_vi=text, task="support", lead=unit, due_on=date(YEAR, 10, 31))
    for move in ("submit", "approve"):
        getattr(unit_plans, move)(made, by=None)
    signed = plan.signed_on + timedelta(days=10 + number % 20) if plan.signed_on else localdate()
    number_of = f"{100 + number}/KH-HQ"
    unit_plan_flow.make("issue", made, by=None, number=number_of, signed_on=signed)


def _answer(turn: int, offer, unit: Unit) -> Answer:
    if turn % 29 == 3:
        return Answer(offer.key, "skip", unit, reason=REASON)
    name, number = INDICATORS.get(offer.task, ("", 0))
    target = Decimal(number) if number else None
    due = date(YEAR, 3 + turn % 10, 15 + turn % 13)
    return Answer(
        offer.key, "take_up", unit, due_on=due, indicator=name, target=target, weight=1 + turn % 3
    )


def _carry_out() -> None:
    """Every line one step after the other, as the workflow has it, in a few statements."""
    rows = Undertaking.objects.filter(unit_plan__plan__year=YEAR, status=S.PLANNED)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    begun = [key for n, key in enumerate(keys) if n % 9 != 4]
    reported = [key for n, key in enumerate(begun) if n % 7 != 2]
    done = [key for n, key in enumerate(reported) if n % 41 != 5]
    rows = Undertaking.objects.all()
    rows.filter(pk__in=begun).update(status=S.IN_PROGRESS, percent=60)
    rows.filter(pk__in=reported).update(status=S.REPORTED)
    Evidence.objects.bulk_create(Evidence(undertaking_id=key, note=PROOF) for key in reported)
    for month in range(12):
        part = done[month::12]
        rows.filter(pk__in=part).update(
            status=S.DONE, percent=100, achieved=F("target"), done_on=date(YEAR, 1 + month, 25)
        )


def _close_all_but_ours() -> None:
    for made in UnitPlan.objects.filter(plan__year=YEAR).exclude(unit__code=OURS):
        unit_plans.close(made, by=None, reason="Hết năm kế hoạch.")


def _branches(plan: Plan) -> None:
    """Two branches of the successor draft from its plan: one issues, one is still at it."""
    ours = UnitPlan.objects.filter(plan=plan, status=UnitPlan.Status.ISSUED, superior=None).first()
    branches = {unit.code: unit for unit in Unit.objects.as_of(localdate())}
    first, second = branches.get("03CC"), branches.get("03EE")
    if ours is None or first is None or second is None:
        return
    with acting(None, "sample"):
        lines = list(ours.undertakings.kept().order_by("position"))
        mine = [line.pk for n, line in enumerate(lines) if n % 4 == 0]
        theirs = [line.pk for n, line in enumerate(lines) if n % 4 == 1]
        Undertaking.objects.filter(pk__in=mine).update(lead=first)
        Undertaking.objects.filter(pk__in=theirs).update(lead=second)
        open_ = ours.undertakings.running().filter(lead=ours.unit)
        author = User.objects.filter(roles__unit=first, roles__kind="officer").first()
        waiting = list(open_.filter(status=S.REPORTED).values_list("pk", flat=True))
        Undertaking.objects.filter(pk__in=waiting).update(reported_by=author)
    issued = unit_plans.derive(by=None, superior=ours, unit=first)
    answer(issued, [Answer(each.key, "take_up", first) for each in offers(issued)], by=None)
    for move in ("submit", "approve"):
        getattr(unit_plans, move)(issued, by=None)
    unit_plan_flow.make("issue", issued, by=None, number="12/KH-CKHP1", signed_on=date(YEAR, 3, 1))
    drafted = unit_plans.derive(by=None, superior=ours, unit=second)
    answer(drafted, [Answer(each.key, "take_up", second) for each in offers(drafted)[:3]], by=None)
