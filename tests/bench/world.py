"""The benchmark's world: the sample data, and 10,000 enterprises, 35 departments, 200 branches and
5,000 obligations beside it."""

from datetime import date
from itertools import cycle, islice

from django.core.management import call_command
from django.db import connection
from django.utils.timezone import localdate

from core.history import acting
from directory.models import Enterprise, Role, Unit, User
from plans.models import Assignment, Item, Plan
from tests.factories import ItemFactory, PlanFactory, RoleFactory, UserFactory, tax_code

ENTERPRISES, DEPARTMENTS, BRANCHES, OBLIGATIONS = 10_000, 35, 200, 5_000
TRADES = ("Dệt may", "Thủy sản", "Cơ khí", "Điện tử", "Nông sản", "Hóa chất", "Thép", "Giày da")


def build() -> dict[str, User]:
    """Fill an empty database, once and whole; returns the people who visit, by name."""
    if not User.objects.filter(username="board").exists():
        call_command("sample_data", quiet=True)
        top = Unit.objects.as_of(localdate()).get(parent=None)
        with acting(None, "bench"):
            departments = units([top], DEPARTMENTS, Unit.Kind.DEPARTMENT)
            units(departments, BRANCHES, Unit.Kind.BRANCH)
            enterprises(departments)
            plans(departments)
            person("officer", Role.Kind.OFFICER, departments[0])
            person("board", Role.Kind.BOARD, top)
    return {user.username: user for user in User.objects.filter(username__in=["board", "officer"])}


def analyse() -> None:
    """As autovacuum would a minute later."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def units(parents: list[Unit], count: int, kind: str) -> list[Unit]:
    """``count`` units shared out under ``parents``."""
    made = Unit.objects.bulk_create(
        Unit(
            code=f"B-{kind[0]}{n:03}",
            kind=kind,
            parent=parent,
            name_vi=f"Đơn vị Hải quan số {n}, {parent.code}",
            name_en=f"Customs unit {n}, {parent.code}",
        )
        for n, parent in enumerate(islice(cycle(parents), count))
    )
    return list(Unit.objects.filter(pk__in=[unit.pk for unit in made]))


def enterprises(departments: list[Unit]) -> None:
    codes = dict.fromkeys(tax_code(n) for n in range(10_000, 10_000 + ENTERPRISES * 2))
    Enterprise.objects.bulk_create(
        (
            Enterprise(
                tax_code=code,
                name_vi=f"Công ty TNHH {TRADES[n % len(TRADES)]} số {n}",
                name_en=f"Company {n}",
                kind=Enterprise.Kind.values[n % 3],
                size=Enterprise.Size.values[n % 4],
                traits=Enterprise.Trait.values[n % 7 : n % 7 + n % 3],
                managed_by=departments[n % len(departments)],
            )
            for n, code in enumerate(islice(codes, ENTERPRISES))
        ),
        batch_size=2_000,
    )


def plans(departments: list[Unit]) -> None:
    """A plan for each year but 2023, which the sample data has; obligations with their units."""
    years = [year for year in range(Plan.FIRST_YEAR, localdate().year + 1) if year != 2023]
    made = [PlanFactory(year=year, signed_on=date(year, 1, 19)) for year in years]
    tasks, levels = Item.Task.values[:5], Item.Level.values
    items = Item.objects.bulk_create(
        ItemFactory.build(
            plan=plan, position=n, code=f"{n % 5 + 1}.{n}", task=tasks[n % 5], level=levels[n % 3]
        )
        for plan in made
        for n in range(1, OBLIGATIONS // len(made) + 2)
    )
    Assignment.objects.bulk_create(
        Assignment(item=item, unit=departments[(n + part) % len(departments)], part=name)
        for n, item in enumerate(items)
        for part, name in enumerate(Assignment.Part.values)
    )


def person(name: str, kind: str, unit: Unit) -> None:
    RoleFactory(user=UserFactory(username=name, is_staff=True), kind=kind, unit=unit)
