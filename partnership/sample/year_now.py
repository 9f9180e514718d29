"""The plan of the running year: its own Decision, the regions' plans, an open round of reports.

The Decision is the trial's own: the obligations of the sample plan, addressed to the units of
today. Its number, day and signer are invented.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from core.history import acting
from directory.models import Unit
from plans import services
from plans.models import (
    Assignment,
    Coordination,
    Item,
    Plan,
    ReportingDate,
    ReportingPeriod,
    SupportIssue,
    Undertaking,
    UnitPlan,
)
from plans.rules import flow, period_flow
from plans.services import periods
from plans.services.register import register
from plans.services.succession import heir

from .year_2023 import cascade, reports
from .year_2023.moments import moment
from .year_2023.words import Profile, table

NUMBER, SIGNED, SIGNER = "86/QĐ-CHQ", (1, 20), "Lương Vĩnh Phúc"
SETTLED = timedelta(days=75)  # until mid-March the plan of the year before is carried out
BEFORE = {"six_months": (6, 15), "annual": (12, 10)}
# What Decisions of before March 2025 called otherwise, longest first.
RENAMED_VI = (
    ("các Cục Hải quan tỉnh, thành phố", "các Chi cục Hải quan khu vực"),
    ("Cục Công nghệ thông tin", "Ban Công nghệ thông tin"),
    ("Cục Quản lý rủi ro", "Ban Quản lý rủi ro"),
    ("Tổng cục Hải quan", "Cục Hải quan"),
    ("Tổng cục", "Cục Hải quan"),
)
RENAMED_EN = (
    ("Customs Departments of provinces and cities", "Regional Customs Sub-Departments"),
    ("Departments under the General Department of Customs", "Divisions of the Department"),
    ("General Department of Customs", "Department of Customs"),
    ("General Department", "Department of Customs"),
)
TITLE = {
    "title_vi": "Phát triển quan hệ đối tác hải quan - doanh nghiệp và các bên liên quan "
    "năm {year}",
    "title_en": "For developing the partnership of customs, enterprises and stakeholders in {year}",
}
ROUND = {
    "title_vi": "Báo cáo nhanh kết quả quan hệ đối tác đến ngày {day:%d/%m/%Y}",
    "title_en": "Quick report on the partnership up to {day:%d/%m/%Y}",
}


@transaction.atomic
def load() -> None:
    """Make it once; days are counted from the day of loading."""
    today = localdate()
    year = (today - SETTLED).year
    model = Plan.objects.filter(year=2023, status=Plan.Status.ISSUED).order_by("pk").first()
    if model is None or Plan.objects.filter(year=year).exists():
        return
    plan = decision(model, year, today)
    known = regions(today)
    cascade.load(plan, known, today)
    hand_down(plan, branches(today, len(known)))
    for period in plan.reporting_periods.filter(opens_on__lte=today):
        start(period)
    quick_round(plan, known, today)
    with acting(None, "sample"):  # they were raised before this year's Decision was there
        SupportIssue.objects.filter(activity__starts__year=year).update(plan=plan)
    end(model)


def end(plan: Plan) -> None:
    """Its year is over: what was left undone is late no more, the figures of that year tell it."""
    with acting(None, "sample"):
        plan.unit_plans.filter(status=UnitPlan.Status.ISSUED).update(status=UnitPlan.Status.CLOSED)
    services.close(plan, by=None)


def decision(model: Plan, year: int, today: date) -> Plan:
    """The plan with the obligations of ``model``, through reading and checking to its issue."""
    heading = {name: said.format(year=year) for name, said in TITLE.items()}
    plan = flow.begin(
        "read", by=None, issuer=Unit.objects.as_of(today).get(parent=None), year=year,
        number=NUMBER, signed_on=date(year, *SIGNED), signer=SIGNER, **heading,
    )  # fmt: skip
    with acting(None, "sample"):
        copy_items(model, plan, today)
        ReportingDate.objects.bulk_create(
            ReportingDate(plan=plan, kind=kind, before=date(year, *day))
            for kind, day in BEFORE.items()
            if date(year, *day) > today
        )
    services.accept(plan, by=None)
    return services.issue(plan, by=None)


def copy_items(model: Plan, plan: Plan, today: date) -> None:
    """Its items in the words of today, and the units that now do what was assigned."""
    old = list(model.items.order_by("position"))
    new = {item.pk: copied(item, plan) for item in old}
    for item in old:
        new[item.pk].parent = new[item.parent_id] if item.parent_id else None
    for whole in (True, False):
        Item.objects.bulk_create(new[item.pk] for item in old if (item.parent_id is None) is whole)
    parts: dict[tuple[int, Unit], Assignment] = {}
    for each in Assignment.objects.filter(item__plan=model).select_related("unit").order_by("pk"):
        if unit := heir(each.unit, today):
            item = new[each.item_id]
            parts.setdefault((item.pk, unit), Assignment(item=item, unit=unit, part=each.part))
    Assignment.objects.bulk_create(parts.values())


def copied(item: Item, plan: Plan) -> Item:
    same = {name: getattr(item, name) for name in (
        "kind", "task", "level", "position", "code", "recurrence",
    )}  # fmt: skip
    vi, en = reworded(item.text_vi, RENAMED_VI, plan), reworded(item.text_en, RENAMED_EN, plan)
    return Item(plan=plan, text_vi=vi, text_en=en, **same)


def reworded(text: str, names: tuple[tuple[str, str], ...], plan: Plan) -> str:
    for before, after in (*names, ("2023", str(plan.year))):
        text = text.replace(before, after)
    return text


def regions(today: date) -> list[Profile]:
    """Departments of today; each has the goods of the first unit that it came from."""
    rows = {row["code"]: row for row in table("departments.csv")}
    units = Unit.objects.as_of(today).filter(kind=Unit.Kind.DEPARTMENT).order_by("code")
    found: list[Profile] = []
    for unit in units.prefetch_related("origins__predecessor"):
        codes = sorted(step.predecessor.code for step in unit.origins.all())
        if row := next((rows[code] for code in codes if code in rows), None):
            place, trait = row["place"], row["trait"]
            focus, english = row["focus_vi"], row["focus_en"]
            found.append(Profile(unit, len(found), trait, place, focus, english))
    return found


def branches(today: date, first: int) -> list[Profile]:
    """Branches of today, those of the trial's regions III and IV; numbered from ``first``."""
    rows = {row["code"]: row for row in table("branches.csv")}
    units = Unit.objects.as_of(today).filter(kind=Unit.Kind.BRANCH, code__in=rows)
    return [
        Profile(
            unit, number, row["trait"], row["place"], row["focus_vi"], row["focus_en"],
        )
        for number, unit in enumerate(units.order_by("code"), first)
        for row in [rows[unit.code]]
    ]  # fmt: skip


def hand_down(plan: Plan, known: list[Profile]) -> None:
    """What is still open in a region's plan is done together with its branches, so that they have
    lines to take up in plans of their own."""
    below: dict[int | None, list[Unit]] = {}
    for who in known:
        below.setdefault(who.unit.parent_id, []).append(who.unit)
    lines = Undertaking.objects.open().filter(unit_plan__plan=plan, unit_plan__unit__in=below)
    with acting(None, "sample"):
        Coordination.objects.bulk_create(
            Coordination(undertaking=line, unit=unit)
            for line in lines.select_related("unit_plan")
            for unit in below[line.unit_plan.unit_id]
        )


def start(period: ReportingPeriod) -> None:
    """Who owes is written down; the letters are the clock's."""
    period_flow.make("open_period", period, by=None)
    register(period, by=None, at=moment(period.opens_on, 7))


def quick_round(plan: Plan, known: list[Profile], today: date) -> None:
    """A round of the board's own, due in ten days: most regions have handed in.

    Branches owe it too: what they wrote is offered to region III, which is still writing.
    """
    day = today - timedelta(days=22)
    period = periods.schedule(
        by=None, plan=plan, starts=date(plan.year, 1, 1), cut_off=day,
        opens_on=today - timedelta(days=30), before=today + timedelta(days=10),
        rule=ReportingPeriod.Rule.NEXT_WORKING_DAY,
        owing=[Unit.Kind.DEPARTMENT, Unit.Kind.BRANCH],
        **{name: said.format(day=day) for name, said in ROUND.items()},
    )  # fmt: skip
    start(period)
    everyone = [*known, *branches(today, len(known))]
    reports.load(period, everyone, ready=today - timedelta(days=12))
