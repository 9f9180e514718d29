"""Components escape what they are given, and draw what the numbers say."""

import re

import pytest
from django import forms
from django.template import Context, Template

from core.components.bars import bar, diverge, percents
from core.components.leaves import badge, clock, facts
from core.components.rows import rows
from core.components.trends import spark, trend
from core.templatetags import ui

BAD = '<script>alert("x")</script>'


def widths(svg: str) -> list[float]:
    return [float(width) for width in re.findall(r' width="([\d.]+)"', svg)]


@pytest.mark.parametrize(
    "made",
    [
        badge(BAD),
        clock("late", BAD, BAD),
        facts([(BAD, BAD)]),
        bar([("f1", 20)], BAD),
        trend([1, 2], [BAD, "b"], BAD, caption=BAD),
        rows(BAD, [BAD, "n"], [(BAD, BAD)], foot=(BAD, 1)),
    ],
    ids=["badge", "clock", "facts", "bar", "trend", "rows"],
)
def test_what_people_write_never_becomes_markup(made):
    """G8: no component lets a word become an element."""
    assert "<script" not in made and "&lt;script&gt;" in made


def test_a_state_nobody_knows_is_refused_by_name():
    with pytest.raises(ValueError, match="clock knows ok, soon, late, hold, not 'red'"):
        clock("red", "Overdue")


def test_parts_of_a_bar_never_leave_its_edge():
    drawn = widths(bar([("f1", 60), ("f2", 60), ("f3", 10)]))
    assert drawn == [59.4, 40.0]


def test_a_bar_of_nothing_is_empty_and_no_error():
    assert percents([0, 0]) == [0, 0] and widths(bar([("f1", 0)])) == []


def test_a_bar_speaks_only_when_it_has_something_to_say():
    assert 'aria-hidden="true"' in bar([("f1", 5)])
    assert 'role="img" aria-label="5 of 100"' in bar([("f1", 5)], "5 of 100")


def test_the_middle_of_five_straddles_zero():
    starts = re.findall(r'x="(-?[\d.]+)"', diverge([2, 6, 14, 48, 30]))
    assert starts == ["-15.00", "-13.00", "-7.00", "7.00", "55.00"]


@pytest.mark.parametrize(("highest", "top"), [(0, "4"), (7, "8"), (1530, "2000"), (95, "100")])
def test_a_trend_ends_at_the_next_round_number(highest, top):
    drawn = trend([0, highest], ["1", "2"], "label")
    marks = [
        mark.replace(".", "").replace(",", "") for mark in re.findall(r"<li>(.*?)</li>", drawn)
    ]
    assert marks[0] == top and marks[4] == "0"


def test_a_missing_value_breaks_the_line():
    path = re.search(r'trend-line" d="(.*?)"', trend([1, None, 2, 2], list("abcd"), "x"))[1]
    assert path.count("M") == 2 and path.count("L") == 1


def test_a_flat_or_empty_spark_is_drawn_without_fault():
    assert "NaN" not in spark([3, 3, 3], "flat") and 'd=""' in spark([], "nothing")


def test_cells_carry_their_heading_and_numbers_stand_right():
    drawn = rows("Units", ["Unit", "Cases"], [("Hải Phòng", 3)], foot=("All", 3), numeric={1})
    assert '<td role="cell" data-label="Cases" class="num">3</td>' in drawn
    assert drawn.count('role="rowheader"') == 2 and "<tfoot" in drawn


def test_a_line_with_too_few_cells_is_refused():
    with pytest.raises(ValueError, match="zip"):
        rows("Units", ["Unit", "Cases"], [("Hải Phòng",)])


def test_blocks_keep_their_body_and_escape_their_title():
    page = Template(
        '{% card title %}<p>{{ word }}</p>{% endcard %}{% notice title "soon" %}{% endnotice %}'
    )
    drawn = page.render(Context({"title": BAD, "word": "<b>"}))
    assert "<p>&lt;b&gt;</p>" in drawn and drawn.count("&lt;script&gt;") == 2


def test_a_summary_of_faults_names_the_fields_that_were_left_empty():
    """What is said of every field alike tells nothing without its name."""

    class Asked(forms.Form):
        name = forms.CharField(label="Name")
        mail = forms.EmailField(label="Email", error_messages={"required": "Write your email."})

    found = ui.problems(Asked({}))["fields"]
    plain = str(forms.Field.default_error_messages["required"])
    assert [said for _target, said in found] == [f"Name: {plain}", "Write your email."]
