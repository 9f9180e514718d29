"""The page on which a unit writes its report: figures stand there, texts are typed."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core.admin.pages import DeskMove

from ..forms.drafts import REMARK, TEXT, DraftForm
from ..models import Item, Report, ReportVersion, Section
from ..services.drafts import offered
from ..services.register import also_for
from .figures import Shown, days_compared, live


@dataclass(frozen=True)
class Offer:
    """A narrative of a unit under this one, for one section."""

    version: ReportVersion
    text: str
    taken: bool
    value: str


@dataclass
class Part:
    """One section: its figures, its text, what units under it wrote."""

    section: str
    label: str
    field: Any
    figures: list[Shown] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)


class Draft:
    """Everything the page shows."""

    def __init__(self, report: Report, form: DraftForm):
        self.report, self.form = report, form

    @cached_property
    def figures(self) -> dict[str, list[Shown]]:
        found: dict[str, list[Shown]] = defaultdict(list)
        for pair in self.form.figures:
            code = pair[0].measure.code
            found[pair[0].measure.task].append(live(pair, self.form[REMARK + code]))
        return found

    @cached_property
    def parts(self) -> list[Part]:
        return [
            Part(each.value, str(each.label), self.form[TEXT + each], self.figures[each.value],
                 self.offers[each.value])
            for each in Section
        ]  # fmt: skip

    @property
    def other_figures(self) -> list[Shown]:
        """Figures of no single task."""
        return self.figures[Item.Task.OTHER.value]

    @cached_property
    def offers(self) -> dict[str, list[Offer]]:
        taken = set(self.report.inclusions.values_list("version", "section"))
        found: dict[str, list[Offer]] = defaultdict(list)
        for version in offered(self.report):
            for section, text in version.texts.items():
                if text.strip():
                    there = (version.pk, section) in taken
                    found[section].append(Offer(version, text, there, f"{version.pk}:{section}"))
        return found

    @property
    def compared(self) -> str:
        """Which days the values beside are of."""
        return days_compared(self.report.period)

    @property
    def also_for(self) -> list:
        return also_for(self.report)

    @property
    def returned(self) -> ReportVersion | None:
        """The version that was sent back, with its reason."""
        return self.report.versions.filter(returned_at__isnull=False).order_by("-number").first()


class WritePage(DeskMove):
    """Saving stays on the page; a text taken over is added to what was typed, and saved with it."""

    template_name = "admin/plans/report/write.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"draft": Draft(self.object, context["form"])}

    def done(self) -> None:
        messages.success(self.request, _("Saved. Nothing is handed in yet."))

    def get_success_url(self):
        section = self.request.POST.get("take", "").rpartition(":")[2]
        anchor = f"#part-{section}" if section in Section.values else ""
        return self.desk.url("write", self.object.pk) + anchor

    def get_closed_url(self):
        return self.desk.url("change", self.object.pk)
