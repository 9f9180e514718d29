"""`make test` tries a part of what repeats itself; `make thorough` tries everything."""

import os
from collections.abc import Sequence

THOROUGH = bool(os.environ.get("PORTAL_THOROUGH"))


def some(rows: Sequence, turn: int, of: int = 3) -> Sequence:
    """Every ``of``-th of ``rows``, the first of them by ``turn``; all of them when thorough.

    Who asks for each subject with another turn has tried every row on some subject.
    """
    return rows if THOROUGH else rows[turn % of :: of]
