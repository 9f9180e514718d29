"""Forms of the moves, one file a workflow."""

from .plans import ITEM_MOVES, MOVES

__all__ = ["ITEM_MOVES", "MOVES"]
