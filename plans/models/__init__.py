"""Nouns of the yearly plan, one file a group."""

from .items import Assignment, Item
from .plans import Doubt, Plan, ReportingDate, Source

__all__ = ["Assignment", "Doubt", "Item", "Plan", "ReportingDate", "Source"]
