"""The way of a commitment, and who plans and records meetings."""

from django.utils.translation import gettext_lazy as _

from core.file_sight import shown_with
from core.workflow import Flow, Move, Verb, Verbs

from ..models import Agreement, Commitment, Meeting, Party
from .parts import leads, signs, speaks_for_party, works, works_anywhere

S = Commitment.Status


def binds(commitment) -> bool:
    """Its agreement is in force or suspended: before and afterwards nothing is reported."""
    return commitment.agreement.status in Agreement.RUNNING


def speaks_for_owner(user, commitment) -> bool:
    """A representative of the very party that undertook it."""
    if user.is_staff or commitment.party_id is None:
        return False
    party = commitment.party
    if party.association_id:
        return user.speaks_for.as_of(user.today).filter(association=party.association_id).exists()
    mine = user.represents.filter(enterprise=party.enterprise_id)
    return any(each.valid_to is None or each.valid_to >= user.today for each in mine)


def carries_out(user, commitment) -> bool:
    """Customs' own: officers of the unit that carries it out. The partner's: its
    representatives, and the unit in charge in their name."""
    if commitment.side == Party.Side.CUSTOMS:
        return works(user, commitment.unit) or works(user, commitment.agreement.unit)
    return works(user, commitment.agreement.unit) or speaks_for_owner(user, commitment)


def confirms(user, commitment) -> bool:
    """A second person: who leads the unit in charge; what customs did, also the partner."""
    if commitment.reported_by_id == user.pk:
        return False
    if leads(user, commitment.agreement.unit):
        return True
    mine = commitment.side == Party.Side.CUSTOMS
    return mine and speaks_for_party(user, commitment.agreement)


def releases(user, commitment) -> bool:
    return signs(user, commitment.agreement.unit)


def rewords(user, commitment) -> bool:
    return works(user, commitment.agreement.unit)


def nobody(_user, _commitment) -> bool:
    """The clock's own move."""
    return False


commitment_flow = Flow(
    Commitment,
    Move("undertake", _("Enter a commitment"), (), S.OPEN, who=works_anywhere,
         hint=_("Clause by clause, of either side; its owner is reminded before the day.")),
    Move("report", _("Report it done"), (S.OPEN, S.LAPSED), S.REPORTED, who=carries_out,
         hint=_("Say what was done; a second person confirms it.")),
    Move("confirm", _("Confirm"), (S.REPORTED,), S.CONFIRMED, who=confirms,
         hint=_("You have seen that it was done.")),
    Move("send_back", _("Send back"), (S.REPORTED,), S.OPEN, who=confirms,
         hint=_("Something is missing: say what.")),
    Verb("serve", _("Tie to the plan"), who=rewords,
         when=lambda commitment: commitment.agreement.status not in Agreement.ENDED,
         hint=_("Obligations of the plan in force and activities of the unit, until the agreement "
                "has ended.")),
    Move("release", _("Release"), (S.OPEN, S.LAPSED), S.RELEASED, who=releases, grave=True,
         hint=_("It is owed no more; say why.")),
    Move("lapse", _("Lapses"), (S.OPEN,), S.LAPSED, who=nobody,
         hint=_("Its day is past and nobody reported it; both sides are told.")),
    Verb("reword", _("Correct the wording"), who=rewords,
         when=lambda commitment: commitment.agreement.status in Agreement.OPEN,
         hint=_("Until the agreement is signed.")),
)  # fmt: skip


def convenes(user, meeting=None) -> bool:
    return works_anywhere(user) if meeting is None else works(user, meeting.agreement.unit)


meeting_verbs = Verbs(
    Meeting,
    Move("convene", _("Plan a meeting"), (), "", who=convenes,
         hint=_("The parties are invited by letter, with the agenda.")),
    Verb("hold", _("Enter the minutes"), who=convenes, when=lambda m: m.held_on is None,
         hint=_("A commitment to meet that falls into these weeks is reported with it.")),
    Verb("decide", _("Enter an action point"), who=convenes, when=lambda m: m.held_on is not None,
         hint=_("It is followed like any commitment.")),
)  # fmt: skip

shown_with("associations.Commitment", "file")
shown_with("associations.Meeting", "file")
