"""Who writes down what was published before the portal."""

from directory.rules import governs

from .reporting import leads_reporting


def keeps_published(user) -> bool:
    """The board, whose figures they are, and the system administrator."""
    return leads_reporting(user) or governs(user)
