"""Letterheads and numbers of papers, sound ones and ones the database refuses."""

from datetime import date

import factory

from plans.models import Letterhead, PaperNumber
from tests.factories import GivenFactory, UnitFactory
from tests.plans.reporting_factories import ReportFactory

DAY = date(2024, 6, 12)


class LetterheadFactory(GivenFactory):
    class Meta:
        model = Letterhead

    unit = factory.SubFactory(UnitFactory)
    symbol, place = "HQHP", "Hải Phòng"


class PaperNumberFactory(GivenFactory):
    """The first number of a unit's reports in 2024, given to a paper outside the portal."""

    class Meta:
        model = PaperNumber

    unit = factory.SubFactory(UnitFactory)
    year, number = 2024, 1
    reason = "Văn bản giấy"


def numbered() -> PaperNumber:
    """The number of a report."""
    return PaperNumberFactory(report=ReportFactory(), day=DAY, reason="")


ROWS = {Letterhead: LetterheadFactory, PaperNumber: numbered}
BREAKS = {
    "a_symbol_is_letters_joined_by_dashes": {"symbol": "'HQ HP'"},
    "a_letterhead_has_a_place": {"place": "''"},
    "numbers_begin_at_one": {"number": "0"},
    "a_number_is_of_a_paper_or_says_why": {"reason": "''"},
}
SHAPED = {"plans.Letterhead.symbol"}


def fill(world, number: int) -> None:
    """A letterhead and a number for each payload (G8)."""
    world.fill(LetterheadFactory, number)
    world.fill(PaperNumberFactory, number)


STAFF = ["plans:report_paper", "plans:general_paper"]
