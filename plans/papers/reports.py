"""A unit's report as an official paper: a version as it was frozen, or the draft marked as one."""

from collections.abc import Mapping
from dataclasses import dataclass
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
    workbook_bytes,
)
from core.official.paper import Block
from directory import heads

from ..models import FrozenFigure, PaperNumber, Report, ReportVersion, Section
from ..services.freezing import compared_with, frozen
from . import figures

DRAFT = "DỰ THẢO"
EMPTY = "Trong kỳ không có nội dung báo cáo."
RESULTS = "Tình hình và kết quả thực hiện"
REST: dict[str, str] = {
    Section.DIFFICULTIES: "Khó khăn, vướng mắc và nguyên nhân",
    Section.NEXT_STEPS: "Nhiệm vụ trọng tâm kỳ tới",
    Section.PROPOSALS: "Kiến nghị, đề xuất",
}
SUBJECT = "Kết quả thực hiện Kế hoạch phát triển quan hệ đối tác hải quan - doanh nghiệp {when}"
WHEN = {"six_months": "6 tháng đầu năm {year}", "annual": "năm {year}"}
AD_HOC = "năm {year} ({title})"


@dataclass(frozen=True)
class Content:
    """What a report says: a version, or the draft with the figures as they stand now."""

    report: Report
    version: ReportVersion | None
    texts: Mapping[str, str]
    figures: list[FrozenFigure]
    number: PaperNumber | None

    @property
    def day(self) -> date:
        """By which the issuer is named: the day of the paper, of handing in, or the due day."""
        if self.number and self.number.day:
            return self.number.day
        return localdate(self.version.submitted_at) if self.version else self.report.due_on


def content(report: Report, number: int | None = None) -> Content:
    """The last version handed in, the one of that ``number``, or the draft while it is written.

    Raises ``ReportVersion.DoesNotExist`` for a number the report never had.
    """
    versions = report.versions.select_related("by__officer")
    version: ReportVersion | None = None
    if number is not None:
        version = versions.get(number=number)
    elif report.status in Report.HANDED_IN:
        version = versions.last()
    given = PaperNumber.objects.filter(report=report).first()
    if version is None:
        texts = {each.section: each.text for each in report.sections.all()}
        made = list(frozen(ReportVersion(report=report)))
        return Content(report, None, texts, made, None)
    return Content(report, version, version.texts, list(version.figures.all()), given)


def docx(report: Report, number: int | None = None) -> bytes:
    """The report as Word, in Vietnamese whatever language is read."""
    with override("vi"):
        return docx_bytes(paper(content(report, number)))


def xlsx(report: Report, number: int | None = None) -> bytes:
    """Its annexes as Excel: figures, texts."""
    with override("vi"):
        found = content(report, number)
        sheets = [figures.sheet(found.figures, "Số liệu"), texts_sheet(found.texts)]
        return workbook_bytes(sheets, about(found))


def paper(found: Content) -> Paper:
    """The data of the paper; who issues it follows from its day."""
    report, day = found.report, found.day
    head = heads.head_of(report.unit, day)
    by = found.version.by if found.version else None
    return Paper(
        parent=head.parent,
        agency=head.agency,
        number=Number(found.number.number if found.number else None, "BC", head.symbol),
        place=head.place,
        day=found.number.day if found.number else None,
        year=day.year,
        title="Báo cáo",
        subject=subject(report.period),
        addressees=[heads.addressee(head, day)],
        bases=[basis(report.period, day)],
        body=[*body(found.texts), closing(head, day)],
        recipients=["Như trên"],
        kept_by=head.drafted_by,
        signer=heads.signer(by, head.unit),
        annexes=[Annex("Số liệu thực hiện trong kỳ", annex(found), wide=True)],
        mark="" if found.version else DRAFT,
    )


def subject(period) -> str:
    """The line under BÁO CÁO: which plan, which period."""
    when = WHEN.get(period.kind, AD_HOC).format(year=period.plan.year, title=period.title_vi)
    return SUBJECT.format(when=when)


def basis(period, day: date) -> str:
    """The Decision by which the report is made: the one that was signed by that day."""
    plan = period.plan
    while plan.amends and plan.signed_on and plan.signed_on > day:
        plan = plan.amends
    signed = f" ngày {plan.signed_on:%d/%m/%Y}" if plan.signed_on else ""
    return f"Thực hiện Quyết định số {plan.number or '…'}{signed} về kế hoạch năm {plan.year}"


def body(texts: Mapping[str, str]) -> list[Block]:
    """I. results by the five tasks; II. difficulties; III. next steps; IV. proposals."""
    made: list[Block] = [Heading(RESULTS)]
    for section in figures.TASKS:
        if section in Section.values:
            made += [Heading(figures.TASKS[section], 2), *paragraphs(texts.get(section, ""))]
    for section, title in REST.items():
        made += [Heading(title), *paragraphs(texts.get(section, ""))]
    return made


def paragraphs(text: str) -> list[Block]:
    """The text of a section; lines that begin with a dash stay a list. None says that."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return [Paragraph(EMPTY, italic=True)]
    return [Paragraph(line.lstrip("-–• ").strip() or line, dash=line[0] in "-–•") for line in lines]


def closing(head: heads.Head, day: date) -> Paragraph:
    """The last sentence of a report upward."""
    superior = head.unit.parent
    reader = superior.name_vi if superior else heads.MINISTRY
    return Paragraph(f"{head.unit.name_vi} báo cáo {reader} theo quy định.")


def annex(found: Content) -> list[Block]:
    period = found.report.period
    until = f"Số liệu từ {period.starts:%d/%m/%Y} đến hết {period.cut_off:%d/%m/%Y}"
    before = "từ {:%d/%m/%Y} đến hết {:%d/%m/%Y}".format(*compared_with(period))
    if not found.figures:
        return [Paragraph(EMPTY, italic=True)]
    return [Paragraph(f"{until}; kỳ trước {before}.", italic=True), table_of(found)]


def table_of(found: Content) -> Table:
    return figures.table(found.figures)


def texts_sheet(texts: Mapping[str, str]) -> Table:
    """The narrative parts, one a row."""
    names = {**figures.TASKS, **REST}
    rows = [(names.get(section, section), texts.get(section, "")) for section in Section.values]
    return Table(("Phần", "Nội dung"), rows, caption="Nội dung")


def about(found: Content) -> dict[str, object]:
    """What the foot sheet tells of the report."""
    report, period = found.report, found.report.period
    state = f"Bản nộp lần {found.version.number}" if found.version else "Dự thảo"
    return {
        "Báo cáo": subject(period),
        "Đơn vị": report.unit.name_vi,
        "Bản": state,
        "Số liệu từ ngày": period.starts,
        "Số liệu đến ngày": period.cut_off,
    }


def title(report: Report, number: int | None = None) -> str:
    """A name for the file: unit, period, version."""
    version = f" v{number}" if number else ""
    return f"BC {report.unit.code} {report.period.title_vi}{version}"
