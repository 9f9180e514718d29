"""The officers' admin: three classes an app's admin.py declares from, and nothing else.

``ScopedAdmin`` shows, ``RecordAdmin`` edits reference data, ``FlowAdmin`` moves a workflow.
"""

from . import alerts
from .filters import Tab
from .flows import FlowAdmin
from .records import RecordAdmin, ScopedInline
from .scoped import ScopedAdmin

__all__ = ["alerts", "FlowAdmin", "RecordAdmin", "ScopedAdmin", "ScopedInline", "Tab"]
