"""The general report's files: who is told to be missing, days, percents, hostile text."""

import io
import re

import openpyxl
import pytest

from core.history import acting
from plans.consolidation import Consolidation
from plans.models import GeneralReport, GeneralVersion
from plans.papers import general
from plans.services.general_reports import content
from tests.factories import UnitFactory

from .reporting_factories import (
    FigureFactory,
    GeneralReportFactory,
    PassageFactory,
    RecommendationFactory,
    ReportFactory,
    VersionFactory,
    at,
    standing,
    written,
)
from .test_papers import text

HOSTILE = '=HYPERLINK("http://x")<w:p>&'


@pytest.fixture
def whole(committee) -> GeneralReport:
    """Accepted on time, accepted late half an hour after the due day, handed in, nothing."""
    made = GeneralReportFactory()
    standing("accepted", period=made.period, unit=UnitFactory(code="A", name_vi="Cục A"))
    moment = at(2024, 6, 15, 0, 30)
    late = ReportFactory(
        period=made.period, unit=UnitFactory(code="L", name_vi="Cục Muộn"), status="accepted",
        submitted_at=moment, first_submitted_at=moment,
    )  # fmt: skip
    VersionFactory(report=written(late), submitted_at=moment, accepted_at=at(2024, 6, 16))
    standing("submitted", period=made.period, unit=UnitFactory(code="S", name_vi="Cục Đã Nộp"))
    ReportFactory(period=made.period, unit=UnitFactory(code="M", name_vi="Cục Thiếu"))
    return made


def issued(whole: GeneralReport) -> str:
    """The words of its preliminary paper."""
    with acting(None, "issue"):
        GeneralVersion.objects.create(
            general_report=whole, stage="preliminary", issued_at=at(2024, 7, 1),
            content=content(Consolidation(whole)),
        )  # fmt: skip
    return text(general.docx(whole, "preliminary"))


def test_who_handed_in_and_waits_for_review_is_not_named_as_missing(whole):
    said = issued(whole)
    assert "Chưa có báo cáo của: Cục Thiếu." in said
    assert "Đã nộp và đang chờ duyệt, chưa được tổng hợp: Cục Đã Nộp." in said


def test_the_day_of_a_submission_is_the_day_in_viet_nam(whole):
    """G29: half past midnight on 15 June is 17:30 of the 14th in Greenwich; late, and says so."""
    rows = [row.split("\n") for row in re.split(r"\n\d\n", issued(whole))]
    [late] = [row for row in rows if "Cục Muộn" in row]
    assert "Chậm" in late and "15/06/2024" in late
    assert late.count("14/06/2024") == 1  # the due day alone


def test_the_four_states_add_to_100_percent(whole):
    """Three of a kind each: 33.3 three times would be 99.9."""
    ReportFactory(period=whole.period, unit=UnitFactory(code="M2"))
    standing("excused", period=whole.period, unit=UnitFactory(code="X"))
    [_said, table, *_named] = general.reporting(general.content(whole))
    shares = [row[2].words.removesuffix(" %") for row in table.rows[:-1]]
    assert len(shares) == 4 and sum(map(int, shares)) == 100
    assert table.rows[-1][2] == "100 %"


def test_hostile_text_is_text_in_both_files(whole):
    """G12: names of units, passages, remarks, recommendations; Excel holds no formula."""
    version = standing(
        "accepted", period=whole.period,
        unit=UnitFactory(code="H", name_vi=HOSTILE), extended_to=None,
    ).versions.get()  # fmt: skip
    FigureFactory(version=version, label_vi=HOSTILE, definition_vi="+1", unit_vi="@x")
    PassageFactory(general_report=whole, version=version, use="included", original=HOSTILE)
    RecommendationFactory(general_report=whole, text="-1+1")
    book = openpyxl.load_workbook(io.BytesIO(general.xlsx(whole)))
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    known = {cell.value for cell in cells}
    assert {HOSTILE, "+1", "@x"} <= known
    assert HOSTILE in text(general.docx(whole))
