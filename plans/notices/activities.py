"""Letters about activities: to who has registered, and to the unit whose result is missing."""

from datetime import datetime

from django.utils.timezone import now

from core import letters
from directory.models import Role, User

from ..models import Activity, Registration

ORGANISERS = (Role.Kind.OFFICER, Role.Kind.FOCAL_POINT, Role.Kind.HEAD)


def confirm_registration(registration: Registration, token: str) -> int:
    """To the person's email, at once: day, place, and the link that takes it back."""
    context = {"activity": registration.activity, "registration": registration, "token": token}
    return letters.write(
        f"plans.register:{registration.pk}",
        [registration.email],
        template="activity_registered",
        context=context,
        language=registration.language,
        after=letters.AT_ONCE,
    )


def tell_of_date(activity: Activity, before: datetime) -> int:
    """To everyone registered: the new time in place of ``before``."""
    cause = f"plans.postpone:{activity.pk}:{activity.starts:%Y%m%d%H%M}"
    return _tell(activity, cause, "activity_postponed", before=before)


def tell_of_place(activity: Activity) -> int:
    """To everyone registered: where it is held now."""
    # It may move there and back again: the moment makes each a cause of its own.
    cause = f"plans.revise:{activity.pk}:{now():%Y%m%d%H%M%S%f}"
    return _tell(activity, cause, "activity_moved")


def tell_of_cancelling(activity: Activity) -> int:
    """To everyone registered: it does not take place, and why."""
    return _tell(activity, f"plans.cancel:{activity.pk}", "activity_cancelled")


def _tell(activity: Activity, cause: str, template: str, **more) -> int:
    """One letter to each address, in the language in which it registered."""
    kept = activity.registrations.kept().exclude(email="").order_by("pk")
    by_language: dict[str, list[str]] = {}
    for email, language in kept.values_list("email", "language"):
        by_language.setdefault(language, []).append(email)
    context = {"activity": activity, **more}
    return sum(
        letters.write(cause, emails, template=template, context=context, language=language)
        for language, emails in by_language.items()
    )


def remind_of_results(activity: Activity, on) -> int:
    """To the officers, focal points and heads of its unit as of the day ``on``.

    Where it is closed, to those of the unit it passed into.
    """
    roles = Role.objects.as_of(on).filter(kind__in=ORGANISERS)
    roles = roles.filter(unit__covers__contains=[activity.unit.path])
    return letters.write(
        f"plans.remind_of_results:{activity.pk}",
        User.objects.filter(is_active=True, pk__in=roles.values("user")),
        template="activity_result_missing",
        context={"activity": activity},
    )
