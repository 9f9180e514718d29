"""What the tests of the desk share: its people, its lists by address, what awaits whom."""

from datetime import timedelta

from core.desk import desk_entries
from directory.models import User

ACTIVITIES, GUESTS, ISSUES = (
    f"/admin/plans/{name}/" for name in ("activity", "registration", "supportissue")
)
REPORTS, GENERALS, PERIODS = (
    f"/admin/plans/{name}/" for name in ("report", "generalreport", "reportingperiod")
)
DAY = timedelta(days=1)
STAFF = [
    "officer", "head", "focal_point", "administrator", "stranger", "board", "system", "auditor",
]  # fmt: skip


def awaits(user, name: str) -> list[str] | None:
    """Titles under a tab of somebody's desk; None when the tab is not theirs."""
    fresh = User.objects.get(pk=user.pk)
    entry = next((each for each in desk_entries(fresh) if each.name == name), None)
    return None if entry is None else [entry.line(row).title for row in entry.rows]
