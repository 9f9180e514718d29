"""The settings of a production machine: refused when incomplete, clean when complete (G35)."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRODUCTION = {
    "SECRET_KEY": "k3y-" + "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "portal.customs.example",
    "DATABASE_URL": "postgres://portal_app@db.customs.example/partnership",
    "DATABASE_OWNER_URL": "postgres://partnership@db.customs.example/partnership",
    "PORTAL_URL": "https://portal.customs.example",
    "EMAIL_URL": "smtp+tls://portal@mail.customs.example:587",
}
READ = re.compile(r"env(?:\.\w+)?\(\s*\"([A-Z_]+)\"|environ\.get\(\"([A-Z_]+)\"")


def manage(*command, without=(), **more):
    """Run a command as on a production machine; nothing of the test's own environment counts."""
    said = {name: value for name, value in PRODUCTION.items() if name not in without}
    env = {"PATH": os.environ["PATH"], "PORTAL_STATE": str(ROOT / ".none"), **said, **more}
    line = [sys.executable, "-c", "import sys; from django.core.management import"]
    line[-1] += " execute_from_command_line as run; run(['manage.py', *sys.argv[1:]])"
    env["DJANGO_SETTINGS_MODULE"] = "partnership.settings"
    return subprocess.run([*line, *command], env=env, cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_the_portal_refuses_to_start_without(name):
    """G35: nothing that a production machine must say has a default."""
    done = manage("check", without=[name])
    assert done.returncode != 0
    assert f"Set {name} in the environment (see .env.example)." in done.stderr
    assert not (ROOT / ".none").exists()


def test_all_that_is_missing_is_named_at_once():
    done = manage("check", without=["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
    assert "Set SECRET_KEY, ALLOWED_HOSTS, DATABASE_URL in" in done.stderr


def test_the_deployment_check_is_clean():
    """G35: `check --deploy` with warnings as errors."""
    done = manage("check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


def test_the_deployment_check_sees_what_is_wrong():
    done = manage("check", "--deploy", "--fail-level", "WARNING", HTTPS="0")
    assert done.returncode != 0
    assert "security.W012" in done.stderr


def test_sample_people_stay_out_of_production():
    """The refusal stands before anything is written: the database is not asked."""
    done = manage("sample_data")
    assert done.returncode != 0


def test_every_setting_stands_in_the_table():
    """docs/operations.md explains each name that the settings and the web server read."""
    told = (ROOT / "docs/operations.md").read_text()
    code = "".join(
        (ROOT / file).read_text() for file in ("partnership/settings.py", "ops/gunicorn.conf.py")
    )
    names = {one or other for one, other in READ.findall(code)}
    assert len(names) > 25
    assert sorted(name for name in names if f"`{name}`" not in told) == []
