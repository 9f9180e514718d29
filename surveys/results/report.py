"""A round's results as an official paper (Decree 30/2020): what the results page shows, no more."""

from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import override

from core.official import (
    Annex,
    Bar,
    Heading,
    Number,
    Paper,
    Paragraph,
    Table,
    docx_bytes,
)
from core.official.paper import Block
from directory import heads
from directory.models import User

from ..models import Level, Round, Tally
from .findings import Findings
from .lines import LEVELS, Choices, Ranking, Scale, Turnout
from .page import count, decimal, ends, percent, plain
from .sheets import HIDDEN, said

DRAFT = "DỰ THẢO"
NOTHING = "Chưa có câu trả lời nào được tổng hợp."
HIDING = (
    f"Dấu “{HIDDEN}” thay cho số liệu dưới năm phiếu hoặc số liệu có thể làm lộ số đó; "
    "câu trả lời riêng lẻ và ý kiến bằng lời không được công bố."
)
METHOD = (
    "Tỷ lệ hài lòng là tỷ lệ hai mức cao nhất trong các câu trả lời có ý kiến; điểm trung "
    "bình theo thang từ 1 (rất không hài lòng) đến 5 (rất hài lòng). Khoảng tin cậy 95% "
    "tính theo phương pháp Wilson, có hiệu chỉnh theo tổng thể hữu hạn. Thay đổi được coi là chắc "
    "chắn khi xác suất do ngẫu nhiên dưới 5%."
)
WEIGHTED = "Tỷ lệ có trọng số bù cho các tầng mẫu trả lời ít hơn so với tỷ trọng trong tổng thể."
SILENT = "Các tầng mẫu không có phiếu hoặc dưới năm phiếu, không tính vào tỷ lệ có trọng số: "
PARTS = (
    (Tally.Split.UNIT, "Theo đơn vị hải quan", "Đơn vị"),
    (Tally.Split.KIND, "Theo loại hình doanh nghiệp", "Loại hình"),
    (Tally.Split.SIZE, "Theo quy mô doanh nghiệp", "Quy mô"),
)


def docx(survey_round: Round, by: User) -> bytes:
    """The report as Word, in Vietnamese whatever language is read.

    ``by`` reads it: follow-ups out of sight of that person are left out.
    """
    with override("vi"):
        return docx_bytes(paper(survey_round, by, localdate()))


def title(survey_round: Round) -> str:
    """A name for the file."""
    return f"BC ket qua {survey_round.title_vi}"


def paper(survey_round: Round, by: User, day: date) -> Paper:
    """The data of the paper; a draft until the results are published."""
    head = heads.head_of(survey_round.unit, day)
    found = Findings(survey_round)
    closing = f"{head.unit.name_vi} báo cáo kết quả khảo sát nêu trên."
    return Paper(
        parent=head.parent,
        agency=head.agency,
        number=Number(None, "BC", head.symbol),
        place=head.place,
        year=day.year,
        title="Báo cáo",
        subject=f"Kết quả {survey_round.title_vi[:1].lower()}{survey_round.title_vi[1:]}",
        addressees=[heads.addressee(head, day)],
        body=[*body(found, by), Paragraph(closing)],
        recipients=["Như trên"],
        kept_by=head.drafted_by,
        signer=heads.signer(None, head.unit),
        annexes=[Annex("Phân bố câu trả lời theo năm mức", distribution(found), wide=True)]
        if found.scales
        else [],
        mark="" if survey_round.status == Round.Status.PUBLISHED else DRAFT,
    )


def body(found: Findings, by: User) -> list[Block]:
    """I. the round; II. who answered; III. results; IV. rounds before; V. what is put right."""
    made = [Heading("Thông tin chung về đợt khảo sát"), *about(found)]
    if not found.counts:
        return [*made, Paragraph(NOTHING, italic=True)]
    made += [Heading("Tình hình trả lời"), *turnout(found)]
    made += [Heading("Kết quả khảo sát"), *results(found)]
    made += [Heading("So sánh với các đợt khảo sát trước"), *comparison(found)]
    return [*made, Heading("Nội dung cần khắc phục"), *follow_ups(found.round, by)]


def about(found: Findings) -> list[Block]:
    """Who asked whom, when, and how many answered."""
    row = found.round
    rate = f", đạt {percent(found.rate)}" if found.rate is not None else ""
    whole = f"; tổng số phiếu thu được qua mọi kênh: {count(found.answered)}"
    rate += whole if found.answered != found.returned else ""
    kept = "ẩn danh, không gắn câu trả lời với doanh nghiệp" if row.is_anonymous else "có ghi danh"
    lines = [
        f"Đơn vị tổ chức: {row.unit.name_vi}.",
        f"Thời gian: từ ngày {row.opens_on:%d/%m/%Y} đến hết ngày {row.closes_on:%d/%m/%Y}.",
        f"Phiếu khảo sát: {row.questionnaire.title_vi} (phiên bản {row.questionnaire.version}).",
        f"Hình thức: {kept}.",
        f"Số phiếu phát ra: {count(found.asked)}; số phiếu trả lời: {count(found.returned)}{rate}.",
    ]
    if row.population:
        lines.insert(2, f"Đối tượng: {row.population.rstrip('.')}.")
    return [Paragraph(line, dash=True) for line in lines]


def turnout(found: Findings) -> list[Block]:
    made: list[Block] = []
    for name, first, lines in (
        ("Theo tầng mẫu", "Tầng mẫu", found.turnout),
        ("Theo cách gửi mã trả lời", "Cách gửi", found.ways),
    ):
        if lines:
            made += [Heading(name, 2), rates(first, lines)]
    if found.channels:
        made += [Heading("Theo kênh trả lời", 2), channels(found)]
    return made


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


def bar(value: float | None, words: str) -> Bar:
    """``value`` in percent; what may not be seen has no length."""
    return Bar((value or 0.0) / 100, words)


def results(found: Findings) -> list[Block]:
    made: list[Block] = []
    if found.scales:
        made += [Heading("Tỷ lệ hài lòng theo từng nội dung", 2), judged(found), Paragraph(METHOD)]
        made += [Paragraph(WEIGHTED)] if found.weights else []
        made += [Paragraph(SILENT + "; ".join(found.silent) + ".")] if left_out(found) else []
    if found.dimensions:
        made += [Heading("Chỉ số hài lòng theo nhóm tiêu chí", 2), dimensions(found)]
    for split, name, first in PARTS if found.scales else ():
        lines = found.parts_by(split)
        if len(lines) > 1:
            rows = [
                (p.name, bar(p.satisfied.value, percent(p.satisfied.value)), count(p.answered))
                if p.satisfied
                else (p.name, HIDDEN, count(p.answered))
                for p in lines
            ]
            table = Table((first, "Tỷ lệ hài lòng", "Câu trả lời"), rows, (5, 5, 2), {2})
            made += [Heading(name, 2), table]
    for each in found.choices:
        made += [Heading(each.question.text_vi, 2), chosen(each)]
    for one in found.rankings:
        made += [Heading(one.question.text_vi, 2), ranked(one)]
    made += [Heading("Câu hỏi về số lượng", 2), numbers(found)] if found.numbers else []
    return [*made, Paragraph(HIDING, italic=True)]


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


def left_out(found: Findings) -> bool:
    return bool(found.weights and found.silent)


def dimensions(found: Findings) -> Table:
    rows: list[tuple] = [
        (each.name, HIDDEN if each.value is None else bar(each.value, decimal(each.value, 1)),
         f"{each.seen}/{each.asked}", decimal(each.weight, 2))
        for each in found.dimensions
    ]  # fmt: skip
    bold = set()
    if found.index is not None:
        bold = {len(rows)}
        rows.append(("Chỉ số chung", bar(found.index, decimal(found.index, 1)), "", ""))
    heads_ = ("Nhóm tiêu chí", "Chỉ số (0 thấp nhất, 100 cao nhất)", "Số câu hỏi", "Trọng số")
    return Table(heads_, rows, (5, 5, 1.6, 1.6), {2, 3}, bold)


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


def chosen(each: Choices) -> Table:
    rows = [(label, bar(part, percent(part)), count(n)) for label, n, part in each.lines]
    return Table(("Phương án", "Tỷ lệ", "Số trả lời"), rows, (5, 5, 2), {2})


def comparison(found: Findings) -> list[Block]:
    """With the round before, and with those before it where there are any."""
    if found.earlier is None:
        return [Paragraph("Chưa có đợt khảo sát trước hỏi cùng nội dung.", italic=True)]
    rows = [
        (compared(each, found), percent(each.before),
         percent(each.satisfied.value if each.satisfied else None), change(each), said(each))
        for each in found.scales if each.change
    ]  # fmt: skip
    told = f"So với đợt trước ({found.earlier.title_vi}), theo cùng mã câu hỏi:"
    heads_ = ("Nội dung", "Đợt trước", "Đợt này", "Thay đổi (điểm %)", "Đánh giá")
    made: list[Block] = [Paragraph(told), Table(heads_, rows, (5, 2, 2, 2, 3), {1, 2, 3})]
    if len(found.rounds_before) > 1:
        made += [Paragraph("Tỷ lệ hài lòng qua các đợt:"), trends(found)]
    return made


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


def follow_ups(survey_round: Round, by: User) -> list[Block]:
    rows = [
        (str(n), each.unit.name_vi, each.finding, str(each.owner), f"{each.due_on:%d/%m/%Y}",
         each.get_status_display())
        for n, each in enumerate(survey_round.follow_ups.visible_to(by).for_list(), 1)
    ]  # fmt: skip
    if not rows:
        return [Paragraph("Chưa giao nội dung nào cần khắc phục.", italic=True)]
    heads_ = ("TT", "Đơn vị", "Nội dung", "Người phụ trách", "Thời hạn", "Tình trạng")
    return [Table(heads_, rows, (0.8, 2.8, 4.2, 2.4, 2.3, 2))]


def distribution(found: Findings) -> list[Block]:
    """Percent of each level; the annex, in landscape."""
    levels = [str(Level(level).label) for level in LEVELS]
    rows = [
        (str(n), each.question.text_vi, *map(percent, each.percents), count(each.does_not_apply),
         count(each.answered))
        for n, each in enumerate(found.scales, 1)
    ]  # fmt: skip
    heads_ = ("TT", "Nội dung", *levels, "Không áp dụng", "Số trả lời")
    numeric = range(2, len(heads_))
    table = Table(heads_, rows, (0.8, 7, 2, 2, 2, 2, 2, 1.8, 1.8), numeric)
    joint = (
        [Paragraph(TOGETHER, italic=True)] if any(each.together for each in found.scales) else []
    )
    return [table, *joint, Paragraph(HIDING, italic=True)]


TOGETHER = "Mức bình thường và mức không hài lòng chỉ được biết chung, không tách riêng."
