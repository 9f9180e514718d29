"""Every component with its arguments, for those who build pages; never in production."""

from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.components.buttons import Button
from core.components.leaves import badge, clock

NAMES = (
    "colours", "card", "badge", "moves", "clock", "rows", "history", "bar", "trend", "kpi",
    "steps", "problems", "files", "empty", "pager", "filters", "undo", "job",
)  # fmt: skip
SWATCHES = ("f1", "f2", "f3", "f4", "n2", "n1", "n0", "p1", "p2")
MONTHS = [str(month) for month in range(1, 13)]
THIS_YEAR = [1204, 1098, 1467, 1389, 1502, 1455, 1398, 1471, 1449, 1530]
LAST_YEAR = [1150, 980, 1320, 1290, 1402, 1377, 1344, 1390, 1361, 1402, 1433, 1250]


class Sample(forms.Form):
    """One field of each look, filled with a fault to show the error summary."""

    tax_code = forms.CharField(
        label=gettext_lazy("Tax code"),
        min_length=10,
        help_text=gettext_lazy("10 digits; a branch has 13."),
        error_messages={"min_length": gettext_lazy("Type a tax code of 10 or 13 digits")},
        widget=forms.TextInput(attrs={"class": "w-12", "inputmode": "numeric"}),
    )
    field = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=[("origin", gettext_lazy("Origin")), ("value", gettext_lazy("Customs value"))],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("What happened"), widget=forms.Textarea, required=False
    )
    told = forms.BooleanField(label=gettext_lazy("Write to me by email"), required=False)


@method_decorator(login_not_required, name="dispatch")
class Styleguide(TemplateView):
    """The catalogue; it exists on a trial or with DEBUG, and answers 404 elsewhere."""

    template_name = "styleguide.html"

    def get(self, request, *args, **kwargs):
        if not (settings.DEBUG or settings.TRIAL):
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        sample = Sample({"sample-tax_code": "010023", "sample-field": "origin"}, prefix="sample")
        return super().get_context_data(
            names=NAMES,
            swatches=SWATCHES,
            sample=sample,
            buttons=buttons(),
            **lists(),
            **numbers(),
            **kwargs,
        )


def buttons() -> list[Button]:
    return [
        Button(
            _("Answer"),
            "#moves",
            _("Sends a letter; can be undone for 10 seconds."),
            "main",
            "send",
        ),
        Button(_("Pass to another unit"), "#moves", _("The clock runs on."), icon="fork"),
        Button(_("Publish the answer"), why_not=_("Not yet: it has to be answered first.")),
        Button(_("Refuse"), "#moves", _("The enterprise gets a letter."), "grave", "x"),
    ]


def lists() -> dict:
    """Samples for components that take lists."""
    entry = SimpleNamespace
    return {
        "pairs": [(_("Field"), _("Origin")), (_("Declaration"), "105678901230")],
        "entries": [
            entry(what=_("Answer"), why=_("Expected on 27/11."), side="next"),
            entry(at="9:25, 20/11/2023", who="Nguyễn Thu Hà", what=_("passed the case on")),
            entry(at="9:12, 20/11/2023", who="Minh Phát", what=_("asked"), side="theirs"),
        ],
        "files": [
            ("to-khai.pdf", _("PDF, 1.2 MB: received"), "ok", _("Remove"), "#files"),
            ("hop-dong.xlsx", _("Refused: it has a password."), "late", _("Choose"), "#files"),
        ],
        "steps": [_("Enterprise"), _("Question"), _("Check"), _("Sent")],
        "links": [(_("Origin"), "#filters"), (_("Customs value"), "#filters")],
        "tabs": [(_("Mine"), "#filters", 12, True), (_("Overdue"), "#filters", 2, False)],
        "acts": [(_("Ask a customs unit"), "#empty"), (_("Home"), "#empty")],
        "heads": [_("Question"), _("Due"), _("State"), _("Days")],
        "numeric": (3,),
        "lines": [
            (_("Origin"), clock("soon", _("6 working hours left")), badge(_("Answered"), "go"), 3),
            (_("Customs value"), clock("late", _("Overdue")), badge(_("Answered"), "done"), 12),
        ],
        "work": entry(
            title=_("Enterprises"), badge=badge(_("Running"), "go"), total=2480, done=1612,
            failed=14, left=_("about 2 minutes"), cancel_url="", errors_url="#job",
        ),
    }  # fmt: skip


def numbers() -> dict:
    """Samples for figures; none of them is a figure of customs."""
    return {
        "parts": [("f1", 56.67), ("f2", 13.33), ("f3", 23.33), ("n2", 6.67)],
        "one": [("f1", 64)],
        "five": [2, 6, 14, 48, 30],
        "months": MONTHS,
        "values": THIS_YEAR,
        "previous": LAST_YEAR,
        "quarters": [91.2, 92.6, 92.1, 93.2, 93.4, 94.2],
        "colours": [
            ("f1", _("Done")), ("f2", _("Handed in")), ("f3", _("Begun")), ("n2", _("Overdue")),
        ],
        "figures": [
            SimpleNamespace(
                name=_("Answered in time"), figure="94,2%", url="#kpi", compare="4.068 / 4.318",
                definition=_("Answers in time among those that were due."), period="III/2023",
            ),
            SimpleNamespace(
                name=_("Overdue"), figure="< 5", definition=_("Small numbers are not shown."),
                period="III/2023",
            ),
        ],
    }  # fmt: skip
