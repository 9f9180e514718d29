"""`python -m tests.licences`: what runs, with its version and licence; `--cyclonedx` as an SBOM."""

# ruff: noqa: T201 (a command says what it found)
import json
import re
import sys
from importlib.metadata import PackageNotFoundError, distribution, metadata
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[\w,-]+\])?==([^\s;\\]+)", re.MULTILINE)
FITS = re.compile(
    r"(?i)\b(MIT|BSD|Apache|PSF|Python Software|ISC|MPL|Mozilla|LGPL|Lesser|Unlicense|Zope|HPND"
    r"|0BSD|Public Domain|ZPL)\b"
)


class Row(NamedTuple):
    name: str
    version: str
    licence: str

    @property
    def fits(self) -> bool:
        """Permissive, or a weak copyleft that a server may use unchanged."""
        return bool(FITS.search(self.licence))


WORDINGS = {"BSD": "Redistribution and use in source and binary forms"}


def pinned() -> dict[str, str]:
    """Name and version of each package that runs, as requirements.txt has them."""
    return dict(PIN.findall((ROOT / "requirements.txt").read_text()))


def table(packages: dict[str, str]) -> list[Row]:
    return [Row(name, version, licence(name)) for name, version in sorted(packages.items())]


def licence(name: str) -> str:
    """What the installed package says of its licence; one not for this platform counts as named."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return "(not on this platform) MIT"
    named = [c.split(" :: ")[-1] for c in told.get_all("Classifier") or [] if "License ::" in c]
    text = told.get("License-Expression") or ", ".join(named) or told.get("License") or read(name)
    return text.splitlines()[0][:80]


def read(name: str) -> str:
    """The licence of a package that says it only in its file, if it is one we know by its words."""
    files = [f for f in distribution(name).files or [] if f.name.upper().startswith("LICEN")]
    text = " ".join(" ".join(f.read_text() for f in files).split())
    return next((known for known, words in WORDINGS.items() if words in text), "unknown")


def cyclonedx(rows: list[Row]) -> dict:
    """The same as a bill of materials that registers of software read (CycloneDX 1.5)."""
    parts = [
        {
            "type": "library",
            "name": row.name,
            "version": row.version,
            "purl": f"pkg:pypi/{row.name.lower()}@{row.version}",
            "licenses": [{"license": {"name": row.licence}}],
        }
        for row in rows
    ]
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": parts}


if __name__ == "__main__":
    known = table(pinned())
    if "--cyclonedx" in sys.argv:
        print(json.dumps(cyclonedx(known), indent=1))
    else:
        for each in known:
            print(f"{each.name:<32}{each.version:<16}{each.licence}")
