"""What the clock does for the directory."""

from django.core.management import call_command

from core import clock


@clock.duty("directory.clear_sessions", clock.nightly)
def clear_sessions(night: str) -> None:
    """Sessions that ended are forgotten (G3)."""
    call_command("clearsessions")
