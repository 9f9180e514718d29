"""The benchmark's world: 10,000 enterprises, 35 departments, 200 branches, 5,000 obligations."""

from datetime import date

from core.history import acting
from directory.models import Enterprise, Role, Unit, User
from plans.models import Item, Plan
from tests.factories import ItemFactory, PlanFactory, RoleFactory, UserFactory, tax_code, top

ENTERPRISES, DEPARTMENTS, BRANCHES, OBLIGATIONS = 10_000, 35, 200, 5_000
PER_PLAN = 64
WORDS = ("Dệt may", "Thủy sản", "Cơ khí", "Điện tử", "Nông sản", "Hóa chất", "Thép", "Giày da")


def build() -> dict[str, User]:
    """Fill an empty database, once; returns the people who visit."""
    if not Enterprise.objects.exists():
        with acting(None, "bench"):
            departments = units(top(), DEPARTMENTS, Unit.Kind.DEPARTMENT)
            per = BRANCHES // DEPARTMENTS + 1
            for department in departments[: BRANCHES // per + 1]:
                units(department, per, Unit.Kind.BRANCH)
            enterprises(departments)
            plans()
        person("board", Role.Kind.BOARD, top())
        person("officer", Role.Kind.OFFICER, departments[0])
    return {user.username: user for user in User.objects.filter(username__in=["board", "officer"])}


def units(parent: Unit, count: int, kind: str) -> list[Unit]:
    rows = [
        Unit(
            code=f"{parent.code}-{n:03}",
            kind=kind,
            parent=parent,
            name_vi=f"Cục Hải quan số {n}, {parent.code}",
            name_en=f"Customs unit {n}, {parent.code}",
        )
        for n in range(count)
    ]
    Unit.objects.bulk_create(rows)
    return list(Unit.objects.filter(parent=parent))


def enterprises(departments: list[Unit]) -> None:
    codes = dict.fromkeys(tax_code(n) for n in range(1, ENTERPRISES * 2))
    Enterprise.objects.bulk_create(
        [
            Enterprise(
                tax_code=code,
                name_vi=f"Công ty TNHH {WORDS[n % len(WORDS)]} số {n}",
                name_en=f"Company {n}",
                kind=Enterprise.Kind.values[n % 3],
                size=Enterprise.Size.values[n % 4],
                managed_by=departments[n % len(departments)],
            )
            for n, code in enumerate(list(codes)[:ENTERPRISES])
        ],
        batch_size=2_000,
    )


def plans() -> None:
    count = OBLIGATIONS // PER_PLAN + 1
    made = PlanFactory.create_batch(count, signed_on=date(2023, 1, 19))
    for n, plan in enumerate(made):
        Plan.objects.filter(pk=plan.pk).update(year=2000 + n)
    tasks, levels = Item.Task.values[:5], Item.Level.values
    Item.objects.bulk_create(
        [
            ItemFactory.build(
                plan=plan, position=n + 1, code=f"{n % 5 + 1}.{n}", task=tasks[n % 5],
                level=levels[n % 3],
            )
            for plan in made
            for n in range(PER_PLAN)
        ],
        batch_size=2_000,
    )  # fmt: skip


def person(name: str, kind: str, unit: Unit) -> None:
    user = UserFactory(username=name, is_staff=True)
    RoleFactory(user=user, kind=kind, unit=unit)
