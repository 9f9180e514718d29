"""Whom a round asks: a sample drawn by strata, or a list that was handed in."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from core.history import acting
from directory.models import Contact, Enterprise, User

from ..codes import code_of, digest
from ..drawing import allocation, draw, strata
from ..models import Invitation, Round, Stratum
from .inviting import keep_opt_outs

Key = tuple[int | None, str, str]
Way = Invitation.Channel


@dataclass(frozen=True)
class Listed:
    """A line of a list that was handed in; ``enterprise`` where the tax code is known."""

    name: str
    email: str = ""
    phone: str = ""
    postal: str = ""
    language: str = "vi"
    enterprise: Enterprise | None = None


@transaction.atomic
def draw_sample(survey_round: Round, *, by: User | None, total: int, seed: int,
                parts: Iterable[str]) -> int:  # fmt: skip
    """Draw ``total`` enterprises of the round's units, by ``parts`` of unit, kind, size.

    The seed is kept with the round. ``ValidationError`` when a sample was drawn before, the round
    is not approved, or there is nobody. Returns how many are invited.
    """
    now = Round.objects.select_for_update().get(pk=survey_round.pk)
    if now.status != Round.Status.APPROVED or now.invitations.exists():
        raise ValidationError(_("The sample is drawn once, after approval and before opening."))
    parts = set(parts)
    members = strata(population(now, parts))
    if not members:
        raise ValidationError(_("There is no enterprise in the reach of this unit."))
    numbers = allocation({key: len(found) for key, found in members.items()}, total)
    drawn = draw(members, numbers, seed)
    with acting(by, "draw_sample", reason=_("Seed %(seed)d") % {"seed": seed}):
        now.seed = seed
        now.save(update_fields=["seed"])
        rows = Stratum.objects.bulk_create(
            Stratum(round=now, unit_id=unit, kind=kind, size=size, population=len(members[key]),
                    sample=numbers[key])
            for key in members for unit, kind, size in [key]
        )  # fmt: skip
        by_key = dict(zip(members, rows, strict=True))
        chosen = {pk: by_key[key] for key, pks in drawn.items() for _code, pk in pks}
        invite(now, chosen)
    return len(chosen)


def population(survey_round: Round, parts: set[str]) -> Iterable[tuple[Key, tuple[str, int]]]:
    """Stratum, tax code and key of every enterprise under the round's unit."""
    found = under(survey_round).values_list("pk", "tax_code", "managed_by", "kind", "size")
    for pk, code, *place in found:
        yield key_of(place, parts), (code, pk)


def under(survey_round: Round):
    return Enterprise.objects.filter(managed_by__path__startswith=survey_round.unit.path)


def key_of(place: Sequence, parts: set[str]) -> Key:
    """The stratum of (unit, kind, size), as far as strata are made of these."""
    unit, kind, size = place
    return (
        unit if "unit" in parts else None,
        kind if "kind" in parts else "",
        size if "size" in parts else "",
    )


def invite(survey_round: Round, chosen: Mapping[int, Stratum | None]) -> None:
    """Invitations for enterprises: by mail where an address is known, by letter otherwise."""
    contacts: dict[int, Contact] = {}
    for contact in Contact.objects.filter(enterprise__in=chosen).order_by("-pk"):
        if contact.email or contact.enterprise_id not in contacts:
            contacts[contact.enterprise_id] = contact
    rows = Enterprise.objects.in_bulk(list(chosen))
    Invitation.objects.bulk_create(
        coded(
            Invitation(
                round=survey_round, stratum=stratum, enterprise=rows[pk], name=rows[pk].name_vi,
                postal=rows[pk].address, **reach(contacts.get(pk)),
            )
        )
        for pk, stratum in chosen.items()
    )  # fmt: skip


def reach(contact: Contact | None) -> dict[str, str]:
    """Addresses that a contact gives."""
    email, phone = (contact.email, contact.phone) if contact else ("", "")
    return {"email": email, "phone": phone}


def way(email: str, phone: str, postal: str) -> Invitation.Channel:
    """How a code is sent: by mail where it can be, by text message where nothing else is known."""
    if email:
        return Way.MAIL
    return Way.SMS if phone and not postal else Way.LETTER


def coded(invitation: Invitation) -> Invitation:
    """The same with its way of sending and a code of its own."""
    invitation.channel = way(invitation.email, invitation.phone, invitation.postal)
    invitation.nonce = uuid4()
    invitation.code = digest(code_of(invitation.nonce))
    return invitation


@transaction.atomic
def load_list(survey_round: Round, *, by: User | None, rows: list[Listed]) -> int:
    """Invite everyone on a list who is not invited yet; returns how many came new.

    An enterprise is known by its tax code; without one, by where and in which way its code goes.
    ``ValidationError`` unless the round is approved or open.
    """
    now = Round.objects.select_for_update().get(pk=survey_round.pk)
    if now.status not in (Round.Status.APPROVED, Round.Status.OPEN):
        raise ValidationError(_("The round takes no more invitations."))
    asked = set(now.invitations.values_list("enterprise", flat=True)) - {None}
    reached = {goal(each) for each in now.invitations.all()}
    fresh = [row for row in rows if is_new(row, asked, reached)]
    with acting(by, "load_list"):
        strata_of = placed_in(now, [row.enterprise.pk for row in fresh if row.enterprise])
        Invitation.objects.bulk_create(
            coded(
                Invitation(
                    round=now, enterprise=row.enterprise, name=row.name, email=row.email,
                    phone=row.phone, postal=row.postal, language=row.language,
                    stratum=strata_of.get(row.enterprise.pk) if row.enterprise else None,
                )
            )
            for row in fresh
        )  # fmt: skip
    keep_opt_outs(now, by=by)
    return len(fresh)


def placed_in(survey_round: Round, keys: list[int]) -> dict[int, Stratum]:
    """The stratum of each enterprise under the round's unit, made where it is not there yet.

    Strata are those of the sample, if one was drawn; else by unit, kind and size. Each counts all
    there are of its kind as its population, and whoever the list adds as asked.
    """
    known = {(s.unit_id, s.kind, s.size): s for s in survey_round.strata.all()}
    there = list(known.values())
    parts = parts_of(known)
    members = under(survey_round).filter(pk__in=keys).values_list("pk", *PLACE)
    asked = {pk: key_of(place, parts) for pk, *place in members}
    people: Counter = Counter()
    for *place, n in under(survey_round).order_by().values_list(*PLACE).annotate(Count("pk")):
        people[key_of(place, parts)] += n
    for key, number in Counter(asked.values()).items():
        unit, kind, size = key
        fresh = Stratum(round=survey_round, unit_id=unit, kind=kind, size=size, sample=0)
        row = known.setdefault(key, fresh)
        row.sample += number
        row.population = max(people[key], row.sample)
    Stratum.objects.bulk_update(there, ["population", "sample"])
    Stratum.objects.bulk_create(row for row in known.values() if row.pk is None)
    return {pk: known[key] for pk, key in asked.items()}


PLACE = ("managed_by", "kind", "size")


def parts_of(keys: Iterable[Key]) -> set[str]:
    """By what strata are told apart; by everything where there are none yet."""
    rows = list(keys)
    if not rows:
        return {"unit", "kind", "size"}
    named = zip(("unit", "kind", "size"), zip(*rows, strict=True), strict=True)
    return {name for name, values in named if any(values)}


def goal(row: Listed | Invitation) -> tuple[str, ...]:
    """The way in which a code goes out, and where to; a letter goes to a name at an address."""
    channel = way(row.email, row.phone, row.postal)
    where = {Way.MAIL: [row.email], Way.SMS: [row.phone], Way.LETTER: [row.name, row.postal]}
    return channel, *(words.strip().lower() for words in where[channel])


def is_new(row: Listed, asked: set, reached: set) -> bool:
    """Whether the enterprise, or without one the goal, was not met before; notes both."""
    enterprise = row.enterprise and row.enterprise.pk
    is_known = enterprise in asked if enterprise else goal(row) in reached
    asked.add(enterprise or 0)
    reached.add(goal(row))
    return not is_known
