"""The queues on each person's desk."""

from dataclasses import dataclass, field

from django.utils.timezone import now

from core.components.leaves import clock
from core.desk import COUNTED, Entry, Line, desk_entry, desk_of
from directory.calendars import calendar_for
from directory.working_time import WorkingCalendar

from ..models import Inquiry
from ..pages import clock_of
from ..rules import enters, sits_on_committee
from .queues import QUEUES, counts


@dataclass(frozen=True)
class QueueEntry(Entry):
    """A queue; all are counted by one question the first time one is asked."""

    counted: dict[str, int] = field(default_factory=dict)
    user: object = None

    def count(self) -> str:
        if not self.counted:
            self.counted.update(counts(Inquiry.objects.visible_to(self.user), self.user))
        number = self.counted[self.name.removeprefix("inquiries_")]
        return f"{COUNTED}+" if number > COUNTED else str(number)


def by_calendar(user):
    """The lines of one person's desk share the country's calendar, asked once: the days of the
    card are those of the unit."""

    def line(case: Inquiry) -> Line:
        if "calendar" not in user.__dict__:
            user.__dict__["calendar"] = calendar_for(None)
        return line_of(case, user.__dict__["calendar"])

    return line


def line_of(case: Inquiry, calendar: WorkingCalendar) -> Line:
    time = clock_of(case, calendar)
    return Line(
        case.subject,
        f"{desk_of(Inquiry).list_url}{case.pk}/change/",
        f"{case.reference} · {case.asker} · {case.topic}",
        due=clock(time.state, time.words, time.detail) if time else None,
    )


def entry_of(queue):
    """The desk's tab of a queue."""

    def find(user):
        committee = queue.name == "unit" and sits_on_committee(user)
        if not (enters(user) or queue.name == "above" and user.sees_all or committee):
            return None
        rows = Inquiry.objects.visible_to(user).filter(
            queue.which(user, now()), status__in=Inquiry.OPEN
        )
        shared = user.__dict__.setdefault("inquiry_counts", {})
        return QueueEntry(
            f"inquiries_{queue.name}", queue.label, rows.for_list().order_by("due_at", "pk"),
            by_calendar(user),
            more=f"{desk_of(Inquiry).list_url}?tab={queue.name}", empty=queue.empty,
            counted=shared, user=user,
        )  # fmt: skip

    return find


for each in QUEUES:
    desk_entry(entry_of(each))
