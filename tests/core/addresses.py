"""Every address of the resolver, with an example in place of each part."""

import re

from django.urls import get_resolver
from django.urls.resolvers import RoutePattern, URLResolver

EXAMPLES = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000", "slug": "x", "str": "x"}
PART = re.compile(r"<(?:(\w+):)?\w+>")
GROUP = re.compile(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)|\((?:[^()]|\([^()]*\))*\)")


def example(pattern) -> str:
    if isinstance(pattern, RoutePattern):
        return PART.sub(lambda part: EXAMPLES.get(part[1] or "str", "x"), str(pattern))
    return GROUP.sub("1", str(pattern)).replace("^", "").replace("$", "").replace("\\", "")


def every(resolver=None, before="/") -> list[str]:
    """Paths of all URL patterns, the admin's and the libraries' included."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        here = before + example(entry.pattern)
        found += every(entry, here) if isinstance(entry, URLResolver) else [here]
    return found
