"""The clock of support requests: somebody hears of one that was not forwarded in time."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from core.clock import duty

from .. import services
from ..models import SupportRequest

KNOWN = timedelta(days=2)


def days_over(at: datetime) -> Iterator[tuple[str, datetime]]:
    """The moment each request that still waits should have been forwarded by."""
    rows = SupportRequest.objects.to_forward().filter(forward_by__lte=at + KNOWN)
    for pk, moment in rows.values_list("pk", "forward_by"):
        yield str(pk), moment


@duty("associations.request_late", days_over, asks_when=True)
def request_late(pk: str, at: datetime) -> None:
    """Tell who leads the member's department, once."""
    rows = SupportRequest.objects.select_related("member__unit", "member__enterprise")
    services.alert(rows.get(pk=pk), at=at)
