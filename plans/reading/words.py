"""The vocabulary of such Decisions, English and Vietnamese, matched without tones and case.

A space in a pattern stands for one to four signs that are no letters, so that "Các Vụ, Cục thuộc"
and "các vụ cục thuộc" are one. Everything is matched at the beginning of a line's first 300 signs.
"""

import re

from .names import plain

HEAD = 300  # signs of a line that are looked at

INFORMATION, SUPPORT, CONSULTATION = "information", "support", "consultation"
SUPERVISION, COOPERATION = "supervision", "cooperation"
GENERAL, COLLECTIVE, DEPARTMENTS = "general_department", "collective", "departments"


def phrase(pattern: str) -> re.Pattern[str]:
    """A pattern in which a space matches any short run of signs between words."""
    return re.compile(pattern.replace(" ", r"\W{1,4}"))


SECTIONS = {
    "purposes_requirements": phrase(
        r"(?:purposes?|objectives?|aims?|muc dich|muc tieu)(?: (?:and|va))?"
        r" (?:requirements?|yeu cau)"
    ),
    "purposes": phrase(
        r"(?:general )?(?:purposes?|objectives?|aims?|goals?|muc dich|muc tieu)"
        r"(?: (?:and|va) (?:purposes?|objectives?|muc dich|muc tieu))?"
    ),
    "requirements": phrase(r"(?:general )?(?:requirements?|yeu cau)(?: chung)?"),
    "contents": phrase(
        r"(?:main |key |detailed |specific )?(?:contents?|tasks?|noi dung|nhiem vu|activities)"
        r"(?:(?: (?:and|va|of|the|cac))* (?:contents?|tasks?|solutions?|activities|plan|noi dung"
        r"|nhiem vu|giai phap|hoat dong|trong tam|cu the|ke hoach|chu yeu|thuc hien))*"
    ),
    "implementation": phrase(
        r"(?:implementation|implementing organi[sz]ation|organi[sz]ation|to chuc)"
        r"(?: (?:of|and|the|va))*(?: (?:implementation|organi[sz]ation|responsibilit(?:y|ies)|plan"
        r"|arrangements?|thuc hien|trien khai|ke hoach))*"
    ),
}
CONTENT = phrase(
    r"(?:(?:general |main )?contents?(?: of(?: the)? tasks?)?"
    r"|noi dung(?: (?:chung|chinh|trong tam|hoat dong|nhiem vu|thuc hien))?)"
)
DETAILED = phrase(
    r"(?:(?:detailed|specific|particular|concrete|assigned|main) (?:tasks?|activities|assignments?)"
    r"|assignments?(?: of tasks?)?|(?:cac )?(?:nhiem vu|hoat dong|cong viec)"
    r"(?: (?:cu the|chi tiet|duoc giao))+|phan cong(?: (?:nhiem vu|thuc hien|cu the))*)"
)
TASK = phrase(
    r"(?:task|nhiem vu)(?: (?:no|so|thu))? (?P<number>\d{1,2}|[ivx]{1,5}|[a-h])(?=\W)\W{0,4}"
)
TASK_NAMES = (
    (SUPERVISION, re.compile(r"supervis|law enforcement|monitor|oversight|giam sat")),
    (CONSULTATION, re.compile(r"consult|tham van")),
    (INFORMATION, re.compile(r"inform|propagat|disseminat|thong tin|tuyen truyen|pho bien")),
    (SUPPORT, re.compile(r"support|assist|ho tro|giai dap")),
    (
        COOPERATION,
        re.compile(r"co\W?operat|partner|collaborat|participat|hop tac|doi tac|phoi hop"),
    ),
)
REPORTING = phrase(
    r"(?:(?:information and |che do |cong tac |thong tin )?(?:periodical? )?"
    r"(?:report(?:ing|s)?|bao cao)(?: (?:regime|and|va|thong tin|work|schedule|dinh ky|ket qua"
    r"|thuc hien|information|mechanism))*)"
)

_AT = (
    r"(?:(?:at|in|for|with|to|by|as|tai|doi voi|o|cap|ve phia|phia)"
    r"(?: (?:regard|respect|to|for|cap|phia))* )?"
)
_NATIONAL = r"(?:general department|customs department|department of customs|tong cuc|cuc hai quan)"
_OWNED = r"(?:affiliated|attached|belonging|directly|under|of|in|to|with|and|thuoc|truc thuoc|va)"
_BODIES = (
    r"(?:departments?|units?|agencies|divisions?|bureaus?|offices?|don vi|vu|cuc|ban|phong"
    r"|van phong|truong|tap chi|bao|vien|thanh tra|to chuc)"
)
COLLECTIVES = phrase(
    rf"(?:(?:the|all|other|relevant|professional|functional|specialized|cac|nhung|tat ca) )*"
    rf"{_BODIES}(?: (?:(?:and|or|va) )?{_BODIES})*(?: (?:nghiep vu|tham muu|chuc nang))?"
    rf"(?: {_OWNED})+(?: (?:the|co quan))*"
    rf" {_NATIONAL}(?: of customs| hai quan)?(?: headquarters)?(?!\w)(?!\Ws )"
    r"|(?:(?:the|all) )?(?:relevant|related|concerned|other|professional)"
    r" (?:departments|units)(?!\w)"
    r"|(?:cac|nhung) (?:(?:don vi|vu|cuc|va) )+(?:co )?(?:lien quan|nghiep vu|tham muu)(?!\w)"
)
_PLACES = (
    r"(?:provinces?|provincial|cities|city|municipal|municipalities|localit(?:y|ies)|local"
    r"|regions?|regional)"
)
_CUSTOMS = r"(?:customs|sub|departments|offices|branches|units|authorities)"
PROVINCES = phrase(
    rf"(?:(?:the|all) )*(?:"
    rf"(?:{_PLACES} (?:(?:and|or) )?)+customs(?: {_CUSTOMS})+"
    rf"|(?:customs )?(?:sub )?(?:departments?|branches|offices) (?:of customs )?(?:of|in|at|under)"
    rf"(?: (?:the|all))*(?: (?:and |or )?{_PLACES})+"
    r"|cac cuc hai quan"
    r"(?: (?:cac|tinh|lien tinh|thanh pho|tp|dia phuong|va|truc thuoc trung uong))*"
    r"|cuc hai quan (?:cac )?(?:tinh|lien tinh)(?: (?:va|lien tinh))* (?:thanh pho|tp)"
    r"(?: truc thuoc trung uong)?"
    r"|cuc hai quan (?:cac )?dia phuong"
    r"|(?:cac )?chi cuc hai quan(?: cac)? khu vuc(?! [ivx\d]+(?!\w))"
    r"|hai quan (?:cac )?(?:dia phuong|khu vuc|tinh(?: (?:va )?thanh pho)?)|dia phuong|local level"
    r")(?: level)?(?!\w)"
)
HEADQUARTERS = phrase(
    r"(?:the )?(?:(?:headquarters|office|agency|level) (?:of|at) (?:the )?)?"
    r"(?:(?:co quan )?(?:tong cuc(?: hai quan)?|cuc hai quan(?: viet nam)?)"
    r"|general department(?: of(?: vietnam)? customs)?|(?:vietnam )?customs department"
    r"|department of customs|trung uong|central level|headquarters)"
    r"(?: (?:level|headquarters|office|agency))?(?!\w)"
)
AT = phrase(_AT)
CLOSING = phrase(
    r"(?:and also|also|in addition|additionally|besides|furthermore|moreover|at the same time|and"
    r"|dong thoi|ngoai ra|ben canh do|cung voi do|song song(?: voi)?(?: do)?)(?!\w)"
)


def head(text: str) -> str:
    """The part of a text that headings are looked for in, without tones and capitals."""
    return plain(text[:HEAD])


def rest_after(pattern: re.Pattern[str], text: str) -> str | None:
    """What follows a heading: "" when it stands alone, the text after its colon; else None."""
    found = pattern.match(head(text))
    if found is None:
        return None
    rest = text[found.end() :].strip()
    if rest.startswith("("):
        rest = rest.partition(")")[2].strip()
    if rest.strip(" .:;-–/") == "":
        return ""
    return rest[1:].strip() if rest.startswith(":") else None


def section_kind(text: str) -> str | None:
    """Which section a heading names, if the whole text is such a name."""
    return next((k for k, pattern in SECTIONS.items() if rest_after(pattern, text) == ""), None)


def task_code(name: str) -> str:
    """The code of a task by its name: "" if it is none of the five."""
    text = head(name)
    for code, pattern in TASK_NAMES[:2]:
        if pattern.search(text):
            return code
    found = [(m.start(), code) for code, p in TASK_NAMES[2:] if (m := p.search(text))]
    return min(found)[1] if found else ""


def level_heading(text: str) -> tuple[str, str] | None:
    """The level that a heading opens and the text after its colon, or None."""
    start = AT.match(head(text))
    inner = text[start.end() if start else 0 :]
    kinds = ((DEPARTMENTS, PROVINCES), (COLLECTIVE, COLLECTIVES), (GENERAL, HEADQUARTERS))
    for level, pattern in kinds:
        rest = rest_after(pattern, inner)
        if rest is not None:
            return (level, rest) if rest == "" or start and start.end() else None
    return None


def collective(text: str) -> tuple[str, int] | None:
    """A phrase for many units at the start of a text: its level and where it ends."""
    for level, pattern in ((DEPARTMENTS, PROVINCES), (COLLECTIVE, COLLECTIVES)):
        found = pattern.match(head(text))
        if found:
            return level, found.end()
    return None
