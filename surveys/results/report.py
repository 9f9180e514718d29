"""A round's results as an official paper (Decree 30/2020): what the results page shows, no more."""

from collections.abc import Iterator
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import override

from core.official import (
    Annex,
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
from .drawn import count, percent
from .findings import Findings
from .lines import LEVELS
from .sheets import HIDDEN, said
from .tables import (
    bar,
    by_group,
    change,
    channels,
    chosen,
    compared,
    dimensions,
    index_by_group,
    judged,
    numbers,
    ranked,
    rates,
    trends,
)

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
        annexes=list(annexes(found)),
        mark="" if survey_round.status == Round.Status.PUBLISHED else DRAFT,
    )


def annexes(found: Findings) -> Iterator[Annex]:
    if found.scales:
        yield Annex("Phân bố câu trả lời theo năm mức", distribution(found), wide=True)
    if grouped := by_groups(found):
        yield Annex("Kết quả từng câu hỏi theo nhóm doanh nghiệp", grouped, wide=True)


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


def results(found: Findings) -> list[Block]:
    made: list[Block] = []
    if found.scales:
        made += [Heading("Tỷ lệ hài lòng theo từng nội dung", 2), judged(found), Paragraph(METHOD)]
        made += [Paragraph(WEIGHTED)] if found.weights else []
        made += [Paragraph(SILENT + "; ".join(found.silent) + ".")] if left_out(found) else []
    if found.dimensions:
        made += [Heading("Chỉ số hài lòng theo nhóm tiêu chí", 2), dimensions(found)]
    for split, name, first in PARTS if found.scales else ():
        lines = found.groups_by(split).parts
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


def left_out(found: Findings) -> bool:
    return bool(found.weights and found.silent)


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


def by_groups(found: Findings) -> list[Block]:
    """Each question by department, kind and size, where it may be told; the second annex."""
    made: list[Block] = []
    for split, name, first in PARTS:
        groups = found.groups_by(split)
        if groups.codes:
            table = by_group(groups, [each.question for each in found.scales], first)
            made += [Heading(name, 2), table]
        if index := index_by_group(found, groups, first):
            made += [Heading(f"Chỉ số hài lòng {name[:1].lower()}{name[1:]}", 2), index]
    return [*made, Paragraph(GROUPED, italic=True)] if made else []


GROUPED = (
    "Chỉ nêu câu hỏi và nhóm mà mỗi loại câu trả lời có từ năm phiếu trở lên, ở từng nhóm cũng như "
    "ở các nhóm còn lại gộp lại."
)
TOGETHER = "Mức bình thường và mức không hài lòng chỉ được biết chung, không tách riêng."
