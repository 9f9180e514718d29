"""Numbers of papers, sound ones and ones the database refuses."""

from datetime import date

import factory

from plans.models import PaperNumber
from tests.factories import GivenFactory, UnitFactory
from tests.plans.reporting_factories import ReportFactory

DAY = date(2024, 6, 12)


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


ROWS = {PaperNumber: numbered}
BREAKS = {
    "numbers_begin_at_one": {"number": "0"},
    "a_number_is_of_a_paper_or_says_why": {"reason": "''"},
}


def fill(world, number: int) -> None:
    """A number for each payload (G8)."""
    world.fill(PaperNumberFactory, number)


def furnish(sample) -> None:
    """A number given to a paper outside the portal; pages show it where it was given."""
    PaperNumberFactory(unit=sample("dau.moi").unit)


# Files, and the door from a figure to its list.
ELSEWHERE = ["plans:report_paper", "plans:general_paper", "admin:plans_report_rows"]
STAFF = ["plans:report_paper", "plans:general_paper"]
