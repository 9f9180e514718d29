"""Rounds that tests share; nothing remembered of questionnaires reaches into the next test."""

import pytest

from surveys import papers

from .factories import open_round


@pytest.fixture(autouse=True)
def papers_forgotten():
    papers.forget()
    yield
    papers.forget()


@pytest.fixture
def named(db):
    """A round that takes answers, not anonymous: who answered is kept with the answer."""
    return open_round(is_anonymous=False)


@pytest.fixture
def row(department):
    """A round of the department that takes answers; no sheet of it is keyed twice."""
    return open_round(unit=department, double_share=0)
