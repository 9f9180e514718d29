"""Tracking by code and PIN: unknown, wrong and retired codes answer alike (G16)."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from core.file_views import Download
from core.limits import Limit, too_many
from core.models import StoredFile

from .. import services
from ..forms.asking import TrackForm
from ..models import Attachment, Inquiry
from ..pages import CasePage, acts_of
from ..rules import Asker
from .acts import AskerMove

log = logging.getLogger(__name__)
public = method_decorator(login_not_required, name="dispatch")
KEY = "tracked"
TRIES = Limit("inquiries.track", per_ip="5/m", per_net="50/m", everyone="600/m", closes=True)


@public
class Track(FormView):
    """Code and PIN open a case for this session; neither stands in an address or a log."""

    template_name, form_class = "inquiries/track.html", TrackForm

    def post(self, request, *args, **kwargs):
        if wait := TRIES.wait(request):
            log.warning("tracking codes are tried too often")
            return too_many(request, wait)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        found = services.track(form.cleaned_data["code"], form.cleaned_data["pin"])
        if found is None:
            form.add_error(None, _("No case is open under this code and PIN. Check both."))
            return self.form_invalid(form)
        self.request.session.cycle_key()
        self.request.session[KEY] = found.pk
        return redirect("inquiries:tracked")


class Tracked:
    """The case this session has opened by its code."""

    def dispatch(self, request, *args, **kwargs):
        rows = Inquiry.objects.select_related("unit", "topic")
        self.inquiry = rows.filter(pk=request.session.get(KEY, 0)).first()
        if self.inquiry is None:
            return redirect("inquiries:track")
        self.by = Asker(self.inquiry.pk)
        return super().dispatch(request, *args, **kwargs)


@public
class TrackedCase(Tracked, TemplateView):
    """The page of the case."""

    template_name = "inquiries/case.html"

    def get_context_data(self, **kwargs):
        page = CasePage(self.inquiry, by_code=True)
        acts = [
            (reverse("inquiries:tracked_move", args=[name]), label, kind)
            for name, label, kind in acts_of(self.inquiry, self.by)
        ]
        return super().get_context_data(
            inquiry=self.inquiry, page=page, acts=acts, by_code=True, **kwargs
        )


@public
class TrackedMove(Tracked, AskerMove):
    """One thing the asker does, by code and PIN."""

    def home(self) -> str:
        return reverse("inquiries:tracked")


@public
class TrackedFile(Tracked, Download):
    """A file of the case, for whoever holds its code."""

    def get_queryset(self):
        """Those of the case, and of the answer when it was joined with another one."""
        shown = Attachment.objects.filter(inquiry=self.inquiry).public().values("file")
        joined = Inquiry.objects.answering(self.inquiry).values("pk")
        answer = Attachment.objects.filter(inquiry__in=joined, message__answers=True).values("file")
        return StoredFile.objects.filter(Q(pk__in=shown) | Q(pk__in=answer))

    def dispatch(self, request, *args, **kwargs):
        if KEY not in request.session:
            raise Http404
        return super().dispatch(request, *args, **kwargs)
