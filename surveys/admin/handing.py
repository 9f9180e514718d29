"""Codes that go out by post, by text message or on printed sheets."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views import View

from core.cells import xlsx_response

from .. import services
from ..codes import spoken
from ..models import Invitation, Round
from ..notices import link
from ..paper import LEVEL_WORDS
from ..papers import paper_of
from ..qr import qr
from ..rules import conducts

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
    """The file for a printing house or a text-message service; handing it out marks them sent."""

    def get(self, request, pk):
        row = self.found(pk)
        rows = row.invitations.exclude(channel=Invitation.Channel.MAIL).with_use()
        number = rows.filter(is_used=False, opted_out_on=None).count()
        page = self.frame(row, _("Codes for letters and text messages")) | {"number": number}
        return TemplateResponse(request, "admin/surveys/codes.html", page)

    def post(self, request, pk):
        row = self.found(pk)
        if row.status != Round.Status.OPEN:
            return redirect(self.desk.url("change", row.pk))
        found = services.hand_out(row, by=request.user)
        heads = [_("Name"), _("Address"), _("Telephone"), _("Code"), _("Link")]
        lines = ([r.name, r.postal, r.phone, code, link(code)] for r, code in coded(found))
        about = {_("Survey round"): str(row), _("Made by"): str(request.user)}
        return xlsx_response(_("Codes"), heads, lines, about)


class SheetsPage(OfRound):
    """Sheets to print with code and QR, fifty at a time; ``?from=`` the key to go on after."""

    def get(self, request, pk):
        row = self.found(pk)
        after = request.GET.get("from", "")
        rows = row.invitations.exclude(channel=Invitation.Channel.MAIL).with_use()
        rows = rows.filter(is_used=False, opted_out_on=None).order_by("pk")
        if after.isdecimal() and len(after) < 15:
            rows = rows.filter(pk__gt=int(after))
        found = list(rows[: AT_ONCE + 1])
        sheets = [
            {"invitation": each, "code": code, "qr": qr(link(code))}
            for each, code in coded(found[:AT_ONCE])
        ]
        page = {
            "round": row, "paper": paper_of(row.questionnaire), "sheets": sheets,
            "levels": LEVEL_WORDS.items(),
            "card": self.desk.url("change", row.pk),
            "more": found[AT_ONCE - 1].pk if len(found) > AT_ONCE else "",
        }  # fmt: skip
        return render(request, "surveys/sheets.html", page)


def coded(rows):
    """Invitations with their codes."""
    return [(row, spoken(row.nonce, row.code)) for row in rows]
