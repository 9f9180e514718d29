"""Who plans, announces and reports on activities; who registers is looked after by the unit."""

from django.db.models import Q
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from core.file_sight import shown_with
from core.workflow import Flow, Move, Verb, Verbs, name_verbs
from directory.models import Role, Unit
from directory.querysets import within

from ..models import Activity, Registration

S = Activity.Status
ORGANISERS = (Role.Kind.OFFICER, Role.Kind.FOCAL_POINT, Role.Kind.HEAD)


def organises_any(user, activity=None) -> bool:
    """Officers, focal points and heads plan activities; the Committee those of its own unit."""
    return user.holds(*ORGANISERS, Role.Kind.BOARD)


def organises(user, activity) -> bool:
    """Whether activities of that unit are this person's work (Decision 104, IV.2 and IV.3)."""
    return organises_for(user, activity.unit)


def organises_for(user, unit: Unit) -> bool:
    """The same for a unit: one's own and those under it; for the Committee its own alone."""
    own = any(role.kind == Role.Kind.BOARD and role.unit_id == unit.pk for role in user.held)
    return own or user.holds(*ORGANISERS, path=unit.path)


def organised(user, unit: str = "unit__") -> Q:
    """Rows whose unit's activities are ``user``'s work; ``unit`` leads to it ("" is itself).

    Units that passed into one's own are among them: what they left open goes on.
    """
    paths = {path for role in user.held if role.kind in ORGANISERS for path in role.unit.covers}
    boards = [role.unit_id for role in user.held if role.kind == Role.Kind.BOARD]
    return within(paths, f"{unit}path") | Q(**{f"{unit}pk__in": boards})


def organised_units(user):
    """Today's units for which ``user`` may plan activities."""
    return Unit.objects.as_of(localdate()).filter(organised(user, ""))


def announces(user, activity) -> bool:
    """What is over is not announced any more: its result is entered."""
    return organises(user, activity) and not activity.over


def reports(user, activity) -> bool:
    """A result is entered once the activity has begun."""
    return organises(user, activity) and activity.starts <= now()


def to_come(activity) -> bool:
    return activity.status in Activity.TO_COME


def was_held(activity) -> bool:
    return activity.status == S.HELD


def takes_files(activity) -> bool:
    return activity.status != S.CANCELLED


activity_flow = Flow(
    Activity,
    Move(
        "plan",
        _("Plan an activity"),
        (),
        S.PLANNED,
        who=organises_any,
        hint=_("Your unit sees it; enterprises see it once it is announced."),
    ),
    Move(
        "announce",
        _("Announce"),
        (S.PLANNED,),
        S.ANNOUNCED,
        who=announces,
        hint=_("It stands in the public calendar from now on."),
    ),
    Move(
        "hold",
        _("Enter the result"),
        (S.PLANNED, S.ANNOUNCED),
        S.HELD,
        who=reports,
        hint=_("Who came, what came of it, photos: a minute on the phone."),
    ),
    Verb(
        "revise",
        _("Change the details"),
        who=organises,
        when=to_come,
        hint=_("Who has registered gets a letter when the place changes."),
    ),
    Move(
        "postpone",
        _("Postpone"),
        (S.ANNOUNCED,),
        S.ANNOUNCED,
        who=organises,
        hint=_("Who has registered gets a letter with the new date."),
        cause="plans.postpone:{subject.pk}:{subject.starts:%Y%m%d%H%M}",
    ),
    Verb(
        "correct_result",
        _("Correct the result"),
        who=organises,
        when=was_held,
        hint=_("The history keeps what stood there before."),
    ),
    Verb(
        "serve",
        _("Say what it serves"),
        who=organises,
        when=takes_files,
        hint=_("Undertakings of your unit's plan and obligations of the Decision."),
    ),
    Verb(
        "attach",
        _("Documents and photos"),
        who=organises,
        when=takes_files,
        hint=_("Add files or take some away; pictures lose the place where they were taken."),
    ),
    Verb(
        "repeat",
        _("Repeat it"),
        who=organises,
        when=takes_files,
        hint=_("The same activity once more or as a series, to be announced anew."),
    ),
    Move(
        "cancel",
        _("Cancel"),
        (S.PLANNED, S.ANNOUNCED),
        S.CANCELLED,
        who=organises,
        grave=True,
        hint=_("Who has registered gets a letter with your reason."),
        cause="plans.cancel:{subject.pk}",
    ),
)


def looks_after(user, registration) -> bool:
    return organises(user, registration.activity)


def stands(registration) -> bool:
    return registration.withdrawn_at is None


registration_verbs = Verbs(
    Registration,
    Verb(
        "withdraw",
        _("Withdraw for this person"),
        who=looks_after,
        when=stands,
        grave=True,
        hint=_("When somebody asks by telephone: the seats are free again."),
    ),
)


def open_for_registration(activity, at=None) -> bool:
    """Whether the public page takes registrations: announced, not begun, not past its last day."""
    at = at or now()
    last = activity.registration_until
    return (
        activity.status == S.ANNOUNCED
        and activity.registration
        and at < activity.starts
        and (last is None or localdate(at) <= last)
    )


shown_with("plans.ActivityFile", "file")
name_verbs(
    forget=_("Personal data deleted"),
)
