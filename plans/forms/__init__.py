"""Forms of the moves, one file a workflow."""

from .activities import ACTIVITY_MOVES
from .amendment import AMENDMENT, REPLACEMENT
from .plans import ITEM_MOVES as CORRECTIONS
from .plans import MOVES as READING
from .support_issues import ISSUE_MOVES

MOVES = READING | AMENDMENT
ITEM_MOVES = CORRECTIONS | REPLACEMENT

__all__ = ["ACTIVITY_MOVES", "ISSUE_MOVES", "ITEM_MOVES", "MOVES"]
