"""The way of an agreement: who may bring it forward, and from which state."""

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.file_sight import shown_with
from core.workflow import Flow, Move, Verb
from directory.models import Role

from ..models import Agreement
from .parts import leads, signs, speaks_for_party, works, works_anywhere

S = Agreement.Status


def proposes(user, _agreement=None) -> bool:
    """Customs officers; on the portal, whoever speaks for an association or an enterprise."""
    if user.is_staff:
        return works_anywhere(user)
    return user.speaks_for.exists() or user.represents.exists()


def proposes_outside(user) -> bool:
    """Whoever speaks for an association or an enterprise, on the portal."""
    return not user.is_staff and proposes(user)


def begins(user, _agreement=None) -> bool:
    return user.holds(Role.Kind.FOCAL_POINT, Role.Kind.HEAD, Role.Kind.BOARD)


def brings_forward(user, agreement) -> bool:
    return leads(user, agreement.unit)


def edits(user, agreement) -> bool:
    return works(user, agreement.unit)


def decides(user, agreement) -> bool:
    return signs(user, agreement.unit)


def nobody(_user, _agreement) -> bool:
    """The clock's own moves: what follows from dates is not decided by a person."""
    return False


def refuses(user, agreement) -> bool:
    """Either side: who signs for customs, who speaks for a party."""
    return speaks_for_party(user, agreement) or signs(user, agreement.unit)


def consults(user, agreement) -> bool:
    """A party says what it thinks of the draft that was sent for consultation."""
    return speaks_for_party(user, agreement)


def amends(user, agreement) -> bool:
    return signs(user, agreement.unit)


def is_open(agreement) -> bool:
    return agreement.status in Agreement.OPEN


def is_running(agreement) -> bool:
    return agreement.status in Agreement.RUNNING


def renews_tacitly(agreement) -> bool:
    """A tacit renewal can still be refused."""
    return (
        is_running(agreement)
        and agreement.renewal_months is not None
        and agreement.renewal_refused_on is None
    )


def writes_elsewhere(agreement) -> bool:
    """It has a party that is written to at an address of its own: another body."""
    return agreement.status != S.DECLINED and any(p.body for p in agreement.parties.all())


def is_too_late(agreement, verb: str) -> bool:
    """The tacit renewal can no more be refused in time: no button leads there."""
    return verb == "refuse_renewal" and localdate() > agreement.refuse_by


agreement_flow = Flow(
    Agreement,
    Move("propose", _("Propose cooperation"), (), S.PROPOSED, who=proposes,
         hint=_("The unit you name answers; nothing is agreed yet.")),
    Move("begin", _("Begin a draft"), (), S.DRAFTED, who=begins,
         hint=_("Only customs within your reach sees it until it is sent for consultation.")),
    Move("draft", _("Take up and draft"), (S.PROPOSED, S.CONSULTED), S.DRAFTED,
         who=brings_forward, cause="agreement {subject.pk} drafted {subject.step}",
         hint=_("The proposal becomes a draft of your unit; the partner is told.")),
    Move("decline", _("Do not pursue"), (S.PROPOSED, S.DRAFTED, S.CONSULTED), S.DECLINED,
         who=brings_forward, grave=True, cause="agreement {subject.pk} declined",
         hint=_("The partner is told the reason.")),
    Move("consult", _("Send for consultation"), (S.DRAFTED,), S.CONSULTED, who=brings_forward,
         cause="agreement {subject.pk} consulted {subject.step}",
         hint=_("Representatives of the parties get a letter and see the draft.")),
    Move("sign", _("Enter the signatures"), (S.DRAFTED, S.CONSULTED), S.SIGNED, who=decides,
         cause="agreement {subject.pk} signed",
         hint=_("With both dates it is in force from the later; from now on it is only amended.")),
    Move("countersign", _("Enter the missing signature"), (S.SIGNED,), S.IN_FORCE, who=decides,
         cause="agreement {subject.pk} in force",
         hint=_("From the later of both dates it is in force.")),
    Move("suspend", _("Suspend"), (S.IN_FORCE,), S.SUSPENDED, who=decides, grave=True,
         cause="agreement {subject.pk} suspended {subject.step}",
         hint=_("Programmes under it are suspended with it; the parties are told the reason.")),
    Move("resume", _("Resume"), (S.SUSPENDED,), S.IN_FORCE, who=decides,
         cause="agreement {subject.pk} resumed {subject.step}",
         hint=_("Programmes that were suspended with it are resumed; what fell due meanwhile is "
                "released.")),
    Move("terminate", _("Terminate"), (S.SIGNED, S.IN_FORCE, S.SUSPENDED), S.TERMINATED,
         who=decides, grave=True, cause="agreement {subject.pk} terminated",
         hint=_("Programmes under it end with it; open commitments are released.")),
    Move("replace", _("Renewed by another"), (S.IN_FORCE, S.SUSPENDED, S.EXPIRED), S.RENEWED,
         who=nobody, hint=_("The new agreement takes its place; both stay readable.")),
    Move("expire", _("Expires"), (S.IN_FORCE, S.SUSPENDED), S.EXPIRED, who=nobody,
         hint=_("Its last day is past and nothing renews it.")),
    Move("extend", _("Enter a late extension"), (S.EXPIRED,), S.IN_FORCE, who=amends,
         hint=_("Signed by both sides by its last day; what was released then is entered again.")),
    Verb("describe", _("Correct the draft"), who=edits, when=is_open,
         hint=_("Title, kind, fields of cooperation and term; signing closes them.")),
    Verb("name_party", _("Name a party"), who=edits, when=is_open,
         hint=_("An association, an enterprise, another body, or a further customs unit.")),
    Verb("drop_party", _("Take a party out"), who=edits, when=is_open,
         hint=_("It no longer sees the draft and signs nothing.")),
    Verb("remark", _("Comment on the draft"), who=consults,
         when=lambda agreement: agreement.status == S.CONSULTED,
         hint=_("The customs unit reads it with the draft; it stays in the history.")),
    Verb("attach", _("Attach a file"), who=edits,
         when=lambda agreement: agreement.status != S.DECLINED,
         hint=_("Say whether the partner sees it.")),
    Verb("readdress", _("Correct an address"), who=edits, when=writes_elsewhere,
         hint=_("Where another body is written to; the terms stay as they were signed.")),
    Verb("amend", _("Enter an amendment"), who=amends, when=is_running,
         hint=_("Numbered, signed by both sides; it may extend the term.")),
    Verb("refuse_renewal", _("Refuse the tacit renewal"), who=refuses, when=renews_tacitly,
         grave=True, hint=_("The agreement then ends on its last day; the parties are told.")),
)  # fmt: skip

shown_with("associations.AgreementFile", "file")
shown_with("associations.Amendment", "file", to="within_reach")
