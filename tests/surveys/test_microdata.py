"""Answers for statistics programs: what each column means, and nobody stands out in them (G19)."""

import csv
import io
import re
import zipfile
from collections import Counter
from datetime import date

from surveys.models import Answer
from surveys.results.microdata import microdata
from tests.factories import UnitFactory

from . import rounds
from .test_results import whole

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


def opened(survey_round) -> tuple[list[dict], list[dict], str]:
    """Rows, codebook and syntax."""
    archive = zipfile.ZipFile(whole(microdata(survey_round)))
    rows, codebook = (
        list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
        for name in ("answers.csv", "codebook.csv")
    )
    return rows, codebook, archive.read("read.sps").decode("utf-8-sig")


def test_rare_places_are_left_out_with_their_weight(db):
    """A place of two, with a weight of its own: five rows look alike, two of them from a place
    that is common by itself."""
    going = rounds.open_round(rounds.questionnaire("a", {"q": "scale"}), is_anonymous=False)
    places = [UnitFactory(code=code) for code in ("77", "88", "99")]
    for unit, people, many in zip(places, (900, 66, 110), (20, 2, 5), strict=True):
        stratum = rounds.stratum(going, people, many, unit=unit)
        rounds.answer(going, "q", rounds.levels(many - 1, 1), unit, stratum=stratum)
    rows, _codebook, _syntax = opened(rounds.ended(going))
    assert Counter((r["department"], r["weight"] != "") for r in rows) == {
        ("77", True): 20, ("", False): 7
    }  # fmt: skip


def test_every_column_has_a_name_for_spss_and_its_meaning(db):
    """Codes alike but for their case, with a hyphen, and those of columns beside: names are
    numbered, and the codebook says which is which, with every choice and value."""
    asked = rounds.questionnaire(
        "a", {"weight": "scale", "q1": "single", "Q1": "number", "m": "multiple", "r": "ranking"},
        {"q1": ["x", "y"], "m": ["x-1", "_x"], "r": ["a", "b"]}, weight={"has_na": True},
    )  # fmt: skip
    going = rounds.open_round(asked)
    made = rounds.answer(going, "weight", [5] * 6 + ["na"] * 6 + [1] * 6)
    rounds.add(made[:9], "q1", ["y"] * 9)
    rounds.add(made[:9], "m", ["_x"] * 9)
    rows, codebook, syntax = opened(rounds.ended(going))
    names = list(rows[0])
    assert names[:5] == ["department", "kind", "size", "channel", "weight"]
    assert names[5:] == ["q1", "q2", "q3", "q4_1", "q4_2", "q5_1", "q5_2"]
    assert all(map(NAME.fullmatch, names)) and len({n.lower() for n in names}) == len(names)
    heads = {line["Mã"]: (line["Biến"], *list(line.values())[2:4])
             for line in codebook if line["Mã"] and not list(line.values())[4]}  # fmt: skip
    assert heads["q1"][0] == "q2" and heads["Q1"][0] == "q3"
    assert heads["m/_x"] == ("q4_2", "Câu m / Question m", "Chọn _x")
    assert {line["Biến"] for line in codebook} == set(names)
    values = {(line["Biến"], list(line.values())[4]) for line in codebook}
    assert {("q1", "9"), ("q1", "5"), ("q2", "2"), ("q4_1", "0"), ("kind", "fdi")} <= values
    assert Counter((r["q1"], r["q2"], r["q4_1"], r["q4_2"]) for r in rows) == {
        ("5", "2", "0", "1"): 6, ("9", "2", "0", "1"): 3, ("9", "", "", ""): 3, ("1", "", "", ""): 6
    }  # fmt: skip
    assert "MISSING VALUES q1 (9)." in syntax and "VARIABLE LABELS q4_2 'Chọn _x: Câu m" in syntax
    assert (
        "VALUE LABELS q2 1 'Chọn x' 2 'Chọn y'." in syntax and "VALUE LABELS kind 'state'" in syntax
    )


def test_labels_are_as_short_as_spss_takes_them(db):
    """In bytes, of which a Vietnamese letter has up to three, and with quotes doubled."""
    asked = rounds.questionnaire("a", {"q": "scale"}, q={"text_vi": "Mức độ 'hài lòng' " * 25})
    going = rounds.open_round(asked)
    rounds.answer(going, "q", rounds.levels(9, 9))
    _rows, _codebook, syntax = opened(rounds.ended(going))
    [label] = re.findall(r"VARIABLE LABELS q1 '(.*)'\.", syntax)
    assert 200 < len(label.replace("''", "'").encode()) <= 250


def test_of_a_day_the_month_is_told_where_five_gave_it(db):
    going = rounds.open_round(rounds.questionnaire("a", {"d": "date", "q": "scale"}))
    made = rounds.answer(going, "q", rounds.levels(6, 6))
    days = [date(2026, 1, n) for n in range(1, 8)] + [date(2026, 2, 1)] * 3
    Answer.objects.bulk_create(
        Answer(response=response, code="d", day=day)
        for response, day in zip(made[:10], days, strict=True)
    )
    rows, _codebook, syntax = opened(rounds.ended(going))
    assert Counter(row["q1"] for row in rows) == {"2026-01": 7, "": 5}
    assert "  q1 A7" in syntax
