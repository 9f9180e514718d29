"""Answering, a section a page: forward, back, a look at all, and sent; no script is needed."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView, View

from core.guard import Spent

from .. import services
from ..drafts import SENT, drop, keep, kept, was_sent
from ..forms import OpenForm, PageForm
from ..models import Channel, Invitation, Round
from ..paper import Paper, in_words
from ..papers import paper_of
from .tongues import speak

public = method_decorator([login_not_required, never_cache], name="dispatch")


class Answering(View):
    """What the pages of an answer share: the visitor's draft, its round and its paper."""

    def dispatch(self, request, *args, **kwargs):
        self.draft = kept(request)
        if self.draft is None:
            return redirect("surveys:sent" if SENT in request.session else "surveys:code")
        speak(request, self.round)
        if not services.is_open(self.round):
            return self.over(services.Closed())
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def round(self) -> Round:
        return Round.objects.select_related("questionnaire", "unit").get(pk=self.draft.round)

    @cached_property
    def paper(self):
        return paper_of(self.round.questionnaire)

    @cached_property
    def told(self) -> dict:
        """What this visitor answered of what is asked."""
        return self.paper.told_by(self.draft.answers)

    @cached_property
    def way(self) -> list[int]:
        """Pages asked of this visitor so far."""
        return self.paper.pages_for(self.draft.answers)

    def steps(self, at: int) -> dict:
        """Names of the steps, the one shown (from 1), and the page before it (from 1; 0: none)."""
        names = [self.paper.pages[n].title for n in self.way]
        before = [n for n in self.way if n < at]
        return {
            "round": self.round, "paper": self.paper, "names": [*names, _("Check and send")],
            "at": len(before) + 1, "back": before[-1] + 1 if before else 0,
            "mark": self.draft.mark, "kiosk": self.kiosk, "number": at + 1,
        }  # fmt: skip

    @property
    def kiosk(self) -> str:
        """Where the next person begins, at a kiosk."""
        return self.round.address if self.draft.channel == Channel.KIOSK else ""

    def over(self, refused: ValidationError):
        """The answer cannot be taken: why, and that nothing was counted twice."""
        if was_sent(self.request, self.draft.round):
            return redirect("surveys:sent")
        drop(self.request)
        page = {"refused": refused.messages[0], "round": self.round}
        return render(self.request, "surveys/over.html", page, status=409)


@public
class AnswerPage(Answering, FormView):
    """The section the draft stands at, or one before it that is asked for by ``?page=``."""

    template_name, form_class = "surveys/answer.html", PageForm

    @cached_property
    def page(self) -> int:
        asked = self.request.GET.get("page", "")
        number = int(asked) - 1 if asked.isdecimal() and len(asked) < 4 else self.draft.page
        seen = [n for n in self.way if n <= self.draft.page]
        return number if number in seen else max(seen, default=self.way[0])

    def get(self, request, *args, **kwargs):
        if self.draft.page >= len(self.paper.pages) and "page" not in request.GET:
            return redirect("surveys:review")
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        """A section that is not this visitor's (by now) is passed over: its questions are not asked
        any more, as a device that was off the line may not have known."""
        if request.GET.get("page", str(self.page + 1)) != str(self.page + 1):
            return redirect("surveys:answer")
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self):
        page = self.paper.pages[self.page]
        return super().get_form_kwargs() | {"page": page, "answers": self.told}

    def form_valid(self, form):
        codes = {question.code for question in form.page.bearing()}
        draft = self.draft.with_answers(codes, form.given, self.draft.page)
        ahead = [n for n in self.paper.pages_for(draft.answers) if n > self.page]
        # Back from the check page: there again, unless a section came into sight.
        seen = draft.page >= len(self.paper.pages) and not missing(self.paper, draft.answers)
        goal = len(self.paper.pages) if seen or not ahead else ahead[0]
        keep(self.request, draft.at(goal))
        return redirect("surveys:review" if goal == len(self.paper.pages) else "surveys:answer")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**self.steps(self.page), **kwargs)


@public
class Review(Answering, TemplateView):
    """All answers at one sight, each to be changed; handing in is the one act."""

    template_name = "surveys/review.html"

    def post(self, request, *args, **kwargs):
        if (page := missing(self.paper, self.draft.answers)) is not None:
            keep(request, self.draft.at(page))
            return redirect("surveys:answer")
        guard = self.guard()
        if guard and not guard.is_valid():
            return self.refused(guard)
        try:
            self.hand_in(guard)
        except Spent as twice:
            if guard and not services.is_taken(self.draft.uuid):
                return self.again(guard, twice)
        except ValidationError as refused:
            return self.over(refused)
        drop(request, sent=self.round.pk)
        if self.draft.channel == Channel.KIOSK:
            request.session["survey_kiosk"] = self.round.address
        return redirect("surveys:sent")

    @transaction.atomic
    def hand_in(self, guard: OpenForm | None) -> None:
        """The answer is taken, and an open link's pass spent with it."""
        draft = self.draft
        sheet = services.Sheet(draft.channel, get_language()[:2], self.told, draft.uuid)
        rows = Invitation.objects.select_related("stratum")
        invitation = rows.get(pk=draft.invitation) if draft.invitation else None
        if guard:
            guard.spend()
        services.hand_in(self.round, sheet, invitation=invitation)

    def guard(self) -> OpenForm | None:
        """What came with an open link's door, or with this page where that was not enough."""
        if self.draft.channel != Channel.OPEN:
            return None
        return OpenForm(OpenForm.told(self.request.POST) or self.draft.guard, request=self.request)

    def again(self, guard: OpenForm, twice: ValidationError):
        """Another answer used the pass up: a fresh one, and once more."""
        guard.add_error(None, twice)
        guard.renew()
        return self.refused(guard)

    def refused(self, guard: OpenForm):
        """Why it was not taken; all answers are still here."""
        status = 429 if guard.wait else 200
        answer = self.render_to_response(self.get_context_data(guard=guard), status=status)
        if guard.wait:
            answer["Retry-After"] = str(guard.wait)
        return answer

    def get_context_data(self, **kwargs):
        answers = self.draft.answers
        shown = set(self.paper.asked_of(answers))
        pages = [
            (n + 1, page.title, [(q, in_words(q, answers)) for q in page.bearing() if q in shown])
            for n, page in enumerate(self.paper.pages)
            if n in self.way
        ]
        steps = self.steps(len(self.paper.pages))
        return super().get_context_data(pages=pages, **steps, **kwargs)


@public
class Sections(Answering, TemplateView):
    """Every section unfilled, for a device that may lose its line; nothing personal is in it."""

    template_name = "surveys/sections.html"

    def get_context_data(self, **kwargs):
        forms = [(n, PageForm(page=page, answers={})) for n, page in enumerate(self.paper.pages, 1)]
        return super().get_context_data(forms=forms, **kwargs)


def missing(paper: Paper, answers: dict) -> int | None:
    """The first page on which a required question is still open."""
    asked = {question.code for question in paper.asked_of(answers)}
    for number, page in enumerate(paper.pages):
        for question in page.bearing():
            if question.required and question.code in asked and not answers.get(question.code):
                return number
    return None


@public
class Sent(TemplateView):
    """Thanks: that the answer is here, and what becomes of it."""

    template_name = "surveys/sent.html"

    def get_context_data(self, **kwargs):
        number = self.request.session.get(SENT)
        found = Round.objects.filter(pk=number).first() if number else None
        kiosk = self.request.session.get("survey_kiosk", "")
        return super().get_context_data(round=found, kiosk=kiosk, **kwargs)
