"""Buttons that say what follows from them; one that is closed says why."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Button:
    """One move to offer; ``kind``: main (one a page), grave (cannot be taken back) or plain.

    ``why_not`` closes the button and stands where its consequence would.
    """

    label: str
    url: str = ""
    consequence: str = ""
    kind: str = ""
    icon: str = ""
    why_not: str = ""


def of_flow(flow, user, subject) -> list[Button]:
    """The moves of a workflow open to ``user``, the first as the main one."""
    home = subject.get_absolute_url()
    return [
        Button(
            str(move.label),
            f"{home}{move.name}/",
            str(getattr(move, "consequence", "")),
            "" if place else "main",
        )
        for place, move in enumerate(flow.open_to(user, subject))
    ]
