"""Long work in small steps: each step stands once committed, so that work goes on after any end.

A handler says what there is to do and how one item is done; progress, resuming, stopping, the
sheet of faults and the result's keeping are the same for all.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Sized
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from time import monotonic
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import override

from .chores import poke, take
from .job_sheets import write_sheets
from .models import Job, JobLine, StoredFile

logger = logging.getLogger(__name__)
SLICE = timedelta(seconds=20)  # one worker serves letters too: a job gives way after this
STEP_SECONDS, STEP_ITEMS = 0.5, 500
LEASE = timedelta(minutes=1)  # a step is far shorter; whoever is silent longer is dead
KEPT = timedelta(days=30)


class Items(Sized, Iterable, Protocol):
    """What there is to do, always in the same order; its length is the job's total."""


@dataclass(frozen=True)
class Handler:
    title: Any
    items: Callable[[Job], Items]
    do: Callable[[Job, Any], list | None]
    header: Callable[[Job], list] | None = None
    fault_header: Callable[[Job], list] | None = None


handlers: dict[str, Handler] = {}


class Fault(ValidationError):  # noqa: N818 -- reads as a sentence
    """Raised by a handler: this item cannot be done, and why. ``cells`` stand beside it."""

    def __init__(self, why: Any, cells: Iterable = ()):
        super().__init__(why)
        self.cells = list(cells)


class SameFile(ValidationError):  # noqa: N818 -- reads as a sentence
    """The same file was handed in before, for the same purpose; ``job`` is what became of it."""

    def __init__(self, job: Job):
        self.job = job
        when = f"{localtime(job.asked_at):%d/%m/%Y %H:%M}"
        super().__init__(
            _("This very file was handed in on %(when)s. Hand in a changed file, or say that it is"
              " to be worked on again.") % {"when": when}, code="same",
        )  # fmt: skip


def job(kind: str, *, title: Any, items: Callable, header=None, fault_header=None):
    """Decorate ``do(job, item)``, which does one item in the transaction of its step.

    ``items(job)`` gives what there is to do: sized, in a steady order; it is asked again whenever
    the work resumes, and answers within half a minute. A ValidationError from it ends the job with
    those words. ``do`` may raise :class:`Fault` (or any ValidationError): the item is counted as
    failed and stands in the sheet of faults, whose further heads are ``fault_header(job)``. What
    ``do`` returns (a list of plain cells) is a line of the result, under ``header(job)``. The owner
    is ``job.owner``; texts are in the owner's language.
    """

    def enrol(do):
        if kind in handlers:
            raise ValueError(f"There is already a job {kind!r}.")
        handlers[kind] = Handler(title, items, do, header, fault_header)
        return do

    return enrol


def begin(
    kind: str,
    *,
    by: Any,
    params: dict | None = None,
    file: StoredFile | None = None,
    again: bool = False,
) -> Job:
    """Ask for long work; it starts when this transaction stands.

    Raises :class:`SameFile` when the same file is being worked on for the same purpose, or was
    before and ``again`` does not say that this is meant.
    """
    params, digest = params or {}, ""
    if file is not None:
        words = json.dumps([file.sha256, params], sort_keys=True)
        digest = hashlib.sha256(words.encode()).hexdigest()
        before = Job.objects.filter(kind=kind, digest=digest, cancelled_at=None, given_up_at=None)
        if not again and (known := before.order_by("-pk").first()):
            raise SameFile(known)
    try:
        with transaction.atomic(), override(by.language):
            asked = Job.objects.create(
                kind=kind, title=str(handlers[kind].title), owner=by, params=params, file=file,
                digest=digest, due_at=now(),
            )  # fmt: skip
    except IntegrityError:
        going = Job.objects.todo().filter(kind=kind, digest=digest).first()
        if going is None:
            raise
        raise SameFile(going) from None
    poke("core.tasks.work_jobs")
    return asked


@transaction.atomic
def cancel(job: Job, *, by: Any) -> bool:
    """Stop the work after the step under way; what is done stays done. False: it had ended.

    Only the owner may (PermissionDenied).
    """
    if job.owner_id != by.pk:
        raise PermissionDenied
    queue(job)
    held = Job.objects.todo().filter(pk=job.pk).select_for_update().first()
    if held is None:
        return False
    held.cancelled_at = now()
    write_sheets(held, handlers.get(held.kind))
    held.save()
    return True


def queue(job: Job) -> None:
    """Wait one's turn for a job: first come, first served, until the transaction ends.

    A row's lock alone is no queue: a quick worker takes it again before the owner's word awakes.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"job {job.pk}"])


def work(at: datetime | None = None, budget: timedelta = SLICE) -> list[Job]:
    """Do what jobs are due, until nothing is or ``budget`` is spent; returns those taken up.

    Safe to call twice, at once, and after a worker was killed in the middle: a step that did not
    commit is done again, one that did is not.
    """
    shift = (at or now()) - now()
    run = Run(shift, monotonic() + budget.total_seconds())
    taken = []
    while run.time_is_left and (mine := take(Job.objects.filter(kind__in=handlers), run.now)):
        taken.append(run.go_on_with(mine))
    return taken


@dataclass
class Run:
    """One worker's turn; ``shift`` is how far its clock stands from ours (trials, tests)."""

    shift: timedelta
    until: float
    lines: list[JobLine] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return now() + self.shift

    @property
    def time_is_left(self) -> bool:
        return monotonic() < self.until

    def go_on_with(self, mine: Job) -> Job:
        with override(mine.owner.language):
            try:
                self.advance(mine, handlers[mine.kind])
            except ValidationError as refusal:
                self.give_up(mine, " ".join(refusal.messages))
            except Exception:  # the next job must not wait for this one's cause to be found
                logger.exception("job %s (%s) broke off", mine.pk, mine.kind)
                if mine.attempts >= mine.patience:
                    self.give_up(mine, _("The portal could not do this. Its keepers are told."))
        return mine

    def advance(self, mine: Job, handler: Handler) -> None:
        """Take up the work where it stands, to its end or the end of this turn."""
        if not mine.owner.is_active:
            raise ValidationError(_("The account that asked for this is closed."))
        self.lines.clear()
        # After a killed worker go singly, so that the culprit is found.
        most = 1 if mine.attempts > 1 else STEP_ITEMS
        items = handler.items(mine)
        if mine.total is None:
            mine.total = len(items)
        elif mine.attempts > mine.patience:
            self.pass_over(mine)
        rest = islice(items, mine.position, None)
        while mine.remaining and self.time_is_left:
            if not self.step(mine, handler, islice(rest, most)):
                return
        self.close(mine, handler)

    def pass_over(self, mine: Job) -> None:
        """The item at which the worker was killed again and again; in the end: nothing to pass."""
        if not mine.remaining:
            raise ValidationError(_("The portal could not write the result. Its keepers are told."))
        with transaction.atomic():
            if self.hold(mine):
                self.fault(mine, _("The work broke off at this row each time; it is left out."))
                self.keep(mine)

    def hold(self, mine: Job) -> bool:
        """Lock the row; False when it was stopped, or another worker took it over."""
        queue(mine)
        rows = Job.objects.todo().filter(pk=mine.pk, due_at=mine.due_at)
        return rows.select_for_update().values_list("pk").first() is not None

    @transaction.atomic
    def step(self, mine: Job, handler: Handler, some: Iterable) -> bool:
        if not self.hold(mine):
            return False
        begun = monotonic()
        for item in some:
            self.do(mine, handler, item)
            if monotonic() - begun > STEP_SECONDS:
                break
        mine.worked += timedelta(seconds=monotonic() - begun)
        self.keep(mine)
        return True

    def do(self, mine: Job, handler: Handler, item: Any) -> None:
        try:
            with transaction.atomic():
                cells = handler.do(mine, item)
        except ValidationError as fault:
            self.fault(mine, " ".join(fault.messages), getattr(fault, "cells", []))
        except Exception:  # one bad item must not stop the others
            logger.exception("job %s (%s), item %s", mine.pk, mine.kind, mine.position + 1)
            self.fault(mine, _("The portal could not do this row. Its keepers are told."))
        else:
            if cells is not None:
                self.lines.append(JobLine(job=mine, number=mine.position + 1, cells=cells))
            mine.done += 1

    def fault(self, mine: Job, why: str, cells: Iterable = ()) -> None:
        line = JobLine(job=mine, number=mine.position + 1, fault=why, cells=list(cells))
        self.lines.append(line)
        mine.failed_items += 1

    def keep(self, mine: Job) -> None:
        """Write the step down: its lines, the new position, a new lease."""
        JobLine.objects.bulk_create(self.lines)
        self.lines.clear()
        mine.attempts, mine.due_at = 0, self.now + LEASE
        mine.save()

    @transaction.atomic
    def close(self, mine: Job, handler: Handler) -> None:
        """End the job, or hand the rest to the next turn."""
        if not self.hold(mine):
            return
        if mine.remaining:
            mine.due_at, mine.attempts = self.now, 0
        else:
            write_sheets(mine, handler)
            mine.done_at, mine.last_error = self.now, ""
        mine.save()

    @transaction.atomic
    def give_up(self, mine: Job, why: str) -> None:
        self.lines.clear()
        fresh = Job.objects.todo().filter(pk=mine.pk).select_for_update().first()
        if fresh is None:
            return
        fresh.given_up_at, fresh.last_error = self.now, why
        write_sheets(fresh, handlers.get(fresh.kind))
        fresh.save()
        mine.refresh_from_db()


def forget(at: datetime | None = None) -> int:
    """Drop jobs that ended more than 30 days ago; their files follow with the night's sweep."""
    return Job.objects.ended_before((at or now()) - KEPT).delete()[0]
