"""What a person may choose from: own units, undertakings and obligations, past activities."""

from datetime import timedelta

from django.utils.timezone import now
from django.utils.translation import gettext as _

from ..models import Activity, Item, Plan, Undertaking, UnitPlan
from ..rules.activities import organised

MOST = 150
BACK = timedelta(days=365)


def undertakings(user):
    """Open undertakings of the issued plans of one's own units."""
    rows = Undertaking.objects.open().filter(unit_plan__status=UnitPlan.Status.ISSUED)
    rows = rows.filter(organised(user, "unit_plan__unit__"))
    return rows.select_related("unit_plan__unit").order_by("unit_plan", "position")[:MOST]


def obligations(user):
    """Obligations that the plans in force lay on one's own unit."""
    if user.unit is None:
        return Item.objects.none()
    rows = Item.objects.filter(plan__status=Plan.Status.ISSUED).obligations().of_unit(user.unit)
    return rows.order_by("-plan__year", "position")[:MOST]


def activities(user):
    """Activities of one's own units that began within the last year."""
    rows = Activity.objects.filter(organised(user))
    return rows.filter(starts__range=(now() - BACK, now())).order_by("-starts", "-pk")[:MOST]


def serving_choices(user) -> tuple[list, dict]:
    """Groups for a select, and what each key stands for ("u7", "i12")."""
    found = {f"u{each.pk}": each for each in undertakings(user)}
    duties = {f"i{each.pk}": each for each in obligations(user)}
    groups = [
        (_("Undertakings of our plan"), [(key, str(each)) for key, each in found.items()]),
        (_("Obligations of the Decision"), [(key, str(each)) for key, each in duties.items()]),
    ]
    return [(label, rows) for label, rows in groups if rows], found | duties
