"""The units' names by every spelling the directory knows, as of a day, for the plan's reader."""

from collections import defaultdict
from datetime import date

from directory.models import Unit

from .reading import normalise


def spellings(on: date) -> dict[str, str]:
    """normalise(name) -> code for the units of a day: names in both languages, codes, aliases.

    A spelling that two units share names neither and is left out: the reader then doubts it.
    """
    codes: dict[str, set[str]] = defaultdict(set)
    for unit in Unit.objects.as_of(on).prefetch_related("aliases"):
        for name in (unit.code, unit.name_vi, unit.name_en, *(a.name for a in unit.aliases.all())):
            codes[normalise(name)].add(unit.code)
    return {key: min(own) for key, own in codes.items() if key and len(own) == 1}
