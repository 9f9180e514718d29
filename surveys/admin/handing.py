"""Codes that go out by post, by text message or on printed sheets."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django.views import View

from core.cells import xlsx_response

from .. import services
from ..codes import spoken
from ..models import Invitation, Round
from ..notices import link
from ..paper import LEVEL_WORDS, printed
from ..papers import paper_of
from ..qr import qr
from ..rules import conducts

Way = Invitation.Channel
WAYS = {Way.LETTER: gettext_lazy("Letters"), Way.SMS: gettext_lazy("Text messages")}
AT_ONCE = 50  # sheets on one page to print


class OfRound(View):
    """A page of a round in sight, for those who conduct it: others get 403."""

    desk: Any = None

    def found(self, pk: int) -> Round:
        row = get_object_or_404(self.desk.get_queryset(self.request), pk=pk)
        if not self.allowed(row):
            raise PermissionDenied
        return row

    def allowed(self, row: Round) -> bool:
        return conducts(self.request.user, row)

    def frame(self, row: Round, title: str) -> dict[str, Any]:
        return self.desk.admin_site.each_context(self.request) | {
            "title": title, "opts": self.desk.opts, "desk": self.desk, "round": row,
            "card": self.desk.url("change", row.pk),
        }  # fmt: skip


class CodesPage(OfRound):
    """Files for a printing house and a text-message service; handing one out marks them sent, or
    reminded where they were sent three days ago or more."""

    def get(self, request, pk):
        row = self.found(pk)
        ways = [(way, words, *self.counted(row, way)) for way, words in WAYS.items()]
        page = self.frame(row, _("Codes for letters and text messages")) | {"ways": ways}
        return TemplateResponse(request, "admin/surveys/codes.html", page)

    def counted(self, row: Round, way: str) -> tuple[int, int]:
        """How many the next file holds, and how many of them were sent before."""
        found = services.to_hand_out(row, way)
        return found.count(), found.filter(sent_on__lt=localdate()).count()

    def post(self, request, pk):
        row, way = self.found(pk), request.POST.get("way", Way.LETTER)
        if way not in WAYS:
            raise Http404
        if row.status != Round.Status.OPEN:
            return redirect(self.desk.url("change", row.pk))
        found = coded(services.hand_out(row, by=request.user, way=way))
        about = {_("Survey round"): str(row), _("Made by"): str(request.user)}
        if way == Way.SMS:
            heads = [_("Telephone"), _("Text message"), _("Name"), _("Code"), _("Reminders")]
            lines = ([r.phone, text_message(r, code), r.name, code, r.reminders]
                     for r, code in found)  # fmt: skip
            return xlsx_response(_("Codes for text messages"), heads, lines, about)
        heads = [_("Name"), _("Address"), _("Telephone"), _("Code"), _("Link"), _("Reminders")]
        lines = ([r.name, r.postal, r.phone, code, link(code), r.reminders]
                 for r, code in found)  # fmt: skip
        return xlsx_response(_("Codes for letters"), heads, lines, about)


class SheetsPage(OfRound):
    """Sheets to print with code and QR, fifty at a time; ``?from=`` the key to go on after.

    Printing alone changes nothing; a button notes the fifty as sent.
    """

    def at_once(self, row: Round) -> list[Invitation]:
        """The next fifty and one more, if there is one."""
        rows, after = services.to_hand_out(row, Way.LETTER).order_by("pk"), self.request.GET
        if (start := after.get("from", "")).isdecimal() and len(start) < 15:
            rows = rows.filter(pk__gt=int(start))
        return list(rows[: AT_ONCE + 1])

    def post(self, request, pk):
        row = self.found(pk)
        if row.status == Round.Status.OPEN:
            keys = [each.pk for each in self.at_once(row)[:AT_ONCE]]
            found = services.hand_out(row, by=request.user, way=Way.LETTER, keys=keys)
            messages.success(request, ngettext(
                "%(n)d sheet is noted as sent.", "%(n)d sheets are noted as sent.", len(found)
            ) % {"n": len(found)})  # fmt: skip
        return redirect(self.desk.url("change", row.pk))

    def get(self, request, pk):
        row = self.found(pk)
        found = self.at_once(row)
        sheets = [
            {"invitation": each, "code": code, "qr": qr(link(code)), "language": each.tongue}
            for each, code in coded(found[:AT_ONCE])
        ]
        paper = paper_of(row.questionnaire)
        page = {
            "round": row, "paper": paper, "printed": partial(printed, paper), "sheets": sheets,
            "levels": LEVEL_WORDS.items(),
            "card": self.desk.url("change", row.pk),
            "more": found[AT_ONCE - 1].pk if len(found) > AT_ONCE else "",
        }  # fmt: skip
        return render(request, "surveys/sheets.html", page)


def text_message(invitation: Invitation, code: str) -> str:
    """What is sent to a telephone, in the language of who reads it."""
    with override(invitation.tongue):
        return _("%(unit)s asks your opinion until %(day)s: %(link)s (code %(code)s)") % {
            "unit": invitation.round.unit.name, "link": link(code), "code": code,
            "day": f"{invitation.round.closes_on:%d/%m/%Y}",
        }  # fmt: skip


def coded(rows):
    """Invitations with their codes."""
    return [(row, spoken(row.nonce, row.code)) for row in rows]
