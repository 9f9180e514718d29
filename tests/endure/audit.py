"""What must be true afterwards: each receipt shown stands for one whole case."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from django.conf import settings
from django.utils.timezone import now

from core import letters
from core.files.shelf import Shelf
from core.models import Letter
from inquiries import services
from inquiries.models import Attachment, Holding, Inquiry
from tests.endure.visitors import Shown

MOST = 20  # faults that are printed


def faults(shown: Iterable[Shown]) -> list[str]:
    """Every broken promise as a sentence; none is what is to be reached."""
    shown = list(shown)
    doubled = [r for r, n in Counter(each.reference for each in shown).items() if n > 1]
    found = [f"{reference} was shown to two visitors" for reference in doubled]
    cases = {case.reference: case for case in Inquiry.objects.all()}
    files, posted = kept(), sent()
    for each in shown:
        found += [f"{each.reference}: {why}" for why in broken(each, cases, files, posted)]
    return found + torn(cases.values(), {each.reference for each in shown})


def broken(each: Shown, cases: dict, files: dict, posted: dict) -> Iterable[str]:
    """What is wrong with one receipt."""
    case = cases.get(each.reference)
    if case is None:
        yield "the case is lost"
        return
    tracked = services.track(each.code, each.pin)
    if tracked is None or tracked.pk != case.pk:
        yield "code and PIN do not lead to the case"
    if Inquiry.objects.filter(email=each.email).count() != 1:
        yield "the visitor has more than one case"
    if files[case.pk] != [each.digest]:
        yield f"its file is not there once and whole: {files[case.pk]}"
    if Letter.objects.filter(recipient=each.email).count() != 1:
        yield "there is not one letter"
    if len(posted[each.email]) != 1:
        yield f"{len(posted[each.email])} letters went out"


def kept() -> dict[int, list[str]]:
    """Digests of what lies on the disk, by case."""
    found, shelf = defaultdict(list), Shelf()
    for case, key in Attachment.objects.values_list("inquiry_id", "file__key"):
        path = shelf.path(key)
        there = path.exists()
        found[case].append(hashlib.sha256(path.read_bytes()).hexdigest() if there else "no file")
    return found


def sent() -> dict[str, Counter]:
    """Message-IDs by recipient, as the mail server would have seen them."""
    found: dict[str, Counter] = defaultdict(Counter)
    for file in Path(settings.EMAIL_FILE_PATH).glob("*.log"):
        for part in file.read_bytes().split(b"-" * 79 + b"\n"):
            if part.strip():
                message = message_from_bytes(part.lstrip(), policy=default)
                found[message["To"]][message["Message-ID"]] += 1
    return found


def torn(cases: Iterable[Inquiry], shown: set[str]) -> list[str]:
    """Cases whose receipt nobody saw are whole all the same."""
    held = Counter(Holding.objects.values_list("inquiry_id", flat=True))
    written = set(Letter.objects.values_list("recipient", flat=True))
    return [
        f"{case.reference} (receipt not shown) is torn"
        for case in cases
        if case.reference not in shown and not (held[case.pk] == 1 and case.email in written)
    ]


def drain() -> int:
    """Letters whose sending was cut off wait some minutes: send them now; returns how many."""
    return letters.deliver(now() + timedelta(hours=5))


def left() -> int:
    return Letter.objects.todo().count()
