"""G28: each duty of the reporting clock, each fault, the deadline of June and that of December.

Four duties (it opens the period, reminds, tells who is late, begins the general report) × twelve
faults × two deadlines, each told from the evening before and then undone; and in real processes
four clocks at once, and ``kill -9``.
"""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from core import clock
from core.history import acting
from core.models import Letter
from plans.models import GeneralReport, Report, ReportingPeriod

from .reporting_clock import DAY, HOUR, ROUNDS, duties, given, tick

SECOND, NEXT_TICK = timedelta(seconds=1), timedelta(minutes=4)
S = ReportingPeriod.Status


@dataclass(frozen=True)
class Deed:
    """One duty: when it falls due (a name in :class:`Round`), and the letters that come of it.

    ``letters``: how many, by the beginning of their cause; whatever day the clock comes to it.
    ``before``: how many reports and general reports stand before it.
    """

    kind: str
    moment: str
    letters: dict[str, int]
    before: tuple[int, int] = (1, 0)


# In the order of the year. The focal point and the head are written to; of who is late the
# Committee too.
DEEDS = {
    "opens": Deed("plans.open_period", "opens", {}, (0, 0)),
    "reminds": Deed("plans.remind_of_reports", "reminds", {"plans.report:": 2}),
    "begins the general report": Deed(
        "plans.consolidate", "consolidates", {"plans.consolidation:": 1}
    ),
    "tells who is late": Deed(
        "plans.remind_of_reports", "late", {"plans.report:": 2, "plans.late:": 1}, (1, 1)
    ),
}
# When the clock is asked, counted from the moment at which the duty falls due.
WHEN = {
    "on time": [0 * DAY],
    "a second too early": [-SECOND, 0 * DAY],
    "next tick": [NEXT_TICK],
    "down for 8 hours": [8 * HOUR],
    "down for 2 days": [2 * DAY],
    "down for 3 weeks": [21 * DAY],
    "down over the turn of the year": [26 * DAY],
    "asked twice": [0 * DAY, 0 * DAY],
    "set back an hour": [HOUR, 0 * DAY, HOUR / 2],
}


class Killed(BaseException):
    """The process ends here."""


@dataclass
class Story:
    """One duty before one deadline; the clock ran until the evening before."""

    deed: Deed
    due: datetime
    known: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, deed: Deed, name: str) -> "Story":
        opens, due = ROUNDS[name].opens, getattr(ROUNDS[name], deed.moment)
        # The general report begins half an hour before the late ones are told.
        asked = [opens, opens + HOUR, due - DAY / 2, *[due - HOUR / 2] * deed.before[1]]
        for moment in [due - DAY / 2] if deed.moment == "opens" else asked:
            tick(moment)
        story = cls(deed, due)
        story.known = story.letters()
        assert story.not_done(), "the duty was done before its time"
        return story

    @contextmanager
    def told(self, fault: str) -> Iterator[None]:
        """What happens from here on; nothing of it stays."""
        try:
            with transaction.atomic():
                yield
                transaction.set_rollback(True)
        except BaseException as wrong:
            wrong.add_note(f"The fault: {fault}.")
            raise

    def letters(self) -> set[tuple[str, str]]:
        return set(Letter.objects.values_list("cause", "recipient"))

    def came(self) -> Counter:
        """Letters that came of this duty since, by the beginning of their cause."""
        new = self.letters() - self.known
        return Counter(s for cause, _to in new for s in self.deed.letters if cause.startswith(s))

    def not_done(self) -> bool:
        standing = Report.objects.count(), GeneralReport.objects.count()
        return standing == self.deed.before and not self.came()

    def done_once(self, at: datetime) -> bool:
        """It is done; and asked again, the clock does no more."""
        for again in (False, True):
            if again:
                tick(at + NEXT_TICK)
            assert self.came() == self.deed.letters
            assert Report.objects.count() == 1
            assert not ReportingPeriod.objects.filter(status=S.PLANNED).exists()
            if self.deed.kind == "plans.consolidate":
                assert ReportingPeriod.objects.get().status == S.CONSOLIDATING
                assert GeneralReport.objects.count() == 1
        return True


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    monkeypatch.setattr(clock, "duties", duties())


@pytest.fixture(params=ROUNDS)
def name(request, db):
    given(ROUNDS[request.param])
    return request.param


@pytest.fixture(params=DEEDS)
def story(request, name):
    return Story.of(DEEDS[request.param], name)


def test_whenever_the_clock_comes_the_duty_is_done_once(story):
    """G28: nine ways of coming too early, late or again."""
    for fault, moments in WHEN.items():
        with story.told(fault):
            for after in moments:
                tick(story.due + after)
                assert after >= 0 * DAY or story.not_done()
            assert story.done_once(story.due + max(moments))


def test_a_duty_that_broke_is_done_once_by_the_next_clock(story, monkeypatch):
    """G28: the worker dies after all its work is done, or fails; nothing is left half done."""
    kind = story.deed.kind
    duty, later = clock.duties[kind], story.due + 3 * HOUR
    for error in (Killed, RuntimeError):
        with story.told(error.__name__):
            monkeypatch.setitem(clock.duties, kind, replace(duty, do=breaking(duty, error)))
            if error is Killed:
                with pytest.raises(Killed):
                    tick(story.due + HOUR)
            else:
                tick(story.due + HOUR)
            assert story.not_done(), "left half done"
            monkeypatch.setitem(clock.duties, kind, duty)
            tick(later)
            assert story.done_once(later)


def test_a_duty_redefined_after_the_miss_is_neither_lost_nor_done_twice(story, monkeypatch):
    """G28: from now on ten hours later; the clock was down, and the row keeps the day it had."""
    duty = clock.duties[story.deed.kind]

    def later(at):
        return [(period, due + 10 * HOUR) for period, due in duty.periods(at)]

    monkeypatch.setitem(clock.duties, story.deed.kind, replace(duty, periods=later))
    with story.told("redefined"):
        for after in (2 * DAY, 2 * DAY + 11 * HOUR):
            tick(story.due + after)
        assert story.done_once(story.due + 2 * DAY + 12 * HOUR)


def breaking(duty: clock.Duty, error: type[BaseException]):
    """Its verb does all its work, and then the process ends."""

    def do(*asked):
        duty.do(*asked)
        raise error

    return do


# --- processes --------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_four_clocks_at_once_do_each_duty_of_the_year_once():
    """G28: beat twice, worker doubled; every moment of both deadlines."""
    given(*ROUNDS.values(), units=("D1", "D2"))
    with acting(None, "given"):  # the half-year's letters end before those of the year begin
        ReportingPeriod.objects.update(nag_days=30)
    year = sorted(
        moment for each in ROUNDS.values()
        for moment in (each.opens, each.opens + HOUR, each.reminds, each.consolidates, each.late)
    )  # fmt: skip
    done: list[tuple[str, str]] = []
    for moment in year:
        with ThreadPoolExecutor(4) as pool:
            done += [row for rows in pool.map(ask, [moment] * 4) for row in rows]
    assert len(done) == len(set(done))
    assert {deed.kind for deed in DEEDS.values()} <= {kind for kind, _period in done}
    assert Report.objects.count() == 4 and GeneralReport.objects.count() == 2
    causes = [cause.split(":")[0] for cause in Letter.objects.values_list("cause", flat=True)]
    # By deadline: two units × two people announced, three days before, late; the board twice.
    assert Counter(causes) == {"plans.report": 24, "plans.late": 2, "plans.consolidation": 2}


def ask(moment: datetime) -> list[tuple[str, str]]:
    """One clock in a thread of its own: what it did."""
    try:
        return [(row.kind, row.period) for row in clock.run_clock(moment) if row.done_at]
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ROUNDS)
def test_a_clock_killed_with_minus_nine_leaves_nothing_half_done(name):
    """G28: each duty in turn ends with SIGKILL when its work is done and not yet marked."""
    given(ROUNDS[name])
    for deed in DEEDS.values():
        story = Story.of(deed, name)
        duty = clock.duties[deed.kind]
        connection.close()  # a process that is killed has a connection of its own
        child = os.fork()
        if not child:
            clock.duties[deed.kind] = replace(duty, do=suicidal(duty))
            tick(story.due)
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL, deed.kind
        while not alone_in_database():
            time.sleep(0.01)
        assert story.not_done(), "left half done"
        tick(story.due + NEXT_TICK)
        assert story.done_once(story.due + NEXT_TICK)


def alone_in_database() -> bool:
    """Whether the server has noticed that the killed process is gone, and let go its rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) = 1 FROM pg_stat_activity"
            " WHERE datname = current_database() AND backend_type = 'client backend'"
        )
        return cursor.fetchone()[0]


def suicidal(duty: clock.Duty):
    def do(*asked):
        duty.do(*asked)
        os.kill(os.getpid(), signal.SIGKILL)

    return do
