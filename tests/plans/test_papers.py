"""Reports as official papers: who issues them, what stands in them, and their numbers."""

import io
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import docx
import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override

from core.history import acting, history
from core.official import Bar
from core.workflow import NotNow
from plans.models import GeneralVersion, PaperNumber
from plans.papers import figures, general, reports
from plans.services import documents
from tests.factories import LetterheadFactory
from tests.plans.document_factories import PaperNumberFactory
from tests.plans.reporting_factories import FigureFactory, ReportFactory, VersionFactory, written

DAY = date(2024, 6, 12)


def text(made: bytes) -> str:
    document = docx.Document(io.BytesIO(made))
    parts = ["".join(t.text or "" for t in p.iter() if t.tag.endswith("}t")) for p in
             document.element.body.iter() if p.tag.endswith("}p")]  # fmt: skip
    return "\n".join(" ".join(part.split()) for part in parts)


def test_a_report_says_what_the_decree_and_the_plan_ask(report, committee):
    """Issuer, addressee through the Committee, five tasks, difficulties, next steps, proposals."""
    lines = text(reports.docx(report)).split("\n")
    for line in (
        "TỔNG CỤC HẢI QUAN", "CỤC HẢI QUAN", "TP. HẢI PHÒNG", "BÁO CÁO",
        "Kính gửi: Tổng cục Hải quan (qua Ban Cải cách hiện đại hóa hải quan).",
        "I. TÌNH HÌNH VÀ KẾT QUẢ THỰC HIỆN", "1. Công tác thông tin", "Bản sau", "- Mục một",
        "5. Công tác hợp tác", "II. KHÓ KHĂN, VƯỚNG MẮC VÀ NGUYÊN NHÂN",
        "III. NHIỆM VỤ TRỌNG TÂM KỲ TỚI", "IV. KIẾN NGHỊ, ĐỀ XUẤT", "Nơi nhận:", "- Như trên;",
        "- Lưu: VT.", "CỤC TRƯỞNG", "Phụ lục",
    ):  # fmt: skip
        assert line in lines, line
    assert [line for line in lines if line.endswith("./.")] == [
        "Cục Hải quan TP. Hải Phòng báo cáo Tổng cục Hải quan theo quy định./."
    ]
    assert "DỰ THẢO" not in lines and "Bản đầu" not in lines
    assert any(line.startswith("Số:") and line.endswith("/BC-HQHP") for line in lines)


def test_the_line_below_the_title_and_the_days_before_are_said_in_full(report):
    """An ad hoc report names its year and title; of the period before the very days."""
    period = report.period
    period.title_vi = "Báo cáo đột xuất của các chi cục"
    assert reports.subject(period).endswith(
        "hải quan - doanh nghiệp năm 2024 (Báo cáo đột xuất của các chi cục)"
    )
    found = reports.content(report)
    found.report.period.kind = "six_months"
    assert reports.annex(found)[0].text == (
        "Số liệu từ 01/01/2024 đến hết 31/05/2024; kỳ trước từ 01/01/2023 đến hết 31/05/2023."
    )


def test_an_earlier_version_and_a_draft_marked_as_one(report, department):
    assert "Bản đầu" in text(reports.docx(report, 1))
    draft = written(ReportFactory(unit=department, status="drafted"), "Đang viết dở")
    lines = text(reports.docx(draft)).split("\n")
    assert "DỰ THẢO" in lines and any("Đang viết dở" in line for line in lines)
    with pytest.raises(reports.ReportVersion.DoesNotExist):
        reports.docx(report, 3)


def test_the_paper_is_vietnamese_whatever_is_read(report):
    with override("en"):
        english = text(reports.docx(report))
    assert english == text(reports.docx(report))
    assert "Information" not in english


def test_the_letterhead_of_the_unit_comes_first(report, department):
    LetterheadFactory(unit=department, symbol="HQ-HP", place="Thành phố Cảng", drafted_by="GSQL")
    made = text(reports.docx(report))
    assert "/BC-HQ-HP" in made and "Thành phố Cảng, ngày" in made and "- Lưu: VT, GSQL." in made


def figure(**fields):
    plain = {
        "code": "x", "task": "support", "label_vi": "Câu hỏi", "definition_vi": "Đếm",
        "kind": "count", "unit_vi": "", "value": None, "of": None, "before_value": None,
        "before_of": None, "remark": "",
    }  # fmt: skip
    return SimpleNamespace(**(plain | fields))


@pytest.mark.parametrize(
    ("fields", "words", "bar"),
    [
        ({"value": Decimal("17179.0000")}, "17.179", Bar(0.5, "17.179")),
        ({"kind": "share", "value": 45, "of": 60}, "45/60 (75\xa0%)", Bar(0.75, "75\xa0%")),
        ({"kind": "share", "value": 0, "of": 0}, "0/0", Bar(0.0, "–")),
        ({"kind": "median", "value": Decimal("12.50"), "unit_vi": "giờ"}, "12,5 giờ", ""),
        ({}, "–", ""),
    ],
)
def test_figures_as_they_are_said_and_drawn(fields, words, bar):
    with override("vi"):
        one = figure(**fields)
        assert figures.said(one, one.value, one.of) == words
        assert figures.bar(one, 2 * 17179) == bar


def test_excel_keeps_numerators_and_holds_no_formula(report):
    """G12: the annexes in Excel are read again: numbers are numbers, texts are texts."""
    hostile = written(ReportFactory(unit=report.unit, status="submitted"))
    version = VersionFactory(report=hostile, number=1, texts={"support": "=HYPERLINK(1)"})
    FigureFactory(version=version, kind="share", value=45, of=60, remark="+cmd|' /C calc'!A0")
    book = openpyxl.load_workbook(io.BytesIO(reports.xlsx(hostile)))
    assert not [c for sheet in book for row in sheet for c in row if c.data_type == "f"]
    row = [cell.value for cell in book.worksheets[0][2]]
    assert row[5:8] == [45, 60, 75] and row[-1] == "+cmd|' /C calc'!A0"
    assert ["Nội dung" in sheet.title for sheet in book.worksheets] == [False, True, False]


def test_the_general_report_names_units_sums_and_who_is_missing(issued):
    """The issuer is the Committee; states, passages under their unit, missing units by name."""
    made = text(general.docx(issued.general_report, "preliminary"))
    unit = issued.content["units"][0]["name_vi"]
    assert f"- {unit}: Đã tổ chức ba hội nghị đối thoại." in made
    assert "Chưa có báo cáo của: Cục Hải quan X." in made and "Vướng mắc đã giải đáp" in made
    assert "BAN CẢI CÁCH" in made and "TỔNG CỤC HẢI QUAN" in made
    assert "I. TÌNH HÌNH NỘP BÁO CÁO" in made and "Phụ lục II" in made
    assert "BẢN SƠ BỘ" in made
    with pytest.raises(GeneralVersion.DoesNotExist):
        general.docx(issued.general_report, "final")


# --- numbers -------------------------------------------------------------------------------


def test_numbers_follow_one_another_and_begin_anew_each_year(report, people):
    """Decree 30/2020, Art. 15: from 01 on 1 January; a number is given once."""
    head = people["head"]
    first = documents.number_paper(report, by=head, day=DAY)
    other = written(ReportFactory(unit=report.unit, status="submitted"))
    second = documents.number_paper(other, by=head, day=DAY)
    later = written(ReportFactory(unit=report.unit, status="submitted"))
    anew = documents.number_paper(later, by=head, day=date(2025, 1, 2))
    assert [(n.year, n.number) for n in (first, second, anew)] == [
        (2024, 1), (2024, 2), (2025, 1)
    ]  # fmt: skip
    lines = text(reports.docx(report))
    assert "Số: 01/BC-HQHP" in lines and "Hải Phòng, ngày 12 tháng 6 năm 2024" in lines
    assert history(first)[0].verb == "number_paper" and history(first)[0].actor == str(head)
    with pytest.raises(NotNow):
        documents.number_paper(report, by=head, day=DAY)


def test_a_gap_says_why_and_every_number_between_has_its_row(report, people):
    give = {"by": people["head"], "day": DAY, "number": 4}
    with pytest.raises(ValidationError):
        documents.number_paper(report, **give)
    assert not PaperNumber.objects.exists()
    documents.number_paper(report, **give, reason="Sổ giấy")
    rows = PaperNumber.objects.order_by("number").values_list("number", "reason", "report")
    assert list(rows) == [(1, "Sổ giấy", None), (2, "Sổ giấy", None), (3, "Sổ giấy", None),
                          (4, "", report.pk)]  # fmt: skip
    other = written(ReportFactory(unit=report.unit, status="submitted"))
    with pytest.raises(ValidationError):
        documents.number_paper(other, by=people["head"], day=DAY, number=3)
    with pytest.raises(ValidationError):
        documents.number_paper(other, by=people["head"], day=DAY, number=900, reason="x")


@pytest.mark.parametrize("who", ["asker", "rival", "stranger", "administrator", "board", "auditor"])
def test_others_number_nothing(report, people, who):
    with pytest.raises(PermissionDenied):
        documents.number_paper(report, by=people[who], day=DAY)
    assert not PaperNumber.objects.exists()


def test_only_what_was_handed_in_is_numbered(department, people):
    for status in ("expected", "drafted", "excused"):
        with pytest.raises(NotNow):
            documents.number_paper(
                ReportFactory(unit=department, status=status), by=people["head"], day=DAY
            )


def test_the_database_refuses_gaps_repeats_changes_and_deletion(db):
    """G34: numbers follow one another whatever door they come through."""
    first = PaperNumberFactory()
    other = ReportFactory(unit=first.unit, status="accepted")
    dated = {"number": 2, "report": other, "reason": "", "day": date(2023, 12, 31)}
    for wrong in ({"number": 1}, {"number": 3}, dated):
        with pytest.raises(DatabaseError), transaction.atomic():
            PaperNumberFactory(unit=first.unit, **wrong)
            with connection.cursor() as cursor:  # as at the end of the transaction
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for change in (
        lambda: PaperNumber.objects.filter(pk=first.pk).update(number=7),
        lambda: PaperNumber.objects.filter(pk=first.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(None, "try"):
            change()
    assert PaperNumberFactory(unit=first.unit, number=2).number == 2


def test_numbers_are_seen_with_the_unit(report, people):
    """Scope by equality: another department's numbers do not exist."""
    mine = documents.number_paper(report, by=people["head"], day=DAY)
    theirs = PaperNumberFactory(unit=people["stranger"].unit)

    def seen(who):
        return set(PaperNumber.objects.visible_to(people[who]))

    assert seen("head") == {mine} and seen("stranger") == {theirs}
    assert seen("board") == seen("auditor") == {mine, theirs}
    assert seen("asker") == set()


def test_a_numbers_card_says_the_year_as_one_and_the_number_as_the_paper_has_it(enter, people):
    row = PaperNumberFactory()
    facts = (
        enter(people["board"]).get(f"/admin/plans/papernumber/{row.pk}/change/").context["facts"]
    )
    assert {"2024", "01"} <= {str(said) for _label, said in facts}
