"""What a text is about, told by its words: a kind that has its own law, and the topic. Pure."""

import re
from collections.abc import Iterable

from core.search import bare, words

COMPLAINT = ("khieu nai", "complaint against", "lodge a complaint", "appeal against the decision")
DENUNCIATION = ("to cao", "denounce", "denunciation", "whistleblow")
PAIRS = 10
THANKS = re.compile(r"\b(?:c[ảá]m ơn|cam on|thanks?)\b", re.IGNORECASE)
POLITE = """xin chân thành dạ vâng ạ à ok oke okay cảm cám ơn anh chị các quý cơ quan hải ông bà em
tôi chúng mình nhiều rất lắm đã trả lời giải đáp nhanh kịp thời cam on thanh da a anh chi quan hai
rat nhieu lam tra loi thank thanks you very so much many a lot for the your quick prompt kind answer
reply help support dear sir madam"""
COURTESY = frozenset(POLITE.split())
"""Words with which nothing is asked; any other word may be a question."""
GOODBYE = re.compile(
    r"^\W*(?:trân trọng|kính thư|thân mến|(?:best|kind|warm)? ?regards|sincerely)\W*$",
    re.IGNORECASE | re.MULTILINE,
)
LONGEST_THANKS, LINES_OF_A_NAME = 200, 5


def folded(text: str) -> str:
    """Small bare words with one space between them and at both ends."""
    return f" {' '.join(bare(word) for word in words(text))} "


def reads_as(text: str) -> str:
    """ "denunciation" or "complaint" when the text says so, else "".

    Tone marks may be missing; then "to cao" (a tower that is high) is a doubt for a person, which
    is why the answer is only ever a question to the asker and a mark for the officer.
    """
    plain = folded(text)
    if any(f" {said} " in plain for said in DENUNCIATION):
        return "denunciation"
    return "complaint" if any(f" {said} " in plain for said in COMPLAINT) else ""


def only_thanks(text: str) -> bool:
    """Whether a message says thank you and nothing else: then nobody has to answer it.

    What stands under "Regards" is a name. Any doubt (a question mark, a word of another kind) is
    for a person to settle: "Thank you, but …" is no thanks.
    """
    said, *names = GOODBYE.split(text, maxsplit=1)
    lines = "".join(names).strip().split("\n")
    if len(text) > LONGEST_THANKS or "?" in text or len(lines) > LINES_OF_A_NAME:
        return False
    found = re.findall(r"\w+", said.lower())
    return bool(THANKS.search(said)) and all(word in COURTESY for word in found)


def told_by(keywords: str, text: str) -> int:
    """How many of the comma-separated ``keywords`` stand in the text."""
    plain = folded(text)
    return sum(folded(each) in plain for each in keywords.split(",") if each.strip())


def pairs(text: str) -> list[str]:
    """Pairs of neighbouring words to look for in other texts: the longest, at most ten."""
    found: Iterable[str] = words(text)[:150]
    kept = [bare(word) for word in found]
    twos = {f"{a} {b}" for a, b in zip(kept, kept[1:], strict=False) if len(a) > 1 and len(b) > 1}
    return sorted(twos, key=lambda two: (-len(two), two))[:PAIRS]
