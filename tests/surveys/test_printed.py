"""What a printed sheet says where a question is not for everybody."""

from decimal import Decimal

from django.utils.translation import override

from surveys.paper import Asked, Page, Paper, Rule, Test, Text, printed

from .desk_parts import ROUNDS
from .factories import FORM, invited


def hints(paper):
    """Each hint by the number or title it stands at, in English."""
    with override("en"):
        pages = list(printed(paper))
        told = {str(page.title): page.hint for page in pages}
        told |= {each.number: each.hint for page in pages for each in page.questions}
    return {place: said for place, said in told.items() if said}


def test_a_sheet_says_for_whom_a_question_is_and_where_to_go_on():
    assert hints(FORM) == {
        5: "Only if you answered question 3 with “Dissatisfied / Very dissatisfied”; otherwise go"
           " on with question 6.",
        "Import": "Only if you answered question 1 with “Import”; otherwise you have reached the"
                  " end.",
    }  # fmt: skip


def test_conditions_in_words():
    """Rows of a table, ticked and not, numbers, two at once; the question after."""
    asked = [*FORM.pages[1].questions[1:2], *FORM.pages[2].questions[:1],
             Asked("so", "number", Text("Số"), least=Decimal(0))]  # fmt: skip
    rules = [
        (Rule("or", (Test("hang_hoa", "=", "1"), Test("ho_so", "<", "2"))),
         "you answered question 1b with “Very dissatisfied” or you answered question 1a with"
         " “Very dissatisfied”"),
        (Rule("and", (Test("kenh", "selected", "web"), Test("kenh", "unselected", "dt"))),
         "you answered question 2 with “Website” and “Telephone” is not ticked in question 2"),
        (Rule("and", (Test("so", ">=", "10"),)), "your number in question 3 is ≥ 10"),
    ]  # fmt: skip
    asked += [Asked(f"x{n}", "short", Text(f"X{n}"), show_if=rule)
              for n, (rule, _said) in enumerate(rules)]  # fmt: skip
    paper = Paper("p", Text("P"), (Page("p", Text("Phần"), tuple(asked)),))
    ends = ["go on with question 5", "go on with question 6", "you have reached the end"]
    assert hints(paper) == {
        4 + n: f"Only if {said}; otherwise {ends[n]}." for n, (_rule, said) in enumerate(rules)
    }


def test_hints_stand_on_sheets_and_on_the_blank_one(enter, people, row):
    for _n in range(2):
        invited(row, channel="letter", email="", language="en")
    client, said = enter(people["focal_point"]), "otherwise go on with question 6."
    sheets = client.get(f"{ROUNDS}{row.pk}/sheets/").content.decode()
    assert sheets.count(said) == 2 and sheets.count("<h3>7. Priorities") == 2
    blank = f"/admin/surveys/questionnaire/{row.questionnaire_id}/paper/"
    page = client.get(blank, headers={"accept-language": "en"}).content.decode()
    assert page.count(said) == 1 and ">4a. Documents<" in page
