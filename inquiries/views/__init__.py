"""The portal's pages about inquiries: asking, tracking, an enterprise's own."""

from .asking import Ask, Check, Done, Question, Start, Who
from .mine import Mine, MyCase, MyMove
from .tracking import Track, TrackedCase, TrackedFile, TrackedMove

__all__ = [
    "Ask",
    "Check",
    "Done",
    "Mine",
    "MyCase",
    "MyMove",
    "Question",
    "Start",
    "Track",
    "TrackedCase",
    "TrackedFile",
    "TrackedMove",
    "Who",
]
