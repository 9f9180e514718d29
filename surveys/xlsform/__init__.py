"""XLSForm in and out: a documented subset (docs/xlsform.md), anything else refused by its row."""

from .reading import read
from .refusal import Fault, Refused
from .writing import write

__all__ = ["Fault", "Refused", "read", "write"]
