"""Django's commands, with the embedded database running while they need one."""

import os
import sys

from django.core.management import execute_from_command_line

from standalone import postgres

# These change the schema or own rights; every other command has the portal's own, smaller role.
OWNERS_COMMANDS = {
    "migrate",
    "prepare",
    "makemigrations",
    "createcachetable",
    "harden",
    "seal_history",
    "flush",
    "dbshell",
    "sqlmigrate",
    "pgtrigger",
    "test",
}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnership.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNERS_COMMANDS:
        os.environ["DATABASE_ROLE"] = "owner"
    with postgres.database():
        execute_from_command_line(sys.argv)
