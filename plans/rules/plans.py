"""Who may bring a plan forward, and from which state."""

from django.utils.translation import gettext_lazy as _

from core.file_sight import shown_with
from core.workflow import Flow, Move, Verb, Verbs
from directory.models import Role

from ..models import Doubt, Item, Plan

S = Plan.Status


def reads(user, plan=None) -> bool:
    """The Committee of Reform and Modernization reads Decisions in (Decision 104, IV.1)."""
    return leads_any(user)


def leads_any(user) -> bool:
    """Whether plans in the making are this person's business at all."""
    return user.holds(Role.Kind.BOARD)


def leads(user, plan) -> bool:
    """The board of the issuing unit brings its plan forward."""
    return user.holds(Role.Kind.BOARD, path=plan.issuer.path)


def edits(user, plan) -> bool:
    """Texts, units and levels are corrected until the plan is issued."""
    return plan.status in Plan.IN_MAKING and leads(user, plan)


def checks(user, plan) -> bool:
    """Who sees a plan in the making may look into its reading, also after it is issued."""
    return any(plan.issuer.path.startswith(path) for path in user.paths)


def has_open_heading(plan) -> bool:
    return plan.status in Plan.IN_MAKING


flow = Flow(
    Plan,
    Move(
        "read",
        _("Read a Decision"),
        (),
        S.READ,
        who=reads,
        hint=_("You check it beside the text; others see the plan once it is issued."),
    ),
    Move(
        "accept",
        _("Accept the reading"),
        (S.READ,),
        S.DRAFTED,
        who=leads,
        hint=_("All doubts are settled; texts can still be corrected."),
    ),
    Move(
        "discard",
        _("Discard the reading"),
        (S.READ,),
        S.DISCARDED,
        who=leads,
        hint=_("Nobody sees it any more; the file is kept."),
        grave=True,
    ),
    Move(
        "issue",
        _("Issue the plan"),
        (S.DRAFTED,),
        S.ISSUED,
        who=leads,
        hint=_("Enterprises and all units see it; it cannot be corrected any more."),
    ),
    Verb(
        "describe",
        _("Correct the heading"),
        who=leads,
        when=has_open_heading,
        hint=_("Year, number, date, signer and title of the Decision."),
    ),
    Verb(
        "amend",
        _("Say which plan it amends"),
        who=leads,
        when=has_open_heading,
        hint=_("Its items are matched with those of that plan; you settle what is doubtful."),
    ),
    Move(
        "close",
        _("Close the plan"),
        (S.ISSUED,),
        S.CLOSED,
        who=leads,
        hint=_("It stays public; the year is over."),
        grave=True,
    ),
)


def edits_item(user, item) -> bool:
    return edits(user, item.plan)


def in_making(item) -> bool:
    return item.plan.status in Plan.IN_MAKING


def in_amendment(item) -> bool:
    """The same item of the amended Decision can be named: obligations of a plan in the making."""
    return in_making(item) and item.plan.amends_id is not None and item.kind == Item.Kind.DETAIL


def open_doubt(doubt) -> bool:
    return doubt.settled_at is None and in_making(doubt)


# Verbs that leave the status alone: buttons, pages and history like any move.
item_verbs = Verbs(
    Item,
    Verb(
        "correct",
        _("Correct"),
        who=edits_item,
        when=in_making,
        hint=_("Sub-items keep to the task and level of their line, and to its units."),
    ),
    Verb(
        "replace",
        _("Say which item it replaces"),
        who=edits_item,
        when=in_amendment,
        hint=_("What units do for that item goes on under this one."),
    ),
    Verb(
        "split",
        _("Split in two"),
        who=edits_item,
        when=in_making,
        hint=_("The second item stands behind the first; later items are numbered anew."),
    ),
    Verb(
        "merge",
        _("Join with the next"),
        who=edits_item,
        when=in_making,
        hint=_("Its text, units and sub-items are taken over; later items are numbered anew."),
    ),
    Verb(
        "drop",
        _("Take out"),
        who=edits_item,
        when=in_making,
        grave=True,
        hint=_("Its sub-items go with it; later items are numbered anew."),
    ),
)
doubt_verbs = Verbs(
    Doubt,
    Verb(
        "settle",
        _("Settled"),
        who=edits_item,
        when=open_doubt,
        hint=_("A person has looked: the place is right as it stands now."),
    ),
)

shown_with("plans.Source", "file")
