"""Commitments and meetings on the desk, and what of them awaits each person."""

from dataclasses import replace

from django.contrib import admin
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.admin import FlowAdmin, ScopedInline, Tab
from core.admin.columns import file_link, words
from core.desk import Entry, Line, desk_entry, desk_of
from directory.filters import UnderUnit

from .. import services
from ..forms import COMMITMENT_MOVES, MEETING_MOVES
from ..models import Commitment, Meeting
from ..rules import commitment_flow, meeting_verbs, works_anywhere
from ..served import served
from .cards import card_link, card_url
from .filters import Counted, Due, Serves

S = Commitment.Status
NEXT = {
    S.OPEN: _("Report it when it is done"),
    S.REPORTED: _("See what was done, then confirm"),
    S.LAPSED: _("Ask, report or release it"),
}


@admin.register(Commitment)
class CommitmentAdmin(FlowAdmin):
    flow, services, forms = commitment_flow, services, COMMITMENT_MOVES
    list_display = ["wording", "agreement", "side", "owner", "due_on", "status"]
    list_filter = [
        "status", "side", "kind", UnderUnit.through("agreement__unit"), Due, Serves, Counted,
    ]  # fmt: skip
    search_fields = ["clause", "text_vi", "text_en", "evidence"]
    export_more = ("evidence", "reported_on", "confirmed_on")
    ordering = [F("due_on").asc(nulls_last=True), "pk"]
    card_template = "admin/associations/commitment/card.html"
    card_fields = (
        "of_agreement", "kind", "clause", "text_vi", "text_en", "side", "owner", "due_on",
        "every_months", "amendment", "meeting", "status", "evidence", "proof",
        "reported_by", "reported_on", "confirmed_by", "confirmed_on",
    )  # fmt: skip
    tabs = (
        Tab("mine", _("Of my agreements"), lambda rows, user: rows.within_reach(user).standing()),
        Tab("due", _("Due or lapsed"), lambda rows, user: due(rows)),
        Tab("to_confirm", _("To be confirmed"), lambda rows, user: rows.filter(status=S.REPORTED)),
    )
    empty = _("No commitment within your reach yet.")

    @admin.display(description=_("text"), ordering="text_vi")
    def wording(self, commitment):
        return str(commitment)

    @admin.display(description=_("carried out by"))
    def owner(self, commitment):
        return commitment.owner

    @admin.display(description=_("agreement"))
    def of_agreement(self, commitment):
        return card_link(commitment.agreement)

    @admin.display(description=_("evidence"))
    def proof(self, commitment):
        return file_link(commitment.file)

    def card(self, request, obj):
        return super().card(request, obj) | {"served": served.seen(request.user, obj.serves)}

    def lines(self, obj):
        """That what it serves was changed, not its keys: who reads may not see all of them."""
        label = self.opts.get_field("serves").verbose_name
        return [
            replace(line, changes=[(c[0], "", "") if c[0] == label else c for c in line.changes])
            for line in super().lines(obj)
        ]


def due(rows):
    """Standing commitments whose day is here or past."""
    return rows.standing().filter(status__in=(S.OPEN, S.LAPSED), due_on__lte=localdate())


class ActionInline(ScopedInline):
    model, fk_name, frozen = Commitment, "meeting", True
    fields = ["wording", "owner", "due_on", "status"]
    verbose_name_plural = _("action points")

    @admin.display(description=_("text"))
    def wording(self, commitment):
        return card_link(commitment)

    @admin.display(description=_("carried out by"))
    def owner(self, commitment):
        return commitment.owner

    def rows_of(self, request, obj):
        return super().rows_of(request, obj).next_first()


@admin.register(Meeting)
class MeetingAdmin(FlowAdmin):
    flow, services, forms = meeting_verbs, services, MEETING_MOVES
    list_display = ["agreement", "planned_on", "place", "held_on"]
    list_filter = [("held_on", admin.EmptyFieldListFilter), UnderUnit.through("agreement__unit")]
    search_fields = ["agenda", "minutes", "agreement__search"]
    card_fields = ("of_agreement", "planned_on", "place", "agenda", "held_on", "minutes", "paper")
    inlines = [ActionInline]
    empty = _("No meeting is planned.")

    @admin.display(description=_("agreement"))
    def of_agreement(self, meeting):
        return card_link(meeting.agreement)

    @admin.display(description=_("file"))
    def paper(self, meeting):
        return file_link(meeting.file)


@desk_entry
def commitments_waiting(user):
    """What of one's agreements is to be done, confirmed or pursued, the next day first."""
    if not works_anywhere(user):
        return None

    def line(commitment):
        return Line(
            str(commitment),
            card_url(commitment),
            f"{commitment.agreement} · {commitment.get_status_display()}",
            due=words(commitment.due_on),
            next=NEXT.get(commitment.status, ""),
        )

    return Entry(
        "commitments", _("Commitments"),
        Commitment.objects.awaiting(user).for_list().next_first(), line,
        more=desk_of(Commitment).list_url,
        empty=_("No commitment of your agreements is outstanding."),
    )  # fmt: skip
