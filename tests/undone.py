"""One row tried by many: what each does to it is taken back before the next comes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import transaction
from django.db.models import Model

Row = TypeVar("Row", bound=Model)


@contextmanager
def undone(made: Row) -> Iterator[Row]:
    """``made`` fresh from the database, for a block whose writes are rolled back at its end.

    Whoever acts in the block is made before it: a person made inside would be gone after it.
    """
    with transaction.atomic():
        yield type(made)._default_manager.get(pk=made.pk)
        transaction.set_rollback(True)
