"""`make endure`: 30 kills and 2,000 questions (G27). Nothing that was acknowledged is lost.

Visitors ask by the public form while every ten seconds one part of the portal is killed outright
(SIGKILL) and started again: web worker and master, task child and parent, beat, Redis, a
connection's PostgreSQL process, the postmaster; where root runs it, the disk is full in its turn.
Afterwards each receipt that a visitor saw must stand for exactly one case, with its file and its
letter. Takes five to ten minutes; ends with 1 when a promise was broken.
`python -m tests.endure 9 200` is a short form: kills, questions.
"""

# ruff: noqa: T201 (a command says what it found)
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack
from itertools import count, cycle
from pathlib import Path

ROOT = Path(__file__).parents[2]
os.environ.setdefault("PORTAL_STATE", str(ROOT / ".local" / "endure"))
os.environ |= {"PORTAL_TRIAL": "1", "DJANGO_SETTINGS_MODULE": "partnership.settings"}

from standalone import postgres  # noqa: E402 -- it reads PORTAL_STATE
from tests.endure import disk  # noqa: E402
from tests.endure.machine import FULL_DISK, KINDS, Machine  # noqa: E402
from tests.endure.visitors import Visitor  # noqa: E402

KILLS, QUESTIONS, PAUSE, CLIENTS, LONGEST = 30, 2_000, 10.0, 40, 20 * 60


class Crowd:
    """Visitors who come one after the other, ``CLIENTS`` at a time, until enough have asked."""

    def __init__(self, port: int, answers: tuple[dict, ...], wanted: int):
        self.port, self.answers, self.wanted = port, answers, wanted
        self.shown, self.gave_up, self.numbers, self.open = [], 0, count(), True
        self.threads = [threading.Thread(target=self.come, daemon=True) for _ in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def come(self) -> None:
        while self.open or len(self.shown) < self.wanted:
            receipt = Visitor(self.port, next(self.numbers), self.answers).ask()
            if receipt:
                self.shown.append(receipt)
            else:
                self.gave_up += 1

    def go(self, until: float) -> None:
        self.open = False
        for thread in self.threads:
            thread.join(max(0.0, until - time.monotonic()))


def main() -> int:
    """Run, count, print; returns the exit code."""
    kills, questions = [*map(int, sys.argv[1:]), KILLS, QUESTIONS][:2]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the parts end with the run
    shutil.rmtree(postgres.STATE, ignore_errors=True)
    kinds = KINDS + (FULL_DISK,) * disk.small(postgres.STATE)
    if FULL_DISK not in kinds:
        print("The disk is not filled: that takes the rights of root.")
    with ExitStack() as stack:
        stack.enter_context(postgres.database())
        for command in ("prepare", "load_topics"):
            subprocess.run([sys.executable, "manage.py", command], check=True, cwd=ROOT,
                           env=os.environ | {"DATABASE_ROLE": "owner"})  # fmt: skip
        os.environ["DATABASE_ROLE"] = "owner"
        from tests.endure import given  # noqa: PLC0415 -- it needs the database

        answers, began = given.world(), time.monotonic()
        with Machine() as machine:
            crowd = Crowd(machine.port, answers, questions)
            killed = storm(machine, crowd, kinds, kills, began + LONGEST)
            crowd.go(began + LONGEST)
            settle(machine)
        return told(crowd, killed, time.monotonic() - began)


def storm(machine: Machine, crowd: Crowd, kinds: tuple, kills: int, until: float) -> Counter:
    """A kill every :data:`PAUSE` seconds to the end; what ended is started again at once."""
    killed, at = Counter(), time.monotonic() + PAUSE
    turns = cycle(kinds)
    while (killed.total() < kills or len(crowd.shown) < crowd.wanted) and time.monotonic() < until:
        machine.tend()
        if time.monotonic() >= at:
            kind = next(turns)
            killed[kind] += machine.kill(kind)
            at = time.monotonic() + PAUSE
            print(f"{killed.total():>3} {kind:<17} {len(crowd.shown):>5} receipts", flush=True)
        time.sleep(0.3)
    return killed


def settle(machine: Machine) -> None:
    """The worker sends what is due, as long as there is progress."""
    from tests.endure import audit  # noqa: PLC0415 -- it needs the database

    before, late = -1, time.monotonic() + 90
    while audit.left() != before and time.monotonic() < late:
        before = audit.left()
        machine.tend()
        time.sleep(8)


def told(crowd: Crowd, killed: Counter, took: float) -> int:
    """Print what was found; 1 when a promise was broken or too little happened."""
    from tests.endure import audit  # noqa: PLC0415 -- it needs the database

    late = audit.drain()
    found, twice = audit.faults(crowd.shown), sum(n > 1 for c in audit.sent().values()
                                                  for n in c.values())  # fmt: skip
    print(f"\n{killed.total()} kills in {took:.0f} s: {dict(killed)}")
    print(f"{len(crowd.shown)} receipts shown, {crowd.gave_up} visitors gave up")
    print(f"{late} letters were cut off and sent later; {twice} went out twice under one number")
    print(*found[: audit.MOST], f"{len(found)} promises broken", sep="\n")
    return int(bool(found or crowd.gave_up))


if __name__ == "__main__":
    sys.exit(main())
