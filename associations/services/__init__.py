"""The verbs of cooperation, one file a group of nouns."""

from .agreements import begin, consult, decline, describe, draft, propose, sign
from .commitments import (
    confirm,
    follow,
    lapse,
    release,
    release_all,
    report,
    reword,
    send_back,
    undertake,
)
from .meetings import commitment_to_meet, convene, decide, hold
from .parts import attach, drop_party, name_party
from .running import (
    amend,
    come_into_force,
    countersign,
    expire,
    refuse_renewal,
    renew_tacitly,
    replace,
    resume,
    suspend,
    terminate,
)

__all__ = [
    "amend",
    "attach",
    "begin",
    "come_into_force",
    "consult",
    "countersign",
    "decline",
    "describe",
    "draft",
    "drop_party",
    "expire",
    "name_party",
    "propose",
    "refuse_renewal",
    "renew_tacitly",
    "replace",
    "resume",
    "sign",
    "confirm",
    "follow",
    "lapse",
    "release",
    "release_all",
    "report",
    "reword",
    "send_back",
    "undertake",
    "commitment_to_meet",
    "convene",
    "decide",
    "hold",
    "suspend",
    "terminate",
]
