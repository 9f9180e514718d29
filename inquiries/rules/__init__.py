"""Who may do what with a case, and from which state."""

from .moves import asking, flow, handling
from .people import (
    ADVISERS,
    LEADING,
    WINDOW,
    Asker,
    enters,
    handles,
    registers,
    same_asker,
    sees_viewings,
    sender_of,
    sits_on_committee,
)

__all__ = [
    "ADVISERS",
    "LEADING",
    "WINDOW",
    "Asker",
    "asking",
    "enters",
    "flow",
    "handles",
    "handling",
    "registers",
    "same_asker",
    "sees_viewings",
    "sender_of",
    "sits_on_committee",
]
