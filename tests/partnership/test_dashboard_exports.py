"""The dashboard as files: for whom, the same numbers in Excel and Word, one panel alone."""

import io
from datetime import date

import docx
import openpyxl
import pytest
from django.urls import reverse
from django.utils.translation import override

from core.history import acting
from directory.models import User
from plans.models import Item, ReportingPeriod
from plans.punctuality import State
from tests.partnership.dashboard_parts import EXPORTS, export
from tests.plans.reporting_factories import ReportFactory
from tests.plans.unit_plan_factories import UndertakingFactory


@pytest.mark.parametrize("ending", EXPORTS)
def test_exports_are_for_the_same_people(people, enter, reports, ending):
    page = reverse("dashboard:export", args=[ending])
    assert enter(people["head"]).get(page).status_code == 200
    assert enter(people["officer"]).get(page).status_code == 403
    assert enter(people["board"]).get(page.replace(ending, "pdf")).status_code == 404


def test_excel_is_what_the_screen_shows(people, period, reports, enter):
    """G12: read again: no formula, dates as dates, the four states, the units in sight."""
    page = reverse("dashboard:export", args=["xlsx"]) + "?on=2024-06-30"
    book = openpyxl.load_workbook(io.BytesIO(enter(people["head"]).get(page).content))
    assert not [c for sheet in book for row in sheet for c in row if c.data_type == "f"]
    states, units, *_rest = book.worksheets
    with override("vi"):
        labels = [str(state.label) for state in State]
    assert [[c.value for c in row][:2] for row in states][1:5] == [
        [label, int(place == 0)] for place, label in enumerate(labels)
    ]
    assert [row[0].value for row in units][1:] == ["03"]
    assert units["E2"].value.date() == date(2024, 6, 14) and units["H2"].value == 0


HOSTILE = ["=HYPERLINK(1)", "+1+1", "@SUM(A1)", "-2+3 & <w:p>"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_texts(people, period, reports, enter, text):
    """G12: names of units, the title of the period and who made it, in every sheet and in Word."""
    line = UndertakingFactory(unit_plan__plan=period.plan, unit_plan__unit__name_vi=text)
    ReportFactory(period=period, unit=line.lead)
    with acting(None, "given"):
        ReportingPeriod.objects.filter(pk=period.pk).update(title_vi=text)
        User.objects.filter(pk=people["board"].pk).update(last_name=text, first_name="")
    client = enter(User.objects.get(pk=people["board"].pk))
    book = openpyxl.load_workbook(io.BytesIO(client.get(export("xlsx")).content))
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert len([cell for cell in cells if str(cell.value).strip() == text]) == 4
    made = docx.Document(io.BytesIO(client.get(export("docx")).content))
    said = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    assert text in "\n".join(said).replace("\u00a0", " ")


def test_word_is_a_paper_of_the_same_numbers(people, period, reports, enter):
    page = reverse("dashboard:export", args=["docx"]) + "?on=2024-06-30"
    made = docx.Document(io.BytesIO(enter(people["board"]).get(page).content))
    whole = "\n".join(t.text or "" for t in made.element.body.iter() if t.tag.endswith("}t"))
    whole = whole.replace("\u00a0", " ")
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in whole and "TỔNG CỤC HẢI QUAN" in whole
    for report in reports.values():
        assert report.unit.name_vi in whole


def test_a_panel_is_exported_alone(people, period, reports, enter):
    """The figures of one task with their definitions, as Excel and as Word; another task's not."""
    client, of = enter(people["head"]), f"?period={period.pk}&task=support"
    page = client.get(f"{reverse('dashboard:figures')}?period={period.pk}")
    links = [query for _task, query, _table in page.context["panels"]]
    assert of in links
    book = openpyxl.load_workbook(io.BytesIO(client.get(export("xlsx") + of).content))
    figures, _foot = book.worksheets
    tasks = {row[0].value for row in figures.iter_rows(min_row=2)}
    with override("vi"):
        assert tasks == {str(Item.Task.SUPPORT.label)}
        other = str(Item.Task.COOPERATION.label)
    assert all(row[9].value for row in figures.iter_rows(min_row=2)), "definitions"
    counted = [cell.value for row in figures.iter_rows(min_row=2) for cell in row[3:9]]
    assert not [value for value in counted if isinstance(value, str)], "numbers, not words"
    made = docx.Document(io.BytesIO(client.get(export("docx") + of).content))
    [table] = [each for each in made.tables if len(each.columns) == 4]
    said = [cell.text for cell in table.columns[0].cells[1:]]
    assert said == [row[1].value for row in figures.iter_rows(min_row=2)] and other not in said
