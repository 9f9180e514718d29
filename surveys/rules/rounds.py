"""Who conducts a survey round, and its way from a draft to published results."""

from django.utils.translation import gettext_lazy as _

from core.workflow import Flow, Move, Verb, Verbs, name_verbs
from directory.models import Role

from ..models import Invitation, Round
from .questionnaires import DECIDERS, DRAFTERS

S = Round.Status
K = Role.Kind
KEYERS = (*DRAFTERS, K.OFFICER)


def conducts_any(user, survey_round=None) -> bool:
    """Whether survey rounds are this person's business at all."""
    return user.holds(*DRAFTERS)


def conducts(user, survey_round) -> bool:
    """Focal points, heads and the board run the rounds of their unit."""
    return user.holds(*DRAFTERS, path=survey_round.unit.path)


def decides(user, survey_round) -> bool:
    """The head of the unit or the board approves, extends, publishes."""
    return user.holds(*DECIDERS, path=survey_round.unit.path)


def keys_paper(user, survey_round) -> bool:
    """Paper sheets are keyed where they are handed in: by anyone at or under the unit."""
    path = survey_round.unit.path
    mine = [role for role in user.held if role.kind in KEYERS]
    return any(role.covers(path) or role.unit.path.startswith(path) for role in mine)


round_flow = Flow(
    Round,
    Move("plan_round", _("Plan a round"), (), S.DRAFTED, who=conducts_any),
    Verb(
        "correct_round",
        _("Correct"),
        who=conducts,
        when=lambda row: row.status == S.DRAFTED,
        hint=_("Questionnaire, days, languages and anonymity: fixed once approved."),
    ),
    Move(
        "approve_round",
        _("Approve the round"),
        (S.DRAFTED,),
        S.APPROVED,
        who=decides,
        hint=_("Questionnaire and anonymity are fixed for good."),
    ),
    Verb(
        "draw_sample",
        _("Draw the sample"),
        who=conducts,
        when=lambda row: row.status == S.APPROVED and not row.invitations.exists(),
        hint=_("By department, kind and size; the seed makes it repeatable."),
    ),
    Verb(
        "load_list",
        _("Load a list of enterprises"),
        who=conducts,
        when=lambda row: row.status in (S.APPROVED, S.OPEN),
        hint=_("Excel: tax code or name, email, telephone, address."),
    ),
    Move(
        "open_round",
        _("Open the round"),
        (S.APPROVED,),
        S.OPEN,
        who=conducts,
        hint=_("Answers are taken until the last day; nothing is sent by this."),
    ),
    Verb(
        "send_invitations",
        _("Send the codes by email"),
        who=conducts,
        when=lambda row: row.status == S.OPEN,
        hint=_("To those with an address who were not written to yet; they leave in ten minutes."),
    ),
    Verb(
        "remind",
        _("Remind"),
        who=conducts,
        when=lambda row: row.status == S.OPEN,
        hint=_("Those who were written to and have not answered; never those who opted out."),
    ),
    Verb(
        "extend_round",
        _("Extend"),
        who=decides,
        when=lambda row: row.status in (S.APPROVED, S.OPEN),
        hint=_("A later last day, with the reason."),
    ),
    Move(
        "close_round",
        _("Close the round"),
        (S.OPEN,),
        S.CLOSED,
        who=conducts,
        hint=_("No more answers; sealed answers are opened in random order."),
        grave=True,
    ),
    Move(
        "analyse_round",
        _("Results checked"),
        (S.CLOSED,),
        S.ANALYSED,
        who=conducts,
        hint=_("Figures are checked and may be published."),
    ),
    Move(
        "publish_round",
        _("Publish the results"),
        (S.ANALYSED,),
        S.PUBLISHED,
        who=decides,
        hint=_("Everyone sees the results page."),
    ),
    Move(
        "discard_round",
        _("Discard"),
        (S.DRAFTED, S.APPROVED),
        S.DISCARDED,
        who=decides,
        hint=_("Nobody was asked; the round is not held."),
        grave=True,
    ),
)


def runs(user, invitation) -> bool:
    return conducts(user, invitation.round)


def under_way(invitation) -> bool:
    return invitation.round.status in (S.APPROVED, S.OPEN)


def waits_for_an_answer(invitation) -> bool:
    """Its round is not over, it was not used, and letters are wanted."""
    wanted = invitation.opted_out_on is None and not hasattr(invitation, "used")
    return under_way(invitation) and wanted


invitation_verbs = Verbs(
    Invitation,
    Verb(
        "note_return",
        _("Came back"),
        who=runs,
        when=lambda invitation: invitation.bounced_on is None and bool(invitation.sent_on),
        hint=_("It did not reach anyone: no reminders go there."),
    ),
    Verb(
        "correct_address",
        _("Correct the address"),
        who=runs,
        when=waits_for_an_answer,
        hint=_("The same code goes out again, in the way you choose."),
    ),
    Verb(
        "note_opt_out",
        _("Wants no letters"),
        who=runs,
        when=waits_for_an_answer,
        hint=_("Said by telephone or letter: no reminders, in later surveys no letters at all."),
    ),
    Verb(
        "write_again",
        _("Wants letters again"),
        who=runs,
        when=lambda invitation: under_way(invitation) and invitation.opted_out_on is not None,
        hint=_("In this survey and in later ones."),
    ),
)
name_verbs(
    opt_out=_("Wants no letters"),
    hand_out=_("Codes handed out"),
    next_version=_("New version"),
)
