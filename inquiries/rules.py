"""Who may do what with a case, and from which state."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from core.file_sight import shown_with
from core.workflow import Flow, Move, Verb, Verbs
from directory.models import Role

from .models import Holding, Inquiry, Substitute

S = Inquiry.Status
K = Role.Kind
DESK = (K.OFFICER, K.FOCAL_POINT, K.HEAD)
LEADING = (K.FOCAL_POINT, K.HEAD)
WINDOW = timedelta(days=30)
"""How long after an answer the asker may ask again or contest it."""


@dataclass(frozen=True)
class Asker:
    """Who holds the tracking code and PIN of one case: no account, and no other right."""

    inquiry: int | None = None
    pk: None = None
    is_staff: bool = False

    def __str__(self):
        return str(_("The asker"))


def enters(user, inquiry=None) -> bool:
    """Officers write down what comes by telephone, at the counter or on paper."""
    return user.is_staff and user.holds(*DESK)


def registers(user, inquiry=None) -> bool:
    """Heads and focal points bring in the registers of past years."""
    return user.is_staff and user.holds(*LEADING)


def submits(user, inquiry=None) -> bool:
    """Anybody from outside customs, with an account or without."""
    return not user.is_staff


def handles(user, inquiry) -> bool:
    """Officers of the answering unit and of its superiors, and who stands in for the handler."""
    if not user.is_staff:
        return False
    return user.holds(*DESK, path=inquiry.unit.path) or stands_in(user, inquiry)


def stands_in(user, inquiry) -> bool:
    """Whether ``user`` is today the substitute of the one who handles the case."""
    if inquiry.handler_id is None:
        return False
    rows = Substitute.objects.as_of(localdate())
    return rows.filter(officer=inquiry.handler_id, by=user.pk).exists()


def routes(user, inquiry) -> bool:
    """Focal points and heads give cases to people and units."""
    return user.is_staff and user.holds(*LEADING, path=inquiry.unit.path)


def takes(user, inquiry) -> bool:
    """An officer of the unit takes what nobody has in hand."""
    return inquiry.handler_id is None and handles(user, inquiry)


def answers(user, inquiry) -> bool:
    """Complaints and denunciations have their own laws: they are handed over, not answered."""
    return not inquiry.goes_by_other_law and handles(user, inquiry)


def hands_over(user, inquiry) -> bool:
    return inquiry.goes_by_other_law and handles(user, inquiry)


def gives_back(user, inquiry) -> bool:
    """Only what another unit transferred can be given back to it."""
    return handles(user, inquiry) and sender_of(inquiry) is not None


def sender_of(inquiry) -> Holding | None:
    """The holding of the unit that transferred the case to the one that has it now."""
    last = inquiry.holdings.exclude(until=None).order_by("-until", "-pk").first()
    return last if last and last.ended == Holding.End.TRANSFERRED else None


def advises(user, inquiry) -> bool:
    """The level before which the case was put replies."""
    above = inquiry.asked_above
    return bool(above) and user.is_staff and user.holds(*DESK, K.BOARD, path=above.path)


def asks(user, inquiry) -> bool:
    """The asker: by code and PIN, by the account that asked, or for the enterprise."""
    if isinstance(user, Asker):
        return user.inquiry == inquiry.pk
    if user.is_staff or user.pk is None:
        return False
    return type(inquiry).objects.visible_to(user).filter(pk=inquiry.pk).exists()


def asks_again(user, inquiry) -> bool:
    """Within :data:`WINDOW` of the answer."""
    fresh = inquiry.answered_at is not None and now() - inquiry.answered_at <= WINDOW
    return fresh and asks(user, inquiry)


def is_open(inquiry) -> bool:
    return inquiry.status in Inquiry.OPEN


def runs(inquiry) -> bool:
    return inquiry.status in Inquiry.RUNNING


def is_answered(inquiry) -> bool:
    return inquiry.status in (S.ANSWERED, S.CLOSED)


BEGINNINGS = (
    Move("submit", _("Ask"), (), S.RECEIVED, who=submits),
    Move(
        "enter",
        _("Write down a question"),
        (),
        S.RECEIVED,
        who=enters,
        hint=_("From the hotline, the counter, a letter, Zalo, Viber or a group."),
    ),
    Move("register", _("Take over from a register"), (), S.CLOSED, who=registers),
    Move("split_off", _("Split off"), (), S.RECEIVED, who=enters),
)
HANDLING = (
    Move(
        "answer",
        _("Answer"),
        (S.RECEIVED, S.ROUTED),
        S.ANSWERED,
        who=answers,
        hint=_("The asker reads it on the tracking page and by email; the clock stops."),
        cause="inquiry {subject.pk} answered",
    ),
    Move(
        "take",
        _("Take it in hand"),
        (S.RECEIVED, S.ROUTED),
        S.ROUTED,
        who=takes,
        hint=_("You are the handler from now on."),
    ),
    Move(
        "route",
        _("Assign"),
        (S.RECEIVED, S.ROUTED),
        S.ROUTED,
        who=routes,
        hint=_("To an officer, by hand or to whoever has the fewest open cases."),
    ),
    Move(
        "ask_more",
        _("Ask for more"),
        (S.ROUTED,),
        S.WAITING,
        who=answers,
        hint=_("The clock stands still until the enterprise replies."),
    ),
    Move(
        "resume",
        _("Let the clock run"),
        (S.WAITING,),
        S.ROUTED,
        who=handles,
        hint=_("The missing facts came another way, or are not needed any more."),
    ),
    Move(
        "transfer",
        _("Transfer"),
        (S.RECEIVED, S.ROUTED),
        S.RECEIVED,
        who=handles,
        hint=_("Another unit answers; each unit keeps the time it held the case."),
    ),
    Move(
        "give_back",
        _("Give back"),
        (S.RECEIVED, S.ROUTED),
        S.RECEIVED,
        who=gives_back,
        hint=_("To the unit that transferred it, with the reason."),
    ),
    Move(
        "escalate",
        _("Put before the level above"),
        (S.ROUTED,),
        S.ESCALATED,
        who=answers,
        hint=_("It replies to you, you answer the asker; the clock runs on."),
    ),
    Move(
        "advise",
        _("Reply to the unit below"),
        (S.ESCALATED,),
        S.ROUTED,
        who=advises,
        hint=_("The unit answers the asker on the ground of your reply."),
    ),
    Move(
        "hand_over",
        _("Hand over by law"),
        (S.RECEIVED, S.ROUTED),
        S.HANDED_OVER,
        who=hands_over,
        hint=_("To the body that settles complaints and denunciations; the asker is told."),
    ),
    Move("close", _("Close"), (S.ANSWERED,), S.CLOSED, who=handles, hint=_("Nothing is left.")),
    Move(
        "merge",
        _("Join with another case"),
        (S.RECEIVED, S.ROUTED, S.WAITING),
        S.MERGED,
        who=handles,
        hint=_("The same question of the same asker: answered once, under the other code."),
        grave=True,
    ),
)
ASKING = (
    Move("supply", _("Send what was asked for"), (S.WAITING,), S.ROUTED, who=asks),
    Move("reopen", _("Ask again"), (S.ANSWERED, S.CLOSED), S.ROUTED, who=asks_again),
    Move(
        "contest",
        _("Contest the answer"),
        (S.ANSWERED, S.CLOSED),
        S.ESCALATED,
        who=asks_again,
        hint=_("The level above the unit that answered looks at it."),
    ),
    Move(
        "withdraw",
        _("Withdraw the question"),
        (S.RECEIVED, S.ROUTED, S.WAITING, S.ESCALATED),
        S.WITHDRAWN,
        who=asks,
        grave=True,
    ),
)
BESIDE = (
    Verb(
        "respond",
        _("Write to the asker"),
        who=handles,
        when=runs,
        hint=_("A first response or an interim word; the clock runs on."),
    ),
    Verb(
        "note",
        _("Internal note"),
        who=lambda user, inquiry: handles(user, inquiry) or advises(user, inquiry),
        hint=_("Only officers read it."),
    ),
    Verb(
        "extend",
        _("Extend the time"),
        who=routes,
        when=runs,
        hint=_("The asker reads the reason and the new day."),
    ),
    Verb("reclassify", _("Correct kind or topic"), who=handles, when=is_open),
    Verb(
        "split",
        _("Split in two"),
        who=handles,
        when=is_open,
        hint=_("A second question becomes a case of its own."),
    ),
    Verb("say", _("Add a message"), who=asks, when=is_open),
    Verb("rate", _("Say whether it was useful"), who=asks, when=is_answered),
)

flow = Flow(Inquiry, *BEGINNINGS, *HANDLING, *BESIDE, *ASKING)
THEIRS = ("say", "rate")
asking = Verbs(Inquiry, *ASKING, *(verb for verb in BESIDE if verb.name in THEIRS))
"""What the asker may do: the buttons of the tracking page."""
handling = Verbs(
    Inquiry, *BEGINNINGS, *HANDLING, *(verb for verb in BESIDE if verb.name not in THEIRS)
)
"""What officers may do: the buttons of the card."""

shown_with("inquiries.Attachment", "file")
