"""Reports are written on the desk, also by two at once, and their versions compared."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.history import acting
from plans.models import Item, Report, Section
from plans.reporting.comparing import Comparison, marked
from plans.services.freezing import side_by_side
from tests.factories import UnitFactory

from .desk_parts import REPORTS
from .reporting_factories import FigureFactory, ReportFactory, VersionFactory, at, standing


def opened(client, url) -> dict:
    """What a browser posts back of a form nobody typed into."""
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()}


@pytest.fixture
def drafted(department):
    return ReportFactory(status="drafted", unit=department)


def texts(report) -> dict[str, str]:
    return {each.section: each.text for each in report.sections.all()}


def test_two_who_write_different_sections_at_once_both_keep_their_words(
    client, enter, people, drafted
):
    url = f"{REPORTS}{drafted.pk}/write/"
    first = opened(enter(people["head"]), url)
    second = opened(enter(people["focal_point"]), url)
    enter(people["head"]).post(url, first | {"text_support": "Của trưởng"})
    answer = enter(people["focal_point"]).post(url, second | {"text_information": "Của đầu mối"})
    assert answer.status_code == 302
    assert {k: v for k, v in texts(drafted).items() if v} == {
        "support": "Của trưởng", "information": "Của đầu mối",
    }  # fmt: skip


def test_who_writes_the_same_section_is_told_once_and_loses_nothing(enter, people, drafted):
    url = f"{REPORTS}{drafted.pk}/write/"
    mine = opened(enter(people["focal_point"]), url) | {"text_support": "Của tôi"}
    theirs = opened(enter(people["head"]), url)
    enter(people["head"]).post(url, theirs | {"text_support": "Của trưởng"})
    told = enter(people["focal_point"]).post(url, mine)
    page = told.content.decode()
    assert told.status_code == 200 and texts(drafted)["support"] == "Của trưởng"
    assert "Của tôi" in page and "Của trưởng" in page and str(people["head"]) in page
    again = mine | {"seen": told.context["form"]["seen"].value()}
    assert enter(people["focal_point"]).post(url, again).status_code == 302
    assert texts(drafted)["support"] == "Của tôi"


def test_a_report_handed_in_meanwhile_keeps_what_was_typed_on_the_page(enter, people, drafted):
    url = f"{REPORTS}{drafted.pk}/write/"
    values = opened(enter(people["head"]), url) | {"text_support": "Chưa kịp lưu"}
    with acting(None, "given"):
        Report.objects.filter(pk=drafted.pk).update(
            status="submitted", submitted_at=at(2024, 6, 1), first_submitted_at=at(2024, 6, 1)
        )
    answer = enter(people["head"]).post(url, values)
    assert answer.status_code == 409 and "Chưa kịp lưu" in answer.content.decode()
    assert texts(drafted) == {}


def test_a_branchs_narrative_is_taken_over_with_one_click_and_stays_traceable(
    enter, people, unit, drafted
):
    """What was typed beside it is saved with it; only versions handed in are offered."""
    below = VersionFactory(
        report=ReportFactory(period=drafted.period, unit=unit, status="submitted"),
        texts={"support": "Ba hội nghị."},
    )
    other = VersionFactory(report=ReportFactory(period=drafted.period, status="submitted"))
    url = f"{REPORTS}{drafted.pk}/write/"
    client = enter(people["focal_point"])
    assert "Ba hội nghị." in client.get(url).content.decode()
    typed = opened(client, url) | {"text_support": "Mở đầu.", "take": f"{below.pk}:support"}
    assert client.post(url, typed).url == f"{url}#part-support"
    assert texts(drafted)["support"] == f"Mở đầu.\n\n{unit.name_vi}: Ba hội nghị."
    assert drafted.inclusions.get().version == below
    for wrong in (f"{below.pk}:support", f"{other.pk}:support", f"{below.pk}:x", "9:support"):
        refused = client.post(url, opened(client, url) | {"take": wrong})
        assert refused.status_code == 200, wrong
    assert drafted.inclusions.count() == 1


def test_figures_are_never_typed(enter, people, drafted):
    """A remark is all a person may add; a figure in the address or the form changes nothing."""
    url = f"{REPORTS}{drafted.pk}/write/"
    client = enter(people["head"])
    values = opened(client, url)
    assert not [name for name in values if re.match("value|figure", name)]
    code = next(name for name in values if name.startswith("remark_"))
    client.post(url, values | {code: "Thiếu một chi cục", "value_plans.reports_on_time": "99"})
    assert [r.text for r in drafted.remarks.all()] == ["Thiếu một chi cục"]


def test_a_page_of_one_and_of_five_branches_asks_the_same(
    enter, people, unit, drafted, django_assert_num_queries
):
    """Ten besides what the apps' figures of the two periods ask by themselves."""

    def branch(parent):
        return VersionFactory(
            report=ReportFactory(
                period=drafted.period, status="submitted",
                unit=UnitFactory(kind="branch", parent=parent),
            )
        )  # fmt: skip

    client, url = enter(people["head"]), f"{REPORTS}{drafted.pk}/write/"
    branch(drafted.unit)
    client.get(url)
    with CaptureQueriesContext(connection) as figures:
        side_by_side(drafted)
    for _n in range(2):
        with django_assert_num_queries(10 + len(figures)):
            assert client.get(url).status_code == 200
        for _m in range(4):
            branch(drafted.unit)


def test_empty_sections_are_named_when_a_report_is_refused(enter, people, drafted):
    answer = enter(people["head"]).post(f"{REPORTS}{drafted.pk}/submit/")
    text = answer.content.decode()
    assert answer.status_code == 200 and all(str(s.label) in text for s in Section)


def test_who_asks_to_write_what_was_handed_in_is_led_to_its_card(enter, people, department):
    """Not round in a circle: the page that is saved on is itself the one to come back to."""
    report = standing("submitted", unit=department)
    answer = enter(people["head"]).get(f"{REPORTS}{report.pk}/write/", follow=True)
    assert answer.redirect_chain == [(f"{REPORTS}{report.pk}/change/", 302)]
    assert len(list(answer.context["messages"])) == 1


# --- comparing ------------------------------------------------------------------------------------
def test_two_versions_are_compared_and_hostile_words_stay_words(enter, people, department):
    report = standing("sent_back", unit=department)
    FigureFactory(version=report.versions.get(), code="a.b", value=3)
    second = VersionFactory(report=report, number=2, texts={"support": "<script>alert(9)</script>"})
    FigureFactory(version=second, code="a.b", value=4)
    text = enter(people["head"]).get(f"{REPORTS}{report.pk}/compare/").content.decode()
    assert "<ins>&lt;script&gt;alert(9)&lt;/script&gt;</ins>" in text
    assert "<del>Về support</del><ins>" in text and "<script>alert" not in text
    only = enter(people["head"]).get(f"{REPORTS}{report.pk}/compare/?a=1&b=1")
    assert only.status_code == 200


def test_what_changed_between_two_versions_stands_first_under_its_task(department):
    """Two tasks count what has the same name; what is the same is folded away."""
    report = standing("sent_back", unit=department)
    first, second = report.versions.get(), VersionFactory(report=report, number=2)
    for version, values in ((first, (3, 5)), (second, (4, 5))):
        for task, value in zip(("support", "cooperation"), values, strict=True):
            FigureFactory(version=version, code=f"due.{task}", task=task, value=value)
    found = Comparison(second, first)
    assert [(task, [(p.first, p.second) for p in pairs]) for task, pairs in found.changed] == [
        (str(Item.Task.SUPPORT.label), [("3", "4")])
    ]
    assert [pair.task for pair in found.unchanged] == ["cooperation"]


def test_a_remark_that_changed_is_a_change_and_is_shown(enter, people, department):
    report = standing("sent_back", unit=department)
    second = VersionFactory(report=report, number=2)
    for version, remark in ((report.versions.get(number=1), "thiếu quý I"), (second, "đã đủ")):
        FigureFactory(version=version, code="a.b", value=3, remark=remark)
    [(_task, [pair])] = Comparison(report.versions.get(number=1), second).changed
    assert (pair.first, pair.second, pair.remarks) == ("3", "3", ("thiếu quý I", "đã đủ"))
    text = enter(people["head"]).get(f"{REPORTS}{report.pk}/compare/").content.decode()
    assert "thiếu quý I" in text and "đã đủ" in text


def test_marks_show_words_taken_out_and_put_in():
    assert marked("ba hội nghị lớn", "bốn hội nghị lớn") == (
        "<del>ba </del><ins>bốn </ins>hội nghị lớn"
    )
    assert marked("Hà Giang.", "Hà Giang.\nThêm.") == "Hà Giang.<ins>\nThêm.</ins>"
    assert marked("", "<b>") == "<ins>&lt;b&gt;</ins>" and marked("a", "") == "<del>a</del>"
