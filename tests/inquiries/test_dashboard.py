"""The unit's dashboard: odd periods, tables that agree with the key figures, ways to the rows."""

import pytest

BOARD = "/admin/inquiries/inquiry/dashboard/"


@pytest.mark.parametrize(
    "asked", ["end=9999-12-31", "start=0001-01-01", "start=9999-12-31&end=9999-12-31"]
)
def test_a_day_out_of_bounds_is_told_and_not_counted(enter, people, asked):
    """G11: the day after the last one does not exist."""
    page = enter(people["officer"]).get(f"{BOARD}?{asked}")
    assert page.status_code == 200 and 'class="problems"' in page.content.decode()
