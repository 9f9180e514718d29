"""The answer base on the officers' desk: what waits for a second person, what is doubtful."""

from django.contrib import admin
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.admin import FlowAdmin, ScopedInline, Tab
from core.admin.pages import DeskMove
from core.desk import Entry, Line, desk_entry, desk_of

from ..models import AnswerCitation, Contradiction, PublishedAnswer, ReplacedDocument
from . import services
from .forms import MOVES, ContradictForm, DocumentForm, SettleForm
from .rules import DESK, answer_flow, contradiction_verbs, document_verbs, reads, settles
from .stripping import marks, shown

S = PublishedAnswer.Status


class Citations(ScopedInline):
    model, frozen = AnswerCitation, True
    fields = ["document", "place"]


class ContradictPage(DeskMove):
    """The other answer is looked for by its words; those like this one stand there unasked."""

    template_name = "admin/inquiries/contradict.html"

    @property
    def find(self) -> str:
        return self.request.GET.get("find", "").replace("\0", "")[:200]

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        self.offered = form.offer(self.find)
        return form

    def get_context_data(self, **kwargs):
        shown = super().get_context_data(find=self.find, **kwargs)  # draws the form first
        return shown | {"offered": self.offered}


@admin.register(PublishedAnswer)
class PublishedAnswerAdmin(FlowAdmin):
    flow, services, forms = answer_flow, services, MOVES
    list_display = ["title", "status", "topic", "unit", "version", "published_at"]
    list_filter = ["status", "topic", "unit", "language"]
    search_fields = ["search"]
    badges = {"status": {S.FLAGGED: "go", S.WITHDRAWN: "off", S.REPLACED: "off"}}
    card_template = "admin/inquiries/answer.html"
    card_fields = (
        "status", "review", "topic", "unit", "language", "version", "replaces", "written_by",
        "checked_by", "published_at", "read_times", "helped_times", "left",
    )  # fmt: skip
    inlines = [Citations]
    tabs = (
        Tab("making", _("In the making"), lambda rows, user: rows.filter(
            status__in=PublishedAnswer.IN_MAKING)),
        Tab("review", _("Being reviewed"), lambda rows, user: rows.filter(status=S.FLAGGED)),
    )  # fmt: skip
    empty = _("No answer here: propose an answered case, or write what is asked often.")

    @cached_property
    def pages(self):
        page = ContradictPage.as_view(
            desk=self, move="contradict", service=services.contradict, form_class=ContradictForm,
            model=PublishedAnswer, flow=answer_flow,
        )  # fmt: skip
        return super().pages | {"contradict": page}

    def listed_for(self, user):
        return bool(user.is_staff and (user.sees_all or user.holds(*DESK)))

    @admin.display(description=_("read"))
    def read_times(self, answer):
        return sum(day.reads for day in answer.days.all())

    @admin.display(description=_("helped / did not"))
    def helped_times(self, answer):
        days = list(answer.days.all())
        return f"{sum(day.helped for day in days)} / {sum(day.unhelped for day in days)}"

    @admin.display(description=_("marked passages"))
    def left(self, answer):
        names = services.names_of(answer.inquiry)
        return sum(len(marks(getattr(answer, field), names)) for field in services.WORDS)

    def card(self, request, obj):
        names = services.names_of(obj.inquiry)
        texts = {field: shown(getattr(obj, field), names) for field in services.WORDS}
        return super().card(request, obj) | {"texts": texts, "before": obj.replaces}

    def after(self, request, obj):
        """A new version is corrected first; everything else ends on the card."""
        new = obj.newer.filter(status=S.PROPOSED).first() if obj.is_public else None
        made = new is not None and request.path.endswith("/renew/")
        return self.url("correct", new.pk) if made else super().after(request, obj)


@admin.register(Contradiction)
class ContradictionAdmin(FlowAdmin):
    flow, services = contradiction_verbs, services
    forms = {"settle": SettleForm}
    list_display = ["reason", "one", "other", "raised_at", "settled_at"]
    list_filter = [("settled_at", admin.EmptyFieldListFilter)]
    search_fields = ["reason", "one__title", "other__title"]
    card_template = "admin/inquiries/contradiction.html"
    card_fields = (
        "reason", "raised_by", "raised_at", "stands", "ruling", "settled_by", "settled_at",
    )  # fmt: skip
    empty = _("No two answers disagree.")

    def listed_for(self, user):
        return bool(user.is_staff and (user.sees_all or user.holds(*DESK)))

    def card(self, request, obj):
        return super().card(request, obj) | {"pair": [obj.one, obj.other]}


@admin.register(ReplacedDocument)
class ReplacedDocumentAdmin(FlowAdmin):
    flow, services = document_verbs, services
    forms = {"replace_document": DocumentForm}
    list_display = ["number", "successor", "since"]
    search_fields = ["number", "successor"]
    empty = _("No document was marked as replaced.")

    def listed_for(self, user):
        return reads(user)


@desk_entry
def answers_waiting(user):
    """Answers of one's units that wait for a check, for publication or for a review."""
    if not user.is_staff or not user.holds(*DESK):
        return None
    rows = PublishedAnswer.objects.waiting_for(user).for_list()
    steps = {
        S.PROPOSED: _("Check it, or correct it"),
        S.CHECKED: _("Publish it"),
        S.FLAGGED: _("Say that it is right, or write a new version"),
    }

    def line(answer):
        return Line(
            answer.title,
            f"{desk_of(PublishedAnswer).list_url}{answer.pk}/change/",
            f"{answer.get_status_display()} · {answer.topic} · {answer.unit}",
            next=steps[answer.status],
        )

    return Entry(
        "answers", _("Answer base"), rows, line, more=desk_of(PublishedAnswer).list_url,
        empty=_("No answer waits. Propose one from an answered case."),
    )  # fmt: skip


@desk_entry
def contradictions_open(user):
    """Answers that disagree, before headquarters."""
    if not settles(user):
        return None

    def line(row):
        url = f"{desk_of(Contradiction).list_url}{row.pk}/change/"
        return Line(row.reason, url, f"{row.one.unit} / {row.other.unit}", next=_("Settle it"))

    return Entry(
        "contradictions", _("Contradicting answers"), Contradiction.objects.open().for_list(),
        line, more=desk_of(Contradiction).list_url, empty=_("No two answers disagree."),
    )  # fmt: skip
