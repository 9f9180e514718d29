"""Findings drawn for a page: tables with bars, numbers beside them, changes in words and signs."""

from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.components.bars import diverge, share
from core.components.rows import rows

from ..models import Level, Round, Tally
from .drawn import count, decimal, ends, interval, of_all, percent, plain
from .findings import Findings
from .group_page import GroupsPage
from .lines import LEVELS, Scale, Turnout
from .sheets import HIDDEN, SPLITS, said

BARS = ("p2", "p1", "n0", "n1", "n2")


def asked_of(code: str, survey_round: Round) -> str:
    """The code of a question that a visitor asked for, where something is told of it by group."""
    told = Tally.objects.filter(round=survey_round, split=Tally.Split.GROUP, code=code[:40])
    return code if code and "\0" not in code and told.exists() else ""


def split_of(asked: str, survey_round: Round) -> str:
    """The split a visitor asked for; for anything else departments, or kinds where one answered."""
    if asked in SPLITS:
        return asked
    units = Tally.objects.filter(round=survey_round, split=Tally.Split.UNIT).exclude(code="")
    several = units.order_by().values("part").distinct()[:2]
    return Tally.Split.UNIT if len(several) > 1 else Tally.Split.KIND


@dataclass
class ResultsPage:
    """What the page of a round's results shows; ``by`` is the split set side by side, ``asked`` the
    question that is broken down."""

    round: Round
    by: str
    asked: str = ""

    @cached_property
    def findings(self) -> Findings:
        return Findings(self.round, self.by, self.asked)

    @cached_property
    def groups(self) -> GroupsPage:
        return GroupsPage(self.findings)

    @property
    def keys(self) -> list[tuple[str, str]]:
        return [(css, str(Level(level).label)) for css, level in zip(BARS, LEVELS, strict=True)]

    def scales(self) -> SafeString:
        """Each five-level question: its levels as bar and in numbers, satisfied, what changed."""
        levels = [str(Level(level).label) for level in LEVELS]
        heads = [_("Survey question"), _("Distribution"), *levels, _("Answers")]
        lines = [
            [
                each.question.text,
                self._bar(each),
                *map(percent, each.percents),
                count(each.answered),
            ]
            for each in self.findings.scales
        ]
        numeric = range(2, len(heads))
        return rows(_("Answers by level, in percent"), heads, lines, numeric=numeric)

    def judged(self) -> SafeString:
        """Each five-level question: satisfied with its interval, mean, and the round before."""
        weighted, compared = bool(self.findings.weights), self.findings.earlier is not None
        heads = [_("Survey question"), _("Satisfied"), _("Interval of 95 %")]
        heads += [_("Weighted")] if weighted else []
        heads += [_("Mean, 1–5, with its interval")]
        heads += [_("Change since the round before"), _("What it means")] if compared else []
        lines = [
            [each.question.text, percent(each.satisfied.value if each.satisfied else None),
             interval(each.satisfied), *([percent(each.weighted, 1)] if weighted else []),
             self._mean(each), *([self._change(each), said(each)] if compared else [])]
            for each in self.findings.scales
        ]  # fmt: skip
        numeric = range(1, len(heads) - compared)
        return rows(_("Very satisfied and satisfied together"), heads, lines, numeric=numeric)

    def trends(self) -> SafeString:
        """Satisfied from round to round, oldest first; from the second round before on."""
        before = [each.title for each in reversed(self.findings.rounds_before)]
        heads = [_("Survey question"), *before, _("This round")]
        lines = [
            [each.question.text, *map(percent, each.percents)] for each in self.findings.trends
        ]
        return rows(_("Satisfied, round by round"), heads, lines, numeric=range(1, len(heads)))

    def parts(self) -> SafeString:
        heads = [_("Part"), _("Share satisfied"), _("Satisfied"), _("Answers")]
        lines = [
            [part.name, share(part.satisfied.value, 100) if part.satisfied else "",
             percent(part.satisfied.value if part.satisfied else None), count(part.answered)]
            for part in self.findings.parts
        ]  # fmt: skip
        return rows(_("All five-level questions together"), heads, lines, numeric=(2, 3))

    def index(self) -> SafeString:
        heads = [_("Dimension"), _("Index"), _("Index, 0–100"), _("Questions shown"), _("Weight")]
        lines = [
            [each.name, share(each.value, 100) if each.value is not None else "",
             HIDDEN if each.value is None else decimal(each.value, 1), of_all(each),
             decimal(each.weight, 2)]
            for each in self.findings.dimensions
        ]  # fmt: skip
        whole = self.findings.index
        foot = [_("Whole index"), "", plain(whole), "", ""]
        return rows(_("Index by dimension"), heads, lines, foot, numeric=(2, 3, 4))

    def turnout(self) -> SafeString:
        return self._rates(_("Response by stratum"), _("Stratum"), self.findings.turnout)

    def ways(self) -> SafeString:
        return self._rates(_("Response by how codes were sent"), _("Sent by"), self.findings.ways)

    @staticmethod
    def _rates(caption: str, first: str, found: list[Turnout]) -> SafeString:
        heads = [first, _("Asked"), _("Answered"), _("Response rate")]
        lines = [[t.name, count(t.asked), count(t.answered), percent(t.rate)] for t in found]
        return rows(caption, heads, lines, numeric=(1, 2, 3))

    def channels(self) -> SafeString:
        lines = [[name, count(n)] for name, n in self.findings.channels]
        heads = [_("Channel"), _("Answered")]
        return rows(_("Response by channel"), heads, lines, numeric=(1,))

    def choices(self) -> list[tuple[str, SafeString]]:
        """(question, its table) of each question of one or several choices."""
        heads = [_("Answer"), _("Share"), _("Answers"), "%"]
        return [
            (
                each.question.text,
                rows(each.question.text, heads, [
                    [label, share(part or 0, 100) if part is not None else "", count(n),
                     percent(part)] for label, n, part in each.lines
                ], numeric=(2, 3)),
            )
            for each in self.findings.choices
        ]  # fmt: skip

    def numbers(self) -> SafeString:
        heads = [_("Survey question"), _("Answers"), _("Mean"), _("Median")]
        lines = [
            [each.question.text, count(each.answered), plain(each.mean), plain(each.median)]
            for each in self.findings.numbers
        ]
        return rows(_("Questions for a number"), heads, lines, numeric=(1, 2, 3))

    def rankings(self) -> list[tuple[str, SafeString]]:
        """(question, its table) of each ranking."""
        heads = [_("Choice"), _("Share"), _("In the first place"), "%", _("Mean place")]
        return [
            (
                each.question.text,
                rows(each.question.text, heads, [
                    [label, share(part, 100) if part is not None else "", count(first),
                     percent(part), plain(middle, 2)]
                    for label, first, part, middle in each.lines
                ], numeric=(2, 3, 4)),
            )
            for each in self.findings.rankings
        ]  # fmt: skip

    @staticmethod
    def _bar(each: Scale) -> SafeString | str:
        if each.together:
            return _("neutral and dissatisfied are known together only")
        return diverge(each.five) if each.five else _("not shown: too few answers of one level")

    @staticmethod
    def _mean(each: Scale) -> str:
        if each.middle is None:
            return HIDDEN
        return f"{decimal(each.middle.value, 2)} ({ends(each.middle, 2)})"

    def _change(self, each: Scale) -> SafeString | str:
        """The sign says the direction, filled where it is sure; never colour alone. A round before
        the last is named."""
        if each.change is None:
            return HIDDEN
        up = each.change.difference >= 0
        sign = ("▲" if up else "▼") if each.change.is_sure else ("△" if up else "▽")
        shown = decimal(each.change.difference, 2)
        older = each.since if each.since != self.findings.earlier else None
        since = format_html('<span class="under">{}</span>', older.title) if older else ""
        return format_html("{} {}{}{}", sign, "+" if up else "", shown, since)
