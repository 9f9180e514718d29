"""Who may change the directory: each unit's head and administrator below it, the system's all."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.workflow import Verb, Verbs, name_verbs

from .models import Role, Unit, User
from .querysets import within

K = Role.Kind
LOCAL = (K.OFFICER, K.FOCAL_POINT, K.HEAD, K.DEPARTMENT_ADMINISTRATOR)


def governs(user) -> bool:
    """The system administrator: the whole directory."""
    return user.holds(K.SYSTEM_ADMINISTRATOR)


def keeps(user, unit) -> bool:
    """Whether ``user`` keeps the data of ``unit`` current; no unit means the whole customs."""
    return governs(user) or _holds_at(user, unit, K.HEAD, K.DEPARTMENT_ADMINISTRATOR)


def administers(user, unit) -> bool:
    """Whether ``user`` opens and closes units and grants roles under ``unit``."""
    return governs(user) or _holds_at(user, unit, K.DEPARTMENT_ADMINISTRATOR)


def _holds_at(user, unit, *kinds) -> bool:
    return unit is not None and user.holds(*kinds, path=unit.path)


def keeps_any(user) -> bool:
    """Whether there is any unit whose data ``user`` keeps."""
    return user.holds(K.SYSTEM_ADMINISTRATOR, K.HEAD, K.DEPARTMENT_ADMINISTRATOR)


def administers_any(user) -> bool:
    """Whether there is any unit in which ``user`` grants roles."""
    return user.holds(K.SYSTEM_ADMINISTRATOR, K.DEPARTMENT_ADMINISTRATOR)


def grants(user, role) -> bool:
    """Whether ``user`` may give or end ``role``: never one's own, never above one's own."""
    if role.user_id == user.pk:
        return False
    return governs(user) or (role.kind in LOCAL and administers(user, role.unit))


def kept_units(user):
    """Units whose data ``user`` keeps: what may be chosen where a unit must be one's own."""
    return Unit.objects.all() if governs(user) else _under(user, K.HEAD, K.DEPARTMENT_ADMINISTRATOR)


def administered_units(user):
    """Units in which ``user`` grants roles."""
    return Unit.objects.all() if governs(user) else _under(user, K.DEPARTMENT_ADMINISTRATOR)


def _under(user, *kinds):
    return Unit.objects.filter(within({r.unit.path for r in user.held if r.kind in kinds}))


def grantable(user) -> list[tuple[str, str | Promise]]:
    """Kinds of role that ``user`` may give at all."""
    return [pair for pair in K.choices if governs(user) or pair[0] in LOCAL]


def cares_for(user, account) -> bool:
    """An administrator of every unit in which ``account`` holds a role; never of oneself.

    Accounts without a role (enterprises, closed accounts) are the system administrator's.
    """
    if account.pk == user.pk:
        return False
    return (
        governs(user)
        or bool(account.held)
        and all(administers(user, role.unit) for role in account.held)
    )


accounts = Verbs(
    User,
    Verb(
        "deactivate",
        _("Deactivate"),
        who=cares_for,
        when=lambda account: account.is_active,
        hint=_("The person cannot sign in any more; open sessions end at once."),
        grave=True,
    ),
    Verb(
        "reactivate",
        _("Reactivate"),
        who=cares_for,
        when=lambda account: not account.is_active,
        hint=_("The person can sign in again with the roles still held."),
    ),
    Verb(
        "forget_second_factor",
        _("Telephone lost: forget the second factor"),
        who=cares_for,
        when=lambda account: account.is_active and account.is_staff,
        hint=_("Recognise the person first. The next sign-in sets up a new second factor."),
        grave=True,
    ),
)
reorganisation = Verbs(
    Unit,
    Verb(
        "pass_into",
        _("Enter what it passed into"),
        who=administers,
        when=lambda unit: unit.valid_to is not None,
        hint=_("The unit that took over sees its cases and agreements and goes on with them."),
    ),
    Verb(
        "close_unit",
        _("Close the unit"),
        who=administers,
        when=lambda unit: unit.valid_to is None,
        hint=_("With all that stands under it. What it did stays under its name."),
        grave=True,
    ),
)
name_verbs(
    open_unit=_("Unit opened"),
    grant=_("Role given"),
    appoint=_("Appointed"),
    choose_language=_("Language chosen"),
)
