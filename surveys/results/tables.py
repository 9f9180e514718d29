"""The tables of a round's report, in Vietnamese: what the results page shows, as Word has it."""

from collections.abc import Sequence
from typing import Any

from core.official import Bar, Table

from ..models import Level, Question
from .drawn import count, decimal, ends, percent, plain
from .findings import Findings
from .groups import Groups
from .lines import LEVELS, Choices, Ranking, Scale, Turnout
from .sheets import HIDDEN


def bar(value: float | None, words: str) -> Bar:
    """``value`` in percent; what may not be seen has no length."""
    return Bar((value or 0.0) / 100, words)


def rates(first: str, lines: list[Turnout]) -> Table:
    rows = [
        (t.name, count(t.asked), count(t.answered), bar(t.rate, percent(t.rate))) for t in lines
    ]
    return Table((first, "Phát ra", "Trả lời", "Tỷ lệ trả lời"), rows, (5, 1.6, 1.6, 4), {1, 2})


def channels(found: Findings) -> Table:
    whole = found.answered or 1
    rows = [
        (name, bar(None if n is None else 100 * n / whole, count(n))) for name, n in found.channels
    ]
    return Table(("Kênh trả lời", "Số phiếu"), rows, (5, 7))


def judged(found: Findings) -> Table:
    """Each five-level question: satisfied as a bar, interval, weighted, mean."""
    weighted = bool(found.weights)
    rows = []
    for place, each in enumerate(found.scales, 1):
        sure, middle = each.satisfied, each.middle
        cells: list[Any] = [str(place), each.question.text_vi]
        cells += [bar(sure.value, percent(sure.value)) if sure else HIDDEN]
        cells += [ends(sure, 1) if sure else HIDDEN]
        cells += [percent(each.weighted, 1)] if weighted else []
        cells += [decimal(middle.value, 2) if middle else HIDDEN, count(each.answered)]
        rows.append(tuple(cells))
    more, widths = (("Có trọng số",), (1.8,)) if weighted else ((), ())
    heads_ = ("TT", "Nội dung", "Hài lòng và rất hài lòng", "Khoảng tin cậy 95% (%)", *more,
              "Điểm trung bình", "Số trả lời")  # fmt: skip
    wide = (0.9, 4.6, 3.4, 2.3, *widths, 1.6, 1.6)
    return Table(heads_, rows, wide, range(3, len(heads_)))


def dimensions(found: Findings) -> Table:
    rows: list[tuple] = [
        (each.name, HIDDEN if each.value is None else bar(each.value, decimal(each.value, 1)),
         f"{each.seen}/{each.asked}", decimal(each.weight, 2))
        for each in found.dimensions
    ]  # fmt: skip
    whole = found.index
    told = HIDDEN if whole is None else bar(whole, decimal(whole, 1))
    rows.append(("Chỉ số chung", told, "", ""))
    heads_ = ("Nhóm tiêu chí", "Chỉ số (0 thấp nhất, 100 cao nhất)", "Số câu hỏi", "Trọng số")
    return Table(heads_, rows, (5, 5, 1.6, 1.6), {2, 3}, {len(rows) - 1})


def by_group(groups: Groups, questions: Sequence[Question], first: str) -> Table:
    """Each question by department, kind or size: satisfied, five levels and mean as far as told."""
    found = {code: list(lines) for code, lines in groups.all()}
    has_levels = any(line.middle for lines in found.values() for line in lines)
    rows: list[tuple] = []
    for question in questions:
        for place, each in enumerate(found.get(question.code, ())):
            sure, middle = each.satisfied, each.middle
            levels = [
                *(percent(p, 1) for p in each.percents),
                plain(middle.value if middle else None, 2),
            ]
            rows.append(
                ("" if place else question.text_vi, each.name,
                 bar(sure.value, percent(sure.value, 1)) if sure else HIDDEN,
                 ends(sure, 1) if sure else HIDDEN, *(levels if has_levels else ()),
                 count(each.answered))
            )  # fmt: skip
    told = [*(str(Level(level).label) for level in LEVELS), "Điểm trung bình"] if has_levels else []
    heads_ = ("Nội dung", first, "Hài lòng và rất hài lòng", "Khoảng tin cậy 95% (%)", *told,
              "Số trả lời")  # fmt: skip
    wide = (4.2, 3.2, 3.2, 2.7, *[1.6] * len(told), 1.5)
    return Table(heads_, rows, wide, range(3, len(heads_)))


def index_by_group(found: Findings, groups: Groups, first: str) -> Table | None:
    """The index by dimension of each group of which one is told."""
    lines = groups.index(each.question for each in found.scales)
    rows = [(name, *(plain(each.value) for each in row)) for name, row in lines.items()]
    heads_ = (first, *(each.name for each in found.dimensions))
    wide = (5, *[2.4] * (len(heads_) - 1))
    return Table(heads_, rows, wide, range(1, len(heads_))) if rows else None


def chosen(each: Choices) -> Table:
    rows = [(label, bar(part, percent(part)), count(n)) for label, n, part in each.lines]
    return Table(("Phương án", "Tỷ lệ", "Số trả lời"), rows, (5, 5, 2), {2})


def ranked(each: Ranking) -> Table:
    rows = [
        (label, bar(part, percent(part)), count(first), plain(middle, 2))
        for label, first, part, middle in each.lines
    ]
    heads_ = ("Phương án", "Tỷ lệ xếp thứ nhất", "Số lần xếp thứ nhất", "Thứ hạng trung bình")
    return Table(heads_, rows, (5, 4, 2, 2), {2, 3})


def numbers(found: Findings) -> Table:
    rows = [
        (each.question.text_vi, count(each.answered), plain(each.mean), plain(each.median))
        for each in found.numbers
    ]
    heads_ = ("Nội dung", "Số trả lời", "Trung bình", "Trung vị")
    return Table(heads_, rows, (6, 2, 2, 2), {1, 2, 3})


def compared(each: Scale, found: Findings) -> str:
    """The question; with the round it is compared with where that is not the last one."""
    text = each.question.text_vi
    older = each.since if each.since != found.earlier else None
    return f"{text} (so với: {older.title_vi})" if older else text


def change(each: Scale) -> str:
    if each.change is None:
        return HIDDEN
    sign = "+" if each.change.difference >= 0 else ""
    return f"{sign}{decimal(each.change.difference, 2)}"


def trends(found: Findings) -> Table:
    rounds = [f"{each.closes_on:%m/%Y}" for each in reversed(found.rounds_before)]
    rows = [(each.question.text_vi, *map(percent, each.percents)) for each in found.trends]
    heads_ = ("Nội dung", *rounds, "Đợt này")
    return Table(heads_, rows, (5, *[2] * (len(rounds) + 1)), range(1, len(heads_)))
