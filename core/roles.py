"""Two database roles: the owner migrates, the portal's own cannot rewrite or skip history (G22)."""

from pathlib import Path

HARDEN = Path(__file__).with_name("harden.sql")


def harden(connection) -> None:
    """Take from the portal's role what it never needs; run by the owner after every migrate."""
    with connection.cursor() as cursor:
        cursor.execute(HARDEN.read_text())
