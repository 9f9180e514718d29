"""An XLSForm workbook becomes a questionnaire, or is refused with every fault it has."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from surveys.paper import Paper, Text

from .lists import choice_lists
from .pages import Pages
from .refusal import Fault, Refused
from .second import second_opinion
from .sheets import Book, Line, open_book
from .words import LONGEST_TITLE, NAME


def read(
    data: bytes,
    *,
    bank: Mapping[str, str] | None = None,
    criteria: Collection[str] | None = None,
    second: bool = True,
) -> Paper:
    """Read a workbook whole; :class:`Refused` names every fault by sheet and row.

    ``bank`` gives the kinds of codes known from earlier years: a code keeps its kind. ``criteria``
    are the addresses that ``measures`` may name (None: any). ``second``: pyxform reads it too.
    """
    book = open_book(data)
    lists = choice_lists(book)
    pages = Pages(book, lists, bank or {}, criteria).build(book.lines["survey"])
    paper = _headed(book, pages)
    if not any(page.questions for page in paper.pages) and not book.faults:
        book.faults.append(Fault("survey", 0, _("There is no question.")))
    if not book.faults and second and (objection := second_opinion(data)):
        book.faults.append(Fault("", 0, _("pyxform refuses it: %(why)s") % {"why": objection}))
    if book.faults:
        raise Refused(sorted(book.faults, key=lambda f: (f.sheet, f.row)))
    return paper


def _headed(book: Book, built: Pages) -> Paper:
    """Title, code and introduction beside the pages."""
    settings = book.lines["settings"]
    line = settings[0] if settings else Line("settings", 0, {})
    for more in settings[1:]:
        book.fault(more, _("The sheet has one row under its headings."))
    title = Text(line.get("form_title"), line.get("title_en"))
    code = line.get("form_id")
    if not title.vi:
        book.fault(line, _("The Vietnamese title (form_title) is missing."))
    if max(len(title.vi), len(title.en)) > LONGEST_TITLE:
        book.fault(
            line, _("The text is longer than %(most)d characters.") % {"most": LONGEST_TITLE}
        )
    if not NAME.fullmatch(code.replace("-", "_")):
        book.fault(line, _("form_id is missing, or not letters, digits, - and _."))
    if line.get("version") and not line.get("version").isdigit():
        book.fault(line, _("The version is a whole number."))
    _default(book, line)
    pages = tuple(replace(p, title=p.title or title) for p in built.pages)
    version = line.get("version")
    return Paper(code, title, pages, built.intro, int(version) if version.isdigit() else 1)


def _default(book: Book, line: Line) -> None:
    """A label without a language is the Vietnamese one, unless the workbook says otherwise."""
    words = line.get("default_language").lower()
    if words and words[:2] not in ("vi", "en"):
        book.fault(line, _("The default language is Vietnamese or English."))
    elif words[:2] == "en":
        reason = _("The default language is English: say beside each label which language it is.")
        book.faults += [Fault(sheet, row, reason) for sheet, row in book.bare]
