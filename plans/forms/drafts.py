"""The form in which a unit writes its report; two who write at once do not undo one another."""

import json
from hashlib import sha256

from django import forms
from django.db.models import Model
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.forms import MoveForm
from core.history import history

from ..models import Remark, Section
from ..services.freezing import side_by_side

LONGEST = 20_000  # characters of a section
TEXT, REMARK = "text_", "remark_"


def mark(text: str) -> str:
    """Stands for a text: another mark means another text."""
    return sha256(text.encode()).hexdigest()[:16]


class DraftForm(MoveForm):
    """Texts by section, a remark by figure; ``seen`` are the marks of what was there on opening.

    What the person did not touch is not written, so that colleagues may fill different sections
    at the same time. A section that both touched is refused once, and what it reads by now stands
    beside it; saving again is aware.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    take = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def choices(self):
        self.figures = side_by_side(self.subject)
        self.stored = self._stored()
        for section in Section:
            self._add(
                TEXT + section, str(section.label), forms.Textarea(attrs={"rows": 6}), LONGEST
            )
        for now, _before in self.figures:
            label = _("Remark on: %(figure)s") % {"figure": now.measure.label}
            self._add(REMARK + now.measure.code, label, forms.TextInput, 500)
        self.initial["seen"] = json.dumps({name: mark(text) for name, text in self.stored.items()})

    def _add(self, name: str, label: str, widget, longest: int) -> None:
        self.fields[name] = forms.CharField(
            label=label, required=False, max_length=longest, widget=widget
        )
        self.initial[name] = self.stored.setdefault(name, "")

    def _stored(self) -> dict[str, str]:
        rows = {TEXT + each.section: each for each in self.subject.sections.all()}
        remarks = Remark.objects.filter(report=self.subject)
        self.rows = rows | {REMARK + each.measure: each for each in remarks}
        return {name: each.text for name, each in self.rows.items()}

    def clean(self):
        data = super().clean()
        typed = {
            name: _one_kind_of_line(data.get(name, "")) for name in self.stored if name in data
        }
        seen = self._seen(data.get("seen", ""))
        touched = {n: text for n, text in typed.items() if mark(text) != seen.get(n, mark(""))}
        self._refuse_overwriting(touched, seen)
        return {
            "texts": _part(touched, TEXT),
            "remarks": _part(touched, REMARK),
            "known": _part({name: self.stored[name] for name in touched}, TEXT),
            "take": _taken(data.get("take", "")),
        }

    def _refuse_overwriting(self, touched: dict[str, str], seen: dict[str, str]) -> None:
        for name, text in touched.items():
            now = self.stored[name]
            if mark(now) != seen.get(name, mark("")) and now != text:
                self.add_error(name, self._meanwhile(self.rows.get(name), now))
                seen[name] = mark(now)
        self.data = {**dict(self.data.items()), self.add_prefix("seen"): json.dumps(seen)}

    def _meanwhile(self, row: Model | None, now: str) -> str:
        last = next(iter(history(row)), None) if row else None
        return _(
            "%(who)s changed this while you were typing. Nothing is saved yet and what you typed "
            "stands below; save again to keep it. By now it reads: %(now)s"
        ) % {
            "who": (last and last.actor) or _("Somebody"),
            "now": Truncator(now).chars(600) or _("(nothing)"),
        }

    def _seen(self, text: str) -> dict[str, str]:
        try:
            found = json.loads(text or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def _one_kind_of_line(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _part(fields: dict[str, str], prefix: str) -> dict[str, str]:
    return {n.removeprefix(prefix): text for n, text in fields.items() if n.startswith(prefix)}


def _taken(said: str) -> tuple[int, str] | None:
    """ "12:support" → version 12, its section "support"."""
    key, _colon, section = said.partition(":")
    return (int(key), section) if key.isdecimal() and len(key) < 10 else None
