"""Where the plan's sections and tasks begin and end among the lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from . import doubts, words
from .lines import Line
from .names import plain
from .tree import Doubt, Section

TAIL = ("noi nhan", "recipients", "phu luc", "appendix", "annex", "luu:", "luu vt")
ROMAN = ("I", "II", "III", "IV")
KINDS = ("purposes", "requirements", "contents", "implementation")


@dataclass
class Stretch:
    """A section with its lines."""

    section: Section
    lines: list[Line] = field(default_factory=list)
    assumed: bool = False


@dataclass
class TaskStretch:
    """A task's heading and its lines."""

    head: Line
    code: str
    number: str
    name: str
    lines: list[Line] = field(default_factory=list)


@dataclass
class Outline:
    """The plan's lines section by section; begin and end are line numbers in the file."""

    stretches: list[Stretch] = field(default_factory=list)
    begin: int = 0
    end: int = 0

    def of(self, kind: str) -> list[Line]:
        """The lines of all sections of a kind."""
        return [line for s in self.stretches if s.section.kind == kind for line in s.lines]


def outline(lines: Sequence[Line]) -> Outline:
    """Divide the lines into sections; what stands before the first belongs to the frame."""
    found = Outline()
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else None
        stretch = _stretch(line, following, found.stretches)
        if not (stretch or found.stretches) and place and _below_title(lines[place - 1], line):
            stretch = Stretch(Section("purposes", "", "", line.number), assumed=True)
        if stretch:
            found.stretches.append(stretch)
        if stretch and not stretch.assumed:
            continue
        if found.stretches:
            if _is_tail(line, found.stretches[-1]):
                break
            found.stretches[-1].lines.append(line)
    _bounds(found)
    return found


def _below_title(above: Line, line: Line) -> bool:
    """Whether a first counted line stands right below the "issued together with" of the plan."""
    return _is_first(line) and above.text.endswith(")") and above.marker is None


def _bounds(found: Outline) -> None:
    if found.stretches:
        last = found.stretches[-1]
        found.begin = found.stretches[0].section.line
        found.end = last.lines[-1].last_number if last.lines else last.section.line


def _stretch(line: Line, following: Line | None, stretches: list[Stretch]) -> Stretch | None:
    """The section that begins with this line: by its heading, or assumed where that is missing."""
    kind = section_kind(line, stretches[-1].section.kind if stretches else "")
    if kind:
        nested = kind in ("purposes", "requirements") and any(
            s.section.kind == "purposes_requirements" for s in stretches
        )
        marker = line.marker.bare if line.marker else ROMAN[len(_own(stretches)) % 4]
        return Stretch(Section(kind, "" if nested else marker, line.text, line.number))
    kind = _assumed(line, following, stretches)
    return Stretch(Section(kind, "", "", line.number), assumed=True) if kind else None


def _own(stretches: list[Stretch]) -> list[Stretch]:
    return [s for s in stretches if s.section.marker]


def section_kind(line: Line, current: str) -> str | None:
    """Which section a line is the heading of, if it is one."""
    marker = line.marker.kind if line.marker else ""
    if len(line.text) > 120 or marker in ("bullet", "roman"):
        return None
    kind = words.section_kind(line.text)
    if kind is None or line.marker and line.marker.depth > 1:
        return None
    if marker == "section" or line.text.isupper():
        return kind
    if kind == "contents":
        return None
    inside = current == "contents" and kind != "implementation"
    return None if inside or marker == "letter" and current == "contents" else kind


def _assumed(line: Line, following: Line | None, stretches: list[Stretch]) -> str:
    """The kind of a section whose heading is missing but whose first line is plain to see."""
    if not stretches:
        return "contents" if _names_task(line) and following is not None else ""
    last = stretches[-1]
    if last.section.kind == "contents":
        return "implementation" if _first_of_blocks(line, last) else ""
    if last.section.kind == "implementation":
        return ""
    if _names_task(line):
        return "contents"
    again = last.section.kind == "purposes" and _is_first(line)
    return "requirements" if again and any(map(_is_first, last.lines)) else ""


def _names_task(line: Line) -> bool:
    return _is_task(line) and bool(words.task_code(task_name(line)[1]))


def _is_first(line: Line) -> bool:
    return line.marker is not None and line.marker.kind == "number" and line.marker.bare == "1"


def _first_of_blocks(line: Line, tasks: Stretch) -> bool:
    return _is_first(line) and line.open and not _is_task(line) and any(map(_is_task, tasks.lines))


def _is_task(line: Line) -> bool:
    return words.TASK.match(words.head(line.text)) is not None


def _is_tail(line: Line, stretch: Stretch) -> bool:
    """Whether the plan's text is over: signature, recipients, annexes."""
    flat = plain(line.text[:60])
    if flat.startswith(TAIL) and (line.text.isupper() or len(line.text) < 60):
        return True
    over = bool(stretch.lines) and stretch.lines[-1].text.endswith("./.")
    return stretch.section.kind == "implementation" and over and line.marker is None


def task_name(line: Line) -> tuple[str, str]:
    """The number and the name in a task's heading."""
    found = words.TASK.match(words.head(line.text))
    number = found["number"] if found else line.marker.bare if line.marker else ""
    name = line.text[found.end() :] if found else line.text
    return number.rpartition(".")[2], name.strip().rstrip(".:;").strip()


def tasks_of(lines: Sequence[Line]) -> tuple[list[TaskStretch], list[Doubt]]:
    """The tasks among the lines of the section on contents, each with its lines."""
    tasks: list[TaskStretch] = []
    strange: list[Doubt] = []
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else None
        if _is_task_head(line, following, tasks):
            number, name = task_name(line)
            name, rest = _name_and_rest(name)
            tasks.append(TaskStretch(line, words.task_code(name), number, name))
            if rest:
                tasks[-1].lines.append(Line(line.number, None, rest, merged=True))
        elif tasks:
            if _is_content(line) and any(map(_is_detail, tasks[-1].lines)):
                number = line.marker.bare.rpartition(".")[0] if line.marker else ""
                tasks.append(TaskStretch(line, "", number, ""))
            tasks[-1].lines.append(line)
        else:
            strange.append(Doubt(line.number, doubts.NO_TASK, line.whole))
    return tasks, strange


def _name_and_rest(name: str) -> tuple[str, str]:
    """A long heading holds its first sentence too: "Information: Customs authorities ..."."""
    short, colon, rest = name.partition(":")
    return (short.strip(), rest.strip()) if colon and len(name) > 100 else (name, "")


def _is_task_head(line: Line, following: Line | None, tasks: list[TaskStretch]) -> bool:
    if words.TASK.match(words.head(line.text)):
        return len(line.text) < 200 or ":" in line.text[:120]
    if not words.task_code(line.text) or not _short(line):
        return False
    if following is not None and _is_part(following):
        return True
    return not tasks or _next_of(line, tasks[-1])


def _short(line: Line) -> bool:
    counted = line.marker is None or line.marker.kind not in ("bullet", "roman")
    shallow = line.marker is None or line.marker.depth < 3
    return counted and shallow and len(line.text) < 120 and line.text.count(" ") < 16


def _next_of(line: Line, last: TaskStretch) -> bool:
    """Whether a short counted line goes on with the count of the task headings."""
    before, now = last.head.marker, line.marker
    if before is None or now is None or before.style != now.style:
        return False
    return not line.text.endswith((";", ":", ",")) and now.place == (before.place or 0) + 1


def _is_content(line: Line) -> bool:
    return words.rest_after(words.CONTENT, line.text) is not None


def _is_detail(line: Line) -> bool:
    return words.rest_after(words.DETAILED, line.text) is not None


def _is_part(line: Line) -> bool:
    """Whether a line is the heading of a task's part: its content or its detailed tasks."""
    return _is_content(line) or _is_detail(line) or words.level_heading(line.text) is not None
