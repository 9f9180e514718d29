"""Doors to a survey: open ones, a personal code, an open link, the kiosk; and opting out."""

from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from .. import services
from ..drafts import begin, leave_kiosk
from ..forms import CodeForm, OpenForm
from ..models import Channel, Invitation, Round
from ..notices import SIGNER
from .tongues import speak

public = method_decorator(login_not_required, name="dispatch")


@public
class Doors(TemplateView):
    """What can be answered now."""

    template_name = "surveys/doors.html"

    def get_context_data(self, **kwargs):
        rounds = Round.objects.open().filter(has_open_link=True).for_list()
        now = [survey_round for survey_round in rounds if services.is_open(survey_round)]
        return super().get_context_data(open=now, form=CodeForm(), **kwargs)


@public
class EnterCode(FormView):
    """A personal code, typed or taken from the link: the code never stands in an address."""

    template_name, form_class = "surveys/code.html", CodeForm

    def form_valid(self, form):
        invitation = services.invitation_for(None, form.cleaned_data["code"])
        if problem := trouble(invitation):
            form.add_error("code", problem)
            return self.form_invalid(form)
        begin(self.request, invitation.round_id, Channel.ONLINE, invitation.pk)
        return redirect("surveys:answer")


def trouble(invitation: Invitation | None) -> str:
    """Why a code opens nothing, in words that say what to do."""
    if invitation is None:
        return _("This is not a code of ours: compare each character.")
    if hasattr(invitation, "used"):
        return _("This code was used: an answer has been handed in.")
    survey_round = invitation.round
    if survey_round.status in Round.ENDED or services.is_open(survey_round) is False:
        return _("This survey takes answers from %(first)s to %(last)s.") % {
            "first": f"{survey_round.opens_on:%d/%m/%Y}",
            "last": f"{survey_round.closes_on:%d/%m/%Y}",
        }
    return ""


@public
class Begin(TemplateView):
    """The first page behind an open link; answering begins with a button."""

    template_name = "surveys/begin.html"
    door, channel = "has_open_link", Channel.OPEN

    def get_context_data(self, **kwargs):
        rows = Round.objects.for_list().exclude(status__in=["drafted", "discarded"])
        found = get_object_or_404(rows, address=kwargs["address"], **{self.door: True})
        speak(self.request, found)
        over = found.status in Round.ENDED or found.closes_on < localdate()
        more = {"is_open": services.is_open(found), "is_over": over, "guard": self.guard()}
        return super().get_context_data(round=found, **more, **kwargs)

    def guard(self) -> OpenForm | None:
        return OpenForm(request=self.request)

    def post(self, request, *args, **kwargs):
        page = self.get_context_data(**kwargs)
        if not page["is_open"]:
            return self.render_to_response(page, status=409)
        begin(request, page["round"].pk, self.channel, guard=OpenForm.told(request.POST))
        return redirect("surveys:answer")


class Kiosk(Begin):
    """The same at the counter: afterwards, and after some idle minutes, the next person begins
    here; what somebody left unfinished is forgotten."""

    door, channel = "has_kiosk", Channel.KIOSK

    def guard(self) -> None:
        """Whoever stands at the counter is no robot, and many come from one address."""

    def get(self, request, *args, **kwargs):
        answer = super().get(request, *args, **kwargs)
        leave_kiosk(request)
        return answer


@public
class OptOut(TemplateView):
    """No more letters about this round, by a signed link from one of them."""

    template_name = "surveys/opt_out.html"

    def get_context_data(self, **kwargs):
        try:
            key = SIGNER.unsign(kwargs["token"])
        except BadSignature as wrong:
            raise Http404 from wrong
        rows = Invitation.objects.select_related("round__unit")
        return super().get_context_data(invitation=get_object_or_404(rows, pk=key), **kwargs)

    def post(self, request, *args, **kwargs):
        page = self.get_context_data(**kwargs)
        services.opt_out(page["invitation"])
        return self.render_to_response(page)
