"""The cast is what the tests believe it is."""

from directory.models import Enterprise, Unit


def test_everyone_sits_where_the_role_says(people, unit, department):
    assert people["officer"].unit == unit and people["head"].unit == department
    assert Unit.objects.subtree(department).filter(pk=unit.pk).exists()
    assert people["board"].sees_all and not people["officer"].sees_all


def test_an_enterprise_sees_itself_only(people):
    people["rival"].represents.get()
    seen = Enterprise.objects.visible_to(people["asker"])
    assert [e.pk for e in seen] == [people["asker"].represents.get().enterprise_id]
    assert Enterprise.objects.visible_to(people["head"]).count() == 2
    assert not Enterprise.objects.visible_to(people["stranger"]).exists()
