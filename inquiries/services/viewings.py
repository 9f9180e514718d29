"""Looks of officers, written down as they happen; lists kept under a name."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from directory.models import User

from ..models import Inquiry, SavedFilter, Viewing

MOST = 20


def saw(inquiry: Inquiry, by: User) -> Viewing:
    """``by`` has the words, name and contact of the asker on the screen (G20): one row a look."""
    return Viewing.objects.create(inquiry=inquiry, by=by)


def keep_filter(name: str, query: str, *, by: User) -> SavedFilter:
    """Keep the list's ``query`` (the tail of its address) as ``name``; an old one is replaced.

    Refused: without a name or a filter, too long, or more than :data:`MOST`.
    """
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise ValidationError(_("Give the filter a name of at most 60 characters."))
    if not query:
        raise ValidationError(_("Choose filters or search first, then keep the list."))
    if len(query) > 1_000:
        raise ValidationError(_("This search is too long to be kept: use fewer words."))
    own = SavedFilter.objects.visible_to(by)
    if own.exclude(name=name).count() >= MOST:
        raise ValidationError(
            _("You keep %(most)d filters already: remove one first.") % {"most": MOST}
        )
    return own.update_or_create(by=by, name=name, defaults={"query": query})[0]


def drop_filter(pk: int, *, by: User) -> int:
    """Remove one's own filter; how many were there to remove."""
    return SavedFilter.objects.visible_to(by).filter(pk=pk).delete()[0]
