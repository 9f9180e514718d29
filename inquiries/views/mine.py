"""A signed-in enterprise's own cases."""

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import DetailView, ListView

from core.search import matching
from core.views import ScopedMixin
from directory.calendars import calendars_for

from ..models import Inquiry
from ..pages import BADGES, CasePage, acts_of, clock_of
from .acts import AskerMove
from .drafts import Draft

SHOWN = 25


class Mine(ScopedMixin, ListView):
    """All cases of the enterprise, the newest first; older ones after the last that was shown."""

    model, template_name = Inquiry, "inquiries/mine.html"

    def get_queryset(self):
        rows = matching(super().get_queryset().for_list(), self.request.GET.get("q", ""))
        last = self.last(rows, self.request.GET.get("before", ""))
        if last is not None:
            same = Q(received_at=last.received_at, pk__lt=last.pk)
            rows = rows.filter(same | Q(received_at__lt=last.received_at))
        return rows.order_by("-received_at", "-pk")[: SHOWN + 1]

    @staticmethod
    def last(rows, before: str) -> Inquiry | None:
        """The last case of the page before; an old register comes in later than it was received."""
        if not before.isdecimal() or len(before) > 18:
            return None
        return rows.only("received_at").select_related(None).filter(pk=int(before)).first()

    def get_context_data(self, **kwargs):
        found = list(self.object_list)
        calendars = calendars_for({row.unit for row in found})
        lines = [
            (row, row.get_status_display(), BADGES[Inquiry.Status(row.status)],
             clock_of(row, calendars[row.unit_id]))
            for row in found[:SHOWN]
        ]  # fmt: skip
        older = found[SHOWN - 1].pk if len(found) > SHOWN else ""
        return super().get_context_data(
            lines=lines, older=older, q=self.request.GET.get("q", ""),
            begun=Draft(self.request).begun, **kwargs,
        )  # fmt: skip


class MyCase(ScopedMixin, DetailView):
    """The page of one's own case."""

    model, template_name, context_object_name = Inquiry, "inquiries/case.html", "inquiry"

    def get_queryset(self):
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs):
        acts = [
            (reverse("inquiries:my_move", args=[self.object.pk, name]), label, kind)
            for name, label, kind in acts_of(self.object, self.request.user)
        ]
        return super().get_context_data(page=CasePage(self.object), acts=acts, **kwargs)


class MyMove(AskerMove):
    """One thing the enterprise does with its case."""

    def dispatch(self, request, *args, **kwargs):
        rows = Inquiry.objects.visible_to(request.user).for_list()
        self.inquiry, self.by = get_object_or_404(rows, pk=kwargs["pk"]), request.user
        return super().dispatch(request, *args, **kwargs)

    def home(self) -> str:
        return reverse("inquiries:mine", args=[self.inquiry.pk])
