"""Sets of criteria go on from version to version."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model

from core.history import acting
from directory.models import User

from ..models import CriteriaSet
from ..rules import keeps_criteria

M = TypeVar("M", bound=Model)


@transaction.atomic
def next_version(known: CriteriaSet, *, by: User) -> CriteriaSet:
    """A set alike but for its number, the next that is free: its weights may be set anew, while
    what was measured by earlier ones stays. ``PermissionDenied`` unless ``by`` keeps criteria.
    """
    if not keeps_criteria(by):
        raise PermissionDenied
    versions = CriteriaSet.objects.select_for_update().filter(code=known.code)
    newest = max(versions.values_list("version", flat=True))
    with acting(by, "next_version"):
        made = copied(CriteriaSet.objects.get(pk=known.pk), version=newest + 1)
        for dimension in known.dimensions.all():
            criteria = list(dimension.criteria.all())
            into = copied(dimension, criteria_set=made)
            for criterion in criteria:
                copied(criterion, dimension=into)
    return made


def copied(row: M, **changes) -> M:
    """The row once more, with those changes."""
    row.pk, row._state.adding = None, True
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row
