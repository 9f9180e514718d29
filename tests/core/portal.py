"""The portal's own connection to the test database: really signed in as ``portal_app``."""

from contextlib import closing, contextmanager

import psycopg2
from django.db import connection

from core.roles import PORTAL

CHANGE = """
SELECT set_config('pghistory.context_metadata',
                  '{"verb": "correct", "actor": null, "name": "x", "reason": "y"}', false);
"""


def _connect(user: str):
    its = connection.settings_dict
    place = {"host": its["HOST"] or its["OPTIONS"].get("host"), "port": its["PORT"]}
    options = {name: value for name, value in its["OPTIONS"].items() if name in ("host", "port")}
    return psycopg2.connect(dbname=its["NAME"], user=user, **{**place, **options})


@contextmanager
def portal(user: str = PORTAL):
    """A function that runs SQL as the portal's role and commits; rows come back as a list."""
    with closing(_connect(user)) as opened:
        opened.autocommit = True

        def run(sql, params=None):
            with opened.cursor() as cursor:
                cursor.execute(sql, params)
                return cursor.fetchall() if cursor.description else []

        yield run
