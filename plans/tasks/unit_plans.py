"""What the clock does about plans of units: at night they pass on to the successors of units."""

from datetime import date

from core.clock import duty, nightly

from ..services import succession


@duty("plans.pass_on_to_successors", nightly)
def pass_on_to_successors(night: str) -> None:
    succession.pass_on_all(date.fromisoformat(night))
