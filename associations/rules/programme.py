"""The way into the programme and out of it; requests of its members; warnings to them."""

from django.utils.translation import gettext_lazy as _

from core.workflow import Flow, Move, Verb, Verbs
from directory.models import Enterprise, Role

from ..models import Application, Member, RiskWarning, SupportRequest
from .parts import leads, works, works_anywhere

A, M, Q = Application.Status, Member.Status, SupportRequest.Status


def acts_for(user, enterprise) -> bool:
    """A representative of the enterprise, today."""
    mine = Enterprise.objects.visible_to(user).filter(pk=enterprise.pk)
    return not user.is_staff and mine.exists()


def applies(user, _application=None) -> bool:
    """Whoever acts for an enterprise."""
    return not user.is_staff and user.represents.exists()


def examines(user, application) -> bool:
    return works(user, application.unit)


def admits(user, row=None) -> bool:
    """The general department decides (Decision 2790 of 2024: applications go to it)."""
    path = row.unit.path if row is not None else ""
    return user.holds(Role.Kind.BOARD, path=path)


def takes_back(user, application) -> bool:
    return acts_for(user, application.enterprise)


def keeps_rules(user, _row=None) -> bool:
    """The board and the system administrator enter decisions and thresholds."""
    return user.holds(Role.Kind.BOARD, Role.Kind.SYSTEM_ADMINISTRATOR)


def looks_after(user, member) -> bool:
    return leads(user, member.unit)


def cares_for(user, member) -> bool:
    """An officer of the member's department or above, and the officer designated for it."""
    designated = member.officer_id == user.pk and works_anywhere(user)
    return designated or works(user, member.unit)


def contests(user, member) -> bool:
    """The enterprise, once a withdrawal, unless it left by its own wish."""
    unheard = not member.appeal and member.grounds != Member.Grounds.OWN_WISH
    return unheard and acts_for(user, member.enterprise)


def hears(user, member) -> bool:
    """Who admits, but never who withdrew it: two persons look at a withdrawal."""
    return admits(user, member) and member.withdrawn_by_id != user.pk


def is_member(member) -> bool:
    return member.status == M.ACTIVE


application_flow = Flow(
    Application,
    Move("apply", _("Apply"), (), A.RECEIVED, who=applies,
         hint=_("Your customs department examines it; the general department decides.")),
    Move("examine", _("Examine"), (A.RECEIVED, A.EXAMINED), A.EXAMINED, who=examines,
         hint=_("Enter level and figures; the conditions are checked against them.")),
    Move("accept", _("Accept"), (A.EXAMINED,), A.ACCEPTED, who=admits,
         cause="application {subject.pk} accepted",
         hint=_("The enterprise becomes a member today and is told.")),
    Move("refuse", _("Refuse"), (A.EXAMINED,), A.REFUSED, who=admits, grave=True,
         cause="application {subject.pk} refused",
         hint=_("The enterprise is told the reason.")),
    Move("take_back", _("Take back the application"), (A.RECEIVED, A.EXAMINED), A.WITHDRAWN,
         who=takes_back, grave=True, hint=_("You can apply again at any time.")),
)  # fmt: skip

member_flow = Flow(
    Member,
    Move("admit", _("Enter a member"), (), M.ACTIVE, who=admits,
         hint=_("For members admitted on paper; others come by application.")),
    Move("withdraw", _("Withdraw membership"), (M.ACTIVE,), M.WITHDRAWN, who=admits, grave=True,
         cause="member {subject.pk} withdrawn {subject.step}",
         hint=_("The enterprise is told grounds and reason, and may appeal once; support ends.")),
    Move("contest", _("Appeal against the withdrawal"), (M.WITHDRAWN,), M.CONTESTED, who=contests,
         hint=_("Say what the withdrawal overlooks; somebody else of the general department decides"
                " anew.")),
    Move("reinstate", _("Reinstate the member"), (M.CONTESTED,), M.ACTIVE, who=hears,
         cause="member {subject.pk} heard {subject.step}",
         hint=_("The membership goes on from the day it began; the enterprise is told.")),
    Move("uphold", _("Uphold the withdrawal"), (M.CONTESTED,), M.WITHDRAWN, who=hears, grave=True,
         cause="member {subject.pk} heard {subject.step}",
         hint=_("The enterprise is told the reason; it cannot appeal again.")),
    Verb("designate", _("Name officer and channel"), who=looks_after, when=is_member,
         hint=_("Whom the enterprise may call or write to directly.")),
    Verb("review", _("Enter the yearly review"), who=looks_after, when=is_member,
         hint=_("Level of the year, and whether the support satisfied.")),
    Verb("warn", _("Warn of a risk"), who=cares_for,
         when=is_member, hint=_("By letter and on the portal, before the level falls.")),
)  # fmt: skip


def asks(user, _request=None) -> bool:
    return applies(user)


def handles(user, request) -> bool:
    """Who cares for the member, and the unit it was forwarded to."""
    if cares_for(user, request.member):
        return True
    return request.forwarded_to is not None and works(user, request.forwarded_to)


request_flow = Flow(
    SupportRequest,
    Move("ask", _("Ask for support"), (), Q.RECEIVED, who=asks,
         hint=_("In the time the rules set it is with the unit that can answer.")),
    Move("forward", _("Forward"), (Q.RECEIVED, Q.FORWARDED), Q.FORWARDED, who=handles,
         hint=_("To the unit that can answer; from a wrong one again, until it is answered.")),
    Move("answer", _("Answer"), (Q.RECEIVED, Q.FORWARDED), Q.ANSWERED, who=handles,
         cause="request {subject.pk} answered", hint=_("The member gets it by letter.")),
    Move("turn_away", _("Do not support"), (Q.RECEIVED, Q.FORWARDED), Q.DECLINED, who=handles,
         grave=True, hint=_("Matters under investigation, prosecution or inspection.")),
)  # fmt: skip


def reads(user, warning) -> bool:
    return acts_for(user, warning.member.enterprise)


warning_verbs = Verbs(
    RiskWarning,
    Verb("acknowledge", _("I have read it"), who=reads, when=lambda w: w.read_on is None),
)
