"""One row of the survey sheet as a question."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from surveys.paper import Asked, Option, Rule, Test, Text
from surveys.paper.skips import number
from surveys.paper.tree import CHOSEN, LEVELS, NA

from .grammar import Beyond, bounds, rule
from .lists import Lists
from .sheets import Book, Line
from .words import LONGEST, OTHER, SCALES, TYPES

YES, NO = ("yes", "true", "true()"), ("", "no", "false", "false()")
OWN = Option(OTHER, Text("Khác (ghi rõ)", "Other (please specify)"), is_other=True)


def asked(book: Book, line: Line, lists: Lists, criteria: Collection[str] | None) -> Asked | None:
    """The question, its faults noted in the book; None for a type outside the subset."""
    word, _space, rest = line.get("type").partition(" ")
    kind = TYPES.get(word)
    if kind is None or (kind not in CHOSEN and rest):
        said = {"type": line.get("type")}
        book.fault(line, _("The type “%(type)s” is not in the subset.") % said)
        return None
    more: dict[str, Any] = {"is_whole": word == "integer"}
    if kind in CHOSEN:
        kind, chosen = _chosen(book, line, kind, rest.split(), lists)
        more |= chosen
    kind = _appearance(book, line, kind)
    return Asked(
        line.get("name"),
        kind,
        plain_text(book, line),
        help=Text(line.get("hint.vi"), line.get("hint.en")),
        required=_required(book, line),
        criterion=_criterion(book, line, kind, criteria),
        **more,
        **_bounds(book, line, kind, len(more.get("options", ()))),
    )


def plain_text(book: Book, line: Line, longest: Mapping[str, int] = LONGEST) -> Text:
    """Label in both languages; Vietnamese must be there; no longer than what holds it."""
    if not line.get("label.vi"):
        book.fault(line, _("The Vietnamese label is missing."))
    for column, most in longest.items():
        if any(len(line.get(f"{column}.{tongue}")) > most for tongue in ("vi", "en")):
            book.fault(line, _("The text is longer than %(most)d characters.") % {"most": most})
    return Text(line.get("label.vi"), line.get("label.en"))


def _chosen(book: Book, line: Line, kind: str, words: list[str], lists: Lists) -> tuple[str, dict]:
    """Kind and options of a question with choices; the lists of the scale make it a scale."""
    name, own = (words[0] if words else ""), words[1:]
    if own not in ([], ["or_other"]) or (own and (kind == "ranking" or name in SCALES)):
        book.fault(line, _("After the list only “or_other” may stand, and not here."))
    if name not in lists:
        book.fault(line, _("There is no list “%(list)s” of choices.") % {"list": name})
        return kind, {}
    if name in SCALES:
        if kind != "single":
            book.fault(line, _("The five levels are for select_one."))
        return "scale", {"has_na": SCALES[name]}
    options = lists[name]
    if own and not any(option.is_other for option in options):
        options = (*options, OWN)
    return kind, {"options": options}


def _appearance(book: Book, line: Line, kind: str) -> str:
    said = line.get("appearance")
    if said == "multiline" and kind == "short":
        return "long"
    if said:
        book.fault(line, _("The appearance “%(said)s” is not in the subset.") % {"said": said})
    return kind


def _required(book: Book, line: Line) -> bool:
    said = line.get("required").lower()
    if said not in (*YES, *NO):
        book.fault(line, _("“required” is yes or no."))
    return said in YES


def _criterion(book: Book, line: Line, kind: str, known: Collection[str] | None) -> str:
    said = line.get("measures")
    if said and kind != "scale":
        book.fault(line, _("Only five-level questions measure a criterion."))
    if said and known is not None and said not in known:
        book.fault(line, _("There is no criterion “%(said)s”.") % {"said": said})
    return said


def _bounds(book: Book, line: Line, kind: str, choices: int) -> dict:
    try:
        return bounds(kind, line.get("constraint"), choices)
    except Beyond as beyond:
        book.fault(line, str(beyond))
        return {}


def show_if(book: Book, line: Line, known: Mapping[str, Asked]) -> Rule:
    """The row's condition; it asks about questions before it, and choices they have."""
    try:
        found = rule(line.get("relevant"))
    except Beyond as beyond:
        book.fault(line, str(beyond))
        return Rule()
    for test in found.tests:
        if (before := known.get(test.code)) is None:
            reason = _("The condition asks about “%(name)s”, which is no question before this one.")
            book.fault(line, reason % {"name": test.code})
        elif not _fits(test, before):
            reason = _("“%(name)s” never has this answer: %(value)s")
            book.fault(line, reason % {"name": test.code, "value": test.value})
    return found


def _fits(test: Test, question: Asked) -> bool:
    if question.kind in CHOSEN:
        known = {option.code for option in question.options}
        one = question.kind == "single"
        return test.value in known and (test.op in ("=", "!=") if one else False) \
            or test.value in known and test.op in ("selected", "unselected")  # fmt: skip
    if question.kind == "scale":
        return test.value in (*LEVELS, *([NA] if question.has_na else []))
    return question.kind == "number" and number(test.value) is not None
