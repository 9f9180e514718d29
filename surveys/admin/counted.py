"""Lists kept to the very rows that a figure counts: ``?counted=figure.UNIT.START.END``."""

from core.admin.filters import Counted
from directory.filters import span_of

from ..figures import done_in, ended_in


class CountedRounds(Counted):
    ways = {"figure": lambda *span: ended_in(*span_of(*span))}


class CountedFollowUps(Counted):
    ways = {"figure": lambda *span: done_in(*span_of(*span))}
