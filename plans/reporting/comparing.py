"""Two versions of a report side by side: figures, and texts with what was taken out and added."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.generic import View

from ..models import ReportVersion, Section
from .figures import Shown, by_task, kept

WORDS = re.compile(r"\n+|[^\S\n]+|\S+[^\S\n]*")
"""A word with the blanks after it; line breaks apart: a last word stays what it was before one."""


@dataclass(frozen=True)
class Pair:
    """One figure in both versions, each with the remark of the unit."""

    task: str
    label: str
    first: str
    second: str
    remarks: tuple[str, str] = ("", "")

    @property
    def same(self) -> bool:
        return self.first == self.second and self.remarks[0] == self.remarks[1]


def marked(first: str, second: str) -> SafeString:
    """The second text with what it adds as <ins> and what the first had more as <del>."""
    old, new = WORDS.findall(first), WORDS.findall(second)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    parts = ((tag, "".join(old[i:j]), "".join(new[k:m])) for tag, i, j, k, m in steps)
    return format_html_join("", "{}{}", (_step(*part) for part in parts))


def _step(tag: str, out: str, put: str) -> tuple[str, str]:
    if tag == "equal":
        return put, ""
    return (
        format_html("<del>{}</del>", out) if out else "",
        format_html("<ins>{}</ins>", put) if put else "",
    )


class Comparison:
    """What two versions say, the earlier one first."""

    def __init__(self, first: ReportVersion, second: ReportVersion):
        self.first, self.second = sorted((first, second), key=lambda each: each.number)

    @cached_property
    def figures(self) -> list[Pair]:
        one, two = (self._by_code(each) for each in (self.first, self.second))
        codes = [*one, *(code for code in two if code not in one)]
        return [self._pair(one.get(code), two.get(code)) for code in codes]

    @staticmethod
    def _pair(first: Shown | None, second: Shown | None) -> Pair:
        named = second or first
        assert named is not None  # noqa: S101 -- the code comes from one of the two
        remarks = (first.remark if first else "", second.remark if second else "")
        return Pair(named.task, named.label, _value(first), _value(second), remarks)

    @property
    def changed(self) -> list[tuple[str, list[Pair]]]:
        """What differs, by task: a reviewer looks for that."""
        return by_task(pair for pair in self.figures if not pair.same)

    @property
    def unchanged(self) -> list[Pair]:
        return [pair for pair in self.figures if pair.same]

    @property
    def unchanged_by_task(self) -> list[tuple[str, list[Pair]]]:
        return by_task(self.unchanged)

    def _by_code(self, version: ReportVersion) -> dict[str, Shown]:
        return {shown.code: shown for shown in kept(version.figures.order_by("position"))}

    @property
    def texts(self) -> Iterator[tuple[str, SafeString, bool]]:
        """(section, marked text, whether both say the same)."""
        for section in Section:
            old, new = (each.texts.get(section, "") for each in (self.first, self.second))
            yield str(section.label), marked(old, new), old == new


def _value(shown: Shown | None) -> str:
    return shown.value if shown else "–"


class ComparePage(View):
    """``?a=1&b=2``: numbers of two versions; without them the last two."""

    desk: Any = None

    def get(self, request, pk):
        report = get_object_or_404(self.desk.get_queryset(request), pk=pk)
        versions = list(report.versions.order_by("number"))
        chosen = [self._asked(request, name, versions) for name in ("a", "b")]
        first = chosen[0] or (versions[-2] if len(versions) > 1 else None)
        second = chosen[1] or (versions[-1] if versions else None)
        context = self.desk.admin_site.each_context(request) | {
            "title": _("Versions compared"),
            "opts": self.desk.opts,
            "desk": self.desk,
            "original": report,
            "card": self.desk.url("change", report.pk),
            "versions": versions,
            "comparison": Comparison(first, second) if first and second else None,
        }
        return TemplateResponse(request, "admin/plans/report/compare.html", context)

    def _asked(self, request, name: str, versions: list[ReportVersion]) -> ReportVersion | None:
        asked = request.GET.get(name, "")
        return next((each for each in versions if str(each.number) == asked), None)
