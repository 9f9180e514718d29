"""The portal's front door, its statement on accessibility, and what it says when it refuses."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required as public
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from directory.models import Unit
from inquiries.models import PublishedAnswer
from plans.models import Activity, Item, Plan
from plans.page import ICONS

EXAMPLES = ("hoàn thuế nhập khẩu", "C/O mẫu E", "sửa tờ khai", "xác định trước mã số")
SHOWN = 3  # activities to come, answers just published

MEANING = {
    Item.Task.INFORMATION: gettext_lazy(
        "New rules, programmes and commitments, told in good time."
    ),
    Item.Task.SUPPORT: gettext_lazy("Help with procedures, classification, value and new systems."),
    Item.Task.CONSULTATION: gettext_lazy("Your say on drafts, and answers to what you propose."),
    Item.Task.SUPERVISION: gettext_lazy(
        "You judge how customs serves you; what displeases is put right."
    ),
    Item.Task.COOPERATION: gettext_lazy(
        "Agreements with associations, partner enterprises and brokers."
    ),
}


@dataclass(frozen=True)
class Task:
    """One of the five tasks as the front door shows it."""

    code: str
    label: str | Promise
    icon: str
    meaning: str
    count: int


@method_decorator(public, name="dispatch")
class Home(TemplateView):
    """What an enterprise comes for, in three clicks."""

    template_name = "home.html"

    def get_context_data(self, **kwargs):
        plan = Plan.objects.visible_to(AnonymousUser()).first()
        to_come = Activity.objects.on_page().upcoming(now()).for_list()[:SHOWN]
        found = of_plan(plan) if plan else {}
        return super().get_context_data(
            plan=plan, examples=examples(), upcoming=to_come, answers=answers(), **found, **kwargs
        )


@method_decorator(public, name="dispatch")
class Accessibility(TemplateView):
    """What the portal holds to, and where it still falls short."""

    template_name = "accessibility.html"


def examples() -> list[tuple[str, str]]:
    """Searches that show how one may look for an answer."""
    where = reverse("inquiries:answers:list")
    return [(words, f"{where}?{urlencode({'q': words})}") for words in EXAMPLES]


def answers() -> dict:
    """How many answers anyone may read, and the newest of them."""
    public = PublishedAnswer.objects.public()
    return {"count": public.count(), "newest": list(public.newest().for_list()[:SHOWN])}


def of_plan(plan: Plan) -> dict:
    """The plan on the front door: its five tasks, figures counted from it, reporting dates."""
    counts = plan.items.obligations().order_by().values("task", "level").annotate(n=Count("pk"))
    cells = [(row["task"], row["level"], row["n"]) for row in counts]
    return {"tasks": tasks(cells), "figures": figures(plan, cells)}


def tasks(cells: list[tuple[str, str, int]]) -> list[Task]:
    """The five tasks: what each means for an enterprise, and the number of its obligations."""
    counts: Counter[str] = Counter()
    for task, _level, number in cells:
        counts[task] += number
    return [Task(t, t.label, ICONS[t], str(MEANING[t]), counts[t]) for t in MEANING if counts[t]]


def figures(plan: Plan, cells: list[tuple[str, str, int]]) -> list[tuple[str, int, str]]:
    """Counts of the plan: name, number and what is counted."""
    total = sum(number for *_at, number in cells)
    provincial = sum(n for _task, level, n in cells if level == Item.Level.DEPARTMENTS)
    day = plan.signed_on or localdate()
    departments = Unit.objects.as_of(day).filter(kind=Unit.Kind.DEPARTMENT).count()
    return [
        (_("Obligations in all"), total, _("in the tasks below")),
        (_("At the general department"), total - provincial, _("led by its own units")),
        (_("At customs departments"), provincial, _("led by the departments")),
        (_("Customs departments"), departments, _("on the day it was signed")),
    ]


def csrf_failure(request, reason=""):
    """A form whose proof of origin is missing or too old (settings.CSRF_FAILURE_VIEW)."""
    return render(request, "csrf.html", status=403)
