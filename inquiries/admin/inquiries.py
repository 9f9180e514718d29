"""Cases: the list with its queues, the card with the conversation, the moves."""

from django.contrib import admin, messages
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.admin import FlowAdmin, ScopedInline
from core.forms import ReasonForm
from core.importing.desk import ImportMixin
from core.search import matching

from .. import services
from ..answers.rules import writes
from ..forms.desk import MOVES
from ..models import Escalation, Holding, Inquiry, Kind
from ..pages import BADGES, CasePage
from ..reading import reads_as
from ..resources import RegisterResource
from ..rules import flow, handling
from .dashboard import UnitDashboard
from .filters import OF_A_TIME, Level, OfUnit, Rating
from .lists import SPLIT, FilterPage, InquiryList, chosen, reaches
from .pages import AnswerPage, BulkPage, DraftPage, EnterPage, ReplyPage
from .queues import TABS
from .seen import seen_by


class HoldingInline(ScopedInline):
    model, frozen = Holding, True
    fields = ["unit", "since", "until", "ended", "own", "minutes"]
    verbose_name_plural = _("which unit had it how long")

    @admin.display(description=_("working minutes at this unit"))
    def own(self, holding):
        return holding.own

    def rows_of(self, request, obj):
        return obj.holdings.select_related("unit").with_own()


class EscalationInline(ScopedInline):
    model, frozen, fields = Escalation, True, ["rung", "to_unit", "at", "reason", "reply"]

    def rows_of(self, request, obj):
        return obj.escalations.select_related("to_unit")


@admin.register(Inquiry)
class InquiryAdmin(ImportMixin, FlowAdmin):
    resource = RegisterResource
    flow, services, forms, tabs = handling, services, MOVES | {"recall": ReasonForm}, TABS
    list_display = [
        "subject", "reference", "asker", "status", "due", "unit", "handler", "topic", "channel",
    ]  # fmt: skip
    list_filter = ["status", "kind", "channel", "topic", OfUnit, Level, *OF_A_TIME, Rating]
    list_only = (
        "subject", "reference", "company", "asker_name", "status", "due_at", "channel", "kind",
        "unit__name_vi", "unit__name_en", "topic__name_vi", "topic__name_en",
        "handler__last_name", "handler__first_name", "handler__username", "received_at",
    )  # fmt: skip
    export_more = (
        "kind", "received_at", "answered_at", "tax_code", "question", "words_of_the_answer",
    )  # fmt: skip
    search_fields = ["search"]
    ordering = ["-received_at", "-pk"]
    badges = {"status": dict(BADGES)}
    card_fields = (
        "reference", "kind", "topic", "channel", "asker_name", "company", "tax_code", "email",
        "phone", "enterprise", "unit", "handler", "received_at", "first_due_at", "responded_at",
        "due_at", "answered_at",
    )  # fmt: skip
    inlines = [HoldingInline, EscalationInline]
    card_template = "admin/inquiries/inquiry/card.html"
    past_template, past_apart = "admin/inquiries/inquiry/past.html", True
    change_list_template = "admin/inquiries/inquiry/list.html"
    empty = _("No case here. What comes by telephone is written down with the button above.")

    @admin.display(description=_("asked by"), ordering="company")
    def asker(self, case):
        return case.asker

    @admin.display(description=_("due"), ordering="due_at")
    def due(self, case):
        return case.due_at

    @admin.display(description=_("answer"))
    def words_of_the_answer(self, case):
        return case.said

    def exported(self, rows):
        return rows.only(*self.list_only, *self.export_more[:-1]).with_answer()

    def get_changelist(self, request, **kwargs):
        return InquiryList

    def get_search_results(self, request, queryset, search_term):
        """Words, and whole: the telephone or the address at which an asker is reached."""
        if not reaches(search_term):
            return super().get_search_results(request, queryset, search_term)
        told = Inquiry.objects.reached_at(search_term).order_by().values("pk")
        words = matching(Inquiry.objects.order_by(), search_term).values("pk")
        return queryset.filter(pk__in=words.union(told)), False

    def get_list_display(self, request):
        """Beside an open case there is room for the first columns."""
        return self.list_display[:5] if SPLIT in request.GET else self.list_display

    def changelist_view(self, request, extra_context=None):
        wanted = chosen(request)
        obj = wanted and self.get_queryset(request).filter(pk=wanted).first()
        more = {"pane": self.pane(request, obj)} if obj else {}
        return super().changelist_view(request, more | (extra_context or {}))

    def pane(self, request, obj):
        """A case beside the list: what is asked, how it stands, what may be done."""
        services.saw(obj, request.user)
        return {
            "original": obj,
            "page": CasePage(obj, inner=True),
            "others": services.being_answered_by(obj, request.user),
            "moves": self.moves_for(request, obj),
            "address": self.url("change", obj.pk),
        }

    def picked(self, request):
        """The rows of the list as it is filtered, for the bulk page."""
        return self.get_changelist_instance(request).queryset

    @cached_property
    def pages(self):
        """The moves with pages of their own: writing a question down, and writing to the asker."""
        entering = {"desk": self, "move": "enter", "service": services.enter}
        written = {"answer": AnswerPage, "ask_more": ReplyPage, "respond": ReplyPage}
        return super().pages | {
            "enter": EnterPage.as_view(form_class=MOVES["enter"], **entering),
            **{
                name: page.as_view(
                    desk=self, move=name, service=getattr(services, name), form_class=MOVES[name],
                    model=Inquiry, flow=flow,
                )
                for name, page in written.items()
            },
        }  # fmt: skip

    def get_urls(self):
        guard = self.admin_site.admin_view
        own = {
            "bulk": guard(BulkPage.as_view(desk=self)),
            "dashboard": guard(UnitDashboard.as_view(desk=self)),
            "filters": guard(FilterPage.as_view(desk=self)),
        }
        draft = guard(DraftPage.as_view(desk=self))
        return [
            *(path(f"{n}/", view, name=f"inquiries_inquiry_{n}") for n, view in own.items()),
            path("<int:pk>/draft/", draft, name="inquiries_inquiry_draft"),
            *super().get_urls(),
        ]

    def ways(self, request):
        return [*super().ways(request), (gettext("Figures"), self.url("dashboard"))]

    def verb_label(self, verb):
        """History tells the asker's verbs too."""
        return flow.label(verb)

    def card(self, request, obj):
        services.saw(obj, request.user)
        fresh = obj.status == Inquiry.Status.RECEIVED
        text = f"{obj.subject} {obj.question}"
        page = CasePage(obj, inner=True)
        return super().card(request, obj) | {
            "page": page,
            "rated": page.rated if obj.answered_at else None,
            "others": services.being_answered_by(obj, request.user) if obj.is_open else [],
            "duplicates": services.duplicates(obj, request.user) if obj.is_open else [],
            "suggested": services.suggest(text, leave_out=obj.pk) if fresh else None,
            "may": {move.name for move in flow.open_to(request.user, obj)} if fresh else (),
            "reads": self.reads(obj, text),
            "corrects": flow.moves["reclassify"].open_to(request.user, obj),
            "base": f"{self.list_url}{obj.pk}/",
            "proposes": obj.answered_at and not obj.is_open and writes(request.user),
        }

    @staticmethod
    def reads(obj, text) -> str:
        """The kind as which a case reads that was asked as another; "" where nothing is to do."""
        kind = "" if obj.goes_by_other_law or not obj.is_open else reads_as(text)
        return str(Kind(kind).label) if kind else ""

    def past(self, request, obj):
        services.saw(obj, request.user)
        return super().past(request, obj) | {"seen": seen_by(self, request, obj)}

    def after(self, request, obj):
        """A new case tells code and PIN once, to be read out to the caller."""
        if receipt := getattr(obj, "receipt", None):
            said = gettext("Tell the caller: %(reference)s, tracking code %(code)s, PIN %(pin)s.")
            told = {
                "reference": receipt.inquiry.reference,
                "code": receipt.code,
                "pin": receipt.pin,
            }
            messages.info(request, said % told)
        return super().after(request, obj)
