"""What is shipped: no secret, no foreign licence, containers that hold what is promised (G35)."""

import re
import shutil
import subprocess
from importlib.metadata import distributions
from pathlib import Path

import pytest
import yaml

from tests import licences

ROOT = Path(__file__).parents[2]
KEYS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[abp]-[0-9A-Za-z-]{20,}"
)
# In tests such words are invented, to be looked for in logs and pages.
WORDS = re.compile(
    r"(?i:(?:secret|password|token|api_key)\w*[\"']?\s*[:=]\s*[\"'](?=[^\"']*\d)[\w+/=-]{24,}[\"'])"
    r"|\w+://[\w.-]+:(?!\$)[^@\s/${}]{8,}@(?!host)"
)
FAKES = [
    "-----BEGIN RSA PRIVATE" + " KEY-----",
    "AKIA" + "ABCDEFGHIJKLMNOP",
    'SECRET_KEY = "' + "a8" * 20 + '"',
    "token: '" + "Zx9" * 12 + "'",
    "postgres://portal:" + "hunter2hunter2@db.customs.example/partnership",
]


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def shipped() -> list[Path]:
    """Every text file that git would ship from this folder."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.split(b"\0")
    return [ROOT / name.decode() for name in listed if name]


@pytest.mark.parametrize("text", FAKES, ids=range(len(FAKES)))
def test_the_search_for_secrets_finds(text):
    assert KEYS.search(text) or WORDS.search(text)


def test_no_secret_is_shipped():
    """G35: no key, token or password stands in any file of the repository."""
    found = []
    for path in shipped():
        if path.suffix in (".png", ".xlsx", ".docx", ".pdf") or not path.is_file():
            continue
        text, inside = path.read_text(errors="replace"), path.relative_to(ROOT).parts
        patterns = [KEYS] if inside[0] == "tests" else [KEYS, WORDS]
        found += [f"{path}: {m[0]}" for pattern in patterns for m in pattern.finditer(text)]
    assert found == []


def test_own_environment_is_not_shipped():
    names = {path.relative_to(ROOT).as_posix() for path in shipped()}
    assert ".env" not in names
    assert not any(name.startswith(("ops/tls", ".local", ".venv")) for name in names)


def test_every_package_has_a_licence_that_may_be_used():
    """G35: no package that runs brings a licence which a public body's portal cannot take."""
    runs = licences.pinned()
    assert len(runs) > 40
    assert [row for row in licences.table(runs) if not row.fits] == []
    assert {d.name.lower() for d in distributions()} >= {"django", "celery"}


def test_compose_restarts_watches_and_keeps(compose):
    services = compose["services"]
    assert set(services) == {"postgres", "redis", "migrate", "web", "worker", "beat", "proxy"}
    for name, service in services.items():
        if name == "migrate":
            assert service["restart"] == "no"
            continue
        assert service["restart"] == "unless-stopped", name
        # The image itself says how the web is asked.
        assert name == "web" or "test" in service["healthcheck"], name
    assert set(compose["volumes"]) == {"database", "queue", "files"}


def test_only_the_migrations_know_the_owner(compose):
    for name, service in compose["services"].items():
        told = str(service.get("environment")) + str(service.get("env_file", ""))
        assert ("OWNER" in told) == (name in ("postgres", "migrate")), name
        assert "env_file" not in service


def test_redis_keeps_its_queue(compose):
    command = " ".join(compose["services"]["redis"]["command"])
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command


def test_every_variable_is_in_the_example():
    used = re.findall(r"\$\{([A-Z_]+):\?", (ROOT / "docker-compose.yml").read_text())
    example = (ROOT / ".env.example").read_text()
    assert sorted(name for name in set(used) if f"\n{name}=" not in example) == []


def test_compose_finds_its_file_valid(tmp_path):
    """`docker compose config`, where there is a compose."""
    command = next((c for c in (["docker", "compose"], ["docker-compose"]) if works(c)), None)
    if not command:
        return  # the other tests read the same file
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)
    filled = re.sub(r"(?m)^([A-Z_]+)=$", r"\1=filled", (ROOT / ".env.example").read_text())
    (tmp_path / ".env").write_text(filled)
    done = subprocess.run([*command, "config"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "filled" in done.stdout


def works(command: list[str]) -> bool:
    if not shutil.which(command[0]):
        return False
    return subprocess.run([*command, "version"], capture_output=True).returncode == 0


def test_the_last_stage_runs_without_root_and_without_tools():
    last = (ROOT / "Dockerfile").read_text().rsplit("\nFROM ", 1)[1]
    assert "\nUSER portal\n" in last
    assert "HEALTHCHECK" in last
    assert not re.search(r"\b(apt-get|pip|gcc|build-essential)\b", last)
