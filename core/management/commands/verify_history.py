"""Recompute the seals of history and name every event that was tampered with (G22)."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError

from core import seals


class Command(BaseCommand):
    """Exit status 1 when anything is wrong; prints the chain's head, to be kept outside."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="for machines")
        parser.add_argument("--head", help="a head kept outside, as printed (position:digest)")

    def handle(self, **options):
        faults, summary = seals.faults(), seals.summary()
        head = options["head"] and kept(options["head"])
        if head and not seals.holds(head):
            faults.append(seals.Fault("chain made anew", "core_seal", head.position))
        say = self.as_json if options["json"] else self.as_text
        say(faults, summary)
        if faults:
            sys.exit(1)

    def as_json(self, faults, summary):
        lines = [vars(fault) for fault in faults]
        self.stdout.write(json.dumps({"faults": lines, **summary}, default=str))

    def as_text(self, faults, summary):
        for fault in faults:
            self.stdout.write(str(fault))
        self.stdout.write(f"{summary['sealed']} events sealed, {len(faults)} faults")
        self.stdout.write(f"head {summary['position']}:{summary['digest']}")


def kept(text: str) -> seals.Head:
    position, _colon, digest = text.partition(":")
    if not (position.isdecimal() and digest):
        raise CommandError("--head takes what this command printed: POSITION:DIGEST")
    return seals.Head(int(position), digest)
