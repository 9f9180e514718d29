"""The choices sheet: lists of options by name."""

from django.utils.translation import gettext as _

from surveys.paper import Option, Text
from surveys.paper.tree import LEVELS, NA

from .sheets import Book, Line
from .words import CHOICE, LONGEST_CHOICE, OTHER, SCALES

Lists = dict[str, tuple[Option, ...]]


def choice_lists(book: Book) -> Lists:
    """Options of each list, faults noted in the book."""
    found: dict[str, list[Option]] = {}
    for line in book.lines["choices"]:
        name = line.get("list_name")
        options = found.setdefault(name, [])
        option = _option(book, line, name)
        if option.code in {known.code for known in options}:
            book.fault(line, _("The choice “%(name)s” stands twice.") % {"name": option.code})
        options.append(option)
    _scales(book, found)
    return {name: tuple(options) for name, options in found.items()}


def _option(book: Book, line: Line, name: str) -> Option:
    label = Text(line.get("label.vi"), line.get("label.en"))
    code = line.get("name")
    if not name:
        book.fault(line, _("The name of the list is missing."))
    if not CHOICE.fullmatch(code):
        book.fault(line, _("The name of a choice is 1 to 40 letters, digits, - or _."))
    if not label.vi:
        book.fault(line, _("The Vietnamese label is missing."))
    if max(len(label.vi), len(label.en)) > LONGEST_CHOICE:
        most = {"most": LONGEST_CHOICE}
        book.fault(line, _("The text is longer than %(most)d characters.") % most)
    return Option(code, label, is_other=code == OTHER)


def _scales(book: Book, found: dict[str, list[Option]]) -> None:
    """The lists of the scale have just its levels: their meaning is fixed."""
    for name, has_na in SCALES.items():
        if name in found:
            wanted = {*LEVELS, NA} if has_na else {*LEVELS}
            if {option.code for option in found[name]} != wanted:
                line = next(each for each in book.lines["choices"] if each.get("list_name") == name)
                levels = {"list": name, "levels": ", ".join(sorted(wanted))}
                book.fault(line, _("The list %(list)s has exactly: %(levels)s.") % levels)
