"""Lists kept to the rows that some number counts: of the coverage table, a figure, progress."""

from core.admin.filters import Counted as Base
from core.admin.filters import key_in
from directory.filters import span_of

from ..counting import reports, unit_plans
from ..counting.coverage import covering
from ..counting.topmost import lines_of


def _of_coverage(plan, kind, state, item, unit, task):  # noqa: PLR0913 -- parts of one address
    return covering(
        key_in(plan), kind, task=task, state=state, item=key_in(item or "0"),
        unit=key_in(unit or "0"),
    )  # fmt: skip


def _of_figure(name, task, *span):
    return unit_plans.rows_of(name, task, *span_of(*span))


def _of_topmost(plan, task, state, units):
    return lines_of(key_in(plan), task, state, [key_in(each) for each in units.split("-") if each])


class Counted(Base):
    """``coverage.PLAN.KIND.STATE.ITEM.UNIT.TASK`` (0 or nothing: any),
    ``figure.NAME.TASK.UNIT.START.END`` or ``topmost.PLAN.TASK.STATE.UNIT-UNIT``."""

    ways = {"coverage": _of_coverage, "figure": _of_figure, "topmost": _of_topmost}


class CountedReports(Base):
    """``figure.UNIT.START.END``."""

    ways = {"figure": lambda *span: reports.rows_of(*span_of(*span))}
