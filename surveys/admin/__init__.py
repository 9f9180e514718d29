"""Surveys on the officers' desk."""

from . import criteria, questionnaires, rounds

__all__ = ["criteria", "questionnaires", "rounds"]
