"""Incoming mail on the desk: what became of each, and what nobody could read."""

from django.contrib import admin
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.admin import FlowAdmin, Tab
from core.desk import Entry, Line, desk_entry, desk_of

from ..models import IncomingMail, Inquiry
from . import services
from .querysets import leads_at_the_top
from .rules import looks, mail_verbs

Outcome = IncomingMail.Outcome
SHOWN = 3_000  # characters of a mail on its card


@admin.register(IncomingMail)
class IncomingMailAdmin(FlowAdmin):
    flow, services = mail_verbs, services
    list_display = ["heading", "sender", "outcome", "inquiry", "at"]
    list_filter = ["outcome"]
    search_fields = ["sender", "subject"]
    badges = {
        "outcome": {
            Outcome.CASE: "done",
            Outcome.JOINED: "done",
            Outcome.BROKEN: "go",
            Outcome.HELD: "go",
        }
    }
    card_fields = ("subject", "sender", "at", "outcome", "inquiry", "note", "words", "as_it_came")
    tabs = (
        Tab("trouble", _("To be looked at"), lambda rows, user: rows.filter(
            outcome__in=IncomingMail.TROUBLE)),
        Tab("aside", _("Laid aside"), lambda rows, user: rows.filter(
            outcome__in=set(IncomingMail.ASIDE) - set(IncomingMail.TROUBLE))),
    )  # fmt: skip
    empty = _("No mail came in.")

    def listed_for(self, user):
        return looks(user)

    def after(self, request, obj):
        """To the case that was made of it, where one sees it."""
        if Inquiry.objects.visible_to(request.user).filter(pk=obj.inquiry_id).exists():
            return f"{desk_of(Inquiry).list_url}{obj.inquiry_id}/change/"
        return super().after(request, obj)

    @admin.display(description=_("subject"), ordering="subject")
    def heading(self, mail):
        return str(mail)

    @admin.display(description=_("text"))
    def words(self, mail):
        """The first of what was laid aside, to tell whether it is a question."""
        return linebreaksbr(services.words_of(mail)[:SHOWN], autoescape=True)

    @admin.display(description=_("as it came"))
    def as_it_came(self, mail):
        if mail.raw is None:
            return ""
        return format_html('<a href="{}">{}</a>', mail.raw.get_absolute_url(), mail.raw)


@desk_entry
def mail_in_trouble(user):
    """Mail that could not be read, or came too often, for those who make cases of it."""
    if not (user.administers_accounts or leads_at_the_top(user)):
        return None
    rows = IncomingMail.objects.visible_to(user).filter(outcome__in=IncomingMail.TROUBLE)
    rows = rows.order_by("-at", "-pk")

    def line(mail):
        return Line(
            str(mail), f"{desk_of(IncomingMail).list_url}{mail.pk}/change/",
            f"{mail.sender} · {mail.get_outcome_display()}", mail.at,
            next=_("Read it, and make a case of it"),
        )  # fmt: skip

    return Entry(
        "mail", _("Mail to be looked at"), rows, line, more=desk_of(IncomingMail).list_url,
        empty=_("All mail could be read."),
    )  # fmt: skip
