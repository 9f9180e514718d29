"""A questionnaire from a workbook to its approval, and on to its next version."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core.history import acting
from directory.models import Unit, User

from ..models import BankQuestion, Choice, Question, Questionnaire, Section
from ..paper import Asked, Paper
from ..papers import PLAIN, criteria, paper_of
from ..rules import questionnaire_flow as flow

S = Questionnaire.Status


@transaction.atomic
def load_questionnaire(*, by: User | None, unit: Unit, paper: Paper) -> Questionnaire:
    """Draft a questionnaire; of a code that is known it becomes the next version.

    ``ValidationError`` when a draft of that code is there, the code is another unit's, or a
    question's code is in the bank as another kind. Nothing is half loaded.
    """
    before = Questionnaire.objects.filter(code=paper.code)
    if draft := before.filter(status=S.DRAFTED).first():
        raise ValidationError(_("%(draft)s is a draft: read it anew there.") % {"draft": draft})
    if before.exclude(unit=unit).exists():
        raise ValidationError(_("This form_id belongs to another unit: choose another."))
    last = before.aggregate(last=Max("version"))["last"] or 0
    questionnaire = flow.begin(
        "load_questionnaire", by=by, unit=unit, code=paper.code, version=last + 1, **heads(paper)
    )
    with acting(by, "load_questionnaire"):
        lay(questionnaire, paper)
    return questionnaire


def heads(paper: Paper) -> dict[str, str]:
    return {
        "title_vi": paper.title.vi, "title_en": paper.title.en,
        "intro_vi": paper.intro.vi, "intro_en": paper.intro.en,
    }  # fmt: skip


@transaction.atomic
def replace_questions(questionnaire: Questionnaire, *, by: User | None, paper: Paper) -> None:
    """The draft anew from a workbook, as a whole; its code stays.

    Refused as the table says, so when it is no draft any more; ``ValidationError`` when the
    workbook has another code.
    """
    now = Questionnaire.objects.get(pk=questionnaire.pk)
    flow.ask("replace_questions", now, by=by)
    if paper.code != now.code:
        raise ValidationError(
            _("The workbook's form_id is %(code)s, this one is %(own)s.")
            % {"code": paper.code, "own": now.code}
        )
    with acting(by, "replace_questions"):
        now.questions.all().delete()
        now.sections.all().delete()
        for name, text in heads(paper).items():
            setattr(now, name, text)
        now.save()
        lay(now, paper)


def lay(questionnaire: Questionnaire, paper: Paper) -> None:
    """Write sections, questions and choices; codes the bank does not know are added to it."""
    bank, known = banked(paper), criteria()
    sections = Section.objects.bulk_create(
        Section(
            questionnaire=questionnaire, code=page.code, position=n, title_vi=page.title.vi,
            title_en=page.title.en, show_if=page.show_if.as_json(),
        )
        for n, page in enumerate(paper.pages, 1)
    )  # fmt: skip
    place, heads, below, choices = 0, [], [], []
    for section, page in zip(sections, paper.pages, strict=True):
        for question in page.questions:
            place += 1
            row = written(questionnaire, section, question, place, bank, known)
            heads.append(row)
            choices += options(row, question)
            for each in question.rows:
                place += 1
                below.append((row, written(questionnaire, section, each, place, bank, known)))
    Question.objects.bulk_create(heads)
    for head, line in below:
        line.matrix = head
    Question.objects.bulk_create(line for _head, line in below)
    Choice.objects.bulk_create(choices)


def banked(paper: Paper) -> dict[str, BankQuestion]:
    """The bank's entries of all questions of ``paper``; a code keeps its kind."""
    asked = {question.code: question for question in paper.questions()}
    BankQuestion.objects.bulk_create(
        (
            BankQuestion(code=code, kind=q.kind, text_vi=q.text.vi, text_en=q.text.en)
            for code, q in asked.items()
        ),
        ignore_conflicts=True,
    )
    bank = {row.code: row for row in BankQuestion.objects.filter(code__in=asked)}
    for code, question in asked.items():
        if bank[code].kind != question.kind:
            said = {"name": code, "kind": bank[code].get_kind_display()}
            raise ValidationError(
                _("“%(name)s” is in the question bank as another kind (%(kind)s).") % said
            )
    return bank


def written(questionnaire, section, question: Asked, place: int, bank, known) -> Question:
    """The row of one question."""
    return Question(
        questionnaire=questionnaire,
        section=section,
        bank=bank[question.code],
        position=place,
        text_vi=question.text.vi,
        text_en=question.text.en,
        help_vi=question.help.vi,
        help_en=question.help.en,
        show_if=question.show_if.as_json(),
        criterion=known.get(question.criterion),
        **{name: getattr(question, name) for name in PLAIN},
    )


def options(row: Question, question: Asked) -> list[Choice]:
    return [
        Choice(
            question=row, code=option.code, label_vi=option.label.vi, label_en=option.label.en,
            is_other=option.is_other, position=n,
        )
        for n, option in enumerate(question.options, 1)
    ]  # fmt: skip


@transaction.atomic
def approve_questionnaire(questionnaire: Questionnaire, *, by: User | None) -> Questionnaire:
    """It stands still from now on, in the database too; ``ValidationError`` without a question."""
    flow.make("approve_questionnaire", questionnaire, by=by)
    if not questionnaire.questions.exists():
        raise ValidationError(_("There is no question."))
    return questionnaire


@transaction.atomic
def revise_questionnaire(questionnaire: Questionnaire, *, by: User | None) -> Questionnaire:
    """A draft of the next version, alike but for its number; refused as the table says."""
    flow.ask("revise_questionnaire", questionnaire, by=by)
    return load_questionnaire(by=by, unit=questionnaire.unit, paper=paper_of(questionnaire))


def withdraw_questionnaire(questionnaire: Questionnaire, *, by: User, reason: str) -> Questionnaire:
    """No new round uses it."""
    return flow.make("withdraw_questionnaire", questionnaire, by=by, reason=reason)


def discard_questionnaire(questionnaire: Questionnaire, *, by: User, reason: str) -> Questionnaire:
    """A draft of no use; its code is free for another."""
    return flow.make("discard_questionnaire", questionnaire, by=by, reason=reason)
