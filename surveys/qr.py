"""QR codes as one SVG path: no picture file, no script, sharp in print."""

from dataclasses import dataclass

import segno

QUIET = 4  # modules of white around it


@dataclass(frozen=True)
class Code:
    """``d`` is the path of the dark modules, ``box`` the view box with its white margin."""

    d: str
    box: str
    size: int


def qr(text: str) -> Code:
    """The QR code of ``text``, a seventh of it may be dirty (level M)."""
    matrix = segno.make(text, error="m", micro=False).matrix
    dark = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(matrix)
        for x, module in enumerate(row)
        if module
    )
    size = len(matrix) + 2 * QUIET
    return Code(dark, f"{-QUIET} {-QUIET} {size} {size}", size)
