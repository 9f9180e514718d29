"""The hash chain over history: a change made behind the triggers' back is named (G22).

The work is done in the database (seals.sql): the portal's role may only ask for it.
"""

from dataclasses import asdict, dataclass

from django.db import connection, transaction
from django.db.models import Count, Max

from .models import Seal

BATCH = 20_000


@dataclass(frozen=True)
class Fault:
    """What is wrong with one event: changed, missing, inserted later, or its seal broken."""

    fault: str
    label: str
    event: int

    def __str__(self):
        return f"{self.fault}: {self.label} {self.event}"


@dataclass(frozen=True)
class Head:
    """The chain's end: kept outside, it also tells of a chain that was made anew."""

    position: int
    digest: str

    def __str__(self):
        return f"{self.position}:{self.digest}"


def seal() -> int:
    """Seal every event committed since the last time; returns how many. May be asked twice, at
    once or never: one asks, the others return 0, and writers never wait."""
    sealed = 0
    while batch := _ask("SELECT history_seal(%s)", [BATCH])[0][0]:
        sealed += batch
    return sealed


def seal_again(label: str, reason: str) -> int:
    """Let new seals of one event table count, after a migration that altered its rows.

    By the owner of the tables only (PostgreSQL refuses others); ``reason`` stays in the seals.
    ``label`` is the table's name; one that was dropped is marked as gone. Refused with
    ``LookupError`` when neither the table nor a seal of it is there.
    """
    known = {row[0] for row in _ask("SELECT history_tables()", [])}
    if label not in known and not Seal.objects.filter(label=label).exists():
        raise LookupError(f"No event table {label}; there are: {', '.join(sorted(known))}")
    with transaction.atomic():
        return _ask("SELECT history_seal_again(%s, %s)", [label, reason])[0][0]


def faults() -> list[Fault]:
    """Recompute all seals: each event changed, missing or inserted later, each broken link."""
    return [Fault(*row) for row in _ask("SELECT * FROM history_faults()", [])]


def head() -> Head:
    """The last seal; position 0 when nothing was sealed yet."""
    last = Seal.objects.order_by("position").last()
    return Head(last.position, last.chain.hex()) if last else Head(0, "")


def holds(kept: Head) -> bool:
    """Whether the chain still passes through a head that was kept outside."""
    found = Seal.objects.filter(pk=kept.position).first()
    return found is not None and found.chain.hex() == kept.digest


def summary() -> dict:
    """Figures for a report: how many events are sealed, and until when."""
    return Seal.objects.aggregate(sealed=Count("pk"), until=Max("sealed_at")) | asdict(head())


def _ask(sql: str, params: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
