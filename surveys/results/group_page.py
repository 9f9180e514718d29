"""Questions by department, kind or size drawn for a page: one question at a time, and the index."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.components.bars import diverge, share
from core.components.rows import rows

from ..models import Level, Question
from .drawn import count, decimal, ends, percent, plain
from .findings import Findings
from .lines import LEVELS, GroupLine
from .sheets import HIDDEN
from .statistics import Estimate


@dataclass
class GroupsPage:
    """The question that somebody chose, or the first."""

    findings: Findings

    @cached_property
    def questions(self) -> list[Question]:
        """The questions one may choose of, in their order."""
        told = set(self.findings.groups.codes)
        scales = [each.question for each in self.findings.scales]
        return [question for question in scales if question.code in told]

    @property
    def chosen(self) -> Question | None:
        same = (each for each in self.questions if each.code == self.findings.chosen)
        return next(same, self.questions[0] if self.questions else None)

    @cached_property
    def lines(self) -> list[GroupLine]:
        return self.findings.groups.lines(self.chosen.code) if self.chosen else []

    @property
    def has_levels(self) -> bool:
        return any(line.five for line in self.lines)

    def table(self) -> SafeString:
        """The question by group: satisfied, with levels and mean where these are told of some."""
        levels = [str(Level(level).label) for level in LEVELS] if self.has_levels else []
        bar = _("Distribution") if levels else _("Share satisfied")
        shares = [*levels, _("Two best levels"), _("Mean")] if levels else [_("Satisfied")]
        heads = [_("Part"), bar, *shares, _("Answers")]
        lines = [
            [line.name, self._bar(line), *(map(percent1, line.percents) if levels else ()),
             both(line.satisfied, 1, " %"), *([both(line.middle, 2)] if levels else ()),
             count(line.answered)]
            for line in self.lines
        ]  # fmt: skip
        caption = self.chosen.text if self.chosen else ""
        return rows(caption, heads, lines, numeric=range(2, len(heads)))

    @cached_property
    def index(self) -> SafeString | str:
        """The index by dimension of each group of which one may be told."""
        found = self.findings.groups.index(each.question for each in self.findings.scales)
        names = [line.name for line in self.findings.dimensions]
        lines = [[name, *(plain(each.value) for each in row)] for name, row in found.items()]
        heads = [_("Part"), *names]
        numeric = range(1, len(heads))
        return rows(_("Index by dimension, 0–100"), heads, lines, numeric=numeric) if lines else ""

    def _bar(self, line: GroupLine) -> SafeString | str:
        if not self.has_levels:
            return share(line.satisfied.value, 100) if line.satisfied else ""
        return diverge(line.five) if line.five else _("not shown: too few answers of one level")


def percent1(value: float | None) -> str:
    return percent(value, 1)


def both(estimate: Estimate | None, places: int, unit: str = "") -> SafeString | str:
    """A value with its interval beneath."""
    if estimate is None:
        return HIDDEN
    value = f"{decimal(estimate.value, places)}{unit}"
    return format_html('{} <span class="under">{}</span>', value, ends(estimate, places))
