"""Surveys on the officers' desk; tabs of the desk stand in the order of these lines."""

from . import results

__all__ = ["results"]
