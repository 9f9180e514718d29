"""What a text and past cases suggest: topic, unit, the caller, cases that may be the same."""

from collections import Counter
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from directory.models import Contact, Enterprise, Unit, User

from ..models import Inquiry, Topic
from ..reading import pairs, told_by

LOOKED_AT = 60  # past cases that share words
SHOWN = 5


@dataclass(frozen=True)
class Suggestion:
    """The likeliest topic and unit, None where nothing speaks for one."""

    topic: Topic | None
    unit: Unit | None


def suggest(text: str, *, leave_out: int | None = None) -> Suggestion:
    """Topic and unit of a question: by the topics' keywords, then by past cases like it."""
    scores: Counter[int] = Counter()
    for topic in Topic.objects.on_offer():
        scores[topic.pk] = 2 * told_by(topic.keywords, text)
    units: Counter[int] = Counter()
    for topic_id, unit_id in like(text).exclude(pk=leave_out).values_list("topic", "unit"):
        scores[topic_id] += 1
        units[unit_id] += 1
    best, unit = scores.most_common(1), units.most_common(1)
    topic = Topic.objects.filter(pk=best[0][0]).first() if best and best[0][1] > 1 else None
    return Suggestion(topic, Unit.objects.filter(pk=unit[0][0]).first() if unit else None)


def like(text: str):
    """The newest cases that share a pair of words with ``text``."""
    found = pairs(text)
    if not found:
        return Inquiry.objects.none()
    raw = " | ".join("({})".format(" <-> ".join(f"'{word}'" for word in two.split()))
                     for two in found)  # fmt: skip
    asked = SearchQuery(raw, config="simple", search_type="raw")
    keys = Inquiry.objects.filter(search=asked).order_by("-pk").values("pk")[:LOOKED_AT]
    return Inquiry.objects.filter(pk__in=list(keys.values_list("pk", flat=True)))


@dataclass(frozen=True)
class Caller:
    """Who calls, as far as the portal knows, and the last cases of the same number or code."""

    enterprise: Enterprise | None
    contact: Contact | None
    cases: list[Inquiry]


def caller(sought: str, user: User) -> Caller:
    """Find a caller by tax code or telephone, among what ``user`` may see."""
    digits = "".join(sign for sign in sought if sign.isdigit())
    if len(digits) < 8:
        return Caller(None, None, [])
    code = f"{digits[:10]}-{digits[10:]}" if len(digits) == 13 else digits
    firm = _enterprise(code)
    contact = Contact.objects.filter(phone__in=_spellings(sought, digits)).first()
    if firm is None and contact is not None:
        firm = contact.enterprise
    seen = Inquiry.objects.visible_to(user).for_list()
    same = Q(tax_code=firm.tax_code if firm else code) | Q(phone__in=_spellings(sought, digits))
    return Caller(firm, contact, list(seen.filter(same).order_by("-received_at")[:SHOWN]))


def _spellings(sought: str, digits: str) -> set[str]:
    spaced = f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    return {sought.strip(), digits, spaced, f"{digits[:3]} {digits[3:6]} {digits[6:]}"}


def _enterprise(code: str) -> Enterprise | None:
    return Enterprise.objects.filter(tax_code=code).first()


def duplicates(inquiry: Inquiry, user: User) -> list[Inquiry]:
    """Open cases of the same asker that ``user`` may see."""
    same = Q(pk__in=[])
    for name in ("tax_code", "phone", "email"):
        if value := getattr(inquiry, name):
            same |= Q(**{name: value})
    rows = Inquiry.objects.visible_to(user).open().filter(same).exclude(pk=inquiry.pk)
    return list(rows.for_list().order_by("-received_at")[:SHOWN])
