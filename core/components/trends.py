"""Lines over time as SVG made on the server; words and figures stay HTML, so they never shrink."""

from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

STEPS = 4
NICE = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)

Values = Sequence[float | None]


def trend(
    values: Values, x: Sequence[str], label: str, previous: Values = (), caption: str = ""
) -> SafeString:
    """A line of ``values`` over the labels ``x``, with last year's line behind it.

    A missing value (None) breaks the line; values fewer than labels leave the rest empty.
    ``label`` is the sentence a reader hears; put the table of numbers behind the figure.
    """
    top = _ceiling([v for v in (*values, *previous) if v is not None])
    marks = [_said(top * n / STEPS) for n in range(STEPS, -1, -1)]
    grid = format_html_join(
        "", '<path class="grid-line" d="M0 {}H100"/>',
        ((f"{100 * n / STEPS:.1f}",) for n in range(STEPS + 1)),
    )  # fmt: skip
    now, then = _points(values, len(x), top), _points(previous, len(x), top)
    return format_html(
        '<figure class="trend"><figcaption>{}</figcaption><ol class="y" aria-hidden="true">{}</ol>'
        '<svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label="{}">{}'
        '<path class="trend-old" d="{}"/><path class="trend-line" d="{}"/>'
        '<path class="dots" d="{}"/></svg><ol class="x" aria-hidden="true">{}</ol></figure>',
        caption, _items(marks), label, grid, _line(then), _line(now), _dots(now), _items(x),
    )  # fmt: skip


def spark(values: Values, label: str) -> SafeString:
    """A line as high as a word; its last point is marked."""
    known = [v for v in values if v is not None]
    low, high = min(known, default=0), max(known, default=0)
    raised = [None if v is None else v - low for v in values]
    points = _points(raised, len(values), (high - low) or 1)
    return format_html(
        '<svg class="spark" viewBox="0 0 100 100" preserveAspectRatio="none" role="img"'
        ' aria-label="{}"><path class="trend-line" d="{}"/><path class="dots" d="{}"/></svg>',
        label, _line(points), _dots([p for p in points if p][-1:]),
    )  # fmt: skip


def _said(value: float) -> str:
    return number_format(int(value) if value == int(value) else round(value, 2))


def _ceiling(values: list[float]) -> float:
    """The next round number above all values."""
    highest = max([*values, 0])
    if highest <= 0:
        return float(STEPS)
    scale = 10 ** (len(str(int(highest))) - 1) if highest >= 1 else 0.1
    return next(n * scale for n in (*NICE, 20) if n * scale >= highest)


def _points(values: Values, places: int, top: float) -> list[tuple[float, float] | None]:
    wide = max(places - 1, 1)
    return [
        None if v is None else (100 * n / wide, 100 - 100 * v / top) for n, v in enumerate(values)
    ]


def _line(points: Sequence[tuple[float, float] | None]) -> str:
    drawn, pen = "", "M"
    for point in points:
        drawn += f"{pen}{point[0]:.2f} {point[1]:.2f}" if point else ""
        pen = "L" if point else "M"
    return drawn


def _dots(points: Sequence[tuple[float, float] | None]) -> str:
    return "".join(f"M{x:.2f} {y:.2f}h.001" for x, y in filter(None, points))


def _items(words: Sequence[str]) -> SafeString:
    return format_html_join("", "<li>{}</li>", ((word,) for word in words))
