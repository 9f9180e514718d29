"""Criteria stand still once an approved questionnaire measures them: results come from weights."""

import pytest
from django.db import DatabaseError, transaction

from core.history import acting
from surveys.models import Criterion, Dimension

from . import rounds
from .factories import CriteriaSetFactory, CriterionFactory, DimensionFactory


@pytest.fixture
def used(db):
    """A criterion that an approved questionnaire measures."""
    criterion = CriterionFactory()
    rounds.questionnaire("a", {"q": "scale"}, q={"criterion": criterion})
    return criterion


def test_the_database_refuses_to_change_criteria_in_use(used):
    """Weights, moves to another set and out of this one, additions and removals; other sets are
    free, and so is this one while its questionnaire is a draft."""
    dimension, free = used.dimension, CriterionFactory()
    for change in (
        lambda: Dimension.objects.filter(pk=dimension.pk).update(weight=9),
        lambda: Criterion.objects.filter(pk=used.pk).update(weight=9),
        lambda: Criterion.objects.filter(pk=used.pk).update(dimension=free.dimension),
        lambda: Criterion.objects.filter(pk=free.pk).update(dimension=dimension),
        lambda: DimensionFactory(criteria_set=dimension.criteria_set),
        lambda: CriterionFactory(dimension=dimension),
        lambda: dimension.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(None, "x"):
            change()
    with acting(None, "x"):
        assert Criterion.objects.filter(pk=free.pk).update(weight=9) == 1
        other = CriterionFactory(dimension=free.dimension)
        other.delete()


def test_the_desk_offers_no_weight_of_criteria_in_use(enter, people, used):
    """The board reads it; a set that is free is edited, and only such a one is chosen anew."""
    client, free = enter(people["board"]), CriteriaSetFactory()
    page = f"/admin/surveys/dimension/{used.dimension_id}/change/"
    assert 'name="weight"' not in client.get(page).content.decode()
    assert client.post(page, {"weight": "9"}).status_code == 403
    own = f"/admin/surveys/criteriaset/{used.dimension.criteria_set_id}/change/"
    text = client.get(own).content.decode()
    assert 'name="name_vi"' in text and 'name="dimensions-0-weight"' not in text
    loose = DimensionFactory(criteria_set=free)
    assert 'name="weight"' in client.get(
        f"/admin/surveys/dimension/{loose.pk}/change/"
    ).content.decode()  # fmt: skip
    offered = client.get("/admin/surveys/dimension/add/").content.decode()
    assert f'<option value="{free.pk}"' in offered
    assert f'<option value="{used.dimension.criteria_set_id}"' not in offered
