"""Agreements on the desk: list, card, moves, and what awaits each person."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.urls import path
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.admin import FlowAdmin, ScopedInline, Tab
from core.admin.columns import file_link, link, words
from core.desk import Entry, Line, desk_entry, desk_of
from directory.filters import UnderUnit

from .. import notices, services, terms
from ..forms import AGREEMENT_MOVES
from ..models import Agreement, AgreementFile, Amendment, Commitment, Meeting, Party
from ..rules import (
    agreement_flow,
    commitment_flow,
    is_too_late,
    meeting_verbs,
    works,
    works_anywhere,
)
from .cards import card_link, card_url
from .filters import Begun, Counted, Ends
from .overview import OverviewMixin

S = Agreement.Status
WRITTEN = (S.CONSULTED, S.SIGNED, *Agreement.RUNNING)  # the partner is written to
NEXT = {
    S.PROPOSED: _("Take it up, or say why not"),
    S.DRAFTED: _("Send it for consultation"),
    S.CONSULTED: _("Enter the signatures"),
    S.SIGNED: _("Enter the missing signature"),
}


class PartyInline(ScopedInline):
    model, frozen, fields = Party, True, ["side", "name", "signatory", "email"]

    @admin.display(description=_("party"))
    def name(self, party):
        return str(party)

    def rows_of(self, request, obj):
        return obj.parties.select_related("unit", "association", "enterprise")


class CommitmentInline(ScopedInline):
    """What both sides undertook, the next day first; seen by those inside the agreement."""

    model, frozen = Commitment, True
    fields = ["clause", "wording", "owner", "due_on", "status"]

    @admin.display(description=_("text"))
    def wording(self, commitment):
        return link(commitment.text, card_url(commitment))

    @admin.display(description=_("carried out by"))
    def owner(self, commitment):
        return commitment.owner

    def rows_of(self, request, obj):
        return super().rows_of(request, obj).next_first()


class MeetingInline(ScopedInline):
    model, frozen = Meeting, True
    fields = ["planned", "place", "agenda", "held_on"]

    @admin.display(description=_("planned on"))
    def planned(self, meeting):
        day = words(meeting.planned_on)
        return link(day, card_url(meeting))


class AmendmentInline(ScopedInline):
    """Their words are public; the paper is for who is inside the agreement."""

    model, frozen = Amendment, True
    fields = ["number", "in_force_from", "text", "extends_to", "paper"]

    @admin.display(description=_("file"))
    def paper(self, amendment):
        return file_link(amendment.file) if amendment.near else None

    def rows_of(self, request, obj):
        near = Amendment.objects.within_reach(request.user).filter(pk=OuterRef("pk"))
        rows = super().rows_of(request, obj).select_related("file")
        return rows.annotate(near=Exists(near))


@admin.register(Agreement)
class AgreementAdmin(OverviewMixin, FlowAdmin):
    flow, services, forms = agreement_flow, services, AGREEMENT_MOVES
    list_display = ["heading", "number", "kind", "partners", "unit", "status", "in_force_from",
                    "ends_on"]  # fmt: skip
    list_filter = ["status", "kind", UnderUnit.through("unit"), Begun, Ends, Counted]
    search_fields = ["title_vi", "title_en", "number"]
    export_more = (
        "topics_in_words", "signed_by_customs", "signed_by_partner", "term_months",
        "renewal_months",
    )  # fmt: skip
    card_template = "admin/associations/agreement/card.html"
    card_fields = (
        "number", "title_vi", "title_en", "kind", "unit", "topics_in_words", "about", "status",
        "signed_by_customs", "signed_by_partner", "in_force_from", "term_months", "ends_on",
        "renewal_months", "notice_days", "renewal_refused_on", "carries_out", "replaces",
        "stopped_with",
    )  # fmt: skip
    inlines = [PartyInline, AmendmentInline, CommitmentInline, MeetingInline]
    tabs = (
        Tab("in_force", _("In force"), lambda rows, user: rows.filter(status=S.IN_FORCE)),
        Tab("running", _("Running"), lambda rows, user: rows.running()),
        Tab("mine", _("Of my units"), lambda rows, user: rows.within_reach(user)),
        Tab("ending", _("Ending within 90 days"), lambda rows, user: ending(rows)),
    )
    empty = _("No agreement yet: begin a draft.")

    @admin.display(description=_("agreement"), ordering="title_vi")
    def heading(self, agreement):
        return agreement.title

    @admin.display(description=_("partner"))
    def partners(self, agreement):
        return agreement.partners

    @admin.display(description=_("fields of cooperation"))
    def topics_in_words(self, agreement):
        return "; ".join(agreement.topics)

    @admin.display(description=_("carries out"))
    def carries_out(self, agreement):
        return card_link(agreement.under)

    @admin.display(description=_("takes the place of"))
    def replaces(self, agreement):
        return card_link(agreement.renews)

    @admin.display(description=_("suspended with"))
    def stopped_with(self, agreement):
        return card_link(agreement.suspended_with)

    def moves_for(self, request, obj):
        found = super().moves_for(request, obj)
        return [each for each in found if not is_too_late(obj, each[0].name)]

    def get_urls(self):
        named = "associations_agreement"
        own = [
            path(f"{name}/", self.guarded(view), name=f"{named}_{name}")
            for name, view in self.overview_pages().items()
        ]
        return [*own, *super().get_urls()]

    def card(self, request, obj):
        files = AgreementFile.objects.visible_to(request.user).for_list().filter(agreement=obj)
        return super().card(request, obj) | {
            "files": files,
            "programmes": obj.programmes.visible_to(request.user).order_by("pk"),
            "list_url": self.list_url,
            "is_public": obj.status in Agreement.PUBLIC,
            "unreached": unreached(request.user, obj),
            "more": more_of(request.user, obj),
        }


def unreached(user, agreement) -> bool:
    """Whether letters about it reach nobody of the partner: told to who can enter an address."""
    if agreement.status not in WRITTEN or not works(user, agreement.unit):
        return False
    return not notices.partner_side(agreement, localdate())


def more_of(user, agreement) -> list[tuple[str, str]]:
    """What the person may enter beside the moves, as (label, address)."""
    if not works(user, agreement.unit):
        return []
    running = agreement.status in Agreement.RUNNING
    takes_more = agreement.status in Agreement.OPEN or (
        running and agreement.amendments.filter(tacit=False).exists()
    )
    found = [(commitment_flow, "undertake", takes_more), (meeting_verbs, "convene", running)]
    return [
        (str(flow.moves[verb].label),
         f"{desk_of(flow.model).list_url}add/?way={verb}&agreement={agreement.pk}")
        for flow, verb, may in found if may
    ]  # fmt: skip


def ending(rows):
    """Running agreements whose last day is near."""
    today = localdate()
    return rows.filter(
        status__in=Agreement.RUNNING, ends_on__range=(today, today + timedelta(days=terms.STEPS[0]))
    )


@desk_entry
def agreements_in_the_making(user):
    """Proposals to be answered, drafts to be brought forward, signatures that are missing."""
    if not works_anywhere(user):
        return None

    def line(agreement):
        return Line(
            str(agreement),
            card_url(agreement),
            f"{agreement.partners} · {agreement.get_status_display()}",
            next=NEXT.get(agreement.status, ""),
        )

    return Entry(
        "agreements", _("Agreements in the making"),
        Agreement.objects.awaiting(user).for_list().order_by("pk"), line,
        more=desk_of(Agreement).list_url,
        empty=_("No agreement is in the making."),
    )  # fmt: skip


@desk_entry
def agreements_ending(user):
    """Agreements of one's units that end within the quarter, the next first."""
    if not works_anywhere(user):
        return None
    rows = ending(Agreement.objects.within_reach(user))

    def line(agreement):
        return Line(
            str(agreement),
            card_url(agreement),
            agreement.partners,
            due=words(agreement.ends_on),
            next=_("Extend it by an amendment, or let it end"),
        )

    return Entry(
        "ending", _("Agreements ending"), rows.for_list().order_by("ends_on", "pk"), line,
        more=f"{desk_of(Agreement).list_url}?tab=ending",
        empty=_("No agreement of your units ends within 90 days."),
    )  # fmt: skip
