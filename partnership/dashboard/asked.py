"""What was asked for: the period, the scope and the day, read once from an address."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from plans.models import Item, ReportingPeriod
from plans.punctuality import State

from .advance import Advance
from .cycle import Cycle
from .forms import AskForm
from .panels import Panels
from .scope import Scope

KEPT = ("period", "unit", "on")


@dataclass
class Asked:
    """One look at the dashboard; every page and export of it begins here."""

    form: AskForm
    scope: Scope
    periods: list[ReportingPeriod]
    period: ReportingPeriod | None
    on: date
    state: str
    task: str
    kept: dict[str, str]

    @classmethod
    def of(cls, request) -> "Asked":
        """Raises ``Http404`` for a period or a unit that is not there for this person."""
        periods = list(
            ReportingPeriod.objects.visible_to(request.user)
            .exclude(status=ReportingPeriod.Status.PLANNED)
            .for_list()
        )
        scope, chosen = Scope.of(request.user), current(periods)
        whole = scope.paths is None
        form = AskForm(
            request.GET,
            periods=periods,
            units=scope.units(_named(request, periods) or chosen),
            everything=_("Whole country") if whole else _("All in my reach"),
            chosen=chosen,
        )
        if not form.is_valid() and {"period", "unit"} & set(form.errors):
            raise Http404
        found = form.cleaned_data
        state, task = request.GET.get("state", ""), request.GET.get("task", "")
        return cls(
            form=form,
            scope=scope.narrowed(found.get("unit")),
            periods=periods,
            period=found.get("period") or chosen,
            on=found.get("on") or localdate(),
            state=state if state in State.values else "",
            task=task if task in Item.Task.values else "",
            kept={name: request.GET[name] for name in KEPT if request.GET.get(name)},
        )

    def query(self, **more: str) -> str:
        """The same question as the end of an address, with ``more`` asked."""
        asked = urlencode({**self.kept, **{k: v for k, v in more.items() if v}})
        return f"?{asked}" if asked else "?"

    @cached_property
    def cycle(self) -> Cycle | None:
        if self.period is None:
            return None
        return Cycle(self.scope, self.period, self.periods, self.on)

    @cached_property
    def advance(self) -> Advance | None:
        return Advance(self.scope, self.period.plan) if self.period else None

    @cached_property
    def panels(self) -> Panels | None:
        return Panels(self.scope, self.period) if self.period else None

    @property
    def of_whom(self) -> str:
        """Whose numbers these are, in words."""
        if self.scope.unit:
            return self.scope.unit.name
        if self.scope.whole:
            return _("Whole country")
        return _("All in my reach")


def current(periods: list[ReportingPeriod]) -> ReportingPeriod | None:
    """The open period that is due first; else the latest one."""
    open_ = [each for each in periods if each.status == ReportingPeriod.Status.OPEN]
    return min(open_, key=lambda each: each.due_on, default=periods[0] if periods else None)


def _named(request, periods: list[ReportingPeriod]) -> ReportingPeriod | None:
    key = request.GET.get("period", "")
    return next((each for each in periods if str(each.pk) == key), None)
