"""The register: one association, one agreement, and what is one's own."""

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.components.buttons import Button
from core.components.leaves import badge
from core.search import matching
from directory.models import Enterprise, Unit
from directory.querysets import current

from ..models import (
    Agreement,
    AgreementFile,
    Association,
    Commitment,
    Meeting,
    Membership,
    Party,
)
from ..rules import (
    agreement_flow,
    binds,
    commitment_flow,
    is_too_late,
    renews_tacitly,
    speaks_for_party,
)
from .members import members_cases

KINDS = {"in_force": "go", "suspended": "off", "confirmed": "done", "reported": "off",
         "open": "go", "lapsed": "off"}  # fmt: skip
SHOWN = 25
PORTAL_MOVES = ("report", "confirm", "send_back")
AGREEMENT_PORTAL = ("remark", "refuse_renewal")
WHY = {"declined": "decline", "suspended": "suspend", "terminated": "terminate"}


def link(words: Any, url: str) -> str:
    return format_html('<a href="{}">{}</a>', url, words)


def day(value) -> str:
    return date_format(value) if value else "–"


def state(row) -> str:
    """A row's status as a badge."""
    return badge(row.get_status_display(), KINDS.get(row.status, ""))


def agreement_heads() -> list[str]:
    return [_("Agreement"), _("Partner"), _("Customs unit"), _("In force from"), _("Last day"),
            _("State")]  # fmt: skip


def agreement_line(agreement: Agreement) -> list:
    """A row of a table of agreements, under :func:`agreement_heads`."""
    return [
        link(agreement, agreement.get_absolute_url()),
        agreement.partners,
        agreement.unit.name,
        day(agreement.in_force_from),
        day(agreement.ends_on),
        state(agreement),
    ]


def agreements_page(asked: dict[str, str], before: int | None) -> dict:
    """Agreements in force that answer what was ``asked``, the latest first; those that came into
    force before the one of key ``before``."""
    rows: Any = matching(Agreement.objects.in_force(), asked.get("q", ""))
    rows = rows.order_by("-in_force_from", "-pk")
    if field := asked.get("field"):
        rows = rows.filter(fields__contains=[field])
    if before is not None:
        rows = rows.older_than(before)
    found = list(rows.for_list()[: SHOWN + 1])
    return {
        "heads": agreement_heads()[:-1],
        "lines": [agreement_line(each)[:-1] for each in found[:SHOWN]],
        "older": str(found[SHOWN - 1].pk) if len(found) > SHOWN else "",
        "later": before is not None,
    }


def association_page(association: Association) -> dict:
    """Its public agreements, and how many enterprises belong to it."""
    rows = Agreement.objects.public().filter(parties__association=association)
    rows = rows.for_list().order_by("-in_force_from", "pk").distinct()
    members = association.memberships.filter(current(localdate()))
    return {
        "heads": agreement_heads(),
        "lines": [agreement_line(each) for each in rows],
        "members": members.count(),
    }


def commitment_heads() -> list[str]:
    return [_("Commitment"), _("Carried out by"), _("Due on"), _("State")]


def commitment_line(commitment: Commitment) -> list:
    return [
        link(commitment, commitment.get_absolute_url()),
        commitment.owner,
        day(commitment.due_on),
        state(commitment),
    ]


def agreement_page(agreement: Agreement, user) -> dict:
    """Public facts; what only those inside see: commitments, meetings, files."""
    commitments = Commitment.objects.visible_to(user).filter(agreement=agreement)
    meetings = Meeting.objects.visible_to(user).filter(agreement=agreement)
    inside = Agreement.objects.within_reach(user).filter(pk=agreement.pk).exists()
    verb = WHY.get(agreement.status) if inside else None
    return {
        "facts": [*public_facts(agreement), (_("Reason"), verb and reason_of(agreement, verb))],
        "amendments": agreement.amendments.select_related("file"),
        "inside": inside,
        "heads": commitment_heads(),
        "lines": [commitment_line(each) for each in commitments.for_list().next_first()[:200]],
        "meetings": meetings.select_related("file")[:20],
        "files": AgreementFile.objects.visible_to(user).filter(agreement=agreement).for_list(),
        "buttons": party_buttons(agreement, user),
        "remarks": own_remarks(agreement, user),
    }


def own_remarks(agreement, user):
    """When this person commented on the draft, and what; nobody reads another partner's."""
    if agreement.status != Agreement.Status.CONSULTED or user.is_staff:
        return []
    said = agreement.events.filter(pgh_context__verb="remark", pgh_context__actor=user.pk)
    return [(each.pgh_created_at, each.pgh_context["reason"]) for each in said.order_by("pgh_id")]


def party_buttons(agreement: Agreement, user) -> list[Button]:
    """What who speaks for a party may do with it on the portal, now."""
    moves = [agreement_flow.moves[name] for name in AGREEMENT_PORTAL]
    moves = [m for m in moves if m.fits(agreement) and not is_too_late(agreement, m.name)]
    if not moves or not speaks_for_party(user, agreement):
        return []
    home = agreement.get_absolute_url()
    return [
        Button(
            str(move.label),
            f"{home}{move.name}/",
            str(move.hint),
            "grave" if move.grave else "main",
        )
        for move in moves
    ]


def public_facts(agreement: Agreement) -> list[tuple[str, Any]]:
    """Labels and values that anyone may read."""
    return [
        (_("Number"), agreement.number),
        (_("Kind"), agreement.get_kind_display()),
        (_("State"), state(agreement)),
        (_("Partner"), partners(agreement)),
        (_("Customs unit"), link(agreement.unit.name, unit_url(agreement.unit))),
        (_("Carries out"), together(agreement.under)),
        (_("Programmes under it"), together(*agreement.programmes.public().order_by("pk"))),
        (_("Takes the place of"), together(agreement.renews)),
        (_("Its place was taken by"), together(*agreement.renewed_by.public().order_by("pk"))),
        (_("Fields of cooperation"), "; ".join(agreement.topics)),
        (_("In force from"), day(agreement.in_force_from)),
        (_("Last day"), day(agreement.ends_on) if agreement.ends_on else _("without end")),
        (_("Tacit renewal"), renewal(agreement)),
        (_("What it is about"), agreement.about),
    ]


def together(*rows: Any) -> str:
    """Rows side by side, those that have a page of their own as links to it."""
    found = (row for row in rows if row is not None)
    paged = (Agreement, Association)
    return format_html_join(
        "; ", "{}",
        ((link(row, row.get_absolute_url()) if isinstance(row, paged) else row,) for row in found),
    )  # fmt: skip


def partners(agreement: Agreement) -> str:
    """The partner's side in words; an association leads to its page."""
    side = (each for each in agreement.parties.all() if each.side == Party.Side.PARTNER)
    return together(*(each.association or each for each in side))


def unit_url(unit: Unit) -> str:
    return reverse("contact:unit", args=[unit.code])


def renewal(agreement: Agreement) -> str:
    """How the term is renewed unless a side refuses, or that one did; "" when it ends on its last
    day."""
    if agreement.renewal_refused_on:
        return _("refused on %(day)s") % {"day": day(agreement.renewal_refused_on)}
    if not agreement.ends_on or not renews_tacitly(agreement):
        return ""
    said = {"months": agreement.renewal_months, "day": day(agreement.refuse_by)}
    if is_too_late(agreement, "refuse_renewal"):
        return _("by %(months)d months: no side has refused it by %(day)s") % said
    return _("by %(months)d months unless a side refuses by %(day)s") % said


def own_page(user) -> dict:
    """All that concerns those for whom ``user`` speaks."""
    associations = Association.objects.spoken_for_by(user)
    agreements = Agreement.objects.of_party(user).for_list().order_by("-pk")
    due = Commitment.objects.visible_to(user).filter(agreement__in=agreements.values("pk"))
    due = due.standing().outstanding().for_list().next_first()[:50]
    return {
        "associations": associations,
        "enterprises": [] if user.is_staff else Enterprise.objects.visible_to(user),
        "heads": agreement_heads(),
        "lines": [agreement_line(each) for each in agreements],
        "due_heads": commitment_heads(),
        "due": [commitment_line(each) for each in due],
        "members": members_by_unit(associations, user),
        "one": (1,),
        "member_heads": [_("Customs unit"), _("Member enterprises")],
        "cases": members_cases(associations, user.today),
    }


def members_by_unit(associations, user) -> list[tuple[str, int]]:
    """How many members each customs department manages, most first."""
    rows = Membership.objects.as_of(user.today).filter(association__in=associations)
    found = rows.values_list("enterprise__managed_by").annotate(
        n=Count("enterprise", distinct=True)
    )
    counts = dict(found)
    units = Unit.objects.filter(pk__in=counts)
    return sorted(((unit.name, counts[unit.pk]) for unit in units), key=lambda pair: -pair[1])


def commitment_page(commitment: Commitment, user) -> dict:
    """One commitment: its facts and the moves open to ``user``."""
    file = commitment.file
    return {
        "facts": [
            (_("Agreement"), link(commitment.agreement, commitment.agreement.get_absolute_url())),
            (_("Carried out by"), commitment.owner),
            (_("Due on"), day(commitment.due_on)),
            (_("State"), state(commitment)),
            (_("What is missing"), missing(commitment)),
            (_("What was done"), commitment.evidence),
            (_("Evidence"), file and link(file.name, file.get_absolute_url())),
            (_("Reported on"), commitment.reported_on and day(commitment.reported_on)),
            (_("Confirmed on"), commitment.confirmed_on and day(commitment.confirmed_on)),
        ],
        "buttons": buttons(commitment, user),
        "back": reverse("associations:own"),
    }


def missing(commitment: Any) -> str:
    """Why a report was sent back, until it is made again."""
    if commitment.status != Commitment.Status.OPEN or not commitment.evidence:
        return ""
    return reason_of(commitment, "send_back")


def reason_of(row: Any, verb: str) -> str:
    """Why ``verb`` was done the last time, as its history tells."""
    told = row.events.filter(pgh_context__verb=verb).order_by("pgh_id").last()
    return told.pgh_context["reason"] if told else ""


def buttons(commitment: Commitment, user) -> list[Button]:
    """The moves of the portal that are open to ``user``."""
    if not binds(commitment):
        return []
    moves = [m for m in commitment_flow.open_to(user, commitment) if m.name in PORTAL_MOVES]
    home = commitment.get_absolute_url()
    return [
        Button(str(move.label), f"{home}{move.name}/", str(move.hint), "" if place else "main")
        for place, move in enumerate(moves)
    ]
