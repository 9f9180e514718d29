"""Every address of the portal, walked from the resolver."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

from tests import apps

EXAMPLES = {"pk": "1", "object_id": "1", "year": "2023", "code": "03", "key": "a" * 32}


@dataclass(frozen=True)
class Address:
    """A leaf of the resolver: its full route, its name with namespaces, its view."""

    route: str
    name: str
    callback: Any

    @property
    def path(self) -> str:
        """An address of this form; parameters get plausible values."""
        parts = []
        for part in self.route.split("<"):
            if ">" in part:
                parameter, rest = part.split(">", 1)
                parts.append(
                    (EXAMPLES | apps.together("examples")).get(parameter.split(":")[-1], "x") + rest
                )
            else:
                parts.append(part)
        return "/" + "".join(parts)


def leaves(patterns=None, prefix: str = "", space: str = "") -> Iterator[Address]:
    """Every address, namespaces before its name ("admin:index")."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(each.pattern).lstrip("^").rstrip("$")
        if isinstance(each, URLPattern):
            yield Address(route, f"{space}{each.name or route}", each.callback)
        else:
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from leaves(each.url_patterns, route, inner)
