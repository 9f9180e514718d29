"""Rows kept in the process: never stale, never shared, one question for all."""

import pytest
from django.db import connection

from core.history import acting
from core.shelf import Shelf, one_look
from directory.models import Unit
from inquiries.models import Limit, Topic
from tests.factories import UnitFactory
from tests.inquiries.factories import TopicFactory

pytestmark = pytest.mark.django_db
topics, units, limits = Shelf(Topic), Shelf(Unit), Shelf(Limit)


def rename(topic, name):
    """By the back door: not through the model."""
    with acting(None, "given"), connection.cursor() as cursor:
        cursor.execute("UPDATE inquiries_topic SET name_vi = %s WHERE id = %s", [name, topic.pk])


def test_a_row_is_read_once_while_nothing_changes(django_assert_num_queries):
    topic = TopicFactory()
    with django_assert_num_queries(2):
        assert topics.get(topic.pk) == topic
    with django_assert_num_queries(1):  # whether anything changed
        assert topics.get(topic.pk) == topic


def test_a_change_by_any_door_is_seen():
    topic = TopicFactory(name_vi="Trị giá")
    assert topics.get(topic.pk).name_vi == "Trị giá"
    rename(topic, "Xuất xứ")
    assert topics.get(topic.pk).name_vi == "Xuất xứ"
    assert "Xuất xứ" in {each.name_vi for each in topics.all()}


def test_what_is_made_later_is_found_and_what_is_gone_is_not():
    topic = TopicFactory()
    free = topic.pk + 1_000
    assert topics.get(free) is None
    TopicFactory(pk=free)
    assert topics.get(free).pk == free
    with acting(None, "delete"):
        Topic.objects.filter(pk=free).delete()
    assert topics.get(free) is None and free not in {each.pk for each in topics.all()}


def test_whoever_changes_an_answer_changes_no_other():
    topic = TopicFactory(name_vi="Trị giá", parent=TopicFactory())
    mine = topics.get(topic.pk)
    mine.name_vi, mine.parent = "Của tôi", None
    for again in (topics.get(topic.pk), next(t for t in topics.all() if t.pk == topic.pk)):
        assert (again.name_vi, again.parent_id) == ("Trị giá", topic.parent_id)


def test_one_look_asks_once_for_all_and_then_holds(django_assert_num_queries):
    topic, unit = TopicFactory(name_vi="Trị giá"), UnitFactory()
    for shelf, row in ((topics, topic), (units, unit)):
        shelf.get(row.pk)
    limits.all()
    with one_look():
        with django_assert_num_queries(1):
            assert (topics.get(topic.pk), units.get(unit.pk)) == (topic, unit)
            limits.all()
        rename(topic, "Xuất xứ")
        assert topics.get(topic.pk).name_vi == "Trị giá"
    assert topics.get(topic.pk).name_vi == "Xuất xứ"
