"""Cases of some past day, and a clock set to it."""

from datetime import datetime

import time_machine

from inquiries import services
from inquiries.models import Inquiry
from tests.inquiries.factories import InquiryFactory


def at(text: str) -> datetime:
    """ "06-01T09:00" of 2026 in Vietnam."""
    return datetime.fromisoformat(f"2026-{text}:00+07:00")


def on(text: str):
    """The clock stands at this moment inside the block."""
    return time_machine.travel(at(text), tick=False)


def asked(moment: str, unit, handler, **more) -> Inquiry:
    """A case of ``unit`` received then, its limits worked out by the clocks."""
    with on(moment):
        case = InquiryFactory(unit=unit, handler=handler, **more)
        services.reclassify(case, by=handler, kind=case.kind, topic=case.topic, reason="Rà soát")
    return case
