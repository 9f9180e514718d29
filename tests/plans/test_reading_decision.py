"""The reader against the real Decision and the sample plan in two languages."""

import json
from datetime import date
from pathlib import Path

import pytest

from plans.reading import as_json, as_record, counts, pair

from .readings import REAL, figures, reading, sample

ORACLE = json.loads(
    (Path(__file__).parent / "documents" / "decision-104-2023.counts.json").read_text()
)


@pytest.mark.skipif(not REAL.exists(), reason="the Decision's own text is not part of the project")
def test_the_real_decision_in_every_figure():
    found = counts(reading(REAL.read_bytes()))
    assert found == ORACLE
    assert list(found) == list(ORACLE)


@pytest.mark.skipif(not REAL.exists(), reason="the Decision's own text is not part of the project")
def test_the_real_decision_has_known_units_and_four_doubts():
    decision = reading(REAL.read_bytes())
    assert [doubt.line for doubt in decision.doubts] == [36, 40, 45, 112]
    assert (decision.number, decision.signed_on) == ("104/QD-TCHQ", date(2023, 1, 19))
    assert decision.signer == "Hoang Viet Cuong"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_sample_has_the_figures_of_the_real_plan(language):
    found = figures(reading(sample(language)))
    own = ("task_names",) if language == "vi" else ()
    assert {k: v for k, v in found.items() if k not in own} == {
        k: v for k, v in ORACLE.items() if k in found and k not in own
    }


@pytest.mark.parametrize(
    ("language", "number", "signer"),
    [("vi", "104/QĐ-TCHQ", "Hoàng Việt Cường"), ("en", "104/QD-TCHQ", "Hoang Viet Cuong")],
)
def test_the_frame(language, number, signer):
    decision = reading(sample(language))
    assert (decision.number, decision.signer) == (number, signer)
    assert (decision.signed_on, decision.year) == (date(2023, 1, 19), 2023)
    assert decision.language == language
    assert "2023" in decision.title


@pytest.mark.parametrize("language", ["vi", "en"])
def test_reports_are_due_on_their_dates_through_the_committee(language):
    found = as_json(reading(sample(language)))["reporting"]
    assert [(r["kind"], r["due"], r["via_code"]) for r in found] == [
        ("six_months", "2023-06-15", "TCHQ-CCHDH"),
        ("annual", "2023-12-10", "TCHQ-CCHDH"),
    ]


def test_units_levels_and_coordination():
    decision = reading(sample("vi"))
    first = decision.tasks[0].items
    assert [item.unit_codes for item in first[:5]] == [
        ["TCHQ-VP"],
        ["TCHQ-TC"],
        ["TCHQ-CNTT"],
        ["TCHQ-CCHDH"],
        [],
    ]
    levels = [item.level for item in first]
    assert levels == ["general_department"] * 4 + ["collective"] + ["departments"] * 5
    assert decision.tasks[2].items[1].coordinating == ["TCHQ-CCHDH"]
    assert decision.tasks[1].items[0].children[0].recurrence == "quarterly"


def test_the_unmarked_line_and_the_closing_sentence_are_kept_and_doubted():
    decision = reading(sample("vi"))
    assert [doubt.line for doubt in decision.doubts] == [48, 115]
    last = decision.tasks[4].items[-1].children
    assert [child.closing for child in last] == [False, False, False, True]
    assert last[-1].text.startswith("Đồng thời rà soát")


def test_nothing_of_a_task_is_lost():
    """Every word of the tasks stands in the tree, markers and headings aside."""
    lines = sample("vi").split("\n")
    decision = reading(sample("vi"))
    for task in decision.tasks:
        for item in [*task.contents, *task.items]:
            kept = " ".join([item.text, *(child.text for child in item.children)])
            missing = set(lines[item.line - 1].split()) - set(kept.split())
            assert {word.strip("().+-;:") for word in missing} <= {
                *("", "i", "ii", "iii", "iv", "v", "vi", "và", "and")
            }


def test_both_languages_pair_by_position():
    together = pair(reading(sample("vi")), reading(sample("en")))
    assert together.doubts == []
    places = [couple.place for couple in together.couples]
    assert len(places) == len(set(places)) == 129
    assert "cooperation.items.7.4" in places


def test_a_missing_line_in_one_language_is_doubted():
    lines = sample("en").split("\n")
    gone = next(n for n, line in enumerate(lines) if line.startswith("+ Vietnam Customs School"))
    together = pair(reading(sample("vi")), reading("\n".join(lines[:gone] + lines[gone + 1 :])))
    assert together.doubts


def test_the_record_is_plain_json():
    record = as_record(reading(sample("vi")))
    assert json.loads(json.dumps(record)) == record
    assert set(as_json(reading(sample("en")))) == {"counts", "tasks", "reporting", "doubts"}
