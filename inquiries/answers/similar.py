"""Answered questions like the one being asked, and the search of the answer base."""

from itertools import pairwise

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, QuerySet

from core.search import bare, matching, words

from ..models import PublishedAnswer, Topic

LOOKED_AT = 60  # words of a question that are compared
ENOUGH = 2  # pairs in common, where the question has as many
# Words around which any question to customs is built; a pair of two such tells nothing.
COMMON = frozenset(
    """toi em chung xin hoi cho ve cua la va co khong duoc nhu the nao thi khi voi de cac nhung mot
    nay do ben to khai hang hoa nhap xuat khau cong ty doanh nghiep chi cuc hai quan kinh gui quy
    vui long giup ho so gom nop o dau a how what can we i the of to is are for in on and our do you
    please
    """.split()  # noqa: SIM905
)


def similar(text: str, topic: Topic | None = None, most: int = 5) -> list[PublishedAnswer]:
    """Public answers most like ``text``, best first; of ``topic`` before others, where it is given.

    Vietnamese words are made of syllables: pairs of neighbours are compared, not single ones.
    """
    near = pairs(text)
    if not near:
        return []
    asked = SearchQuery(" | ".join(near), config="simple", search_type="raw")
    rank = SearchRank(F("search"), asked, cover_density=True)  # about 0.1 for each pair found
    found = PublishedAnswer.objects.public().for_list().filter(search=asked).annotate(rank=rank)
    least = 0.1 * min(ENOUGH, len(near)) - 0.01
    best = list(found.filter(rank__gte=least).order_by("-rank", "-pk")[: 4 * most])
    if topic is not None:
        kin = {topic.pk, topic.parent_id}
        best.sort(
            key=lambda answer: answer.topic_id not in kin and answer.topic.parent_id not in kin
        )
    return best[:most]


def pairs(text: str) -> list[str]:
    """Neighbouring syllables of a text as terms of a query; pairs of common words are left out."""
    said = [bare(word) for word in words(text[:2000])[:LOOKED_AT]]
    near = [
        f"('{one}' <-> '{two}')"
        for one, two in pairwise(said)
        if one and two and not (one in COMMON and two in COMMON)
    ]
    return list(dict.fromkeys(near))


def sought(text: str) -> QuerySet[PublishedAnswer]:
    """Public answers with every word of ``text``, with or without marks; newest first."""
    return matching(PublishedAnswer.objects.public().for_list().newest(), text)
