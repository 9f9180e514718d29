"""Asking: topic, question, who you are, check, receipt; one theme a page."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from core.guard import Spent
from core.limits import Limit, too_many
from core.shelf import one_look
from core.views import GuardedMixin
from directory.models import Representative
from directory.querysets import current

from .. import codes, services
from ..forms.asking import CheckForm, QuestionForm, TopicForm, WhoForm
from ..forms.files import keep_files
from ..models import Inquiry, Kind
from ..pages import clock_of, qr
from ..reading import reads_as
from ..similar import similar
from .drafts import ASKED, Draft

public = method_decorator(login_not_required, name="dispatch")
NAMES = (_("Topic"), _("Question"), _("Who you are"), _("Check"))
PAGES = ("inquiries:ask", "inquiries:question", "inquiries:who", "inquiries:check")
UPLOADING = Limit("inquiries.upload", per_ip="30/m", per_net="120/m", everyone="1200/m")


@public
class Start(TemplateView):
    """What can be asked here, and how to follow it."""

    template_name = "inquiries/start.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(begun=Draft(self.request).begun, **kwargs)


class Step(FormView):
    """One page of the form; earlier pages come first, answers stay when one goes back."""

    template_name = "inquiries/step.html"
    at = 1

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and request.user.is_staff:
            return redirect(f"{reverse('admin:inquiries_inquiry_add')}?way=enter")
        self.draft = Draft(request)
        if self.draft.reached() < self.at - 1:
            return redirect(PAGES[self.draft.reached()])
        with one_look():
            return (
                self.already_sent() or self.without_topic() or super().dispatch(request, **kwargs)
            )

    def without_topic(self):
        """A topic that was switched off meanwhile is chosen anew; all else stays as typed."""
        if self.at == 1 or self.draft.exact_topic:
            return None
        if self.draft.sent:
            return redirect("inquiries:done")
        said = gettext("The topic is not offered any more. Choose another one; the rest is kept.")
        messages.warning(self.request, said)
        return redirect(f"{reverse(PAGES[0])}?back=check")

    def already_sent(self):
        """Who comes back to change what was sent writes another question."""
        if self.draft.whole and self.draft.sent:
            self.draft.begin_anew()

    def get_initial(self):
        return {k: v for k, v in self.draft.data.items() if k not in ("files", "submission")}

    def get_context_data(self, **kwargs):
        back = reverse(PAGES[self.at - 2]) if self.at > 1 else reverse("inquiries:start")
        more = {"names": NAMES, "at": self.at, "back": back, "heading": NAMES[self.at - 1]}
        return super().get_context_data(**more, draft=self.draft, **kwargs)

    def get_success_url(self):
        return reverse(PAGES[3] if self.request.GET.get("back") == "check" else PAGES[self.at])


@public
class Ask(Step):
    """Kind and topic."""

    form_class = TopicForm

    def form_valid(self, form):
        topic = form.cleaned_data["topic"]
        self.draft.keep(kind=form.cleaned_data["kind"], topic=topic.pk)
        return super().form_valid(form)


@public
class Question(Step):
    """The question with its files: each file is kept at once, a refused one says why."""

    form_class, at, template_name = QuestionForm, 2, "inquiries/question.html"

    def get_form_kwargs(self):
        kept = len(self.draft.data.get("files", []))
        return super().get_form_kwargs() | {"topic": self.draft.topic, "kept": kept}

    def post(self, request, *args, **kwargs):
        if request.FILES and (wait := UPLOADING.wait(request)):
            return too_many(request, wait)
        if gone := request.POST.get("remove"):
            kept = [pk for pk in self.draft.data.get("files", []) if str(pk) != gone]
            self.draft.keep(files=kept, **_typed(request.POST))
            return redirect(request.get_full_path())
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        data = form.cleaned_data
        uploads = data.pop("files")
        have = self.draft.data.get("files", [])
        files, refused = keep_files(uploads, by=None, already=len(have))
        detail, unit = data.pop("detail", None), data.pop("unit")
        self.draft.keep(
            files=[*have, *(file.pk for file in files)], lost=0,
            detail=detail and detail.pk, unit=unit and unit.pk, **data,
        )  # fmt: skip
        if refused:
            form.add_error("files", refused)
            return self.form_invalid(form)
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(files=self.draft.files, **kwargs)


def _typed(posted) -> dict[str, str]:
    return {name: posted.get(name, "")[:5_000] for name in ("subject", "question")}


@public
class Who(Step):
    """Who asks; what the portal knows of a signed-in enterprise stands there already."""

    form_class, at = WhoForm, 3

    def get_initial(self):
        user, given = self.request.user, super().get_initial()
        if not user.is_authenticated or given.get("name"):
            return given
        firm = own_enterprise(user)
        known = {"tax_code": firm.tax_code, "company": firm.name_vi} if firm else {}
        return {**known, "name": str(user), "email": user.email, **given}

    def form_valid(self, form):
        self.draft.keep(**form.cleaned_data)
        return super().form_valid(form)


def own_enterprise(user):
    """The enterprise a signed-in user acts for, None for others."""
    if not user.is_authenticated or user.is_staff:
        return None
    acts = Representative.objects.filter(current(localdate()), user=user)
    found = acts.select_related("enterprise").first()
    return found.enterprise if found else None


@public
class Check(GuardedMixin, Step):
    """All answers once more, answers that exist already, and the button that sends."""

    form_class, at, template_name = CheckForm, 4, "inquiries/check.html"

    def already_sent(self):
        """Loaded anew after the answer was lost: the receipt; pressed again: the pass is spent."""
        return (
            redirect("inquiries:done") if self.request.method == "GET" and self.draft.sent else None
        )

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"begun": self.draft.data.get("pass", "")}

    def get_context_data(self, **kwargs):
        draft = self.draft
        text = f"{draft.data.get('subject', '')} {draft.data.get('question', '')}"
        kind, reads = draft.data.get("kind"), reads_as(text)
        return super().get_context_data(
            topic=draft.exact_topic, files=draft.files, unit=draft.unit, known=draft.known,
            kind=Kind(kind).label, by_law=kind in Inquiry.BY_LAW,
            reads=Kind(reads).label if reads and kind not in Inquiry.BY_LAW else "",
            similar=similar(text, draft.exact_topic), lost=draft.lost(), **kwargs,
        )  # fmt: skip

    def form_valid(self, form):
        if self.draft.swept():  # the page says so and shows what is left, before anything is sent
            return self.render_to_response(self.get_context_data(form=form))
        try:
            self.send(first=form.spend)
        except Spent as twice:
            if not self.draft.sent:
                form.add_error(None, twice)  # the pass of another sending
                form.renew()
                return self.form_invalid(form)
        return redirect("inquiries:done")

    def send(self, *, first: Callable[[], None]) -> None:
        """Make the case of what was checked; the form's pass is spent with it."""
        data, draft, user = self.draft.data, self.draft, self.request.user
        matter = services.Matter(
            data["kind"], draft.exact_topic, data["subject"], data["question"], draft.unit,
            tuple(draft.files),
        )  # fmt: skip
        firm = own_enterprise(user)
        mine = firm if firm and firm.tax_code == data.get("tax_code") else None
        origin = services.Origin(
            Inquiry.Channel.PORTAL, data["name"], data.get("company", ""),
            data.get("tax_code", ""), data.get("email", ""), data.get("phone", ""),
            (get_language() or "vi")[:2], mine, draft.submission,
        )  # fmt: skip
        by = user if user.is_authenticated else None
        services.submit(matter, origin, by=by, first=first)


@public
class Done(TemplateView):
    """The receipt: reference, code and PIN in large type, what follows and by when."""

    template_name = "inquiries/done.html"

    def dispatch(self, request, *args, **kwargs):
        draft = Draft(request)
        if draft.whole and draft.sent:
            draft.drop()
        if ASKED not in request.session:
            return redirect("inquiries:start")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        submission = UUID(self.request.session[ASKED])
        inquiry = get_object_or_404(
            Inquiry.objects.select_related("unit", "topic"), submission=submission
        )
        code, pin = codes.code_and_pin(submission)
        place = f"{settings.PORTAL_URL}{reverse('inquiries:track')}"
        drawn = qr(f"{place}#{code}", gettext("QR code of the tracking page"))
        return super().get_context_data(
            inquiry=inquiry, code=code, pin=pin, qr=drawn, place=place,
            clock=clock_of(inquiry), **kwargs,
        )  # fmt: skip
