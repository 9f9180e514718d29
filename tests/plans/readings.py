"""What the reader's tests share: the sample plan, the units of 2023, readings and their figures."""

import csv
from pathlib import Path

from plans.reading import counts, normalise, read

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "plans" / "sample"
DATA = ROOT / "directory" / "data"
REAL = ROOT.parent / "shared" / "data" / "decision-104-2023.en.txt"


def known() -> dict[str, str]:
    """The spellings of the directory's own tables."""
    found = {}
    for table in ("units-2023.csv", "regions-2025.csv"):
        with (DATA / table).open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                for name in (row["code"], row["name_vi"], row["name_en"]):
                    found[normalise(name)] = row["code"]
    with (DATA / "aliases.csv").open(encoding="utf-8") as file:
        found.update({normalise(row["name"]): row["code"] for row in csv.DictReader(file)})
    return found


KNOWN = known()


def sample(language: str) -> str:
    """The text of the sample plan."""
    return (SAMPLE / f"plan-2023.{language}.txt").read_text(encoding="utf-8")


def reading(text: str | bytes):
    """The Decision in a text or a file's bytes, with the units of the directory's tables."""
    data = text.encode() if isinstance(text, str) else text
    return read("plan", data, lambda on: KNOWN)


def figures(decision):
    """The counts without those that only say where lines stand."""
    found = counts(decision)
    return {k: v for k, v in found.items() if k not in ("file_lines", "task_heading_lines")}
