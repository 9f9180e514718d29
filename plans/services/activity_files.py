"""Documents and photos of an activity: taken in, shown, taken away."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import transaction

from core import stored_files
from directory.models import User

from ..models import Activity, ActivityFile
from ..rules.activities import activity_flow

ACCEPT = (*stored_files.PICTURES, *stored_files.DOCUMENTS, "xlsx")


class Photos(NamedTuple):
    """Uploads that belong together: what they show, and whether everybody may see them."""

    uploads: Iterable[Any]
    caption: str = ""
    public: bool = False


NONE = Photos(())


@transaction.atomic
def attach(
    activity: Activity, *, by: User | None, files: Photos, remove: Iterable[ActivityFile] = ()
) -> Activity:
    """Add documents and photos, take away others.

    Raises ``Refused`` (a ValidationError) for a file that is not taken; then nothing changes.
    """
    with activity_flow.doing("attach", activity, by=by):
        activity.files.filter(pk__in=[each.pk for each in remove]).delete()
        keep(activity, files, by=by)
    return activity


def keep(activity: Activity, files: Photos, *, by: User | None) -> None:
    """Take the uploads in and hang them on the activity; the act is announced by the caller."""
    for upload in files.uploads:
        stored = stored_files.take(upload, by=by, accept=ACCEPT)
        ActivityFile.objects.create(
            activity=activity, file=stored, caption=files.caption, public=files.public
        )
