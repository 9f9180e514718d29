"""Who may do what with a case, and from which state."""

from .moves import asking, flow, handling
from .people import LEADING, WINDOW, Asker, enters, handles, registers, sender_of

__all__ = [
    "LEADING",
    "WINDOW",
    "Asker",
    "asking",
    "enters",
    "flow",
    "handles",
    "handling",
    "registers",
    "sender_of",
]
