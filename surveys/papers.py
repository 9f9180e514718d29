"""Questionnaires from the database as papers; approved ones stand still and are read once."""

from functools import lru_cache
from itertools import groupby

from .models import Criterion, Question, Questionnaire
from .paper import Asked, Option, Page, Paper, Rule, Text


def paper_of(questionnaire: Questionnaire) -> Paper:
    """The questionnaire as a whole: four queries for a draft, none for one read before."""
    if questionnaire.status == Questionnaire.Status.DRAFTED:
        return _drawn(questionnaire)
    return _settled(questionnaire.pk)


@lru_cache(maxsize=64)
def _settled(pk: int) -> Paper:
    return _drawn(Questionnaire.objects.get(pk=pk))


def forget() -> None:
    """Drop what is remembered (tests reuse keys)."""
    _settled.cache_clear()


def _drawn(questionnaire: Questionnaire) -> Paper:
    known = Question.objects.filter(questionnaire=questionnaire).select_related(
        "bank", "criterion__dimension__criteria_set"
    )
    questions = list(known.prefetch_related("options").order_by("position"))
    rows: dict[int, list[Asked]] = {}
    for question in questions:
        if question.matrix_id:
            rows.setdefault(question.matrix_id, []).append(asked(question))
    tops = sorted((q for q in questions if not q.matrix_id), key=lambda q: q.section_id)
    by_section = {
        key: tuple(asked(q, tuple(rows.get(q.pk, ()))) for q in sorted(group, key=place))
        for key, group in groupby(tops, key=lambda q: q.section_id)
    }
    pages = tuple(
        Page(s.code, both(s, "title"), by_section.get(s.pk, ()), Rule.from_json(s.show_if))
        for s in questionnaire.sections.order_by("position")
    )
    title, intro = both(questionnaire, "title"), both(questionnaire, "intro")
    return Paper(questionnaire.code, title, pages, intro, questionnaire.version)


def place(question: Question) -> int:
    return question.position


def both(row, name: str) -> Text:
    return Text(getattr(row, f"{name}_vi"), getattr(row, f"{name}_en"))


def asked(question: Question, rows: tuple[Asked, ...] = ()) -> Asked:
    """One question as the paper has it."""
    options = sorted(question.options.all(), key=lambda option: option.position)
    return Asked(
        question.code,
        question.kind,
        both(question, "text"),
        help=both(question, "help"),
        show_if=Rule.from_json(question.show_if),
        criterion=question.criterion.address if question.criterion else "",
        options=tuple(Option(o.code, both(o, "label"), o.is_other) for o in options),
        rows=rows,
        **{name: getattr(question, name) for name in PLAIN},
    )


PLAIN = ("required", "has_na", "is_whole", "least", "most", "first_day", "last_day")


def criteria() -> dict[str, Criterion]:
    """Criteria by the address a workbook names: of each set the newest version."""
    known = Criterion.objects.select_related("dimension__criteria_set")
    ordered = known.order_by("dimension__criteria_set__version")
    return {criterion.address: criterion for criterion in ordered}
