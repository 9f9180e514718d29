"""Counts of a round's answers, made in the database as a whole."""

from collections.abc import Iterator

from django.db.models import Count, F, Q, Sum, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from ..models import NA, Answer, BankQuestion, Question, Round, Tally
from ..results.breaking import Place

K = BankQuestion.Kind
S = Tally.Split
PARTED = (K.SCALE, K.SINGLE, K.MULTIPLE)
"""Kinds of question whose answers are counted one by one, in all and by part."""


def counts(survey_round: Round) -> list[Tally]:
    """The tallies of a round, from its answers as they are now."""
    made = [row for split in Tally.PARTED for row in _by_answer(survey_round, split)]
    return [*made, *_by_place(survey_round), *_turnout(survey_round)]


def answers_of(survey_round: Round, *kinds: str):
    """Answers to a round's questions of some kinds."""
    asked = Question.objects.filter(questionnaire=survey_round.questionnaire_id)
    codes = asked.filter(bank__kind__in=kinds).values("bank__code")
    return Answer.objects.filter(response__round=survey_round, code__in=codes).order_by()


def _by_answer(survey_round: Round, split: str) -> list[Tally]:
    rows = answers_of(survey_round, *PARTED).exclude(Q(choice="") & Q(value=None))
    rows = rows.annotate(part=_part(split), what=_what()).values("code", "part", "what")
    return [
        Tally(
            round=survey_round, code=row["code"], split=split, part=row["part"],
            answer=row["what"], count=row["n"], weight=row["w"],
        )
        for row in rows.annotate(n=Count("pk"), w=Sum("response__weight"))
    ]  # fmt: skip


def _what():
    """The answer as text: a choice, or a level."""
    scale = Cast(Cast("value", output_field=Tally._meta.get_field("count")), TextField())
    return Coalesce(NullIf("choice", Value("")), scale, output_field=TextField())


def _part(split: str, of: str = "response__"):
    if split == S.ALL:
        return Value("", output_field=TextField())
    name = f"{split}_id" if split in (S.UNIT, S.STRATUM) else split
    return Coalesce(Cast(F(f"{of}{name}"), TextField()), Value(""), output_field=TextField())


def _places(of: str = "response__") -> dict:
    """Department, kind, size and stratum of whoever answered, "" where not known."""
    return {f"by_{split}": _part(split, of) for split in (S.UNIT, S.KIND, S.SIZE, S.STRATUM)}


def by_group(survey_round: Round) -> Iterator[tuple[str, Place, str, int]]:
    """(question, (department, kind, size, stratum), level, count) of five-level questions."""
    places = _places()
    rows = answers_of(survey_round, K.SCALE).exclude(Q(choice="") & Q(value=None) | Q(choice=NA))
    rows = rows.annotate(**places, what=_what()).values_list("code", *places, "what")
    for code, unit, kind, size, stratum, what, n in rows.annotate(n=Count("pk")):
        yield code, (unit, kind, size, stratum), what, n


def people_by_group(survey_round: Round) -> dict[Place, int]:
    """How many answered of each department, kind, size and stratum."""
    places = _places(of="")
    rows = survey_round.responses.order_by().annotate(**places).values_list(*places)
    return {(*place,): n for *place, n in rows.annotate(n=Count("pk"))}


def _by_place(survey_round: Round) -> Iterator[Tally]:
    """How often each choice of a ranking was given each place."""
    rows = answers_of(survey_round, K.RANKING).exclude(value=None)
    for row in rows.values("code", "choice", "value").annotate(n=Count("pk")):
        yield Tally(
            round=survey_round, code=row["code"], split=S.PLACE, part=str(int(row["value"])),
            answer=row["choice"], count=row["n"], weight=row["n"],
        )  # fmt: skip


def _turnout(survey_round: Round) -> list[Tally]:
    """How many were asked and answered, so that no page counts a hundred thousand rows."""
    answered, sent = survey_round.responses.order_by(), survey_round.invitations.order_by()
    found = {(S.ALL, "", "answered"): answered.count(), (S.ALL, "", "asked"): sent.count()}
    for split, column in ((S.STRATUM, "stratum"), (S.CHANNEL, "channel")):
        for part, n in answered.values_list(column).annotate(Count("pk")):
            found[split, str(part or ""), "answered"] = n
    for way, asked, used in sent.values_list("channel").annotate(Count("pk"), Count("used")):
        found[S.WAY, way, "asked"], found[S.WAY, way, "answered"] = asked, used
    return [
        Tally(
            round=survey_round, code="", split=split, part=part, answer=what, count=n, weight=n
        )
        for (split, part, what), n in found.items()
    ]  # fmt: skip
