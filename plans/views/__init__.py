"""Plans on the portal, one file a matter."""

from .calendar import ActivityFileView, ActivityView, CalendarView, EventView, FeedView
from .plans import PlanDetail, PlanList, PlanPaper
from .registrations import RegisterView, RegistrationView
from .unit_plans import UnitPlanDetail

__all__ = [
    "ActivityFileView",
    "ActivityView",
    "CalendarView",
    "EventView",
    "FeedView",
    "PlanDetail",
    "PlanList",
    "PlanPaper",
    "RegisterView",
    "RegistrationView",
    "UnitPlanDetail",
]
