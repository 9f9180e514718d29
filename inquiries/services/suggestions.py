"""What a text and past cases suggest: topic, unit, the caller, cases that may be the same."""

from collections import Counter
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from directory.models import Contact, Enterprise, Unit, User

from ..models import Inquiry, Topic
from ..phones import dialled, dialled_from
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
    """Find a caller by tax code or telephone, however written, among what ``user`` may see."""
    digits = "".join(sign for sign in sought if sign.isdigit())
    if len(digits) < 8:
        return Caller(None, None, [])
    code = f"{digits[:10]}-{digits[10:]}" if len(digits) == 13 else digits
    firm, contact = _enterprise(code), _contact(sought)
    if firm is None and contact is not None:
        firm = contact.enterprise
    seen = Inquiry.objects.visible_to(user)
    same = seen.filter(tax_code=firm.tax_code if firm else code) | seen.reached_at(sought)
    return Caller(firm, contact, list(same.for_list().order_by("-received_at")[:SHOWN]))


def _contact(sought: str) -> Contact | None:
    """Whose telephone it is."""
    number = dialled(sought)
    told = Contact.objects.alias(number=dialled_from("phone")).select_related("enterprise")
    return told.filter(number=number).first() if number else None


def _enterprise(code: str) -> Enterprise | None:
    return Enterprise.objects.filter(tax_code=code).first()


def duplicates(inquiry: Inquiry, user: User) -> list[Inquiry]:
    """Open cases of the same asker that ``user`` may see."""
    same = Q(pk__in=[])
    for name in ("tax_code", "email"):
        if value := getattr(inquiry, name):
            same |= Q(**{name: value})
    if number := dialled(inquiry.phone):
        same |= ~Q(phone="") & Q(number=number)
    rows = Inquiry.objects.visible_to(user).open().alias(number=dialled_from("phone"))
    rows = rows.filter(same).exclude(pk=inquiry.pk)
    return list(rows.for_list().order_by("-received_at")[:SHOWN])
