"""A commitment is undertaken, reported, confirmed by a second person, or lapses."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core import stored_files
from core.history import acting
from core.workflow import NotNow
from directory.models import Unit, User

from .. import notices, terms
from ..models import Agreement, Amendment, Commitment, Party
from ..rules import binds, works
from ..rules import commitment_flow as flow
from ..served import served


@transaction.atomic
def undertake(
    *,
    by: User | None,
    agreement: Agreement,
    text_vi: str,
    due_on: date | None = None,
    every_months: int | None = None,
    **more: Any,
) -> Commitment:
    """Enter a commitment of an agreement; ``more``: clause, text_en, kind, unit or party, meeting,
    amendment.

    Refused: ``PermissionDenied`` outside one's units; ``ValidationError`` for an agreement that
    has ended, an owner that is no party, a day after the agreement's last, a new clause of a
    signed agreement that none of its amendments adds.
    """
    if by is not None and not works(by, agreement.unit):
        raise PermissionDenied
    if agreement.status in Agreement.ENDED:
        raise ValidationError(_("This agreement has ended: it takes no more commitments."))
    if agreement.ends_on and due_on and due_on > agreement.ends_on:
        raise ValidationError(_("The day lies after the agreement's last day."))
    _refuse_new_clause(agreement, **more)
    side = _side(agreement, more.get("unit"), more.get("party"))
    return flow.begin(
        "undertake", by=by, agreement=agreement, side=side, text_vi=text_vi, due_on=due_on,
        every_months=every_months, first_due_on=due_on if every_months else None, **more,
    )  # fmt: skip


def _refuse_new_clause(
    agreement: Agreement, *, kind: str = "", amendment: Amendment | None = None, **_more: Any
) -> None:
    """Once signed, an agreement takes action points of meetings, and what an amendment adds."""
    if amendment and amendment.agreement_id != agreement.pk:
        raise ValidationError(_("This amendment belongs to another agreement."))
    if agreement.status not in Agreement.OPEN and not amendment and kind != Commitment.Kind.ACTION:
        raise ValidationError(
            _("This agreement is signed: enter the amendment that adds the commitment first.")
        )


def _side(agreement: Agreement, unit: Unit | None, party: Party | None) -> str:
    if (unit is None) == (party is None):
        raise ValidationError(_("Say who carries it out: a customs unit or a partner."))
    if party and (party.agreement_id != agreement.pk or party.side != Party.Side.PARTNER):
        raise ValidationError(_("This partner is no party to the agreement."))
    return Party.Side.CUSTOMS if unit else Party.Side.PARTNER


@transaction.atomic
def report(commitment: Commitment, *, by: User, evidence: str, upload: Any = None) -> Commitment:
    """It was done: say what, with a file if there is one; sent back and reported again, it keeps
    the file it had unless there is another. Refused (``NotNow``) while its agreement binds
    nobody."""
    if not binds(commitment):
        raise NotNow(flow.moves["report"].label)
    file = stored_files.take(upload, by=by) if upload else commitment.file
    return flow.make("report", commitment, by=by, evidence=evidence, file=file, reported_by=by,
                     reported_on=localdate())  # fmt: skip


def confirm(commitment: Commitment, *, by: User) -> Commitment:
    """A second person has seen that it was done."""
    return flow.make("confirm", commitment, by=by, confirmed_by=by, confirmed_on=localdate())


@transaction.atomic
def send_back(commitment: Commitment, *, by: User, reason: str) -> Commitment:
    """Something is missing; who reported it is told what."""
    reporter = commitment.reported_by
    flow.make("send_back", commitment, by=by, reason=reason, step=commitment.step + 1)
    if reporter:
        notices.tell_reporter(commitment, reporter, reason)
    return commitment


def release(commitment: Commitment, *, by: User | None, reason: str) -> Commitment:
    """It is owed no more."""
    return flow.make("release", commitment, by=by, reason=reason)


@transaction.atomic
def lapse(commitment: Commitment, *, today: date) -> Commitment:
    """The clock's: its day is past and nobody reported it; both sides are told."""
    flow.make("lapse", commitment, by=None)
    notices.tell_of_lapse(commitment, today)
    return commitment


def lapse_due(agreement: Agreement, *, today: date) -> None:
    """What of an agreement in force was due before ``today`` and nobody reported lapses."""
    for commitment in agreement.commitments.due_by(today).order_by("pk"):
        lapse(commitment, today=today)


def follow(commitment: Commitment) -> Commitment | None:
    """The clock's: the next turn of what recurs; None when it would fall after the last day."""
    if commitment.first_due_on is None or commitment.every_months is None:
        return None
    turn = commitment.turn + 1
    due_on = terms.plus_months(commitment.first_due_on, turn * commitment.every_months)
    last = commitment.agreement.ends_on
    if last and due_on > last:
        return None
    same = ("agreement", "kind", "clause", "text_vi", "text_en", "side", "unit", "party",
            "every_months", "first_due_on", "meeting", "amendment")  # fmt: skip
    return flow.begin(
        "undertake", by=None, follows=commitment, turn=turn, due_on=due_on,
        serves=served.lasting(commitment.serves),
        **{name: getattr(commitment, name) for name in same},
    )  # fmt: skip


def follow_all(rows: Iterable[Commitment], *, today: date) -> None:
    """The clock's: the next turns of ``rows``, until one lies ahead; missed nights included."""
    left = list(rows)
    while left:
        made = [new for row in left if (new := follow(row))]
        left = [new for new in made if (new.due_on or today) < today]


def reword(commitment: Commitment, *, by: User | None, **fields: Any) -> Commitment:
    """Correct clause, texts and day of a commitment before the agreement is signed."""
    with flow.doing("reword", commitment, by=by):
        for field, value in fields.items():
            setattr(commitment, field, value)
        if commitment.every_months:
            commitment.first_due_on = commitment.due_on
        commitment.save(update_fields=[*fields, "first_due_on"])
    return commitment


def serve(commitment: Commitment, *, by: User, serves: list[str]) -> Commitment:
    """Tie it to the obligations and activities of these keys, and to no others. What is tied and
    out of ``by``'s sight stays as it is (G6).

    Refused: ``PermissionDenied`` outside one's units; ``NotNow`` once the agreement has ended;
    ``ValidationError`` for what is not in force, cancelled, another unit's or unknown.
    """
    with flow.doing("serve", commitment, by=by):
        now, wanted = set(commitment.serves), set(serves)
        if wanted - now - served.open_to(by, commitment, wanted - now):
            raise ValidationError(
                _("Choose obligations of a plan in force that bind %(unit)s, and activities of the "
                  "units concerned that are not cancelled.") % {"unit": commitment.agreement.unit}
            )  # fmt: skip
        hidden = now - {each.key for each in served.seen(by, now)}
        commitment.serves = sorted(wanted | hidden)
        commitment.save(update_fields=["serves"])
    return commitment


def serve_instead(keys: Mapping[str, str], *, by: User | None, verb: str) -> int:
    """What was tied to a key of ``keys`` is tied to the one that takes its place; how many moved.

    For whoever keeps what is served, when an amending Decision replaces it (``verb`` in history).
    """
    with acting(by, verb):
        rows = list(Commitment.objects.filter(serves__overlap=list(keys)).select_for_update())
        for row in rows:
            row.serves = sorted({keys.get(key, key) for key in row.serves})
        return Commitment.objects.bulk_update(rows, ["serves"])


def release_all(agreement: Agreement, *, reason: str) -> None:
    """What is still open of an agreement that was ended is owed no more."""
    left = agreement.commitments.filter(status__in=flow.moves["release"].sources)
    for commitment in left.order_by("pk"):
        release(commitment, by=None, reason=reason)


def settle(agreement: Agreement, *, today: date, bound: bool) -> None:
    """Of an agreement that has ended: what was due before ``today`` lapses, the rest is released.

    ``bound``: it was in force to its end; of one that was suspended nothing lapses. What was
    reported can still be confirmed.
    """
    for commitment in agreement.commitments.filter(status=Commitment.Status.OPEN).order_by("pk"):
        if bound and commitment.due_on and commitment.due_on < today:
            lapse(commitment, today=today)
        else:
            release(commitment, by=None, reason=_("The agreement has ended."))


def excuse(agreement: Agreement) -> None:
    """Of an agreement that is resumed: what fell due while it was suspended is owed no more; what
    recurs goes on with its next turn."""
    today = localdate()
    follow_all(agreement.commitments.to_follow(today), today=today)
    for commitment in agreement.commitments.due_by(today).order_by("pk"):
        release(commitment, by=None, reason=_("It fell due while the agreement was suspended."))
