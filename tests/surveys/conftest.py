"""Nothing that is remembered of questionnaires reaches into the next test."""

import pytest

from surveys import papers


@pytest.fixture(autouse=True)
def papers_forgotten():
    papers.forget()
    yield
    papers.forget()
