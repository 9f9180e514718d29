"""Findings as rows and workbook sheets: what is shown on the page, nothing more (G12, G19)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.cells import Sheet

from ..models import Level, Question, Tally
from .findings import Findings
from .lines import LEVELS, GroupLine, IndexLine, Numbers, Scale, Trend, Turnout

SPLITS = (Tally.Split.UNIT, Tally.Split.KIND, Tally.Split.SIZE)

HIDDEN = "–"
"""Stands for every count that may not be seen, whichever of them was small."""


def number(value: float | None, places: int = 0) -> float | str:
    """A number of a sheet; the mark where it may not be seen."""
    return HIDDEN if value is None else round(value, places)


def sheets(findings: Findings) -> Iterator[Sheet]:
    """The workbook of a round: five-level questions, choices, parts, index, turnout."""
    yield Sheet(_("Five-level questions"), scale_head(), map(scale_row, findings.scales))
    yield Sheet(
        _("Choices"), [_("Survey question"), _("Answer"), _("Answers"), "%"], choices(findings)
    )
    head = [_("Survey question"), _("Answers"), _("Mean"), _("Median")]
    yield Sheet(_("Numbers"), head, map(number_row, findings.numbers))
    head = [_("Survey question"), _("Choice"), _("In the first place"), "%", _("Mean place")]
    yield Sheet(_("Rankings"), head, rankings(findings))
    parts = ([p.name, number(p.answered), satisfied(p.satisfied)] for p in findings.parts)
    yield Sheet(_("By part"), [_("Part"), _("Answers"), _("Satisfied, %")], parts)
    yield Sheet(_("Questions by part"), group_head(), map(group_row, by_group(findings)))
    head = [
        _("Dimension"),
        _("Index, 0–100"),
        _("Questions shown"),
        _("Questions in all"),
        _("Weight"),
    ]
    yield Sheet(_("Index"), head, map(index_row, findings.dimensions))
    head = [_("Grouping"), _("Part"), _("Dimension"), _("Index, 0–100")]
    yield Sheet(_("Index by part"), head, group_indices(findings))
    head = [_("Asked"), _("Answered"), _("Response rate, %")]
    yield Sheet(_("Turnout"), [_("Stratum"), *head], map(rate_row, findings.turnout))
    yield Sheet(_("Sent by"), [_("Sent by"), *head], map(rate_row, findings.ways))
    channels = ([name, number(n)] for name, n in findings.channels)
    yield Sheet(_("Channels"), [_("Channel"), _("Answered")], channels)
    rounds = [each.title for each in reversed(findings.rounds_before)]
    if rounds:
        trends = (trend_row(each) for each in findings.trends)
        head = [_("Code"), _("Survey question"), *rounds, findings.round.title]
        yield Sheet(_("Round by round"), head, trends)


def number_row(each: Numbers) -> list:
    return [
        each.question.text, number(each.answered), number(each.mean, 2), number(each.median, 2)
    ]  # fmt: skip


def rankings(findings: Findings) -> Iterator[list]:
    for each in findings.rankings:
        for label, first, percent, middle in each.lines:
            yield [
                each.question.text, label, number(first), number(percent, 2), number(middle, 2)
            ]  # fmt: skip


def index_row(each: IndexLine) -> list:
    return [each.name, number(each.value, 2), each.seen, each.asked, each.weight]


def rate_row(each: Turnout) -> list:
    return [each.name, each.asked, number(each.answered), number(each.rate, 2)]


def trend_row(each: Trend) -> list:
    return [each.question.code, each.question.text, *(number(p, 2) for p in each.percents)]


def scale_head() -> list[str]:
    levels = [str(Level(level).label) for level in LEVELS]
    return [
        _("Code"), _("Survey question"), *levels, _("Does not apply"), _("Answers"),
        *(f"{level}, %" for level in levels), _("Satisfied, %"), _("from"), _("to"),
        _("Weighted, %"), _("Mean, 1–5"), _("mean from"), _("mean to"), _("Round before, %"),
        _("Change, percent points"), _("Significance"),
    ]  # fmt: skip


def scale_lines(findings: Findings) -> Iterator[list]:
    """The five-level questions: of all, then by department, kind and size."""
    yield from ([*scale_row(each), "", ""] for each in findings.scales)
    for split, question, line in by_group(findings):
        ends, means = estimated(line)
        yield [
            question.code, question.text, *map(number, line.levels), "", number(line.answered),
            *(number(p, 2) for p in line.percents), satisfied(line.satisfied), *ends, "", *means,
            "", "", "", split, line.name,
        ]  # fmt: skip


def by_group(findings: Findings) -> Iterator[tuple[str, Question, GroupLine]]:
    """(split, question, its line) of what is told by department, kind and size."""
    asked = {each.question.code: each.question for each in findings.scales}
    for split in SPLITS:
        found = dict(findings.groups_by(split).all())
        for code, question in asked.items():
            yield from ((str(split.label), question, line) for line in found.get(code, ()))


def group_head() -> list[str]:
    levels = [str(Level(level).label) for level in LEVELS]
    return [
        _("Code"), _("Survey question"), _("Grouping"), _("Part"), *levels, _("Answers"),
        *(f"{level}, %" for level in levels), _("Satisfied, %"), _("from"), _("to"),
        _("Mean, 1–5"), _("mean from"), _("mean to"),
    ]  # fmt: skip


def group_row(told: tuple[str, Question, GroupLine]) -> list:
    split, question, line = told
    ends, means = estimated(line)
    return [
        question.code, question.text, split, line.name, *map(number, line.levels),
        number(line.answered), *(number(p, 2) for p in line.percents), satisfied(line.satisfied),
        *ends, *means,
    ]  # fmt: skip


def group_indices(findings: Findings) -> Iterator[list]:
    questions = [each.question for each in findings.scales]
    for split in SPLITS if findings.dimensions else ():
        for name, row in findings.groups_by(split).index(questions).items():
            yield from ([str(split.label), name, each.name, number(each.value, 2)] for each in row)


def estimated(each: Scale | GroupLine) -> tuple[list, list]:
    """The ends of a share's interval; a mean and its ends."""
    share, middle = each.satisfied, each.middle
    ends = (share.low, share.high) if share else (None, None)
    means = (middle.value, middle.low, middle.high) if middle else (None, None, None)
    return [number(end, 2) for end in ends], [number(mean, 2) for mean in means]


def scale_row(each: Scale) -> list:
    ends, means = estimated(each)
    change = each.change.difference if each.change else None
    return [
        each.question.code, each.question.text, *map(number, each.levels),
        number(each.does_not_apply), number(each.answered),
        *(number(p, 2) for p in each.percents), satisfied(each.satisfied),
        *ends, number(each.weighted, 1), *means, number(each.before, 2), number(change, 2),
        said(each) if each.change else HIDDEN,
    ]  # fmt: skip


def satisfied(estimate) -> float | str:
    return number(estimate.value if estimate else None, 2)


def said(each: Scale) -> str:
    """The change in words: whether one may speak of one at all."""
    if each.change is None:
        return ""
    if each.change.p is None:
        return _("too few answers to tell")
    if not each.change.is_sure:
        return _("no sure change")
    return _("surely more") if each.change.difference > 0 else _("surely less")


def choices(findings: Findings) -> Iterator[list]:
    for each in findings.choices:
        for label, n, percent in each.lines:
            yield [each.question.text, label, number(n), number(percent, 2)]
