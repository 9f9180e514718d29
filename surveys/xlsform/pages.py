"""The survey sheet, row by row: groups become sections and tables, the others questions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from django.utils.translation import gettext as _

from surveys.paper import Asked, Page, Rule, Text

from .asking import asked, plain_text, show_if
from .lists import Lists
from .sheets import Book, Line
from .words import LONGEST_SECTION, NAME, SURVEY

TABLE = "table-list"
MARKED = ("type", "name")  # what the end of a group may say
TOLD = (*MARKED, "label")  # what an introduction may say
LOOSE = "main"  # the section of questions that stand in no group


@dataclass
class Pages:
    """Built row by row; ``open`` holds the groups not yet ended, a section and perhaps a table."""

    book: Book
    lists: Lists
    bank: Mapping[str, str]
    criteria: Collection[str] | None
    pages: list[Page] = field(default_factory=list)
    intro: Text = Text()
    open: list[tuple[Line, Page | Asked]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    known: dict[str, Asked] = field(default_factory=dict)

    def build(self, lines: list[Line]) -> "Pages":
        for line in lines:
            kind = " ".join(line.get("type").lower().replace("_", " ").split())
            if kind == "begin group":
                self.begin(line)
            elif kind == "end group":
                self.end(line)
            elif kind == "note" and not (self.known or self.open or self.intro):
                self.without(line, *(column for column in SURVEY if column not in TOLD))
                self.intro = plain_text(self.book, line)
            else:
                self.ask(line)
        for line, _group in self.open:
            self.book.fault(line, _("This group has no end."))
        self.pages = [page if page.code else self.named(page) for page in self.pages]
        return self

    def named(self, page: Page) -> Page:
        """A section of loose questions gets the first name that nothing else bears."""
        tried = (f"{LOOSE}{number or ''}" for number in count())
        code = next(name for name in tried if name not in self.names)
        self.names.add(code)
        return replace(page, code=code)

    @property
    def table(self) -> Asked | None:
        return next((group for _line, group in self.open if isinstance(group, Asked)), None)

    def begin(self, line: Line) -> None:
        self.name(line)
        self.without(line, "required", "constraint", "hint", "measures")
        if not self.open:
            self.without(line, "appearance")
            title = plain_text(self.book, line, LONGEST_SECTION)
            page = Page(line.get("name"), title, (), self.rule(line))
            self.open.append((line, page))
        elif self.table is None and line.get("appearance") == TABLE:
            head = Asked(line.get("name"), "matrix", plain_text(self.book, line))
            self.same_kind(line, head)
            self.open.append((line, replace(head, show_if=self.rule(line))))
        else:
            self.book.fault(line, _("Inside a section only a group with table-list may begin."))
            self.open.append((line, Page(line.get("name"), Text())))

    def end(self, line: Line) -> None:
        self.without(line, *(column for column in SURVEY if column not in MARKED))
        if not self.open:
            self.book.fault(line, _("No group is open here."))
            return
        begun, group = self.open.pop()
        if isinstance(group, Asked):
            if not group.rows:
                self.book.fault(begun, _("The table has no row."))
            self.put(group)
        elif not group.questions:
            self.book.fault(begun, _("The section has no question."))
        else:
            self.pages.append(group)

    def ask(self, line: Line) -> None:
        self.name(line)
        question = asked(self.book, line, self.lists, self.criteria)
        if question is None:
            return
        question = replace(question, show_if=self.rule(line))
        self.same_kind(line, question)
        if self.table is not None:
            self.row(line, question)
        else:
            self.put(question)
        self.known[question.code] = question

    def row(self, line: Line, question: Asked) -> None:
        if question.kind != "scale" or question.show_if.tests:
            self.book.fault(line, _("Rows of a table are five-level scales without conditions."))
        begun, head = self.open[-1]
        self.open[-1] = (begun, replace(head, rows=(*head.rows, question)))  # type: ignore[arg-type, union-attr]

    def put(self, question: Asked) -> None:
        """Into the section that is open, or into one for questions that stand in no group."""
        if self.open:
            line, page = self.open[-1]
            self.open[-1] = (line, replace(page, questions=(*page.questions, question)))  # type: ignore[arg-type, union-attr]
            return
        if not self.pages or self.pages[-1].code:
            self.pages.append(Page("", Text()))
        page = self.pages[-1]
        self.pages[-1] = replace(page, questions=(*page.questions, question))

    # --- what holds for every row -------------------------------------------------------------
    def name(self, line: Line) -> None:
        name = line.get("name")
        if not NAME.fullmatch(name):
            self.book.fault(line, _("A name is 1 to 40 letters, digits and _, a letter first."))
        elif name in self.names:
            self.book.fault(line, _("The name “%(name)s” stands twice.") % {"name": name})
        self.names.add(name)

    def without(self, line: Line, *columns: str) -> None:
        for column in columns:
            if line.get(column) or line.get(f"{column}.vi") or line.get(f"{column}.en"):
                reason = _("“%(column)s” says nothing in this row.") % {"column": column}
                self.book.fault(line, reason)

    def same_kind(self, line: Line, question: Asked) -> None:
        """A code means the same question from year to year."""
        before = self.bank.get(question.code)
        if before and before != question.kind:
            said = {"name": question.code, "kind": before}
            reason = _("“%(name)s” is in the question bank as another kind (%(kind)s).") % said
            self.book.fault(line, reason)

    def rule(self, line: Line) -> Rule:
        return show_if(self.book, line, self.known)
