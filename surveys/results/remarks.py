"""What people wrote, cleaned of what could name somebody (G19), in an order that tells nothing.

For those who conduct the round, to learn from and not to be published: no pattern knows every name.
"""

import re
import tempfile
from collections.abc import Iterator

from django.db.models import Q
from django.http import FileResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.cells import EXCEL, Book, Sheet, file_name

from ..models import Answer, BankQuestion, Question, Round
from .small_cells import FEWEST

MASK = "[…]"
TEXTS = (BankQuestion.Kind.SHORT, BankQuestion.Kind.LONG)
TELLING = re.compile(
    r"\S+@\S+"  # mail
    r"|\b(?:https?://|www\.)\S+"
    r"|(?<!\w)\+?\d(?:[ .\-–/]?\d){5,}"  # telephone, tax code, declaration, day of birth
    r"|\b(?:[Cc]ông [Tt]y|CÔNG TY|[Cc][Tt][Yy]|[Dd]oanh nghiệp)"  # and the name behind it
    r"(?:\s+(?:TNHH|MTV|CP|XNK|cổ phần|Cổ phần|một thành viên|Một thành viên))*"
    r"(?:\s+[A-ZĐÀ-Ỹ][\w&.\-]*)+"
    r"|\b(?:[ÔôBb](?:ng|à)|[Aa]nh|[Cc]hị)(?:\s+[A-ZĐÀ-Ỹ][\w]+)+"  # a person
)


def cleaned(text: str) -> str:
    """``text`` on one line; addresses, long numbers, names of firms and persons masked."""
    return TELLING.sub(MASK, " ".join(text.split()))


def written(survey_round: Round) -> Iterator[tuple[Question, Iterator[str], int]]:
    """(question, cleaned texts sorted, their number) where at least five wrote something: to
    questions of text, and in their own words beside a choice."""
    asked = Question.objects.filter(questionnaire=survey_round.questionnaire_id)
    asked = asked.filter(Q(bank__kind__in=TEXTS) | Q(options__is_other=True)).distinct()
    for question in asked.select_related("bank").order_by("position", "pk"):
        found = Answer.objects.filter(response__round=survey_round, code=question.code)
        texts = found.exclude(text="").order_by("text").values_list("text", flat=True)
        if (count := texts.count()) >= FEWEST:
            yield question, map(cleaned, texts.iterator(2_000)), count


def headed(question: Question) -> str:
    own = _("%(question)s (in their own words)") % {"question": question.text}
    return question.text if question.kind in TEXTS else own


def workbook(survey_round: Round, by: str) -> FileResponse:
    """A sheet for each question of text; ``by`` names who made it."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    book = Book(out)
    for question, texts, count in written(survey_round):
        book.add(Sheet(question.code, [headed(question)], ([text] for text in texts), count))
    book.about(
        {
            _("Content"): survey_round.title,
            MASK: _("Left out: an address, a long number, a name. Read on before you pass it on."),
            _("Questions left out"): _("those on which fewer than five wrote something"),
            _("Made by"): by,
            _("Time"): localtime(),
        }
    )
    book.close()
    out.seek(0)
    name = file_name(survey_round.title, ".xlsx")
    return FileResponse(out, as_attachment=True, filename=name, content_type=EXCEL)
