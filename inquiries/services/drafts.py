"""Drafts of answers: kept as typed; a fresh one is the soft lock."""

from datetime import timedelta

from django.utils.timezone import now

from directory.models import User

from ..models import Draft, Inquiry

FRESH = timedelta(minutes=5)


def keep_draft(inquiry: Inquiry, *, by: User, text: str) -> Draft:
    """Save what ``by`` has typed so far."""
    draft, _new = Draft.objects.update_or_create(
        inquiry=inquiry, by=by, defaults={"text": text[:50_000], "at": now()}
    )
    return draft


def draft_of(inquiry: Inquiry, by: User) -> str:
    """What ``by`` has typed and not sent."""
    found = Draft.objects.filter(inquiry=inquiry, by=by).values_list("text", flat=True).first()
    return found or ""


def being_answered_by(inquiry: Inquiry, user: User) -> list[User]:
    """Others who typed an answer within the last five minutes."""
    fresh = Draft.objects.filter(inquiry=inquiry, at__gte=now() - FRESH).exclude(by=user)
    return [draft.by for draft in fresh.select_related("by")]
