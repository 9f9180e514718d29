"""Who reads the dashboard, and whose rows its numbers are made of."""

from dataclasses import dataclass

from directory.models import Role, Unit, User
from directory.querysets import within
from plans.models import Report, ReportingPeriod

K = Role.Kind


def reads(user) -> bool:
    """The board, the auditor and heads of unit; nobody else."""
    return user.holds(K.BOARD, K.AUDITOR, K.HEAD)


def reads_all(user) -> bool:
    """The board and the auditor read the whole country."""
    return user.holds(K.BOARD, K.AUDITOR)


def headed(user) -> list[Unit]:
    """Units whose head ``user`` is."""
    return [role.unit for role in user.held if role.kind == K.HEAD]


@dataclass(frozen=True)
class Scope:
    """What one person looks at: the country, or the units within reach, narrowed to one of them.

    ``paths`` None means the whole country. ``unit`` None means all that is in reach.
    """

    user: User
    paths: tuple[str, ...] | None
    unit: Unit | None = None

    @classmethod
    def of(cls, user) -> "Scope":
        if reads_all(user):
            return cls(user, None)
        return cls(user, tuple(sorted({path for unit in headed(user) for path in unit.covers})))

    def narrowed(self, unit: Unit | None) -> "Scope":
        """The same person's look at one unit; who chooses none stays with all in reach."""
        return Scope(self.user, self.paths, unit)

    @property
    def whole(self) -> bool:
        """Whether the numbers are those of the whole country."""
        return self.paths is None and self.unit is None

    def units(self, period: ReportingPeriod | None):
        """Units to choose from: those that owe the period's report, and the ones one heads."""
        owing = Unit.objects.filter(reports__period=period) if period else Unit.objects.none()
        if self.paths is None:
            return owing.order_by("kind", "path")
        mine = [unit.pk for unit in headed(self.user)]
        return Unit.objects.filter(within(self.paths)).filter(
            pk__in=[*mine, *owing.values_list("pk", flat=True)]
        )

    @property
    def reach(self) -> tuple[str, ...] | None:
        """Paths of the rows that count; None for the country."""
        return tuple(self.unit.covers) if self.unit else self.paths

    def of_unit(self, field: str):
        """The condition that rows belong to the reach; ``field`` leads to the unit's path."""
        reach = self.reach
        return within(("/",) if reach is None else reach, field)

    def reports(self):
        return Report.objects.filter(self.of_unit("unit__path"))

    @property
    def measured(self) -> list[Unit | None]:
        """The units whose figures the panels add up, none under another; None: the country."""
        if self.unit or self.paths is None:
            return [self.unit]
        mine = {unit.pk: unit for unit in headed(self.user)}
        covers = {key: tuple(unit.covers) for key, unit in mine.items()}
        return [
            unit for key, unit in mine.items()
            if not any(unit.path.startswith(paths) for at, paths in covers.items() if at != key)
        ]  # fmt: skip

    @property
    def issuer(self) -> Unit | None:
        """The unit in whose name a paper of these numbers is made; None for the country."""
        return self.measured[0]
