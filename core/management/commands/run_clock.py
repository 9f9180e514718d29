"""Do what is due: once, now or as of a moment."""

import json
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import get_default_timezone, is_naive, localtime, now

from core.clock import run_clock


class Command(BaseCommand):
    help = "Do every deadline that fell due and is not done; safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument(
            "--at",
            metavar="ISO-TIME",
            help="as of this moment, e.g. 2026-06-15T08:00+07:00; without an offset it is the"
            " time of Viet Nam (Asia/Ho_Chi_Minh), a day alone is its first minute",
        )
        parser.add_argument("--json", action="store_true", help="print what was done as JSON")

    def handle(self, *args, **options):
        at = moment(options["at"]) if options["at"] else now()
        taken = [described(deadline) for deadline in run_clock(at)]
        if options["json"]:
            self.stdout.write(json.dumps({"at": at.isoformat(), "taken": taken}, indent=1))
            return
        self.stdout.write(f"As of {localtime(at):%Y-%m-%d %H:%M:%S%z}: {len(taken)} taken up.")
        for each in taken:
            late = ", late" if each["late"] else ""
            error = f": {each['error']}" if each["error"] else ""
            self.stdout.write(f"{each['state']}{late}  {each['kind']} {each['period']}{error}")


def moment(text: str) -> datetime:
    """Read an ISO time; refused with CommandError when it is none."""
    try:
        at = datetime.fromisoformat(text)
        return at.replace(tzinfo=get_default_timezone()) if is_naive(at) else at
    except ValueError:
        raise CommandError(
            f"{text!r} is no time. Write it as 2026-06-15T08:00+07:00 or 2026-06-15."
        ) from None


def described(deadline) -> dict:
    state = "done" if deadline.done_at else "given up" if deadline.given_up_at else "failed"
    return {
        "kind": deadline.kind,
        "period": deadline.period,
        "state": state,
        "late": deadline.late,
        "fell_due_at": deadline.fell_due_at.isoformat(),
        "error": deadline.last_error,
    }
