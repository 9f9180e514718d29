"""What is said to whom, one file a matter."""

from .plans import remind_of_report

__all__ = ["remind_of_report"]
