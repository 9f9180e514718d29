"""Workbooks for tests, made here: good ones of every kind, and bad ones with what is wrong."""

import io

from openpyxl import Workbook

VI, EN = "label::Vietnamese (vi)", "label::English (en)"
FIVE = [("5", "Rất hài lòng"), ("4", "Hài lòng"), ("3", "Bình thường"), ("2", "Không hài lòng"),
        ("1", "Rất không hài lòng")]  # fmt: skip
SETTINGS = {"form_title": "Khảo sát", "form_id": "khao-sat"}


def workbook(survey, choices=(), settings=SETTINGS, more=()) -> bytes:
    """The bytes of a workbook: rows as dicts by column; ``more`` names further sheets."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in (("survey", survey), ("choices", choices), ("settings", [settings])):
        if rows and rows[0] is not None:
            fill(book.create_sheet(title), list(rows))
    for title in more:
        book.create_sheet(title)
    return saved(book)


def fill(sheet, rows) -> None:
    heads = list(dict.fromkeys(head for row in rows for head in row))
    sheet.append(heads)
    for row in rows:
        sheet.append([row.get(head) for head in heads])


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def q(kind="text", name="q1", label="Câu hỏi", **more) -> dict:
    return {"type": kind, "name": name, VI: label, **more}


def options(name, *codes) -> list[dict]:
    return [{"list_name": name, "name": code, VI: f"Chọn {code}"} for code in codes]


SCALE = [{"list_name": "scale5", "name": code, VI: label} for code, label in FIVE]
SCALE_NA = [{**row, "list_name": "scale5_na"} for row in SCALE] + [
    {"list_name": "scale5_na", "name": "na", VI: "Không áp dụng"}
]
AB = options("ab", "a", "b")
BEGIN, END = {"type": "begin_group", "name": "p1", VI: "Phần 1"}, {"type": "end_group"}
TABLE = {"type": "begin_group", "name": "t1", VI: "Bảng", "appearance": "table-list"}

GOOD = {
    "one text": [q()],
    "long text": [q(appearance="multiline")],
    "whole number": [q("integer")],
    "number": [q("decimal")],
    "bounded number": [q("integer", constraint=". >= 1 and . <= 99")],
    "number at most": [q("decimal", constraint=". <= 2.5")],
    "day": [q("date")],
    "bounded day": [q("date", constraint=". >= date('2024-01-01') and . <= date('2024-12-31')")],
    "short text at most": [q(constraint="string-length(.) <= 30")],
    "long text at most": [q(appearance="multiline", constraint="string-length(.) <= 900")],
    "scale": ([q("select_one scale5")], SCALE),
    "scale with does not apply": ([q("select_one scale5_na")], SCALE_NA),
    "single": ([q("select_one ab")], AB),
    "single with other": ([q("select_one abo")], options("abo", "a", "other")),
    "or_other": ([q("select_one ab or_other", label="Câu")], AB),
    "several": ([q("select_multiple ab")], AB),
    "several, two at least": (
        [q("select_multiple ab", constraint="count-selected(.) >= 2")], AB,
    ),
    "several, one at most": ([q("select_multiple ab", constraint="count-selected(.) <= 1")], AB),
    "ranking": ([q("rank ab")], AB),
    "required": [q(required="yes")],
    "required as truth": [q(required=True)],
    "not required": [q(required="no")],
    "hint": [q(**{"hint::Vietnamese (vi)": "Gợi ý"})],
    "section": [BEGIN, q(), END],
    "old spelling of groups": [{**BEGIN, "type": "begin group"}, q(), {"type": "end group"}],
    "two sections": [BEGIN, q(), END, {**BEGIN, "name": "p2"}, q(name="q2"), END],
    "table": (
        [BEGIN, TABLE, q("select_one scale5"), q("select_one scale5", "q2"), END, END], SCALE,
    ),
    "skip by choice": ([q("select_one ab"), q(name="q2", relevant="${q1} = 'a'")], AB),
    "skip by ticked": (
        [q("select_multiple ab"), q(name="q2", relevant="selected(${q1}, 'a')")], AB,
    ),
    "skip by not ticked": (
        [q("select_multiple ab"), q(name="q2", relevant="not(selected(${q1}, 'a'))")], AB,
    ),
    "skip by level": ([q("select_one scale5"), q(name="q2", relevant="${q1} <= 2")], SCALE),
    "skip by number": [q("integer"), q(name="q2", relevant="${q1} > 10")],
    "skip by both": (
        [q("select_one ab"), q("integer", "q2"),
         q(name="q3", relevant="${q1} != 'b' and ${q2} >= 3")], AB,
    ),
    "skip by either": (
        [q("select_one ab"), q("integer", "q2"),
         q(name="q3", relevant="${q1} = 'a' or ${q2} < 3")], AB,
    ),
    "a section skipped": ([q("select_one ab"), {**BEGIN, "relevant": "${q1} = 'b'"},
                           q(name="q2"), END], AB),
    "introduction": [{"type": "note", "name": "intro", VI: "Kính gửi"}, q()],
    "two languages": [q(**{EN: "Question"})],
    "named as lists, sections and notes are": (
        [{"type": "note", "name": "hello", VI: "Kính gửi"}, q("select_one ab", "scale5"),
         q(name="main"), q(name="intro"), {**BEGIN, "name": "main1"}, q("rank ab", "q2"), END,
         q(name="q3")], AB,
    ),
    "a name beside the end": [BEGIN, q(), {**END, "name": "p1"}],
    "bare label": [{"type": "text", "name": "q1", "label": "Câu hỏi"}],
    "measures": ([q("select_one scale5", measures="tuyen-ngon/thai_do/tac_phong")], SCALE),
}  # fmt: skip
# What is refused, where, and a word of the reason.
BAD = {
    "no survey": ([None], (), "survey", 0, "missing"),
    "no question": (
        [{"type": "note", "name": "intro", VI: "Chào"}], (), "survey", 0, "no question",
    ),
    "unknown type": ([q("geopoint")], (), "survey", 2, "geopoint"),
    "repeat": ([{**BEGIN, "type": "begin_repeat"}, q(), {"type": "end_repeat"}], (), "survey", 2,
               "begin_repeat"),
    "calculation": ([q(calculation="1+1")], (), "survey", 1, "calculation"),
    "other language": ([q(**{"label::French (fr)": "Question"})], (), "survey", 1, "French"),
    "no label": ([{"type": "text", "name": "q1", EN: "Q"}], (), "survey", 2, "Vietnamese"),
    "no name": ([q(name=None)], (), "survey", 2, "name"),
    "bad name": ([q(name="1 q")], (), "survey", 2, "name"),
    "same name": ([q(), q()], (), "survey", 3, "twice"),
    "no list": ([q("select_one zz")], AB, "survey", 2, "zz"),
    "same choice": ([q("select_one ab")], [*AB, AB[0]], "choices", 4, "twice"),
    "short scale": ([q("select_one scale5")], SCALE[:4], "choices", 2, "scale5"),
    "group without end": ([BEGIN, q()], (), "survey", 2, "no end"),
    "end without group": ([q(), END], (), "survey", 3, "No group"),
    "empty section": ([BEGIN, END, q()], (), "survey", 2, "no question"),
    "nested group": (
        [BEGIN, {**BEGIN, "name": "p2"}, q(), END, END], (), "survey", 3, "table-list",
    ),
    "text in a table": ([BEGIN, TABLE, q(), END, END], (), "survey", 4, "Rows of a table"),
    "mixed condition": (
        [q("integer"), q(name="q2", relevant="${q1} = 1 and ${q1} = 2 or ${q1} = 3")], (),
        "survey", 3, "mixed",
    ),
    "strange condition": ([q("integer"), q(name="q2", relevant="${q1} + 1 = 2")], (), "survey", 3,
                          "not in the subset"),
    "condition on later": ([q(relevant="${q2} = 1"), q("integer", "q2")], (), "survey", 2, "q2"),
    "condition on no choice": ([q("select_one ab"), q(name="q2", relevant="${q1} = 'c'")], AB,
                               "survey", 3, "never"),
    "strange constraint": ([q("integer", constraint="regex(., 'x')")], (), "survey", 2, "regex"),
    "impossible constraint": ([q("integer", constraint=". >= 9 and . <= 1")], (), "survey", 2,
                              "No answer"),
    "no such day": ([q("date", constraint=". >= date('2024-02-31')")], (), "survey", 2, "31"),
    "formula": ([q(label="=1+1")], (), "survey", 2, "formula"),
    "odd required": ([q(required="maybe")], (), "survey", 2, "required"),
    "appearance": ([q(appearance="minimal")], (), "survey", 2, "minimal"),
    "unknown criterion": ([q("select_one scale5", measures="a/b/c")], SCALE, "survey", 2, "a/b/c"),
    "long section": ([{**BEGIN, VI: "x" * 251}, q(), END], (), "survey", 2, "250"),
    "number beyond what is kept": (
        [q("integer", constraint=f". <= {10**12}")], (), "survey", 2, "12 digits",
    ),
    "four places": ([q("decimal", constraint=". <= 2.5555")], (), "survey", 2, "3 after"),
    "text of no length": (
        [q(constraint="string-length(.) <= -3")], (), "survey", 2, "No answer",
    ),
    "text of broken length": (
        [q(constraint="string-length(.) <= 2.5")], (), "survey", 2, "whole numbers",
    ),
    "more ticks than choices": (
        [q("select_multiple ab", constraint="count-selected(.) >= 3")], AB, "survey", 2,
        "No answer",
    ),
    "a condition on the introduction": (
        [{"type": "note", "name": "intro", VI: "Chào", "relevant": "1"}, q()], (), "survey", 2,
        "says nothing",
    ),
    "a hint to the introduction": (
        [{"type": "note", "name": "intro", VI: "Chào", "hint::English (en)": "x"}, q()], (),
        "survey", 2, "says nothing",
    ),
    "a group that measures": ([{**BEGIN, "measures": "a/b/c"}, q(), END], (), "survey", 2,
                              "measures"),
    "a condition on the end": ([BEGIN, q(), {**END, "relevant": "${q1} = 1"}], (), "survey", 4,
                               "relevant"),
    "words on the end": ([BEGIN, q(), {**END, VI: "Hết"}], (), "survey", 4, "label"),
    "number that measures": ([q("integer", measures="a/b/c")], (), "survey", 2, "Only"),
}  # fmt: skip


def good(name: str) -> bytes:
    made = GOOD[name]
    return workbook(*made) if isinstance(made, tuple) else workbook(made)


def bad(name: str) -> bytes:
    return workbook(*BAD[name][:2])
