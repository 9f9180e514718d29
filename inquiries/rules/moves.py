"""The moves of a case: from which state, by whom, and what follows."""

from django.utils.translation import gettext_lazy as _

from core.file_sight import shown_with
from core.workflow import Flow, Move, Verb, Verbs, name_verbs

from ..models import Inquiry
from .people import (
    advises,
    answers,
    asks,
    asks_again,
    enters,
    gives_back,
    handles,
    hands_over,
    is_answered,
    is_open,
    recalls,
    registers,
    routes,
    runs,
    submits,
    takes,
)

S = Inquiry.Status

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
        "recall",
        _("Take back from the level above"),
        (S.ESCALATED,),
        S.ROUTED,
        who=recalls,
        hint=_("You answer the asker without its reply."),
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
    Move(
        "supply",
        _("Send what was asked for"),
        (S.WAITING,),
        S.ROUTED,
        who=asks,
        hint=_("The unit goes on with your question; the clock runs again."),
    ),
    Move(
        "reopen",
        _("Ask again"),
        (S.ANSWERED, S.CLOSED),
        S.ROUTED,
        who=asks_again,
        hint=_("The unit looks at your question once more; its time begins anew."),
    ),
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
        hint=_("Nobody works on it any more; the case stays on record."),
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
    Verb(
        "reclassify",
        _("Correct kind or topic"),
        who=handles,
        when=is_open,
        hint=_("The term follows the kind; lists and statistics follow both."),
    ),
    Verb(
        "split",
        _("Split in two"),
        who=handles,
        when=is_open,
        hint=_("A second question becomes a case of its own."),
    ),
    Verb(
        "say",
        _("Add a message"),
        who=asks,
        when=is_open,
        hint=_("The officers of the case read it; the clock runs on."),
    ),
    Verb(
        "rate",
        _("Say whether it was useful"),
        who=asks,
        when=is_answered,
        hint=_("It shows where answers must become better; the answer stays as it is."),
    ),
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
name_verbs(
    climb=_("Late: told to the next level"),
    channel=_("Came from Zalo or Viber"),
    fetch_mail=_("Came by email"),
)
