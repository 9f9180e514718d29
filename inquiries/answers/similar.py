"""Answered questions like the one being asked, and the search of the answer base."""

from itertools import pairwise

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, QuerySet

from core.search import bare, matching, words

from ..models import PublishedAnswer, Topic

LOOKED_AT = 60  # words of a question that are compared
LIKE = 0.02  # least rank: a pair of words in common is not enough in a long text
# Words around which any question in Vietnamese or English is built.
COMMON = frozenset(
    """toi em chung xin hoi cho ve cua la va co khong duoc nhu the nao thi khi voi de cac nhung mot
    nay do ben cong ty doanh nghiep chi cuc hai quan kinh gui quy vui long giup a how what can we i
    the of to is are for in on and our do you please""".split()  # noqa: SIM905
)


def similar(text: str, topic: Topic | None = None, most: int = 5) -> list[PublishedAnswer]:
    """Public answers most like ``text``, best first; of ``topic`` before others, where it is given.

    Vietnamese words are made of syllables: pairs of neighbours are compared, not single ones.
    """
    asked = pairs(text)
    if asked is None:
        return []
    found = PublishedAnswer.objects.public().for_list().filter(search=asked)
    ranked = found.annotate(rank=SearchRank(F("search"), asked, normalization=1))
    best = list(ranked.filter(rank__gte=LIKE).order_by("-rank", "-pk")[: 4 * most])
    if topic is not None:
        near = {topic.pk, topic.parent_id}
        best.sort(
            key=lambda answer: answer.topic_id not in near and answer.topic.parent_id not in near
        )
    return best[:most]


def pairs(text: str) -> SearchQuery | None:
    """Neighbouring syllables of a text, any of which may be found; None when nothing is left."""
    said = [bare(word) for word in words(text[:2000])[:LOOKED_AT]]
    near = [
        f"('{one}' <-> '{two}')"
        for one, two in pairwise(said)
        if one and two and not (one in COMMON and two in COMMON)
    ]
    alone = [f"'{word}'" for word in said if len(word) > 4 and word not in COMMON]
    asked = list(dict.fromkeys([*near, *alone]))[:LOOKED_AT]
    if not asked:
        return None
    return SearchQuery(" | ".join(asked), config="simple", search_type="raw")


def sought(text: str) -> QuerySet[PublishedAnswer]:
    """Public answers with every word of ``text``, with or without marks; newest first."""
    return matching(PublishedAnswer.objects.public(), text).for_list().newest()
