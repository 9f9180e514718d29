"""Where a question goes and how fast: rules of topics and limits as data."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from core.shelf import Shelf
from directory.calendars import calendar_for as calendar_of
from directory.models import Enterprise, Role, Unit, User

from ..models import Inquiry, Limit, Substitute, Topic, TopicRule

# Where no row of :class:`Limit` speaks; to be set by the administrators as the charter says.
FIRST_HOURS, ANSWER_DAYS = 8, 5
HAND_OVER_DAYS = 3
"""Complaints and denunciations are passed on within three working days of receipt."""
limits = Shelf(Limit)
K = Role.Kind
WORKING = (K.OFFICER, K.FOCAL_POINT, K.HEAD, K.BOARD)
"""Who may have a case of their unit in hand; the Committee those that lie with it."""


def limits_for(kind: str, topic: Topic, *, member: bool) -> tuple[int, int]:
    """Working hours to the first response and working days to the answer (or hand-over)."""
    if row := _limit(kind, topic, member=member):
        return row.first_hours, row.answer_days
    by_law = kind in Inquiry.BY_LAW
    return FIRST_HOURS, HAND_OVER_DAYS if by_law else ANSWER_DAYS


def hours_to_pass_on(kind: str, topic: Topic, *, member: bool) -> int | None:
    """Hours by the clock in which it reaches who answers; None where no row asks for it."""
    row = _limit(kind, topic, member=member)
    return row.forward_hours if row else None


def _limit(kind: str, topic: Topic, *, member: bool) -> Limit | None:
    """The narrowest row holds: membership before topic before kind; a topic's rows hold for what
    belongs to it."""
    topics = {topic.pk, topic.parent_id}
    rows = [
        row
        for row in limits.all()
        if row.kind in ("", kind)
        and (row.topic_id is None or row.topic_id in topics)
        and (member or not row.members)
    ]
    return max(rows, default=None, key=lambda row: (
        row.members, row.topic_id == topic.pk, row.topic_id is not None, bool(row.kind)
    ))  # fmt: skip


def is_member(enterprise: Enterprise | None) -> bool:
    """Whether the enterprise is in the voluntary-compliance programme."""
    return enterprise is not None and Enterprise.Trait.VOLUNTARY_COMPLIANCE in enterprise.traits


def enterprise_of(tax_code: str) -> Enterprise | None:
    """The enterprise known by this tax code (in its stored form)."""
    return Enterprise.objects.filter(tax_code=tax_code).first() if tax_code else None


def unit_for(kind: str, topic: Topic, enterprise: Enterprise | None) -> Unit:
    """Who answers when the asker names no department: the topic's unit, the enterprise's
    department, else the general department."""
    rules = TopicRule.objects.filter(
        Q(kind=kind) | Q(kind=""), topic__in=[topic.pk, topic.parent_id]
    )
    found = sorted(
        rules.select_related("unit"), key=lambda rule: (rule.topic_id != topic.pk, not rule.kind)
    )
    today = localdate()
    for rule in found:
        if rule.unit.valid_to is None or rule.unit.valid_to >= today:
            return rule.unit
    if enterprise is not None:
        return enterprise.managed_by
    return Unit.objects.as_of(today).filter(parent=None).order_by("-pk")[0]


def officers_of(unit: Unit, on: date | None = None) -> QuerySet[User]:
    """Who works on cases in ``unit``: holders of a role there today."""
    roles = Role.objects.as_of(on or localdate()).filter(unit=unit, kind__in=WORKING)
    return User.objects.filter(is_active=True, pk__in=roles.values("user")).order_by("pk")


def least_loaded(unit: Unit) -> User | None:
    """The officer of ``unit`` with the fewest open cases; None where nobody works.

    Who is on leave comes last, and before them who leads the unit.
    """
    return Turns([unit.pk]).next(unit.pk)


class Turns:
    """Whose turn it is in units, of which the keys are given: read once, then case by case."""

    def __init__(self, units: Iterable[int]):
        today = localdate()
        roles = Role.objects.as_of(today).filter(
            unit__in=units, kind__in=WORKING, user__is_active=True
        )
        self.people: dict[int, dict[int, User]] = defaultdict(dict)
        self.regular: set[tuple[int, int]] = set()
        for role in roles.select_related("user").order_by("user__pk"):
            self.people[role.unit_id][role.user_id] = role.user
            if role.kind == K.OFFICER:
                self.regular.add((role.unit_id, role.user_id))
        keys = {key for people in self.people.values() for key in people}
        away = Substitute.objects.as_of(today).filter(officer__in=keys)
        self.away = set(away.values_list("officer", flat=True))
        cases = Inquiry.objects.open().filter(handler__in=keys).order_by()
        self.load = Counter(dict(cases.values_list("handler").annotate(n=Count("pk"))))

    def next(self, unit: int) -> User | None:
        """Who is to have the next case of ``unit``; it is counted as theirs from now on."""
        chosen = min(
            self.people[unit],
            key=lambda pk: (pk in self.away, (unit, pk) not in self.regular, self.load[pk], pk),
            default=None,
        )
        self.load[chosen] += 1
        return self.people[unit].get(chosen) if chosen else None


def level_above(unit: Unit) -> Unit:
    """The superior before which a unit puts a case; the top has none but itself."""
    return unit.parent or unit


__all__ = [
    "Turns",
    "calendar_of",
    "enterprise_of",
    "hours_to_pass_on",
    "is_member",
    "least_loaded",
    "level_above",
    "limits_for",
    "officers_of",
    "unit_for",
]
