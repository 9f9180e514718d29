"""The contents and obligations of one task out of its lines."""

from dataclasses import dataclass, field

from . import doubts, words
from .lines import Line
from .markers import Marker
from .names import Names
from .outline import TaskStretch
from .romans import Divided, closed, divide, odd
from .tree import Doubt, Item, Task
from .units import Responsible, recurrence, responsible

MERGED_HEADINGS = 3  # part, level and item on one line


@dataclass
class TaskReader:
    """Reads one task line by line: part and level stand until the next heading."""

    task: Task
    names: Names
    doubts: list[Doubt] = field(default_factory=list)
    detailed: bool = False
    level: str = ""
    nested: str = ""  # the style of sub-items that stand on lines of their own
    styles: set[str] = field(default_factory=set)

    @property
    def brothers(self) -> list[Item]:
        """The list that the next item joins."""
        return self.task.items if self.detailed else self.task.contents

    def read(self, line: Line, following: Line | None) -> None:
        """Take one line: a part, a level, an item or a sub-item."""
        self._note_form(line)
        left = self._heading(line, following)
        if left is not None:
            self._item(left)

    def _note_form(self, line: Line) -> None:
        if line.merged:
            self.doubt(line, doubts.MERGED)
        if line.split:
            self.doubt(line, doubts.SPLIT)

    def doubt(self, line: Line, why: str) -> None:
        """Note that a person should look at a line."""
        self.doubts.append(Doubt(line.number, why, line.whole))

    def _heading(self, line: Line, following: Line | None) -> Line | None:
        """Take the headings that begin a line; what is left of it, None if nothing is."""
        for _ in range(MERGED_HEADINGS):
            if line.marker and line.marker.kind == "roman":
                break
            rest = self._part(line)
            if rest is None:
                rest = self._level(line, following)
            if rest is None:
                break
            if not rest:
                return None
            line = Line(line.number, None, rest)
        return line

    def _part(self, line: Line) -> str | None:
        for detailed, pattern in ((True, words.DETAILED), (False, words.CONTENT)):
            rest = words.rest_after(pattern, line.text)
            if rest is not None:
                self._open(detailed, "")
                return rest
        return None

    def _level(self, line: Line, following: Line | None) -> str | None:
        found = words.level_heading(line.text)
        if found is None:
            return None
        level, rest = found
        nested = following is not None and following.marker and following.marker.kind == "roman"
        if nested and self.level and not rest:
            return None
        self._open(True, level)
        return rest

    def _open(self, detailed: bool, level: str) -> None:
        self.detailed, self.level, self.nested = detailed, level, ""
        self.styles = set()
        self.fresh = True

    fresh: bool = True  # no item yet in this part and level

    def _item(self, line: Line) -> None:
        marker = line.marker
        if not self.fresh and self._is_child(line):
            self._child(line)
            return
        if self.detailed and not self.level and self.fresh:
            self.doubt(line, doubts.NO_LEVEL)
        lead = marker is None and not self.detailed and self.fresh
        if marker is None and not lead:
            self.doubt(line, doubts.UNMARKED)
        self._odd_style(line, marker)
        self.brothers.append(self._made(line))
        self.fresh, self.nested = False, ""

    def _odd_style(self, line: Line, marker: Marker | None) -> None:
        if marker is None:
            return
        if self.styles and marker.style not in self.styles:
            self.doubt(line, doubts.ODD_MARKER)
        self.styles.add(marker.style)

    def _is_child(self, line: Line) -> bool:
        last = self.brothers[-1]
        if line.marker is None:
            return bool(last.children) and self._closes(line)
        if self.nested:
            return line.marker.style == self.nested
        if line.marker.kind == "roman":
            return "roman1" not in self.styles
        opens = last.text.endswith(":") and not last.children and bool(last.marker)
        return opens and line.marker.style not in self.styles

    def _closes(self, line: Line) -> bool:
        """Whether an unmarked line after sub-items ends them, and is no item of its own."""
        if words.CLOSING.match(words.head(line.text)):
            return True
        return bool(self.nested and self.styles) and not responsible(line.text, self.names).names

    def _child(self, line: Line) -> None:
        last = self.brothers[-1]
        divided = divide(line.text, line.marker)
        closing = line.marker is None
        if line.marker:
            self.nested = self.nested or line.marker.style
        else:
            self.doubt(line, doubts.CLOSING)
        marker = line.marker.text if line.marker else ""
        last.children.append(self._sub(line, marker, divided.stem, last, closing=closing))
        self._children(line, divided, last)

    def _made(self, line: Line) -> Item:
        divided = divide(line.text)
        who = self._who(line)
        item = Item(line.number, line.marker.text if line.marker else "", divided.stem)
        item.recurrence = recurrence(divided.stem)
        if self.detailed:
            item.level = self._level_of(who)
            item.units, item.unit_codes, item.coordinating = who.names, who.codes, who.together
        self._children(line, divided, item)
        return item

    def _level_of(self, who: Responsible) -> str:
        """Headquarters unit, all of them together, or the departments of the provinces."""
        if who.codes:
            return self.level or words.GENERAL
        if self.level == words.DEPARTMENTS or who.collective == words.DEPARTMENTS:
            return words.DEPARTMENTS
        return who.collective or self.level or words.GENERAL

    def _who(self, line: Line) -> Responsible:
        if not self.detailed:
            return Responsible()
        who = responsible(line.text, self.names)
        if self.level == words.DEPARTMENTS:
            return self._who_local(line, who)
        if who.unknown:
            self.doubt(line, doubts.UNKNOWN_UNIT)
        elif not who.names and self.level != words.COLLECTIVE:
            self.doubt(line, doubts.NO_UNIT)
        return who

    def _who_local(self, line: Line, who: Responsible) -> Responsible:
        """All departments, unless the line begins with the name of one."""
        if who.unknown and ("Cục Hải quan" in who.names[0] or "Customs Dep" in who.names[0]):
            self.doubt(line, doubts.UNKNOWN_UNIT)
            return who
        return Responsible(together=who.together) if who.unknown else who

    def _children(self, line: Line, divided: Divided, item: Item) -> None:
        for part in divided.parts:
            item.children.append(self._sub(line, part.marker.text, part.text, item))

    def finish(self) -> None:
        """Look at each list of sub-items as a whole: its count, and what follows it unmarked."""
        for item in [*self.task.contents, *self.task.items]:
            own = [child for child in item.children if not child.closing]
            if not own:
                continue
            if odd([child.marker for child in own]):
                self.doubts.append(Doubt(own[0].line, doubts.ODD_MARKER, own[0].text))
            own[-1].text, closing = closed([child.text for child in own])
            if closing:
                at = item.children.index(own[-1]) + 1
                line = Line(own[-1].line, None, closing)
                item.children.insert(at, self._sub(line, "", closing, item, closing=True))
                self.doubt(line, doubts.CLOSING)

    def _sub(
        self, line: Line, marker: str, text: str, item: Item, *, closing: bool = False
    ) -> Item:
        return Item(
            line.number,
            marker,
            text,
            level=item.level,
            units=list(item.units),
            unit_codes=list(item.unit_codes),
            recurrence=recurrence(text) or item.recurrence,
            closing=closing,
        )


def read_task(stretch: TaskStretch, names: Names) -> tuple[Task, list[Doubt]]:
    """A task with its contents and obligations, and the doubts met on the way."""
    task = Task(stretch.code, stretch.number, stretch.name, stretch.head.number)
    reader = TaskReader(task, names)
    for place, line in enumerate(stretch.lines):
        following = stretch.lines[place + 1] if place + 1 < len(stretch.lines) else None
        reader.read(line, following)
    reader.finish()
    missing = ((task.contents, doubts.NO_CONTENT), (task.items, doubts.NO_DETAIL))
    reader.doubts += [Doubt(task.line, why, task.name) for part, why in missing if not part]
    return task, reader.doubts
