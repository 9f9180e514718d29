"""The cast: each fixture is one kind of person who comes to the portal."""

import fcntl
import os
from contextlib import ExitStack

import pytest
from django.conf import settings

from directory.filters import offered
from standalone import postgres

from .entering import show_second_factor
from .factories import (
    EnterpriseFactory,
    RoleFactory,
    UnitFactory,
    UserFactory,
    represent,
    top,
)

held = ExitStack()


def pytest_configure(config):
    postgres.STATE.mkdir(parents=True, exist_ok=True)
    # Files are served as they stand in `static/`: no manifest of an earlier collectstatic.
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES["staticfiles"]["BACKEND"] = plain
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    # Files of tests, apart from those of `make run`, and of each process that tests.
    mine = os.environ.get("PYTEST_XDIST_WORKER", "one")
    settings.MEDIA_ROOT = postgres.STATE / "test-files" / mine
    if not hasattr(config, "workerinput"):
        # A second `make test` waits: it would drop our database.
        held.enter_context(postgres.lock("test", fcntl.LOCK_EX))
    held.enter_context(postgres.database())


def pytest_unconfigure(config):
    held.close()


@pytest.fixture(autouse=True)
def nothing_remembered():
    """What a process keeps for half a minute is not carried from one test into the next."""
    offered.cache_clear()


@pytest.fixture
def department(db):
    return UnitFactory(
        code="03", name_vi="Cục Hải quan TP. Hải Phòng", name_en="Hai Phong Customs Department"
    )


@pytest.fixture
def unit(department):
    """A branch of the department: most people of the cast sit there."""
    return UnitFactory(code="03CC", kind="branch", parent=department)


@pytest.fixture
def people(unit, department):
    """By part played: what each may do follows from the role and the unit it is held in."""

    def holder(kind, where):
        return RoleFactory(kind=kind, unit=where).user

    return {
        "asker": represent(UserFactory(), EnterpriseFactory(managed_by=department)),
        "rival": represent(UserFactory(), EnterpriseFactory(managed_by=department)),
        "officer": holder("officer", unit),
        "head": holder("head", department),
        "focal_point": holder("focal_point", department),
        "administrator": holder("department_administrator", department),
        "stranger": holder("officer", UnitFactory(code="02")),
        "board": holder("board", top()),
        "system": holder("system_administrator", top()),
        "auditor": holder("auditor", top()),
    }


@pytest.fixture
def enter(client):
    """Sign a person in, second factor shown."""

    def enter(user):
        client.force_login(user)
        show_second_factor(client, user)
        return client

    return enter
