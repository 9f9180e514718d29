"""Figures of years before the portal: shown as published, with their source, never counted in."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from partnership.dashboard.panels import Panels
from partnership.dashboard.scope import Scope
from partnership.sample import published
from plans.counting import gathered, measures
from plans.models import PublishedFigure
from tests.factories import UnitFactory
from tests.partnership.dashboard_parts import export
from tests.plans.published_factories import PublishedFigureFactory
from tests.plans.reporting_factories import PeriodFactory

RECEIVED = "inquiries.received"
PAGE = "/admin/plans/publishedfigure/"


@pytest.fixture
def period(db):
    """The first half of 2024, beside the first half of 2023."""
    return PeriodFactory(kind="ad_hoc")


def panel(user, period, code=RECEIVED, unit=None):
    shown = [p for _task, mine in Panels(Scope.of(user).narrowed(unit), period) for p in mine]
    return next(p for p in shown if p.now.measure.code == code)


def test_it_stands_beside_the_counted_figure_of_its_year_and_unit(people, period, department):
    """Not in the value, nor in the value before; other years, units and measures stay out."""
    PublishedFigureFactory()
    for other in ({"year": 2022}, {"measure": "inquiries.open"}, {"unit": department}):
        PublishedFigureFactory(**other)
    found = panel(people["board"], period)
    assert (found.value, found.was) == ("0", "0")
    assert [row.value for row in found.published] == [17_179]
    [_definition, said] = found.told
    assert "17.179" in said and "2023" in said and "Tạp chí Hải quan, 2024" in said
    mine = panel(people["board"], period, unit=department)
    assert [row.unit for row in mine.published] == [department]
    assert panel(people["board"], period, unit=UnitFactory()).published == ()


def test_no_sum_takes_it_in(people, period):
    """Figures of reports and of the dashboard are counted from rows alone."""
    before = gathered(None, date(2023, 1, 1), date(2023, 12, 31))
    PublishedFigureFactory()
    assert gathered(None, date(2023, 1, 1), date(2023, 12, 31)) == before


def test_page_and_files_mark_it_as_published(people, period, enter):
    PublishedFigureFactory(measure="inquiries.on_time", value=3, of=4, note="Cả năm.")
    client, asked = enter(people["board"]), f"?period={period.pk}&task=support"
    said = "3/4 (75\xa0%)"
    assert said in client.get(reverse("dashboard:figures") + asked).text
    book = openpyxl.load_workbook(io.BytesIO(client.get(export("xlsx") + asked).content))
    cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    [cell] = [each for each in cells if said in each]
    assert cell.endswith("Cả năm.")


@pytest.mark.parametrize(
    ("who", "status"), [("board", 200), ("system", 200), ("head", 403), ("officer", 403)]
)
def test_the_board_and_the_system_administrator_keep_them(people, enter, who, status):
    """Others of the staff read them; measures are chosen by name, a made-up one is refused."""
    row, client = PublishedFigureFactory(), enter(people[who])
    assert client.get(PAGE).status_code == 200
    assert client.get(f"{PAGE}add/").status_code == status
    given = {"measure": RECEIVED, "year": 2022, "value": 5, "source": "Báo", "last_event": ""}
    client.post(f"{PAGE}add/", given | {"measure": "made.up"})
    assert PublishedFigure.objects.get() == row
    client.post(f"{PAGE}add/", given)
    assert PublishedFigure.objects.filter(year=2022).exists() is (status == 200)


def test_the_sample_writes_down_what_was_published_once(db, people):
    """17,179 = 15,784 + 1,395; what an administrator changed stays as it is."""
    published.load()
    found = {row.measure: row for row in PublishedFigure.objects.filter(year=2023)}
    assert (
        found[RECEIVED].value
        == 17_179
        == sum(found[f"{RECEIVED}_{part}"].value for part in ("departments", "headquarters"))
    )
    assert set(PublishedFigure.objects.values_list("measure", flat=True)) <= set(measures())
    count = PublishedFigure.objects.count()
    published.load()
    assert PublishedFigure.objects.count() == count
