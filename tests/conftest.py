"""The cast: each fixture is one kind of person who comes to the portal."""

import fcntl
import os
from contextlib import ExitStack
from itertools import islice

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils.translation import deactivate

from directory.filters import offered
from standalone import postgres

from .cast import Cast
from .database import emptied, template
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
    # What a test commits need not outlive a power cut: no wait for the disk.
    options = settings.DATABASES["default"].setdefault("OPTIONS", {})
    options["options"] = "-c synchronous_commit=off"
    TransactionTestCase._fixture_teardown = emptied
    # Files of tests, apart from those of `make run`, and of each process that tests.
    mine = os.environ.get("PYTEST_XDIST_WORKER", "one")
    settings.MEDIA_ROOT = postgres.STATE / "test-files" / mine
    if not hasattr(config, "workerinput"):
        # A second `make test` waits: it would drop our database.
        held.enter_context(postgres.lock("test", fcntl.LOCK_EX))
    held.enter_context(postgres.database())


def pytest_xdist_auto_num_workers(config):
    """One process more than two cores have: each waits often, for its database or its browser."""
    return (os.cpu_count() or 1) + 1


# What takes minutes, the longest first.
LONG = ("e2e/test_crawl", "e2e/test_payloads", "runtime/test_runner", "e2e/", "runtime/")


def pytest_collection_modifyitems(config, items):
    """Deal the long tests out, so that each process begins with its share of them.

    Each process is first given an equal piece of the list and later takes from the ends of others'
    pieces: dealt so, no process is left alone with minutes of work at the end. A module stays
    together for the sake of its fixtures, but each crawl stands by itself.
    """
    hands = getattr(config, "workerinput", {}).get("workercount", 1)
    whole = len(items)
    modules: dict[str, list] = {}
    for item in items:
        each = item.nodeid if LONG[0] in item.nodeid else item.location[0]
        modules.setdefault(each, []).append(item)
    ranked = sorted((rank(name), name) for name in modules if rank(name) < len(LONG))
    dealt = [[i for _, name in ranked[hand::hands] for i in modules[name]] for hand in range(hands)]
    rest = iter([i for name, each in modules.items() if rank(name) == len(LONG) for i in each])
    items.clear()
    for left, hand in zip(range(hands, 0, -1), dealt, strict=True):
        share = (whole - len(items)) // left
        items += hand + list(islice(rest, max(0, share - len(hand))))


def rank(name: str) -> int:
    return next((n for n, words in enumerate(LONG) if words in name), len(LONG))


def pytest_unconfigure(config):
    held.close()


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Neither units on offer nor the language of the last page reach into the next test."""
    offered.cache_clear()
    deactivate()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Each process tests on a copy of one migrated database."""
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """What a live server left connected would keep the database from being dropped."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE datname = current_database() AND usename = current_user
               AND pid <> pg_backend_pid()"""
        )


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
    """By part played: what each may do follows from the role and the unit it is held in.

    A person comes to be when first named; asking for all of them (``items()``) makes everyone.
    """

    def holder(kind, where):
        return lambda: RoleFactory(kind=kind, unit=where()).user

    def enterprise():
        return represent(UserFactory(), EnterpriseFactory(managed_by=department))

    return Cast(
        {
            "asker": enterprise,
            "rival": enterprise,
            "officer": holder("officer", lambda: unit),
            "head": holder("head", lambda: department),
            "focal_point": holder("focal_point", lambda: department),
            "administrator": holder("department_administrator", lambda: department),
            "stranger": holder("officer", lambda: UnitFactory(code="02")),
            "board": holder("board", top),
            "system": holder("system_administrator", top),
            "auditor": holder("auditor", top),
        }
    )


@pytest.fixture
def everyone(people):
    """All ten persons stand before the test counts anything."""
    return list(people.values())


@pytest.fixture
def enter(client):
    """Sign a person in, second factor shown."""

    def enter(user):
        client.force_login(user)
        show_second_factor(client, user)
        return client

    return enter
