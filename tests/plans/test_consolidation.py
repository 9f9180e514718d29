"""The general report: sums of numerators and denominators, who is missing, traceable words."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import override

from core.figures import Asked, Figure, Measure, Source
from plans import counting
from plans.consolidation import Consolidation
from plans.counting.words import said
from plans.models import GeneralReport, Passage, Section
from plans.reporting.general import issued, shown
from plans.reporting.passages import Work
from plans.services import freezing, general_reports, reports
from tests.factories import UnitFactory

from .reporting_factories import FigureFactory, PeriodFactory, VersionFactory, standing
from .test_lists import SuccessionFactory


@pytest.fixture
def period(db):
    return PeriodFactory(status="consolidating", owing=["department", "branch"])


def accepted(period, unit, value, of=None, **fields):
    """An accepted report with one share of ``value`` out of ``of``."""
    version = standing("accepted", period=period, unit=unit).versions.get()
    kind = "share" if of is not None else "count"
    FigureFactory(version=version, code="test.share", kind=kind, value=value, of=of, **fields)
    return version


def compiled(period, by=None) -> GeneralReport:
    return general_reports.compile_report(period=period, by=by)


def test_shares_are_summed_by_numerator_and_denominator_never_averaged(period):
    """1 of 2 (50 %) and 90 of 90 (100 %) are 91 of 92, not 75 %."""
    accepted(period, UnitFactory(code="A"), 1, 2, before_value=0, before_of=8)
    accepted(period, UnitFactory(code="B"), 90, 90, before_value=1, before_of=2)
    [total] = Consolidation(compiled(period)).totals
    assert (total.figure.value, total.figure.of) == (91, 92)
    assert (total.before.value, total.before.of) == (1, 10)
    assert abs(float(total.figure.percent) - 98.913) < 0.001


def test_departments_stand_before_headquarters_units_each_as_in_the_directory(period, people):
    """In the lines of the general report and where passages are worked through."""
    for kind, code in (("hq_unit", "VP"), ("department", "KVV"), ("department", "KVIX")):
        accepted(period, UnitFactory(kind=kind, code=code), 1)
    general = compiled(period)
    told = ["KVV", "KVIX", "VP"]
    assert [line.report.unit.code for line in Consolidation(general).lines] == told
    first = [p for p in Work(general, "support").passages if p.position == 1]
    assert [each.version.report.unit.code for each in first] == told


def test_a_report_that_waits_for_review_is_missing_but_not_called_on_time(enter, people, period):
    standing("submitted", period=period, unit=UnitFactory(code="A"))
    standing("expected", period=period, unit=UnitFactory(code="B"))
    page = enter(people["board"]).get(
        f"/admin/plans/generalreport/{compiled(period).pk}/change/", HTTP_ACCEPT_LANGUAGE="en"
    ).text.split("Missing from this report")[1].split("</ul>")[0]  # fmt: skip
    assert "(handed in, waits for review)" in page and "(Not handed in)" in page
    assert "On time" not in page


def test_a_median_is_shown_for_each_unit_and_never_summed(period):
    for code, value in (("A", 3), ("B", 5)):
        version = standing("accepted", period=period, unit=UnitFactory(code=code)).versions.get()
        FigureFactory(version=version, code="test.median", kind="median", value=value)
    [total] = Consolidation(compiled(period)).totals
    assert total.figure.value is None and len(total.parts) == 2


def test_a_branch_under_an_accepted_department_is_not_counted_twice(period):
    """Its figures are in the department's; alone, it counts."""
    one, two = UnitFactory(code="A"), UnitFactory(code="B")
    accepted(period, one, 10)
    accepted(period, UnitFactory(kind="branch", parent=one, code="A1"), 4)
    accepted(period, UnitFactory(kind="branch", parent=two, code="B1"), 5)
    general = compiled(period)
    said = Consolidation(general)
    assert said.totals[0].figure.value == 15
    assert {line.report.unit.code for line in said.counting} == {"A", "B1"}
    assert {p.version.report.unit.code for p in general.passages.all()} == {"A", "B1"}


def test_who_is_missing_is_listed_by_name_and_the_excused_apart(period):
    accepted(period, UnitFactory(code="A"), 1)
    for code, status in (("B", "submitted"), ("C", "expected"), ("D", "excused")):
        standing(status, period=period, unit=UnitFactory(code=code, name_vi=f"Cục {code}"))
    said = general_reports.content(Consolidation(compiled(period)))
    assert said["missing"] == ["B", "C"]
    assert [u["name_vi"] for u in said["units"] if u["state"] == "excused"] == ["Cục D"]
    assert sum(said["tally"].values()) == 4


def test_every_passage_is_traceable_and_offered_once(period):
    unit = UnitFactory(code="A")
    report = standing("accepted", period=period, unit=unit)
    general = compiled(period)
    compiled(period)
    assert general.passages.count() == len(Section)
    passage = general.passages.get(section="support")
    assert (passage.version.report, passage.version.number) == (report, 1)
    assert passage.original == report.versions.get().texts["support"]


def test_a_report_accepted_after_the_preliminary_one_is_offered_for_the_final_one(people, period):
    """The preliminary one stays as it was issued."""
    board = people["board"]
    accepted(period, UnitFactory(code="A"), 1)
    general = compiled(period)
    for section in Section:
        general_reports.use_all(general, by=board, section=section, use="included")
    general_reports.issue_preliminary(general, by=board)
    late = standing("submitted", period=period, unit=UnitFactory(code="B"))
    reports.accept_report(late, by=board)
    assert general.passages.filter(use="offered").count() == len(Section)
    assert {u["code"] for u in issued(general).content["units"]} == {"A"}
    assert {u["code"] for u in shown(general).content["units"]} == {"A", "B"}
    for section in Section:
        general_reports.use_all(general, by=board, section=section, use="left_out")
    general_reports.issue_final(general, by=board)
    words = general.versions.get(stage="final").content["sections"]
    assert all(len(said) == 1 for said in words.values())
    reports.accept_report(standing("submitted", period=period), by=board)
    assert Passage.objects.filter(use="offered").count() == 0


def test_words_of_a_branch_are_left_out_once_its_department_is_accepted(people, period):
    """Sums are of the department alone, and so are the passages offered; what the board took over
    already stays as it decided."""
    one = UnitFactory(code="A")
    branch = standing("accepted", period=period, unit=UnitFactory(kind="branch", parent=one))
    general, board = compiled(period), people["board"]
    general_reports.use_all(general, by=board, section="support", use="included")
    reports.accept_report(standing("submitted", period=period, unit=one), by=board)
    rows = general.passages.filter(version__report=branch)
    assert dict(rows.values_list("section", "use")) == {
        each.value: "included" if each == Section.SUPPORT else "left_out" for each in Section
    }
    offered = general.passages.filter(use="offered")
    assert {p.version.report.unit for p in offered} == {one} and len(offered) == len(Section)


def test_the_page_of_passages_follows_a_reorganisation(people, period, enter):
    """Nothing was accepted since, but the old unit's report is part of the new one's by now."""
    old, new = UnitFactory(code="A"), UnitFactory(code="B")
    for unit in (old, new):
        standing("accepted", period=period, unit=unit)
    general = compiled(period)
    SuccessionFactory(predecessor=old, successor=new, kind="renamed", on=date(2024, 6, 1))
    page = reverse("admin:plans_generalreport_work_through", args=[general.pk])
    enter(people["board"]).get(page)
    uses = set(general.passages.values_list("version__report__unit__code", "use"))
    assert uses == {("A", "left_out"), ("B", "offered")}


def test_nothing_is_offered_for_a_general_report_that_is_final(people, period):
    accepted(period, UnitFactory(code="A"), 1)
    general = compiled(period)
    for section in Section:
        general_reports.use_all(general, by=people["board"], section=section, use="included")
    general_reports.issue_final(GeneralReport.objects.get(pk=general.pk), by=people["board"])
    standing("accepted", period=period, unit=UnitFactory(code="B"))
    assert general_reports.gather(general, by=None) == 0


def test_only_the_board_consolidates(people, period):
    for who in ("head", "auditor", "system"):
        with pytest.raises(PermissionDenied):
            compiled(period, by=people[who])
    assert compiled(period, by=people["board"]).status == "drafted"


# --- freezing -------------------------------------------------------------------------------------
LABEL = {"word": "Vướng mắc"}


@Source
def answered(unit, start, end):
    """A source whose counts and words the test changes."""
    measure = Measure("test.answered", "support", LABEL["word"], "Định nghĩa", unit="vụ")
    count = LABEL["counts"].get((start, end), 0)
    return Asked({}, lambda _found: [Figure(measure, count, rows="/admin/")])


def test_submitting_freezes_figures_and_definitions_beside_the_year_before(
    people, department, monkeypatch
):
    """What is counted or called otherwise later does not reach a version."""
    monkeypatch.setattr(counting, "SOURCES", (answered,))
    now, before = (date(2024, 1, 1), date(2024, 5, 31)), (date(2023, 1, 1), date(2023, 5, 31))
    monkeypatch.setitem(LABEL, "counts", {now: 12, before: 7})
    report = standing("drafted", unit=department)
    assert freezing.compared_with(report.period) == before
    reports.submit(report, by=people["head"])
    monkeypatch.setitem(LABEL, "word", "Khác")
    monkeypatch.setitem(LABEL, "counts", {now: 99})
    frozen = report.versions.get().figures.get()
    assert (frozen.label_vi, frozen.value, frozen.before_value, frozen.unit_vi) == (
        "Vướng mắc", 12, 7, "vụ",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value", "of", "words"),
    [
        ("share", 2, 3, "2/3 (66,7\N{NO-BREAK SPACE}%)"),
        ("share", 0, 0, "0/0"),
        ("median", Decimal("36.149"), None, "36,15 giờ"),
        ("count", 17179, None, "17.179"),
        ("count", None, None, "–"),
    ],
)
def test_a_figure_is_said_in_one_way_and_rounded_not_cut(kind, value, of, words):
    """On pages, on the dashboard and, of the same parts, in papers."""
    unit = "giờ" if kind == "median" else ""
    with override("vi"):
        assert said(Figure(Measure("x.y", "support", "", "", kind, unit), value, of)) == words


@pytest.mark.parametrize(
    ("kind", "starts", "cut_off", "before"),
    [
        ("six_months", date(2024, 1, 1), date(2024, 5, 31), (date(2023, 1, 1), date(2023, 5, 31))),
        ("annual", date(2024, 2, 29), date(2024, 11, 30), (date(2023, 2, 28), date(2023, 11, 30))),
        ("ad_hoc", date(2024, 7, 1), date(2024, 7, 31), (date(2024, 5, 31), date(2024, 6, 30))),
        ("ad_hoc", date(2024, 1, 1), date(2024, 9, 30), (date(2023, 1, 1), date(2023, 9, 30))),
    ],
)
def test_what_stands_beside(db, kind, starts, cut_off, before):
    """The same days a year before; for an ad hoc period within the year, the days before it."""
    period = PeriodFactory.build(kind=kind, starts=starts, cut_off=cut_off, plan=None)
    assert freezing.compared_with(period) == before


def test_two_sources_of_one_code_are_refused(db, monkeypatch):
    monkeypatch.setattr(counting, "SOURCES", (answered, answered))
    monkeypatch.setitem(LABEL, "counts", {})
    with pytest.raises(ValueError, match=r"test\.answered"):
        counting.gathered(None, date(2024, 1, 1), date(2024, 5, 31))


def test_a_version_is_of_one_report_and_counts_up(people, department):
    report = standing("sent_back", unit=department)
    reports.submit(report, by=people["head"])
    assert [v.number for v in report.versions.all()] == [1, 2]
    assert VersionFactory().number == 1
