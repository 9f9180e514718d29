"""Two database roles: the owner migrates, the portal's own cannot rewrite or skip history (G22)."""

from pathlib import Path

from django.conf import settings
from django.core.checks import Tags, Warning, register
from django.db import ProgrammingError, connections, transaction

HERE = Path(__file__).parent
PORTAL = "portal_app"
REMEDY = f"""CREATE ROLE {PORTAL} NOLOGIN; -- then GRANT {PORTAL} TO the login of DATABASE_URL"""
STANDING = """
SELECT r.rolsuper OR r.rolcreaterole OR pg_has_role(current_user, c.relowner, 'MEMBER')
FROM pg_roles r, pg_class c
WHERE r.rolname = current_user AND c.oid = to_regclass('public.django_migrations')
"""


class RoleMissing(Exception):  # noqa: N818 -- reads as a sentence
    """The portal's role is not there, and the owner may not create roles."""


def harden(connection) -> None:
    """Take from the portal's role what it never needs; run by the owner after every migrate.

    Raises :class:`RoleMissing` when the role ``portal_app`` is neither there nor can be made;
    what does not need the role is in force by then.
    """
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        cursor.execute((HERE / "ignore.sql").read_text())
        cursor.execute("SELECT to_regclass('public.core_seal') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute((HERE / "seals.sql").read_text())
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        _make_sure_of_role(cursor)
        cursor.execute((HERE / "harden.sql").read_text())


def _make_sure_of_role(cursor) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [PORTAL])
    if cursor.fetchone():
        return
    try:
        cursor.execute(f"CREATE ROLE {PORTAL} NOLOGIN")
    except ProgrammingError as refused:
        raise RoleMissing(
            f"The role {PORTAL} is missing and may not be made: as a superuser run  {REMEDY}"
        ) from refused


@register(Tags.database, deploy=True)
def portal_is_not_the_owner(app_configs, databases=None, **kwargs) -> list[Warning]:
    """`check --deploy --database default`: history is only as safe as this role is small."""
    found = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute(STANDING)
            if any(row[0] for row in cursor.fetchall()):
                found.append(too_mighty(connections[alias].settings_dict["USER"]))
    if not found and settings.PORTAL_IS_OWNER:
        found.append(too_mighty(settings.DATABASES["default"]["USER"]))
    return found


def too_mighty(role: str) -> Warning:
    return Warning(
        f"The portal connects as {role}, which owns the tables: it could rewrite history.",
        hint=f"DATABASE_URL names {PORTAL} or a member of it, DATABASE_OWNER_URL the owner.",
        id="core.W001",
    )
