"""The results as an official paper: what stands in it, for whom, and that it opens elsewhere."""

import io
import shutil
import subprocess
from datetime import date

import docx
import pypdf
import pytest
from django.utils.translation import override

from core.official import Bar
from core.official.paper import Table
from surveys.results import report
from tests.factories import UnitFactory, UserFactory

from . import rounds
from .factories import FollowUpFactory

DAY = date(2026, 5, 4)


@pytest.fixture
def ended(db, department):
    """A round of Hai Phong with a stratum, 100 answers, a small level, and a round before."""
    asked = rounds.questionnaire("a", {"q": "scale", "m": "single"}, {"m": ["x", "y"]})
    before = rounds.open_round(asked, date(2025, 3, 31), unit=department)
    rounds.answer(before, "q", [5] * 30 + [4] * 30 + [3] * 20 + [2] * 10 + [1] * 10)
    rounds.ended(before, "published")
    now = rounds.open_round(asked, unit=department)
    place = rounds.stratum(now, 400, 150, size="small")
    levels = [5] * 40 + [4] * 40 + [3] * 10 + [2] * 7 + [1] * 3
    made = rounds.answer(now, "q", levels, stratum=place, size="small")
    rounds.add(made, "m", ["x"] * 60 + ["y"] * 40)
    return rounds.ended(now)


def lines(made: bytes) -> list[str]:
    body = docx.Document(io.BytesIO(made)).element.body
    paragraphs = [p for p in body.iter() if p.tag.endswith("}p")]
    texts = ["".join(t.text or "" for t in p.iter() if t.tag.endswith("}t")) for p in paragraphs]
    return [" ".join(text.split()) for text in texts]


def test_the_report_says_what_the_decree_and_the_round_ask(ended, people):
    """Issuer, asked and answered, results with bars, the round before, what is put right."""
    FollowUpFactory(round=ended, unit=ended.unit, finding="Chờ lâu", owner=people["head"])
    with override("en"):
        said = lines(report.docx(ended, people["head"]))
    for line in (
        "TỔNG CỤC HẢI QUAN", "BÁO CÁO", "DỰ THẢO", "I. THÔNG TIN CHUNG VỀ ĐỢT KHẢO SÁT",
        "- Số phiếu phát ra: 150; số phiếu trả lời: 100, đạt 66,67 %.", "66,67 %",
        "1. Theo tầng mẫu", "Câu q", "80,00 %", "Chọn x", "60,00 %", "60,00 %", "+20,00",
        "tăng rõ rệt", "V. NỘI DUNG CẦN KHẮC PHỤC", "Chờ lâu", "CỤC TRƯỞNG", "Phụ lục",
    ):  # fmt: skip
        assert line in said, line
    assert any(line.endswith("/BC-HQHP") for line in said)


def test_small_levels_are_not_in_the_report(ended, people):
    """G19: three were very dissatisfied; neither that, nor what gives it away, is written."""
    said = lines(report.docx(ended, people["head"]))
    assert "3,00 %" not in said and "7,00 %" not in said
    assert said.count("–") >= 3  # two levels and the mean
    assert "10,00 %" in said


def test_bars_are_as_long_as_the_share(ended, people):
    paper = report.paper(ended, people["head"], DAY)
    tables = [block for block in paper.body if isinstance(block, Table)]
    bars = {cell.words: cell.share for t in tables for row in t.rows for cell in row
            if isinstance(cell, Bar)}  # fmt: skip
    assert bars["80,00 %"] == pytest.approx(0.8) and bars["66,67 %"] == pytest.approx(2 / 3)


def test_follow_ups_out_of_sight_are_left_out(ended, people):
    """G6: those of another department are not for the focal point, but for the board."""
    other = UnitFactory(code="77")
    FollowUpFactory(round=ended, unit=other, finding="Của Cục khác", owner=UserFactory())
    assert "Của Cục khác" not in lines(report.docx(ended, people["focal_point"]))
    assert "Của Cục khác" in lines(report.docx(ended, people["board"]))


def test_who_gets_the_file(ended, people, enter):
    """G6: who sees the results on the desk; nobody before the round has ended."""
    page = f"/admin/surveys/round/{ended.pk}/results/"
    for who, expected in (("head", 200), ("officer", 200), ("auditor", 200), ("stranger", 404)):
        client = enter(people[who])
        for ending in ("word/", "csv/"):
            answer = client.get(page + ending)
            answer.getvalue()
            assert answer.status_code == expected, (who, ending)
    assert 'href="word/"' in enter(people["head"]).get(page).content.decode()
    going = rounds.open_round(ended.questionnaire, date(2027, 3, 31), unit=ended.unit)
    page = f"/admin/surveys/round/{going.pk}/results/word/"
    assert enter(people["head"]).get(page).status_code == 404


def test_the_csv_says_what_the_page_says(ended, people, enter):
    """G12, G19: a row a question; small levels are marked here too."""
    answer = enter(people["head"]).get(f"/admin/surveys/round/{ended.pk}/results/csv/")
    head, row = answer.getvalue().decode("utf-8-sig").splitlines()
    assert "80.0" in row.split(",") and row.split(",").count("–") >= 5 and "40" in row.split(",")


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_the_report(ended, people, tmp_path):
    (tmp_path / "a.docx").write_bytes(report.docx(ended, people["head"]))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = ["soffice", "--headless", home, "--convert-to", "pdf", "--outdir", tmp_path]
    subprocess.run([*command, tmp_path / "a.docx"], check=True, capture_output=True, timeout=120)
    pages = pypdf.PdfReader(tmp_path / "a.pdf").pages
    wide = [page.mediabox.width > page.mediabox.height for page in pages]
    assert len(pages) >= 3 and wide == [False] * (len(pages) - 1) + [True]
    assert "80,00 %" in "".join(page.extract_text() for page in pages)
