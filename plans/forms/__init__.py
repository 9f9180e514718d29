"""Forms of the moves, one file a workflow."""

from .amendment import AMENDMENT, REPLACEMENT
from .plans import ITEM_MOVES as CORRECTIONS
from .plans import MOVES as READING

MOVES = READING | AMENDMENT
ITEM_MOVES = CORRECTIONS | REPLACEMENT

__all__ = ["ITEM_MOVES", "MOVES"]
