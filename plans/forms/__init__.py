"""Forms of the moves, one file a workflow."""

from .activities import ACTIVITY_MOVES
from .plans import ITEM_MOVES, MOVES
from .support_issues import ISSUE_MOVES

__all__ = ["ACTIVITY_MOVES", "ISSUE_MOVES", "ITEM_MOVES", "MOVES"]
