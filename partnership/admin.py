"""The dashboard on the officers' desk: a card for who reads it."""

from django.utils.translation import gettext_lazy as _

from core.desk import Card, desk_card

from .dashboard.scope import reads


@desk_card
def dashboard(user):
    """The way to the dashboard, for the board, the auditor and heads of unit."""
    return Card(_("Dashboard"), "dashboard/desk.html", {}) if reads(user) else None
