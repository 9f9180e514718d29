"""Each app's part of the benchmark: its rows, its pages, its own measurements."""

import sys
from types import ModuleType

import django

django.setup()

from tests.bench import activities, associations, inquiries, reports, surveys  # noqa: E402
from tests.bench.client import Servers  # noqa: E402

PARTS: dict[str, ModuleType] = {
    "activities": activities,
    "associations": associations,
    "inquiries": inquiries,
    "reports": reports,
    "surveys": surveys,
}


def chosen(names: list[str]) -> list[ModuleType]:
    """The parts named, all without names; an unknown name ends the benchmark, naming the known."""
    if unknown := set(names) - set(PARTS):
        sys.exit(f"No part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}.")
    return [PARTS[name] for name in names or PARTS]


def pages(parts: list[ModuleType]) -> list[tuple]:
    return [page for part in parts for page in part.PAGES]


def measure(parts: list[ModuleType], servers: Servers, people: dict) -> None:
    """What a part measures beside its pages."""
    for part in parts:
        if hasattr(part, "measure"):
            part.measure(servers, people)
