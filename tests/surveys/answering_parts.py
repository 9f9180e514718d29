"""Answering as a browser does it: addresses, two pages of answers, entering a code, filling in."""

CODE, ANSWER, CHECK = "/surveys/code/", "/surveys/answer/", "/surveys/answer/check/"
FIRST = {"viec": "xuat", "to_khai": "12"}
SECOND = {"thai_do": "5", "ho_so": "4", "hang_hoa": "2"}


def enter(client, code):
    return client.post(CODE, {"code": code})


def fill(client, *pages):
    for page in pages:
        answer = client.post(ANSWER, page)
        assert answer.status_code == 302, answer.context["form"].errors
    return answer
