"""What a text is about, told by its words: a kind that has its own law, and the topic. Pure."""

from collections.abc import Iterable

from core.search import bare, words

COMPLAINT = ("khieu nai", "complaint against", "lodge a complaint", "appeal against the decision")
DENUNCIATION = ("to cao", "denounce", "denunciation", "whistleblow")
PAIRS = 10


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
