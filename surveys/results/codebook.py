"""What the variables of an answers' file are called and mean: codebook, and syntax for SPSS.

Variables are numbered: codes of questions and choices may be long, alike but for their case, or no
names for SPSS at all. The codebook says which is which, in both languages' own words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from directory.models import Enterprise

from ..models import BankQuestion, Channel, Choice, Level, Question

K = BankQuestion.Kind
EXPORTED = (K.SCALE, K.SINGLE, K.MULTIPLE, K.NUMBER, K.RANKING, K.DATE)
"""Kinds of question in the answers' file; texts could name somebody, and days are cut to months."""

NOT_APPLICABLE = 9
LABEL, VALUE_LABEL = 250, 120  # bytes that SPSS takes
FIXED = ("department", "kind", "size", "channel", "weight")
WIDTHS: dict[str, str] = {K.NUMBER: "F16.3", K.DATE: "A7"}  # of all others F8.0

Label = tuple[str, str]


@dataclass(frozen=True)
class Variable:
    """A column: a question, or one choice of a question that takes several or ranks them."""

    name: str
    question: Question
    choice: Choice | None = None

    @property
    def text(self) -> str:
        asked = said(self.question.text_vi, self.question.text_en)
        return f"{self.meaning}: {asked}" if self.choice else asked

    @property
    def meaning(self) -> str:
        """The choice in words."""
        return said(self.choice.label_vi, self.choice.label_en) if self.choice else ""

    @property
    def labels(self) -> list[Label]:
        """What its values mean."""
        if self.question.kind == K.SCALE:
            levels = [(str(level.value), both(level.label)) for level in Level]
            return [*levels, (str(NOT_APPLICABLE), both(_("Does not apply")))]
        if self.question.kind == K.SINGLE:
            options = enumerate(in_order(self.question), 1)
            return [(str(n), said(o.label_vi, o.label_en)) for n, o in options]
        if self.question.kind == K.MULTIPLE:
            return [("0", both(_("Not chosen"))), ("1", both(_("Chosen")))]
        return []


def in_order(question: Question) -> list[Choice]:
    return sorted(question.options.all(), key=lambda option: option.position)


def variables(questions: Sequence[Question]) -> list[Variable]:
    """q1, q2, …; of several choices and ranks q3_1, q3_2, …"""
    found = []
    for place, question in enumerate(questions, 1):
        if question.kind in (K.MULTIPLE, K.RANKING):
            options = enumerate(in_order(question), 1)
            found += [Variable(f"q{place}_{n}", question, option) for n, option in options]
        else:
            found.append(Variable(f"q{place}", question))
    return found


def about() -> dict[str, tuple[str, list[Label]]]:
    """What the columns beside the answers are, and their values."""
    kinds, sizes, channels = (
        [(value, both(label)) for value, label in choices.choices]
        for choices in (Enterprise.Kind, Enterprise.Size, Channel)
    )
    weight = _("Weight for non-response; empty where the place is left out")
    return {
        "department": (both(_("Code of the department; empty where few share the place")), []),
        "kind": (both(_("Kind of enterprise")), kinds),
        "size": (both(_("Size of enterprise")), sizes),
        "channel": (both(_("Channel")), channels),
        "weight": (both(weight), []),
    }


def lines(found: Sequence[Variable]) -> Iterator[list]:
    """(variable, code of the question, question, choice, value, meaning): one line for a variable,
    then one for each of its values."""
    for name, (text, labels) in about().items():
        yield [name, "", text, "", "", ""]
        yield from ([name, "", "", "", value, meaning] for value, meaning in labels)
    for each in found:
        code = f"{each.question.code}/{each.choice.code}" if each.choice else each.question.code
        asked = said(each.question.text_vi, each.question.text_en)
        yield [each.name, code, asked, each.meaning, "", ""]
        yield from ([each.name, code, "", "", value, meaning] for value, meaning in each.labels)


def syntax(found: Sequence[Variable]) -> str:
    """Syntax that reads answers.csv: names, labels of variables and of values, missing values."""
    fixed = ["department A20", "kind A10", "size A10", "channel A10", "weight F12.6"]
    shape = [f"{each.name} {WIDTHS.get(each.question.kind, 'F8.0')}" for each in found]
    scales = [each.name for each in found if each.question.kind == K.SCALE]
    made = [
        "SET UNICODE=ON.",
        "GET DATA /TYPE=TXT /FILE='answers.csv' /ENCODING='UTF8' /DELIMITERS=',' /QUALIFIER='\"'",
        "  /FIRSTCASE=2 /VARIABLES=",
        *(f"  {each}" for each in [*fixed, *shape]),
        ".",
        "WEIGHT BY weight.",
        *(line for name, told in about().items() for line in labelled(name, *told, is_text=True)),
        *(line for each in found for line in labelled(each.name, each.text, each.labels)),
        *(f"MISSING VALUES {name} ({NOT_APPLICABLE})." for name in scales),
    ]
    return "\r\n".join(made) + "\r\n"


def labelled(name: str, text: str, labels: Sequence[Label], is_text: bool = False) -> Iterator[str]:
    yield f"VARIABLE LABELS {name} {quoted(text, LABEL)}."
    if labels:
        pairs = (
            f"{quoted(value, LABEL) if is_text else value} {quoted(meaning, VALUE_LABEL)}"
            for value, meaning in labels
        )
        yield f"VALUE LABELS {name} {' '.join(pairs)}."


def quoted(text: str, most: int) -> str:
    """A string of SPSS: one line of at most so many bytes, quotes doubled."""
    plain = " ".join(text.split()).encode()[:most].decode(errors="ignore")
    return "'" + plain.replace("'", "''") + "'"


def said(vi: str, en: str) -> str:
    return f"{vi} / {en}" if en else vi


def both(words) -> str:
    """Words of the portal in Vietnamese and English."""
    with override("vi"):
        vi = str(words)
    with override("en"):
        return said(vi, str(words))
