"""Questionnaires and the question bank on the desk."""

from django.contrib import admin
from django.db.models import Count, Max
from django.urls import path
from django.utils.translation import gettext_lazy as _

from core.admin import FlowAdmin, ScopedAdmin, ScopedInline

from .. import services
from ..forms import QUESTIONNAIRE_MOVES
from ..models import BankQuestion, Question, Questionnaire
from ..papers import paper_of
from ..rules import drafts_any, questionnaire_flow
from .papers import PaperPage, PreviewPage, WorkbookPage


@admin.register(Questionnaire)
class QuestionnaireAdmin(FlowAdmin):
    flow, services, forms = questionnaire_flow, services, QUESTIONNAIRE_MOVES
    list_display = ["heading", "code", "version", "status", "unit"]
    list_filter = ["status"]
    search_fields = ["title_vi", "title_en", "code"]
    card_template = "admin/surveys/questionnaire.html"
    card_fields = ("code", "version", "title_vi", "title_en", "intro_vi", "intro_en", "unit",
                   "status")  # fmt: skip
    empty = _("No questionnaire yet: read one from an Excel workbook (XLSForm).")

    @admin.display(description=_("name"), ordering="title_vi")
    def heading(self, row):
        return row.title

    def listed_for(self, user):
        return drafts_any(user)

    def get_urls(self):
        pages = {"preview": PreviewPage, "paper": PaperPage, "workbook": WorkbookPage}
        own = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(page.as_view(desk=self)),
                 name=f"surveys_questionnaire_{name}")
            for name, page in pages.items()
        ]  # fmt: skip
        return own + super().get_urls()

    def card(self, request, obj):
        links = {name: self.url(name, obj.pk) for name in ("preview", "paper", "workbook")}
        rounds = obj.rounds.visible_to(request.user).for_list().order_by("-opens_on")
        more = {"paper": paper_of(obj), "links": links, "rounds": rounds[:20]}
        return super().card(request, obj) | more


class Uses(ScopedInline):
    """In which versions it was asked, and how it was put there."""

    model, frozen = Question, True
    fields = ["questionnaire", "text_vi", "required"]
    verbose_name_plural = _("asked in")

    def rows_of(self, request, obj):
        rows = super().rows_of(request, obj).select_related("questionnaire")
        return rows.order_by("-questionnaire__version", "-pk")


@admin.register(BankQuestion)
class BankQuestionAdmin(ScopedAdmin):
    """Codes that last: where each was asked."""

    list_display = ["text", "code", "kind", "uses"]
    property_order = {"text": "text_vi"}
    list_filter = ["kind"]
    search_fields = ["text_vi", "text_en", "code"]
    card_fields = ("code", "kind", "text_vi", "text_en")
    inlines = [Uses]
    empty = _("The bank fills itself from the questionnaires that are read in.")

    def get_queryset(self, request):
        asked = Count("uses", distinct=True), Max("uses__questionnaire__version")
        return super().get_queryset(request).annotate(times=asked[0], newest=asked[1])

    @admin.display(description=_("in questionnaires"), ordering="times")
    def uses(self, row):
        return row.times

    def listed_for(self, user):
        return drafts_any(user)
