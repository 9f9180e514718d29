"""Reports as official papers: who issues them, what stands in them, their numbers, their files."""

import io
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import docx
import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils.translation import override

from core.history import acting, history
from core.official import Bar
from core.workflow import NotNow
from plans.consolidation import Consolidation
from plans.models import GeneralVersion, PaperNumber
from plans.papers import figures, general, reports
from plans.services import documents
from plans.services.general_reports import content
from tests.factories import LetterheadFactory, UnitFactory
from tests.plans.document_factories import PaperNumberFactory
from tests.plans.reporting_factories import (
    FigureFactory,
    GeneralReportFactory,
    PassageFactory,
    ReportFactory,
    VersionFactory,
    at,
    written,
)

DAY = date(2024, 6, 12)


def text(made: bytes) -> str:
    document = docx.Document(io.BytesIO(made))
    parts = ["".join(t.text or "" for t in p.iter() if t.tag.endswith("}t")) for p in
             document.element.body.iter() if p.tag.endswith("}p")]  # fmt: skip
    return "\n".join(" ".join(part.split()) for part in parts)


@pytest.fixture
def report(department):
    """A report of Hai Phong that was handed in twice; the second version says more."""
    found = written(ReportFactory(unit=department, status="accepted"))
    VersionFactory(report=found, number=1, texts={"information": "Bản đầu"})
    second = VersionFactory(report=found, number=2, texts={"information": "Bản sau\n- Mục một"})
    FigureFactory(version=second)
    return found


@pytest.fixture
def committee(department):
    return UnitFactory(
        code="TCHQ-CCHDH", kind="hq_unit", name_vi="Ban Cải cách hiện đại hóa hải quan"
    )


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
        ({"kind": "share", "value": 45, "of": 60}, "45/60 (75 %)", Bar(0.75, "75 %")),
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


def general_version():
    """A preliminary general report with one accepted and one missing unit."""
    whole = GeneralReportFactory()
    accepted = written(ReportFactory(period=whole.period, status="accepted"))
    version = VersionFactory(report=accepted, number=1, accepted_at=at(2024, 6, 14, 9))
    FigureFactory(version=version)
    ReportFactory(period=whole.period, unit=UnitFactory(code="49", name_vi="Cục Hải quan X"))
    PassageFactory(general_report=whole, version=version, use="included")
    return GeneralVersion.objects.create(
        general_report=whole, stage="preliminary", issued_at=at(2024, 7, 1),
        content=content(Consolidation(whole)),
    )  # fmt: skip


@pytest.fixture
def issued(committee):
    with acting(None, "issue"):
        return general_version()


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


# --- files and command ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "answer"),
    [("head", 200), ("focal_point", 200), ("board", 200), ("auditor", 200), ("stranger", 404),
     ("asker", 404)],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_files_are_for_who_may_read_the_report(report, people, enter, who, answer, ending):
    """G6: a report out of sight does not exist."""
    page = reverse("plans:report_paper", args=[report.pk, ending])
    found = enter(people[who]).get(page)
    assert found.status_code == answer
    if answer == 200:
        assert (
            found["Content-Disposition"].endswith(f'.{ending}"')
            or "filename*" in (found["Content-Disposition"])
        )
        assert found.content[:2] == b"PK"


@pytest.mark.parametrize("asked", ["?version=9", "?version=x", "?version=-1", "?version=²"])
def test_versions_that_are_not_there_answer_404(report, people, enter, asked):
    page = reverse("plans:report_paper", args=[report.pk, "docx"]) + asked
    assert enter(people["board"]).get(page).status_code == 404


def test_the_card_offers_the_files_and_the_number(report, people, enter):
    client = enter(people["head"])
    card = reverse("admin:plans_report_change", args=[report.pk])
    page = client.get(card).content.decode()
    file = reverse("plans:report_paper", args=[report.pk, "docx"])
    assert f"{file}?version=2" in page
    move = reverse("admin:plans_report_number_paper", args=[report.pk])
    assert move in page
    client.post(move, {"day": "2024-06-12", "number": "", "reason": ""})
    assert report.paper_numbers.get().number == 1
    assert move not in client.get(card).content.decode()


def test_the_command_writes_both_formats(report, tmp_path, capsys):
    for ending, kind in (("docx", docx.Document), ("xlsx", openpyxl.load_workbook)):
        file = tmp_path / f"a.{ending}"
        call_command("export_report", report.pk, format=ending, output=str(file))
        assert kind(file)
        assert str(file) in capsys.readouterr().out


def test_the_command_says_what_cannot_be(report, tmp_path):
    good = str(tmp_path / "a.docx")
    for args, options in (
        ([999_999], {"output": good}),
        ([report.pk], {"output": good, "number": 9}),
        ([999_999], {"output": good, "general": True}),
        ([report.pk], {"output": str(tmp_path / "none" / "a.docx")}),
    ):
        with pytest.raises(CommandError):
            call_command("export_report", *args, **options)
    assert not (tmp_path / "a.docx").exists()


def test_the_command_writes_the_general_report(issued, tmp_path):
    file = tmp_path / "g.xlsx"
    call_command(
        "export_report", issued.general_report_id, format="xlsx", output=str(file), general=True
    )
    titles = [sheet.title for sheet in openpyxl.load_workbook(file)]
    assert titles[:4] == [
        "Số liệu tổng hợp", "Theo đơn vị", "Tình hình nộp báo cáo", "Nội dung tổng hợp"
    ]  # fmt: skip


def test_numbers_are_seen_with_the_unit(report, people):
    """Scope by equality: another department's numbers do not exist."""
    mine = documents.number_paper(report, by=people["head"], day=DAY)
    theirs = PaperNumberFactory(unit=people["stranger"].unit)

    def seen(who):
        return set(PaperNumber.objects.visible_to(people[who]))

    assert seen("head") == {mine} and seen("stranger") == {theirs}
    assert seen("board") == seen("auditor") == {mine, theirs}
    assert seen("asker") == set()
