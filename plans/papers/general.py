"""The general report as an official paper: sums, who is missing, each passage under its unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
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
    workbook_bytes,
)
from core.official.paper import Block
from directory import heads
from directory.issuers import of_general_report

from ..consolidation import Consolidation
from ..models import GeneralReport, GeneralVersion, PaperNumber, Section
from ..punctuality import State, Tally
from ..services.general_reports import content as put_together
from . import figures
from .reports import DRAFT, REST, basis, subject

STATES = {
    "on_time": "Đúng hạn",
    "late": "Chậm",
    "missing": "Chưa nộp",
    "excused": "Được miễn",
}
STAGES = {GeneralVersion.Stage.PRELIMINARY: "BẢN SƠ BỘ", GeneralVersion.Stage.FINAL: ""}
NOTHING_TAKEN = "Không có nội dung được tổng hợp."


@dataclass(frozen=True)
class Whole:
    """An issued version, or the general report as it stands while it is worked on."""

    general: GeneralReport
    version: GeneralVersion | None
    said: Mapping[str, Any]
    number: PaperNumber | None

    @property
    def day(self) -> date:
        if self.number and self.number.day:
            return self.number.day
        at = self.version.issued_at if self.version else None
        return localdate(at) if at else self.general.period.due_on

    @property
    def names(self) -> dict[str, str]:
        """Units by code, as they were called in the period."""
        return {unit["code"]: unit["name_vi"] for unit in self.said["units"]}

    @property
    def mark(self) -> str:
        return STAGES[GeneralVersion.Stage(self.version.stage)] if self.version else DRAFT


def content(general: GeneralReport, stage: str = "") -> Whole:
    """The issued version of a ``stage``, the last one issued, or the draft where none is.

    Raises ``GeneralVersion.DoesNotExist`` for a stage that was not issued.
    """
    versions = general.versions.order_by("issued_at").select_related("by__officer")
    version = versions.get(stage=stage) if stage else versions.last()
    if version is None:
        return Whole(general, None, put_together(Consolidation(general)), None)
    number = PaperNumber.objects.filter(general_version=version).first()
    return Whole(general, version, version.content, number)


def docx(general: GeneralReport, stage: str = "") -> bytes:
    """The general report as Word, in Vietnamese whatever language is read."""
    with override("vi"):
        return docx_bytes(paper(content(general, stage)))


def xlsx(general: GeneralReport, stage: str = "") -> bytes:
    """Its annexes as Excel: sums, the parts they are made of, who handed in, passages."""
    with override("vi"):
        whole = content(general, stage)
        lines = figures_of(whole)
        sheets = [
            figures.sheet(lines, "Số liệu tổng hợp"),
            parts(whole),
            register(whole, caption="Tình hình nộp báo cáo"),
            passages(whole),
        ]
        return workbook_bytes(sheets, about(whole))


def paper(whole: Whole) -> Paper:
    """The data of the paper."""
    day, period = whole.day, whole.general.period
    head = heads.head_of(of_general_report(day), day)
    by = whole.version.by if whole.version else None
    return Paper(
        parent=head.parent,
        agency=head.agency,
        number=Number(whole.number.number if whole.number else None, "BC", head.symbol),
        place=head.place,
        day=whole.number.day if whole.number else None,
        year=day.year,
        title="Báo cáo",
        subject=f"Tổng hợp {subject(period)[:1].lower()}{subject(period)[1:]}",
        addressees=[heads.addressee(head, day)],
        bases=[basis(period, day)],
        body=body(whole),
        recipients=["Như trên", "Các đơn vị thuộc và trực thuộc"],
        kept_by=head.drafted_by,
        signer=heads.signer(by, head.unit),
        annexes=[
            Annex("Số liệu tổng hợp", [figures.table(figures_of(whole))], wide=True),
            Annex("Tình hình nộp báo cáo của các đơn vị", [register(whole)], wide=True),
        ],
        mark=whole.mark,
    )


def body(whole: Whole) -> list[Block]:
    """I. who reported; II. results by the five tasks; then what follows, and recommendations."""
    made: list[Block] = [Heading("Tình hình nộp báo cáo"), *reporting(whole)]
    made.append(Heading("Kết quả thực hiện"))
    for section in figures.TASKS:
        if section in Section.values:
            made += [Heading(figures.TASKS[section], 2), *taken(whole, section)]
    for section, title in REST.items():
        made += [Heading(title), *taken(whole, section)]
    return [*made, Heading("Đề xuất của đơn vị tổng hợp"), *recommended(whole)]


def reporting(whole: Whole) -> list[Block]:
    """The four states with percents that add to 100, and by name who did not hand in."""
    tally = Tally(whole.said["tally"])
    percents = tally.percents
    rows: list[tuple] = [
        (words, tally[state], Bar(percents[state] / 100, f"{percents[state]} %"))
        for state, words in STATES.items()
    ]
    rows.append(("Tổng số", tally.total, f"{sum(percents.values())} %"))
    heads_ = ("Tình trạng", "Số báo cáo", "Tỷ lệ")
    table = Table(heads_, rows, (4, 2, 4), {1}, {len(rows) - 1})
    return [Paragraph(f"Có {tally.total} đơn vị phải báo cáo trong kỳ."), table, *left_out(whole)]


def left_out(whole: Whole) -> list[Block]:
    """Whose report is not in here: those that handed nothing in, and those not accepted yet."""
    codes = set(whole.said["missing"])
    named: dict[bool, list[str]] = {True: [], False: []}
    for unit in whole.said["units"]:
        if unit["code"] in codes:
            named[unit["state"] == State.MISSING].append(unit["name_vi"])
    missing, waiting = ("; ".join(named[each]) for each in (True, False))
    said = f"Chưa có báo cáo của: {missing}." if missing else "Tất cả các đơn vị đã báo cáo."
    found: list[Block] = [Paragraph(said)]
    if waiting:
        found.append(Paragraph(f"Đã nộp và đang chờ duyệt, chưa được tổng hợp: {waiting}."))
    return found


def taken(whole: Whole, section: str) -> list[Block]:
    """The passages of a section that were taken over, each under the name of its unit."""
    found = whole.said["sections"].get(section, [])
    if not found:
        return [Paragraph(NOTHING_TAKEN, italic=True)]
    names = whole.names
    return [Paragraph(f"{names.get(e['unit'], e['unit'])}: {e['text']}", dash=True) for e in found]


def recommended(whole: Whole) -> list[Block]:
    found = whole.said["recommendations"]
    if not found:
        return [Paragraph("Không có đề xuất thêm.", italic=True)]
    names = whole.names
    return [
        Paragraph(f"{names.get(e['unit'], e['unit'])}: {e['text']}" if e["unit"] else e["text"])
        for e in found
    ]


def figures_of(whole: Whole) -> list[Any]:
    """The sums as :class:`figures.Line`."""
    return [line(each) for each in whole.said["figures"]]


def line(said: Mapping[str, Any]) -> SimpleNamespace:
    numbers = {name: exact(said[name]) for name in ("value", "of", "before_value", "before_of")}
    words = {name: said[name] for name in ("code", "task", "kind", "label_vi", "definition_vi")}
    return SimpleNamespace(**words, **numbers, unit_vi=said["unit_vi"], remark="")


def exact(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)


def register(whole: Whole, caption: str = "") -> Table:
    """Each unit's state, due day, extension and first submission."""
    heads_ = (
        "TT", "Mã", "Đơn vị", "Tình trạng", "Hạn nộp", "Gia hạn đến", "Nộp lần đầu", "Lý do miễn",
    )  # fmt: skip
    rows = [
        (
            str(place), unit["code"], unit["name_vi"], STATES.get(unit["state"], ""),
            day(unit["due_on"]), day(unit["extended_to"]), day(unit["first_submitted_at"]),
            unit["excused_reason"],
        )
        for place, unit in enumerate(whole.said["units"], 1)
    ]  # fmt: skip
    return Table(heads_, rows, (0.7, 1.9, 4.6, 1.8, 2, 2, 2, 3.2), caption=caption)


def day(said: str | None) -> str:
    """dd/mm/yyyy of a day or a moment in ISO form, of the portal's time zone; "" for none."""
    if not said:
        return ""
    moment = datetime.fromisoformat(said)
    return f"{localdate(moment) if moment.tzinfo else moment:%d/%m/%Y}"


def parts(whole: Whole) -> Table:
    """Of what each sum is made: unit by unit, numerators and denominators."""
    names = whole.names
    rows = [
        (each["code"], each["label_vi"], code, names.get(code, ""), *numbers(value, of))
        for each in whole.said["figures"]
        for code, (value, of) in each["parts"].items()
    ]
    heads_ = ("Mã chỉ tiêu", "Chỉ tiêu", "Mã đơn vị", "Đơn vị", "Kỳ này", "Trên tổng số")
    return Table(heads_, rows, caption="Theo đơn vị")


def numbers(value: str | None, of: str | None) -> tuple:
    return figures.plain(exact(value)), figures.plain(exact(of))


def passages(whole: Whole) -> Table:
    """What was taken over: section, unit, version, and whether it was edited."""
    names = {**figures.TASKS, **REST}
    uses = {"included": "Nguyên văn", "edited": "Có biên tập"}
    rows = [
        (names.get(section, section), e["unit"], whole.names.get(e["unit"], ""), e["version"],
         uses.get(e["use"], e["use"]), e["text"])
        for section, found in whole.said["sections"].items()
        for e in found
    ]  # fmt: skip
    heads_ = ("Phần", "Mã đơn vị", "Đơn vị", "Bản số", "Cách dùng", "Nội dung")
    return Table(heads_, rows, caption="Nội dung tổng hợp")


def about(whole: Whole) -> dict[str, object]:
    period = whole.general.period
    state = "Dự thảo" if whole.version is None else f"Bản {whole.version.get_stage_display()}"
    return {
        "Báo cáo": f"Tổng hợp: {subject(period)}",
        "Bản": state,
        "Số liệu từ ngày": period.starts,
        "Số liệu đến ngày": period.cut_off,
    }


def title(general: GeneralReport, stage: str = "") -> str:
    """A name for the file."""
    return f"BC tong hop {general.period.title_vi} {stage}".strip()
