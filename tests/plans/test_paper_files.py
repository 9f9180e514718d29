"""Files of official papers: for whom, what the card offers, and the command that writes them."""

import shutil
import subprocess
import unicodedata

import docx
import openpyxl
import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse


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


def test_libreoffice_opens_a_unit_s_and_the_general_report_in_both_formats(
    report, issued, tmp_path
):
    """What the command writes, opened by a second program."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        pytest.skip("LibreOffice (soffice) is missing: reports are not opened by it.")
    whole = issued.general_report_id
    asked = {
        "unit.docx": (report.pk, False), "unit.xlsx": (report.pk, False),
        "all.docx": (whole, True), "all.xlsx": (whole, True),
    }  # fmt: skip
    for name, (pk, general) in asked.items():
        file, ending = str(tmp_path / name), name[-4:]
        call_command("export_report", pk, format=ending, output=file, general=general)
    for ending in ("docx", "xlsx"):
        home = f"-env:UserInstallation=file://{tmp_path}/home"
        to = ["--convert-to", "pdf", "--outdir", tmp_path / ending]
        files = sorted(tmp_path.glob(f"*.{ending}"))
        subprocess.run(
            [office, "--headless", home, *to, *files], check=True, capture_output=True, timeout=120
        )
    said = {name: words(tmp_path / name[-4:] / f"{name[:-5]}.pdf") for name in asked}
    assert "BÁO CÁO" in said["unit.docx"] and "Bản sau" in said["unit.docx"]
    assert "Chưa có báo cáo của" in said["all.docx"] and "Phụ lục II" in said["all.docx"]
    assert "Vướng mắc đã giải đáp" in said["unit.xlsx"]
    assert "Cục Hải quan X" in said["all.xlsx"]


def words(file) -> str:
    """The text of a PDF with single spaces: a cell may be set on several lines."""
    pages = pypdf.PdfReader(file).pages
    said = " ".join(unicodedata.normalize("NFC", page.extract_text()) for page in pages)
    return " ".join(said.split())
