"""Figures of cooperation for reports: counted from rows, each with its definition."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.figures import Figure, Measure
from directory.querysets import within

from .models import Agreement, Assessment, Commitment, LevelReview, Member, SupportRequest

TASK = "cooperation"
DESK = "/admin/associations/"


def measure(code: str, label, definition, kind: str = "count") -> Measure:
    return Measure(f"associations.{code}", TASK, label, definition, kind)


IN_FORCE = measure(
    "agreements_in_force", _("Agreements in force"),
    _("In force or suspended on the last day of the period: signed by both sides by then, not yet"
      " ended."),
)  # fmt: skip
SIGNED = measure(
    "agreements_signed", _("Agreements signed"),
    _("Agreements whose later signature lies in the period."),
)  # fmt: skip
EXPIRING = measure(
    "agreements_expiring", _("Agreements ending"),
    _("Agreements whose last day lies within 90 days after the period."),
)  # fmt: skip
DUE = measure(
    "commitments_due", _("Commitments due"),
    _("Commitments of both sides whose day lies in the period, without those released."),
)  # fmt: skip
DONE = measure(
    "commitments_done", _("Commitments kept"),
    _("Of the commitments due in the period, those reported or confirmed."), "share",
)  # fmt: skip
CONFIRMED = measure(
    "commitments_confirmed", _("Commitments confirmed"),
    _("Of the commitments due in the period, those a second person confirmed."), "share",
)  # fmt: skip
LAPSED = measure(
    "commitments_lapsed", _("Commitments lapsed"),
    _("Of the commitments due in the period, those nobody reported by their day."), "share",
)  # fmt: skip
MEMBERS = measure(
    "programme_members", _("Programme members"),
    _("Members of the voluntary-compliance programme on the last day of the period."),
)  # fmt: skip
KEPT = measure(
    "level_kept", _("Members that kept or raised their level"),
    _("Of the members reviewed for a year that ends in the period; target: over 80 percent."),
    "share",
)  # fmt: skip
SATISFIED = measure(
    "members_satisfied", _("Members satisfied with the support"),
    _("Of the members asked in the reviews of a year that ends in the period; target: over 80"
      " percent."), "share",
)  # fmt: skip
FORWARDED = measure(
    "requests_forwarded_in_time", _("Support requests forwarded within 24 hours"),
    _("Of the support requests received in the period that were forwarded."), "share",
)  # fmt: skip
ENDED = measure(
    "partners_ended", _("Partners with whom cooperation ended"),
    _("Assessments decided in the period with this outcome."),
)  # fmt: skip


def figures(unit: Any, start: date, end: date) -> Iterator[Figure]:
    """Of ``unit`` with all it covers (None: the whole country), from ``start`` to ``end``."""
    yield from of_agreements(under(unit, "unit__path"), start, end)
    yield from of_commitments(under(unit, "agreement__unit__path"), start, end)
    yield from of_programme(unit, start, end)
    ended = Assessment.objects.filter(
        under(unit, "unit__path"), outcome="ended", decided_on__range=(start, end)
    )
    yield Figure(ENDED, ended.count(), rows=f"{DESK}assessment/?outcome__exact=ended")


def under(unit: Any, field: str) -> Q:
    """Rows of the unit, of all under it and of the units it came from."""
    return Q() if unit is None else within(unit.covers, field)


def of_agreements(mine: Q, start: date, end: date) -> Iterator[Figure]:
    """Those in force are counted by their days, so that a past period can be counted later."""
    rows = Agreement.objects.filter(mine)
    began = rows.filter(status__in=Agreement.PUBLIC, in_force_from__lte=end)
    running = began.filter(Q(status__in=Agreement.RUNNING) | Q(status="expired", ends_on__gte=end))
    url = f"{DESK}agreement/"
    yield Figure(IN_FORCE, running.count(), rows=f"{url}?tab=in_force")
    signed = rows.filter(status__in=Agreement.PUBLIC, in_force_from__range=(start, end))
    yield Figure(SIGNED, signed.count(), rows=url)
    soon = running.filter(ends_on__range=(end, end + timedelta(days=90)))
    yield Figure(EXPIRING, soon.count(), rows=f"{url}?tab=ending")


def of_commitments(mine: Q, start: date, end: date) -> Iterator[Figure]:
    status = Commitment.Status
    rows = Commitment.objects.filter(mine, agreement__status__in=Agreement.PUBLIC)
    counts = rows.due_between(start, end).exclude(status=status.RELEASED).counted()
    due = sum(counts.values())
    confirmed = counts.get(status.CONFIRMED, 0)
    done = confirmed + counts.get(status.REPORTED, 0)
    url = f"{DESK}commitment/"
    yield Figure(DUE, due, rows=url)
    yield Figure(DONE, done, due, url)
    yield Figure(CONFIRMED, confirmed, due, f"{url}?status__exact=confirmed")
    yield Figure(LAPSED, counts.get(status.LAPSED, 0), due, f"{url}?status__exact=lapsed")


def of_programme(unit: Any, start: date, end: date) -> Iterator[Figure]:
    """Members, their levels and satisfaction by the years that end in the period."""
    url = f"{DESK}member/"
    members = Member.objects.filter(under(unit, "unit__path")).on(end)
    yield Figure(MEMBERS, members.count(), rows=f"{url}?tab=active")
    years = [y for y in range(start.year, end.year + 1) if start <= date(y, 12, 31) <= end]
    reviews = LevelReview.objects.filter(under(unit, "member__unit__path"), year__in=years)
    found = reviews.outcome()
    yield Figure(KEPT, found["kept"], found["all"], url)
    yield Figure(SATISFIED, found["pleased"], found["asked"], url)
    requests = SupportRequest.objects.filter(under(unit, "member__unit__path"))
    in_time, all_of_them = requests.forwarded_in_time(start, end)
    yield Figure(FORWARDED, in_time, all_of_them, f"{DESK}supportrequest/")
