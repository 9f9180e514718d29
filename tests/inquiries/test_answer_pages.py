"""The answer base as visitors see it: search, one answer, opinion, feed."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from inquiries.answers.similar import similar
from inquiries.models import AnswerDay, PublishedAnswer
from inquiries.similar import similar as offered
from tests.factories import UnitFactory
from tests.inquiries.answers_factories import AnswerFactory, cite
from tests.inquiries.factories import TopicFactory

LIST = "/inquiries/answers/"
ATOM = "{http://www.w3.org/2005/Atom}"


def titles(answer):
    return re.findall(r'<a href="/inquiries/answers/(\d+)/">', answer.content.decode())


@pytest.fixture
def three(db):
    topic, unit = TopicFactory(code="thue"), UnitFactory(code="03X")
    return [
        AnswerFactory(title="Hoàn thuế nhập khẩu cần gì?", topic=TopicFactory(parent=topic)),
        AnswerFactory(title="Xuất xứ hàng hóa chứng minh thế nào?", unit=unit),
        AnswerFactory(title="Doanh nghiệp chế xuất báo cáo quyết toán khi nào?", topic=topic),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=hoan thue", [0]), ("q=hoàn thuế", [0]), ("q=hòan", [0]), ("topic=thue", [2, 0]),
        ("unit=03X", [1]), ("q=bao cao&topic=thue", [2]), ("q=nothing at all", []),
        ("topic=none&q=chung minh", [1]), ("q=%25'--", []), ("after=x_y&q=hoan", [0]),
        ("after=1e400_1&q=hoan", [0]), ("after=1_99999999999999999999&q=hoan", [0]),
    ],
)  # fmt: skip
def test_answers_are_found_with_and_without_marks_by_topic_and_unit(client, three, query, found):
    """G11: and no parameter breaks the page."""
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    assert titles(answer) == [str(three[n].pk) for n in found]


def test_only_what_is_public_is_listed_opened_and_fed(client, db):
    rows = {status: AnswerFactory(status=status) for status in PublishedAnswer.Status.values}
    public = {str(rows[status].pk) for status in PublishedAnswer.PUBLIC}
    assert set(titles(client.get(LIST))) == public
    feed = client.get(f"{LIST}feed.atom").content.decode()
    assert set(re.findall(r"answers/(\d+)/</id>", feed)) == public
    for row in rows.values():
        code = 200 if str(row.pk) in public else 404
        assert client.get(row.get_absolute_url()).status_code == code
        assert (
            client.post(f"{row.get_absolute_url()}helped/").status_code == (code == 404) * 102 + 302
        )


def test_a_page_of_twenty_and_the_next(client, db):
    rows = [AnswerFactory(published_at=now() - timedelta(minutes=n % 3)) for n in range(25)]
    first = client.get(LIST)
    following = re.search(r"after=([\d._]+)", first.content.decode())[1]
    second = client.get(f"{LIST}?after={following}")
    assert (
        titles(first)[:20] + titles(second)
        == [str(each.pk) for each in PublishedAnswer.objects.newest()]
        and len(rows) == 25
    )


def test_a_search_shows_the_best_first_and_goes_on(client, db):
    """A word in the line counts more than one in the text, whatever is newer."""
    best = AnswerFactory(title="Hoàn thuế thế nào?", published_at=now() - timedelta(days=9))
    rest = [AnswerFactory(answer=f"Xem phần hoàn thuế {n}.") for n in range(21)]
    first = titles(client.get(f"{LIST}?q=hoan+thue"))
    second = titles(client.get(f"{LIST}?q=hoan+thue&after=20"))
    assert first[0] == str(best.pk) and len(first) == 20 and len(second) == 2
    assert {*first, *second} == {str(each.pk) for each in [best, *rest]}
    assert titles(client.get(f"{LIST}?q=hoan+thue&after=99999")) == first


def test_an_old_version_leads_to_the_new_one(client, db):
    old = AnswerFactory(status="replaced")
    new = AnswerFactory(replaces=old, version=2)
    AnswerFactory(replaces=new, version=3, status="proposed")
    assert client.get(old.get_absolute_url()).url == new.get_absolute_url()
    assert client.get(new.get_absolute_url()).status_code == 200


def test_reads_and_opinions_are_numbers_only(client, db):
    """G20: one opinion a caller and day; the table knows no caller."""
    entry = AnswerFactory()
    for _ in range(3):
        client.get(entry.get_absolute_url())
    for helped in ("yes", "no", "yes"):
        client.post(
            f"{entry.get_absolute_url()}helped/", {"helped": helped}, REMOTE_ADDR="10.0.0.1"
        )
    client.post(f"{entry.get_absolute_url()}helped/", {"helped": "no"}, REMOTE_ADDR="10.0.0.2")
    day = AnswerDay.objects.get()
    assert (day.reads, day.helped, day.unhelped) == (3, 1, 1)
    assert {f.name for f in AnswerDay._meta.fields} == {
        "id", "answer", "day", "reads", "helped", "unhelped",
    }  # fmt: skip
    assert list(PublishedAnswer.objects.most_read(day.day)) == [entry]
    assert list(PublishedAnswer.objects.most_read(day.day + timedelta(days=1))) == []


def test_similar_questions_are_offered_and_unlike_ones_are_not(three):
    question = "Công ty chúng tôi muốn xin hoàn thuế nhập khẩu nộp thừa thì cần hồ sơ gì ạ?"
    assert similar(question)[0] == three[0]
    assert similar("xuat xu hang hoa")[0] == three[1]
    assert similar("Thời tiết hôm nay đẹp quá") == []
    assert similar("Xin hỏi hồ sơ gồm những gì, nộp ở đâu, doanh nghiệp nộp thế nào?") == []
    for odd in ("", "?!", "'; DROP", "\\' | !", "a" * 5000, "\u202e\u200b"):
        assert similar(odd) == []
    assert offered(question)[0].url == three[0].get_absolute_url()


def test_the_topic_asked_about_comes_first(three):
    near = AnswerFactory(title="Hoàn thuế nhập khẩu ở cảng", topic=three[2].topic)
    assert similar("hoàn thuế nhập khẩu", three[2].topic)[0] in (near, three[0])
    far = TopicFactory()
    other = AnswerFactory(title="Hoàn thuế nhập khẩu: thuế thừa", topic=far)
    assert similar("hoàn thuế nhập khẩu", far)[0] == other


def test_the_feed_is_atom_and_narrowed(client, three):
    feed = ElementTree.fromstring(client.get(f"{LIST}feed.atom?topic=thue").content)  # noqa: S314
    entries = feed.findall(f"{ATOM}entry")
    assert [e.find(f"{ATOM}title").text for e in entries] == [three[2].title, three[0].title]
    whole = ElementTree.fromstring(client.get(f"{LIST}feed.atom").content)  # noqa: S314
    assert whole.find(f"{ATOM}link").get("href").endswith(LIST)
    assert all(e.find(f"{ATOM}updated").text for e in entries)


def test_the_list_asks_as_often_for_many_as_for_few(client, three):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(LIST)
        return len(asked)

    few = queries()
    for n in range(5):
        cite(AnswerFactory(topic=TopicFactory(code=f"t{n}")))
    assert queries() == few <= 12


def test_nobody_without_an_account_is_turned_away(client, three):
    for name in ("list", "feed"):
        assert client.get(reverse(f"inquiries:answers:{name}")).status_code == 200
