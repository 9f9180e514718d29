"""Figures of cooperation: what was counted for a period that is over stays counted."""

from datetime import date

from django.utils.timezone import localdate

from associations import services
from associations.figures import figures
from tests.associations.factories import AgreementFactory

CODE = "associations.agreements_in_force"


def in_force(unit, day: date) -> int:
    found = figures(unit, day.replace(month=1, day=1), day)
    return next(figure.value for figure in found if figure.measure.code == CODE)


def test_an_end_of_today_changes_no_figure_of_a_year_that_is_over(people, department):
    """Terminated, renewed by another, run out and then renewed; those of other years stay out."""
    closed, head = date(2025, 12, 31), people["head"]
    rows = [AgreementFactory(unit=department, status=s) for s in ("in_force", "suspended")]
    rows.append(AgreementFactory(unit=department, status="expired", term_months=12))
    AgreementFactory(unit=department, status="expired", term_months=6)
    AgreementFactory(unit=department, signed_by_customs=date(2026, 2, 2))
    before = in_force(department, closed), in_force(department, localdate())
    assert before == (3, 3)  # what ran out on 9 January 2026 was in force
    services.terminate(rows[0], by=head, reason="because")
    for old in rows[1:]:
        more = {"renews": old, "signed_by_customs": None, "signed_by_partner": localdate()}
        new = AgreementFactory(unit=department, status="signed", **more)
        services.countersign(new, by=head, day=localdate())
    assert in_force(department, closed) == 3
    assert in_force(department, localdate()) == 3  # the later one, and the two that replaced
