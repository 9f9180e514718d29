"""The reader against odd forms of the same plan: other markers, other order, merged, split, cut."""

import random
import re
import textwrap
import unicodedata

import pytest

from plans.reading import doubts

from .readings import figures, reading, sample

ROMAN = re.compile(r"\((i{1,3}|iv|vi?)\)\.?")
PLACE = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}


def marked(shape: str):
    return lambda text: ROMAN.sub(lambda m: shape.format(r=m[1], n=PLACE[m[1]]), text)


def lettered(letters: str):
    return lambda text: ROMAN.sub(lambda m: f"{letters[PLACE[m[1]] - 1]})", text)


def swapped(pattern: str, other: str):
    return lambda text: re.sub(rf"(?m){pattern}", other, text)


def wrapped(width: int):
    def wrap(text):
        lines = (textwrap.wrap(x, width, break_on_hyphens=False) or [""] for x in text.split("\n"))
        return "\n".join("\n".join(each) for each in lines)

    return wrap


def upper_year(text):
    return text.replace("Tổng cục Hải quan", "Cục Hải quan").replace(
        "ác Cục Hải quan tỉnh, thành phố", "ác Chi cục Hải quan khu vực"
    )


SAME = {
    "windows line ends": lambda text: text.replace("\n", "\r\n"),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "indented by tabs": lambda text: "\n".join(f"\t  {line}" for line in text.split("\n")),
    "blank lines between": lambda text: text.replace("\n", "\n\n"),
    "zero-width signs": lambda text: text.replace("+ ", "+\u200b ").replace("(", "\u200e("),
    "plus is a star": swapped(r"^\+ ", "* "),
    "plus is a dot": swapped(r"^\+ ", "• "),
    "plus is Word's symbol": swapped(r"^\+ ", "\uf0b7 "),
    "plus is a dash": swapped(r"^\+ ", "– "),
    "plus is a hollow o": swapped(r"^\+ ", "o "),
    "dash is a plus": swapped(r"^- ", "+ "),
    "markers glued": swapped(r"^([-+]) ", r"\1"),
    "markers alone": swapped(r"^([-+]|\d\.\d\.|\d\.|[IV]+\.) ", r"\1\n"),
    "1) for 1.": swapped(r"^(\d)\. ", r"\1) "),
    "1/ for 1.": swapped(r"^(\d)\. ", r"\1/ "),
    "1.1 without a dot": swapped(r"^(\d\.[12])\. ", r"\1 "),
    "III.1.1": swapped(r"^(\d\.[12])\. ", r"III.\1. "),
    "a) b) for the parts": lambda text: re.sub(
        r"(?m)^\d\.2\. ", "b) ", re.sub(r"(?m)^\d\.1\. ", "a) ", text)
    ),
    "no word Task": swapped(r"^(\d)\. (?:Task|Nhiệm vụ) \d: ", r"\1. "),
    "(i).": marked("({r})."),
    "i)": marked("{r})"),
    "(1)": marked("({n})"),
    "1)": marked("{n})"),
    "a) b) c) d) e)": lettered("abcdef"),
    "a) b) c) d) đ)": lettered("abcdđe"),
    "sub-items on lines of their own": lambda text: re.sub(
        r" ?(?:and |và )?(\((?:i{1,3}|iv|vi?)\))", r"\n\1", text
    ),
    "wrapped at 90": wrapped(90),
    "wrapped at 100": wrapped(100),
    "lower-case sections": swapped(r"^([IV]+\.) (.*)$", lambda m: f"{m[1]} {m[2].capitalize()}"),
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("odd", SAME)
def test_another_form_is_the_same_plan(odd, language):
    text = sample(language)
    assert figures(reading(SAME[odd](text))) == figures(reading(text))


def test_the_service_of_2025_has_a_national_department_and_regions():
    decision = reading(upper_year(sample("vi")))
    assert figures(decision) == figures(reading(sample("vi")))


@pytest.mark.parametrize("seed", range(12))
def test_two_lines_merged_are_cut_apart(seed):
    lines = sample("vi").split("\n")
    at = random.Random(seed).randrange(lines.index("I. MỤC ĐÍCH"), len(lines) - 4)
    merged = [*lines[:at], f"{lines[at]} {lines[at + 1]}", *lines[at + 2 :]]
    assert figures(reading("\n".join(merged))) == figures(reading(sample("vi")))


@pytest.mark.parametrize("seed", range(20))
def test_a_line_broken_inside_a_sentence_is_joined(seed):
    chance = random.Random(seed)
    lines = sample("en").split("\n")
    long = [n for n, line in enumerate(lines) if len(line) > 100 and n > 40]
    at = chance.choice(long)
    breaks = [m.start() for m in re.finditer(r"(?<=[a-z,]) (?=[a-z])", lines[at])]
    cut = chance.choice(breaks)
    broken = [*lines[:at], lines[at][:cut], lines[at][cut + 1 :], *lines[at + 1 :]]
    decision = reading("\n".join(broken))
    assert figures(decision) == figures(reading(sample("en")))
    assert doubts.SPLIT in {doubt.why for doubt in decision.doubts if doubt.line == at + 1} or any(
        item.line == at + 1 for block in decision.implementation for item in block.lines
    )


def parts(language):
    lines = sample(language).split("\n")
    heads = [n for n, line in enumerate(lines) if re.match(r"\d\. (Task|Nhiệm vụ) \d", line)]
    heads.append(next(n for n, line in enumerate(lines) if line.startswith("IV. ")))
    blocks = [lines[a:b] for a, b in zip(heads, heads[1:], strict=False)]
    return lines[: heads[0]], blocks, lines[heads[-1] :]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_tasks_are_known_by_name_in_any_order(language):
    before, blocks, after = parts(language)
    order = (4, 2, 0, 3, 1)
    mixed = []
    for place, old in enumerate(order, 1):
        renumbered = re.sub(r"^\d(.*) \d:", rf"{place}\1 {place}:", blocks[old][0])
        mixed += [renumbered, *(re.sub(r"^\d\.", f"{place}.", x) for x in blocks[old][1:])]
    decision = reading("\n".join([*before, *mixed, *after]))
    assert [task.code for task in decision.tasks] == [
        "cooperation",
        "consultation",
        "information",
        "supervision",
        "support",
    ]
    assert figures(decision)["leaf_obligations_total"] == 64


def without(start: str, language="en"):
    lines = sample(language).split("\n")
    return reading("\n".join(line for line in lines if not line.startswith(start)))


@pytest.mark.parametrize(
    ("start", "why"),
    [
        ("I. ", doubts.SECTION_ASSUMED),
        ("II. ", doubts.SECTION_ASSUMED),
        ("III. ", doubts.SECTION_ASSUMED),
        ("IV. ", doubts.SECTION_ASSUMED),
        ("3. Task", doubts.OTHER_TASK),
        ("- At the Customs", doubts.NO_UNIT),
        ("4. Reporting", doubts.SECTION_ASSUMED),
    ],
)
def test_a_missing_heading_is_doubted_and_loses_no_obligation(start, why):
    decision = without(start)
    assert why in {doubt.why for doubt in decision.doubts}
    assert figures(decision)["leaf_obligations_total"] == 64
    assert len(decision.reporting) == 2


def test_a_missing_task_is_doubted():
    before, blocks, after = parts("vi")
    decision = reading("\n".join([*before, *sum(blocks[:3], []), *after]))
    missing = [doubt.text for doubt in decision.doubts if doubt.why == doubts.MISSING_TASK]
    assert missing == ["cooperation", "supervision"]


def test_an_unknown_unit_is_a_doubt_at_its_line():
    text = sample("en").replace("+ Customs Journal", "+ The Bureau of Good Ideas")
    decision = reading(text)
    found = [doubt for doubt in decision.doubts if doubt.why == doubts.UNKNOWN_UNIT]
    assert len(found) == 1
    item = next(item for item in decision.tasks[0].items if item.line == found[0].line)
    assert item.units[0].startswith("The Bureau of Good Ideas")
    assert item.unit_codes == []


def test_purposes_and_requirements_in_one_section():
    text = sample("vi").replace("I. MỤC ĐÍCH\n", "I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\n", 1)
    text = text.replace("II. YÊU CẦU\n", "2. Yêu cầu\n")
    for start in ("1. Mở", "2. Giải", "1. Doanh", "2. Doanh", "3. Hợp"):
        text = text.replace(f"\n{start}", f"\n- {start[3:]}", 1)
    found = figures(reading(text))
    assert (found["purposes"], found["requirements"]) == (2, 3)
    assert found["sections"] == ["I", "III", "IV"]


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("trước ngày 15 tháng 6 năm 2023", "2023-06-15"),
        ("trước ngày 15/06", "2023-06-15"),
        ("chậm nhất là ngày 15/6/2023", "2023-06-15"),
        ("trước 20-6-2023", "2023-06-20"),
    ],
)
def test_report_dates_in_several_forms(said, due):
    decision = reading(sample("vi").replace("trước ngày 15/6/2023", said))
    assert [(r.kind, r.due.isoformat()) for r in decision.reporting][0] == ("six_months", due)


def test_a_day_that_does_not_exist_is_a_doubt():
    decision = reading(sample("en").replace("June 15, 2023", "June 31, 2023"))
    assert doubts.BAD_DATE in {doubt.why for doubt in decision.doubts}
    assert [report.kind for report in decision.reporting] == ["annual"]
