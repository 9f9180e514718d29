"""The list of cases: filters of one's own, and a case beside the list."""

import re

import pytest

from inquiries import services
from inquiries.models import SavedFilter, Viewing
from tests.factories import UnitFactory
from tests.inquiries.answers_factories import AnswerFactory
from tests.inquiries.factories import InquiryFactory, MessageFactory

LIST = "/admin/inquiries/inquiry/"


def keep(client, name, query, **more):
    return client.post(f"{LIST}filters/", {"name": name, "query": query, **more}, follow=True)


def own(user):
    return list(SavedFilter.objects.visible_to(user).values_list("name", "query"))


def shown(answer):
    """References of the cases in the list, without what stands beside it."""
    table = answer.content.decode().partition('id="result_list"')[2].partition("</table>")[0]
    return set(re.findall(r"VM-2026-T\d+", table))


# --- filters of one's own ---------------------------------------------------------------------
def test_a_filter_is_kept_opened_and_removed(client, enter, people, unit):
    mine, other = InquiryFactory(unit=unit, channel="email"), InquiryFactory(unit=unit)
    enter(people["officer"])
    page = keep(client, "  Qua   thư ", "channel__exact=email&o=4&p=2&case=1&split=1&pk=9&e=1")
    assert own(people["officer"]) == [("Qua thư", "channel__exact=email&o=4")]
    assert 'href="?channel__exact=email&amp;o=4" aria-current="true">Qua thư' in (
        page.content.decode()
    )
    assert shown(page) == {mine.reference} and other.reference not in page.content.decode()
    keep(client, "Qua thư", "tab=late")
    assert own(people["officer"]) == [("Qua thư", "tab=late")]
    kept = SavedFilter.objects.get()
    client.post(f"{LIST}filters/", {"drop": kept.pk})
    assert own(people["officer"]) == []


def test_nobody_sees_or_removes_the_filters_of_another(client, enter, people):
    kept = services.keep_filter("Của tôi", "tab=late", by=people["officer"])
    for who in ("head", "board", "system"):
        enter(people[who])
        assert "Của tôi" not in client.get(LIST).content.decode()
        client.post(f"{LIST}filters/", {"drop": kept.pk})
    assert own(people["officer"]) == [("Của tôi", "tab=late")]


@pytest.mark.parametrize(
    ("name", "query"),
    [("", "tab=late"), ("x" * 61, "tab=late"), ("n", ""), ("n", "pk=1"), ("n", "q=" + "a" * 1200),
     ("n", "q=%00"), ("n", "%ff=%ff&status=")],
)  # fmt: skip
def test_what_is_no_filter_is_refused_with_a_remedy(client, enter, people, name, query):
    """G11: nothing odd breaks the page."""
    enter(people["officer"])
    page = keep(client, name, query)
    assert page.status_code == 200 and own(people["officer"]) == []
    assert 'class="error"' in page.content.decode()


def test_a_person_keeps_twenty_filters_and_is_told_what_to_do(client, enter, people):
    for number in range(20):
        services.keep_filter(f"n{number}", "tab=late", by=people["officer"])
    enter(people["officer"])
    assert 'class="error"' in keep(client, "more", "tab=late").content.decode()
    assert "more" not in dict(own(people["officer"]))
    keep(client, "n3", "tab=waiting")
    assert dict(own(people["officer"]))["n3"] == "tab=waiting"


# --- a case beside the list -------------------------------------------------------------------
def test_a_case_is_read_beside_the_list_and_links_keep_the_place(client, enter, people, unit):
    cases = [InquiryFactory(unit=unit, channel="email") for _ in range(2)]
    MessageFactory(inquiry=cases[0], text="Đã xem tờ khai")
    enter(people["officer"])
    page = client.get(f"{LIST}?channel__exact=email&split=1&case={cases[0].pk}")
    text = page.content.decode()
    pane = text.partition('id="case"')[2]
    assert cases[0].question in pane and "Đã xem tờ khai" in pane
    assert f'{LIST}{cases[0].pk}/answer/"' in pane
    chosen = f'?channel__exact=email&amp;split=1&amp;case={cases[0].pk}#case" aria-current="true"'
    assert chosen in text and f"split=1&amp;case={cases[1].pk}#case" in text
    assert 'href="?channel__exact=email">' in text  # the list alone
    assert shown(page) == {case.reference for case in cases}


@pytest.mark.parametrize("case", ["0", "99999999999999999999", "x", "", "1%00"])
def test_a_case_that_is_not_there_leaves_the_place_empty(client, enter, people, case):
    enter(people["officer"])
    page = client.get(f"{LIST}?split=1&case={case}")
    if "%00" in case:
        assert page.status_code == 400
    else:
        pane = page.content.decode().partition('id="case"')[2]
        assert page.status_code == 200 and pane and 'class="history"' not in pane


def test_a_case_out_of_sight_is_not_shown_beside_the_list(client, enter, people):
    hidden = InquiryFactory(unit=UnitFactory(), question="Không ai được đọc")
    enter(people["officer"])
    page = client.get(f"{LIST}?split=1&case={hidden.pk}").content.decode()
    assert "Không ai được đọc" not in page and not Viewing.objects.exists()


def test_the_way_the_list_is_shown_does_not_reach_its_export_or_bulk_moves(
    client, enter, people, unit
):
    case = InquiryFactory(unit=unit)
    enter(people["officer"])
    text = client.get(f"{LIST}?split=1&case={case.pk}&status__exact=routed").content.decode()
    assert 'href="export/?status__exact=routed"' in text
    assert 'href="bulk/?status__exact=routed"' in text


# --- contradicting answers --------------------------------------------------------------------
def test_the_other_answer_is_found_by_its_words(client, enter, people, unit):
    title = "Hoàn thuế nhập khẩu cần chứng từ gì?"
    one = AnswerFactory(unit=unit, title=title, question="Hoàn thuế nhập khẩu cần gì?")
    like = AnswerFactory(title="Hoàn thuế nhập khẩu nộp ở đâu?", question="Hoàn thuế nhập khẩu?")
    far = AnswerFactory(title="Xuất xứ ghi thế nào?", question="C/O mẫu D ghi ra sao?")
    making = AnswerFactory(title="Xuất xứ đang soạn", status="proposed")
    enter(people["officer"])
    page = f"/admin/inquiries/publishedanswer/{one.pk}/contradict/"

    def offered(query=""):
        return set(
            re.findall(r'name="other" value="(\d+)"', client.get(page + query).content.decode())
        )

    assert offered() == {str(like.pk)}
    assert offered("?find=xuat xu") == {str(far.pk)}
    assert offered("?find=khong co gi") == set()
    wrong = client.post(page, {"other": making.pk, "reason": "Khác"})
    assert wrong.status_code == 200 and one.contradicted.count() == 0
    client.post(f"{page}?find=xuat", {"other": far.pk, "reason": "Khác nhau"})
    assert one.contradicted.get().other == far


# --- joining two cases ------------------------------------------------------------------------
@pytest.mark.parametrize("way", ["chosen", "typed", "nothing", "hidden"])
def test_a_case_is_joined_with_one_of_its_asker_or_by_reference(client, enter, people, unit, way):
    case = InquiryFactory(unit=unit, email="lan@a.example")
    same = InquiryFactory(unit=unit, email="lan@a.example")
    other = InquiryFactory(unit=unit, email="khac@a.example")
    hidden = InquiryFactory(unit=people["stranger"].unit, email="lan@a.example")
    enter(people["officer"])
    page = f"{LIST}{case.pk}/merge/"
    shown = client.get(page).content.decode()
    assert f'name="same" value="{same.pk}"' in shown
    assert other.reference not in shown and hidden.reference not in shown
    sent = {
        "chosen": {"same": same.pk}, "typed": {"into": f" {other.reference.lower()} "},
        "nothing": {}, "hidden": {"into": hidden.reference, "same": hidden.pk},
    }[way]  # fmt: skip
    client.post(page, sent)
    joined = {"chosen": [same.pk], "typed": [other.pk]}.get(way, [])
    assert list(case.links.values_list("target", flat=True)) == joined


# --- numbers of the tabs ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "numbers"),
    [("", {"late": "0", None: "2"}), ("tab=late", {"late": "0", None: "2"}),
     ("q=thép", {"late": "", None: "1"}), ("q=thép&tab=unassigned", {"unassigned": "1", None: ""})],
)  # fmt: skip
def test_a_search_counts_only_the_list_it_shows(client, enter, people, unit, asked, numbers):
    """Each number of a tab would search 200,000 cases again."""
    InquiryFactory(unit=unit, subject="Lô thép"), InquiryFactory(unit=unit, subject="Lô vải")
    enter(people["officer"])
    tabs = client.get(f"{LIST}?{asked}").context["cl"].tabs
    found = {re.findall(r"tab=(\w+)", tab.url)[0] if "tab=" in tab.url else None: tab.count
             for tab in tabs}  # fmt: skip
    assert numbers.items() <= found.items()
