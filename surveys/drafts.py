"""An answer in the making: sealed in the visitor's session, so that nothing links it to a code.

It is gone when the answer is handed in; a copy of the database shows neither code nor answers.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from .codes import keyed
from .models import Channel
from .sealing import seal, unseal

KIOSK = Channel.KIOSK
PLACE, SENT = "survey", "survey_sent"


@dataclass(frozen=True)
class Draft:
    """``invitation`` is the key of the invitation whose code was shown, if any; ``guard`` what an
    open link's door sent along against robots (G15), checked when the answer is handed in."""

    round: int
    channel: str
    invitation: int | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    page: int = 0
    guard: dict[str, str] = field(default_factory=dict)
    key: str = field(default_factory=lambda: str(uuid4()))

    @property
    def uuid(self) -> UUID:
        return UUID(self.key)

    @property
    def door(self) -> tuple[int, str, int | None]:
        """By what it came in."""
        return self.round, self.channel, self.invitation

    @property
    def mark(self) -> str:
        """What the visitor's own device calls this draft; tells nothing of its key (G18). None at
        the shared kiosk, which keeps nothing."""
        return "" if self.channel == KIOSK else keyed("device", self.uuid.bytes).hex()[:20]

    def with_answers(self, codes: set[str], given: Mapping[str, Any], page: int) -> "Draft":
        """The page whose questions are ``codes`` was filled in anew; ``page`` comes next."""
        rest = {c: v for c, v in self.answers.items() if c.removesuffix(".other") not in codes}
        return replace(self, answers={**rest, **given}, page=page)

    def at(self, page: int) -> "Draft":
        return replace(self, page=page)


def begin(request, survey_round: int, channel: str, invitation: int | None = None,
          guard: Mapping[str, str] | None = None) -> None:  # fmt: skip
    """Whoever comes in by the same door again goes on where they were; at the kiosk everybody is
    somebody else."""
    draft = kept(request)
    if draft is None or channel == KIOSK or draft.door != (survey_round, channel, invitation):
        keep(request, Draft(survey_round, channel, invitation, guard=dict(guard or {})))


def keep(request, draft: Draft) -> None:
    request.session[PLACE] = seal(asdict(draft))
    request.session.pop(SENT, None)


def kept(request) -> Draft | None:
    """The draft of this visitor; None when there is none or the portal's secret was changed."""
    sealed = request.session.get(PLACE)
    if not sealed:
        return None
    try:
        return Draft(**unseal(sealed))
    except ValueError:
        return None


def drop(request, sent: int | None = None) -> None:
    """Forget the draft; ``sent`` remembers the round it was handed in to, and nothing more."""
    request.session.pop(PLACE, None)
    if sent is not None:
        request.session[SENT] = sent


def leave_kiosk(request) -> None:
    """Whoever stood here has gone: what was begun at the kiosk is nobody's."""
    draft = kept(request)
    if draft is not None and draft.channel == KIOSK:
        drop(request)


def was_sent(request, survey_round: int) -> bool:
    """Whether this visitor handed in an answer of that round, perhaps a moment ago in another
    request (a double click): looked up anew."""
    store = type(request.session)(session_key=request.session.session_key)
    return store.get(SENT) == survey_round
