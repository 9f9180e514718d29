"""An agreement in the making: proposed, drafted, consulted on, signed."""

from collections.abc import Iterator
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy  # for who reads in another language

from core.history import acting
from directory.models import Enterprise, Unit, User

from .. import notices
from ..models import Agreement, Association, Party
from ..rules import agreement_flow as flow
from ..rules import leads, works
from .running import IN_FORCE, come_into_force, refuse_unframed


@transaction.atomic
def propose(
    *, by: User | None, unit: Unit, party: Association | Enterprise | None = None, **fields
) -> Agreement:
    """Propose cooperation with ``unit``; ``party`` is for whom the proposer speaks.

    ``fields`` are those of :class:`Agreement`. Refused (``PermissionDenied``): an officer outside
    the unit, a person who does not speak for ``party``.
    """
    if by is not None and by.is_staff and not works(by, unit):
        raise PermissionDenied
    if by is not None and not by.is_staff and not _speaks(by, party):
        raise PermissionDenied
    agreement = flow.begin("propose", by=by, unit=unit, **fields)
    with acting(by, "propose"):
        _open_parties(agreement, party)
    return agreement


@transaction.atomic
def begin(
    *, by: User | None, unit: Unit, party: Association | Enterprise | None = None, **fields
) -> Agreement:
    """Begin a draft of the unit; ``PermissionDenied`` for who does not lead there."""
    if by is not None and not leads(by, unit):
        raise PermissionDenied
    agreement = flow.begin("begin", by=by, unit=unit, **fields)
    with acting(by, "begin"):
        _open_parties(agreement, party)
    return agreement


def _speaks(by: User, party: Association | Enterprise | None) -> bool:
    if isinstance(party, Association):
        return Association.objects.spoken_for_by(by).filter(pk=party.pk).exists()
    return party is not None and Enterprise.objects.visible_to(by).filter(pk=party.pk).exists()


def _open_parties(agreement: Agreement, party: Association | Enterprise | None) -> None:
    """The unit in charge is a party from the beginning; so is who proposes."""
    Party.objects.create(agreement=agreement, side=Party.Side.CUSTOMS, unit=agreement.unit)
    if isinstance(party, Association):
        Party.objects.create(agreement=agreement, association=party)
    elif party is not None:
        Party.objects.create(agreement=agreement, enterprise=party)


@transaction.atomic
def draft(agreement: Agreement, *, by: User | None) -> Agreement:
    """The proposal is taken up, or a consultation leads back to the draft; the partner is told."""
    taken_up = agreement.status == Agreement.Status.PROPOSED
    flow.make("draft", agreement, by=by, step=agreement.step + 1)
    label = (
        gettext_lazy("taken up and being drafted")
        if taken_up
        else gettext_lazy("being drafted again")
    )
    notices.tell_partner(agreement, f"drafted {agreement.step}", label, localdate())
    return agreement


@transaction.atomic
def decline(agreement: Agreement, *, by: User | None, reason: str) -> Agreement:
    """It is not pursued; the partner is told why."""
    flow.make("decline", agreement, by=by, reason=reason)
    notices.tell_partner(
        agreement, "declined", gettext_lazy("not pursued"), localdate(), reason=reason
    )
    return agreement


@transaction.atomic
def consult(agreement: Agreement, *, by: User | None) -> Agreement:
    """Send the draft to the parties; refused while there is no partner."""
    if not agreement.parties.filter(side=Party.Side.PARTNER).exists():
        raise ValidationError(_("Name the partner first: there is nobody to consult."))
    flow.make("consult", agreement, by=by, step=agreement.step + 1)
    notices.tell_partner(
        agreement, f"consulted {agreement.step}", gettext_lazy("sent for consultation"), localdate()
    )
    return agreement


def remark(agreement: Agreement, *, by: User, text: str) -> Agreement:
    """A partner comments on the draft under consultation: it stands in the history as the reason
    of its verb, and who answers for customs gets it by letter."""
    with flow.doing("remark", agreement, by=by, reason=text):
        agreement.step += 1
        agreement.save(update_fields=["step"])
        notices.pass_on(agreement, by, text, localdate())
    return agreement


@transaction.atomic
def sign(
    agreement: Agreement,
    *,
    by: User | None,
    number: str,
    signed_by_customs: date | None = None,
    signed_by_partner: date | None = None,
) -> Agreement:
    """Enter number and signatures; with both it is in force from the later of them. The partner is
    told.

    Refused (``ValidationError``): without a partner, a field of cooperation or any signature,
    signatures that lie in the future, a number the unit has given already, both signatures of a
    programme whose frame is not in force.
    """
    if missing := list(shortcomings(agreement, signed_by_customs, signed_by_partner)):
        raise ValidationError(missing)
    taken = Agreement.objects.filter(unit=agreement.unit_id, number=number)
    if taken.exclude(pk=agreement.pk).exists():
        raise ValidationError(_("This unit has given the number to another agreement."))
    if signed_by_customs and signed_by_partner:
        refuse_unframed(agreement)
    flow.make("sign", agreement, by=by, number=number, signed_by_customs=signed_by_customs,
              signed_by_partner=signed_by_partner)  # fmt: skip
    label = gettext_lazy("signed by one side; the other signature is missing")
    if signed_by_customs and signed_by_partner:
        come_into_force(agreement, by=by)
        label = IN_FORCE
    notices.tell_partner(agreement, "signed", label, localdate())
    return agreement


def shortcomings(agreement: Agreement, *signatures: date | None) -> Iterator[str]:
    """What keeps an agreement from being signed, in words that name the remedy."""
    if not any(signatures):
        yield _("Enter at least one signature.")
    if any(day and day > localdate() for day in signatures):
        yield _("A signature lies in the future: enter it when it is there.")
    if not agreement.parties.filter(side=Party.Side.PARTNER).exists():
        yield _("Name the partner first.")
    if not agreement.fields:
        yield _("Say at least one field of cooperation.")


def describe(agreement: Agreement, *, by: User | None, **fields) -> Agreement:
    """Correct the draft; closed by its signature."""
    with flow.doing("describe", agreement, by=by):
        for field, value in fields.items():
            setattr(agreement, field, value)
        agreement.save(update_fields=list(fields))
    return agreement
