"""Surveys on the officers' desk; tabs of the desk stand in the order of these lines."""

from . import criteria, questionnaires, results, rounds

__all__ = [
    "criteria",
    "questionnaires",
    "results",
    "rounds",
]
