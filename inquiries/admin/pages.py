"""Pages of the desk beside lists and cards: answering, quick entry, drafts, several at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from core.admin.pages import DeskBeginning, DeskMove
from core.workflow import NotNow
from directory.tax_codes import clean_tax_code

from .. import services
from ..models import Inquiry, ReplyTemplate
from ..pages import CasePage
from ..rules import flow, handles

BULK = ("take", "route", "close")
MOST = 100  # rows of one bulk move


class ReplyPage(DeskMove):
    """What the asker reads is written beside the conversation, with ready texts at hand."""

    template_name = "admin/inquiries/inquiry/answer.html"
    keeps = False

    def get_initial(self):
        chosen = self.request.GET.get("template", "")
        text = self.begun()
        if chosen.isdecimal() and len(chosen) < 10:
            ready = self.templates().filter(pk=int(chosen)).first()
            text = f"{text}\n\n{ready.text}".strip() if ready else text
        return {"text": text}

    def begun(self) -> str:
        return ""

    def templates(self):
        rows = ReplyTemplate.objects.visible_to(self.request.user).for_topic(self.object.topic)
        return rows.filter(language=self.object.language)

    def get_context_data(self, **kwargs):
        if self.request.method == "GET":
            services.saw(self.object, self.request.user)
        return super().get_context_data(
            page=CasePage(self.object, inner=True), templates=self.templates()[:50],
            others=services.being_answered_by(self.object, self.request.user), keeps=self.keeps,
            **kwargs,
        )  # fmt: skip


class AnswerPage(ReplyPage):
    """The answer: what is typed is kept."""

    keeps = True

    def begun(self) -> str:
        user: Any = self.request.user
        return services.draft_of(self.object, user)


class EnterPage(DeskBeginning):
    """Quick entry: the caller is looked up first, past cases stand beside the form."""

    template_name = "admin/inquiries/inquiry/enter.html"

    def found(self) -> services.Caller:
        user: Any = self.request.user
        return services.caller(self.request.GET.get("who", "")[:40], user)

    def get_initial(self):
        sought, found = self.request.GET.get("who", "")[:40].strip(), self.found()
        if found.enterprise is None:
            return self.unknown(sought)
        contact = found.contact
        return {
            "tax_code": found.enterprise.tax_code, "company": found.enterprise.name_vi,
            "name": contact.name if contact else "", "phone": contact.phone if contact else "",
            "email": contact.email if contact else "",
        }  # fmt: skip

    @staticmethod
    def unknown(sought: str) -> dict[str, str]:
        """A sound tax code that nobody knows yet is one; else it is the telephone."""
        try:
            code = "" if sought.startswith(("+", "09")) else clean_tax_code(sought)
        except ValidationError:
            code = ""
        return {"tax_code": code} if code else {"phone": sought}

    def get_context_data(self, **kwargs):
        who = self.request.GET.get("who", "")[:40]
        return super().get_context_data(who=who, found=self.found() if who else None, **kwargs)


class DraftPage(View):
    """Keeps what is typed: from the script every few seconds, or by the button."""

    desk: Any = None

    def post(self, request, pk):
        case = get_object_or_404(Inquiry.objects.visible_to(request.user), pk=pk)
        if not handles(request.user, case):
            raise PermissionDenied
        services.keep_draft(case, by=request.user, text=request.POST.get("text", ""))
        if request.headers.get("X-Requested-With") == "fetch":
            others = services.being_answered_by(case, request.user)
            said = _("Being answered by %(who)s") % {"who": ", ".join(map(str, others))}
            return HttpResponse(said if others else "", content_type="text/plain; charset=utf-8")
        messages.success(request, _("The draft is kept."))
        return redirect(self.desk.url("answer", pk))


class BulkPage(View):
    """Several cases at once: first what will change and what will not, then the change."""

    desk: Any = None

    def get(self, request):
        return self.show(request, list(self.desk.picked(request)[:MOST]))

    def post(self, request):
        keys = [key for key in request.POST.getlist("case") if key.isdecimal() and len(key) < 19]
        rows = Inquiry.objects.visible_to(request.user).for_list()
        cases = list(rows.filter(pk__in=keys[:MOST]).order_by("due_at", "pk"))
        name = request.POST.get("move", "")
        if name not in BULK or not cases:
            messages.warning(request, _("Choose cases and what to do with them."))
            return self.show(request, cases)
        if "confirm" in request.POST:
            return self.carry_out(request, name, cases)
        return self.show(request, cases, name)

    def show(self, request, cases, name=""):
        turns = services.Turns({case.unit_id for case in cases} if name == "route" else ())
        lines = []
        for case in cases:
            why = self.why_not(name, case, request.user) if name else ""
            chosen = None if why else turns.next(case.unit_id)
            lines.append((case, why, turns.people[case.unit_id].values(), chosen))
        context = self.desk.admin_site.each_context(request) | {
            "opts": self.desk.opts, "desk": self.desk, "title": _("Several at once"),
            "lines": lines, "move": flow.moves.get(name), "most": MOST,
            "moves": [flow.moves[each] for each in BULK],
            "able": sum(not why for _case, why, *_to in lines),
        }  # fmt: skip
        return render(request, "admin/inquiries/inquiry/bulk.html", context)

    def why_not(self, name: str, case: Inquiry, user) -> str:
        """Why a case will not change, in words; "" when it will."""
        move = flow.moves[name]
        if not move.fits(case):
            return _("Its state is “%(state)s”.") % {"state": case.get_status_display()}
        return "" if move.who(user, case) else _("It is not yours to do this.")

    def carry_out(self, request, name: str, cases) -> HttpResponse:
        done, turns = 0, services.Turns({case.unit_id for case in cases} if name == "route" else ())
        for case in cases:
            chosen = request.POST.get(f"to-{case.pk}", "")
            people = {str(pk): user for pk, user in turns.people[case.unit_id].items()}
            more = {"handler": people[chosen]} if chosen in people else {}
            try:
                getattr(services, name)(case, by=request.user, **more)
                done += 1
            except (NotNow, PermissionDenied, ValidationError):
                continue
        said = _("%(move)s: %(done)s of %(all)s cases.")
        messages.success(
            request, said % {"move": flow.label(name), "done": done, "all": len(cases)}
        )
        tail = request.GET.urlencode()  # back to the list as it was filtered
        return redirect(self.desk.list_url + (f"?{tail}" if tail else ""))
