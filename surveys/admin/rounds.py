"""Survey rounds and their invitations on the desk."""

from django.contrib import admin
from django.urls import path, reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.admin import FlowAdmin, ScopedInline
from core.desk import Entry, Line, desk_entry, desk_of

from .. import services
from ..forms import INVITATION_MOVES, ROUND_MOVES
from ..models import Invitation, Round, Stratum
from ..notices import absolute
from ..qr import qr
from ..rules import conducts, conducts_any, invitation_verbs, keys_paper, round_flow
from ..tally import progress
from .counted import CountedRounds
from .handing import CodesPage, SheetsPage
from .keying import KeyPage
from .results import WithResults


class Strata(ScopedInline):
    model, frozen = Stratum, True
    fields = ["unit", "kind", "size", "population", "sample"]

    def rows_of(self, request, obj):
        return super().rows_of(request, obj).select_related("unit")


@admin.register(Round)
class RoundAdmin(WithResults):
    flow, services, forms = round_flow, services, ROUND_MOVES
    list_display = ["heading", "status", "opens_on", "closes_on", "unit"]
    list_filter = ["status", CountedRounds]
    search_fields = ["title_vi", "title_en"]
    card_template = "admin/surveys/round.html"
    card_fields = (
        "title_vi", "title_en", "status", "questionnaire", "criteria_set", "unit", "population",
        "opens_on", "closes_on", "is_anonymous", "languages", "has_open_link", "has_kiosk",
        "double_share", "paper_days", "drawn_with",
    )  # fmt: skip
    inlines = [Strata]
    empty = _("No round yet: approve a questionnaire, then plan a round.")

    @admin.display(description=_("name"), ordering="title_vi")
    def heading(self, row):
        return row.title

    @admin.display(description=_("seed of the draw"))
    def drawn_with(self, row):
        return str(row.seed)

    def get_urls(self):
        pages = {"codes": CodesPage, "sheets": SheetsPage, "key": KeyPage}
        own = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(page.as_view(desk=self)),
                 name=f"surveys_round_{name}")
            for name, page in pages.items()
        ]  # fmt: skip
        return own + super().get_urls()

    def card(self, request, obj):
        user = request.user
        runs, keys = conducts(user, obj), keys_paper(user, obj)
        return super().card(request, obj) | {
            "progress": progress(obj) if runs else None,
            "doors": doors(obj) if runs and obj.status == Round.Status.OPEN else [],
            "codes": self.url("codes", obj.pk) if runs else "",
            "sheets": self.url("sheets", obj.pk) if runs else "",
            "results": self.url("results", obj.pk) if obj.status in Round.ENDED else "",
            "key": self.url("key", obj.pk) if keys and services.takes_paper(obj) else "",
            "invitations": f"{desk_of(Invitation).list_url}?round__id__exact={obj.pk}",
        }


def doors(row: Round) -> list[tuple]:
    """(label, address, QR) of the ways in that need no personal code."""
    named = [(row.has_open_link, _("Open link"), "surveys:open"),
             (row.has_kiosk, _("Kiosk at the counter"), "surveys:kiosk")]  # fmt: skip
    found = [
        (label, absolute(reverse(name, args=[row.address]))) for on, label, name in named if on
    ]
    return [(label, url, qr(url)) for label, url in found]


@admin.register(Invitation)
class InvitationAdmin(FlowAdmin):
    """Who was asked and whether the code was used; never what was answered."""

    flow, services, forms = invitation_verbs, services, INVITATION_MOVES
    list_display = ["name", "channel", "sent_on", "answered", "reminders", "bounced_on"]
    list_filter = ["round", "channel", ("bounced_on", admin.EmptyFieldListFilter),
                   ("opted_out_on", admin.EmptyFieldListFilter)]  # fmt: skip
    search_fields = ["name", "email", "enterprise__tax_code"]
    card_fields = (
        "name", "enterprise", "round", "stratum", "channel", "email", "phone", "postal", "language",
        "sent_on", "reminders", "reminded_on", "bounced_on", "opted_out_on", "answered",
    )  # fmt: skip
    empty = _("Nobody is invited yet: draw a sample or load a list on the round's card.")

    def get_queryset(self, request):
        return super().get_queryset(request).with_use().select_related("enterprise", "stratum")

    @admin.display(description=_("code used"), boolean=True, ordering="is_used")
    def answered(self, row):
        return row.is_used

    def listed_for(self, user):
        return conducts_any(user)


@desk_entry
def rounds_under_way(user):
    """Rounds that wait for a step, for those who conduct them."""
    if not conducts_any(user):
        return None
    rows = Round.objects.visible_to(user).filter(status__in=NEXT).for_list().order_by("closes_on")
    return Entry(
        "surveys",
        _("Surveys under way"),
        rows,
        lambda row: Line(
            row.title,
            desk_of(Round).url("change", row.pk),
            f"{row.get_status_display()} · {row.opens_on:%d/%m/%Y}–{row.closes_on:%d/%m/%Y}",
            next=NEXT.get(row.status, ""),
        ),
        more=desk_of(Round).list_url,
        empty=_("No survey waits. A round begins with an approved questionnaire."),
    )


NEXT = {
    "drafted": _("Approve the round"),
    "approved": _("Draw the sample or load a list, then open"),
    "open": _("Send codes, remind, key paper sheets"),
    "closed": _("Check the results"),
    "analysed": _("Publish the results"),
}


@desk_entry
def paper_to_key(user):
    """Open rounds for whose paper sheets an officer may be at the keyboard."""
    if conducts_any(user) or not user.is_staff:
        return None
    above = {key for role in user.held for key in role.unit.lineage}
    rows = Round.objects.taking_paper(localdate()).filter(unit__in=above)
    return Entry(
        "paper",
        _("Paper sheets to key"),
        rows.for_list(),
        lambda row: Line(row.title, desk_of(Round).url("key", row.pk), row.unit.name),
        more=desk_of(Round).list_url,
        fleeting=True,
    )
