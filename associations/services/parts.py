"""What belongs to an agreement: its parties and files."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core import stored_files
from directory.models import Enterprise, Unit, User

from ..models import Agreement, AgreementFile, Association, Commitment, Party
from ..rules import agreement_flow as flow


def name_party(  # noqa: PLR0913 -- one of four kinds of party
    agreement: Agreement,
    *,
    by: User | None,
    unit: Unit | None = None,
    association: Association | None = None,
    enterprise: Enterprise | None = None,
    body: str = "",
    signatory: str = "",
    email: str = "",
) -> Party:
    """Name one party: a unit (side of customs), an association, an enterprise or another body.

    ``email``: where another body is written to; who is registered has contacts. Refused
    (``ValidationError``): who is named already.
    """
    side = Party.Side.CUSTOMS if unit else Party.Side.PARTNER
    who = {"unit": unit, "association": association, "enterprise": enterprise, "body": body}
    with flow.doing("name_party", agreement, by=by):
        if agreement.parties.filter(**who).exists():
            raise ValidationError(_("This party is named already."))
        return Party.objects.create(
            agreement=agreement, side=side, signatory=signatory, email=email, **who
        )


def drop_party(agreement: Agreement, *, by: User | None, party: Party) -> None:
    """Take a party out of a draft, with what it was released from.

    Refused (``ValidationError``) while it owes a commitment.
    """
    with flow.doing("drop_party", agreement, by=by):
        owed = agreement.commitments.filter(party=party.pk)
        if owed.exclude(status=Commitment.Status.RELEASED).exists():
            raise ValidationError(
                _("This party has undertaken commitments: release it from them first.")
            )
        owed.delete()
        agreement.parties.filter(pk=party.pk).delete()


def readdress(agreement: Agreement, *, by: User | None, party: Party, email: str) -> None:
    """Correct where another body is written to, also after the signature: that is no term.

    The history says it with both addresses. Refused (``ValidationError``): a party that is
    registered, which has contacts of its own.
    """
    change = f"{party}: {party.email or '–'} → {email or '–'}"
    with flow.doing("readdress", agreement, by=by, reason=change):
        if not party.body or party.agreement_id != agreement.pk:
            raise ValidationError(_("Only another body has its address here."))
        party.email = email
        party.save(update_fields=["email"])
        agreement.save(update_fields=["step"])  # changes nothing: the card's history has its line


def attach(
    agreement: Agreement, *, by: User | None, upload: Any, title: str, shared: bool
) -> AgreementFile:
    """Keep a file with the agreement; ``shared``: its parties see it too. Refused as in
    :func:`core.stored_files.take`."""
    with flow.doing("attach", agreement, by=by):
        file = stored_files.take(upload, by=by)
        return AgreementFile.objects.create(
            agreement=agreement, file=file, title=title, shared=shared
        )
