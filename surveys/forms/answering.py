"""The form of one page of a questionnaire."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..paper import LEVEL_WORDS, Asked, Page
from ..paper.tree import NA, forget

SHORT, LONG = 250, 4000  # characters of free text unless the question says fewer
LEVELS = [(code, words) for code, words in LEVEL_WORDS.items() if code != NA]


class PageForm(forms.Form):
    """Fields made from the questions of a page; what the skip rules leave out is never an error.

    ``answers`` are those of the other pages. :attr:`given` holds what this page adds to them.
    """

    def __init__(self, *args, page: Page, answers: Mapping[str, Any], keying=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.page, self.answers, self.keying = page, answers, keying
        for question in page.bearing():
            self.fields[question.code] = FIELDS[question.kind](question)
            self.initial[question.code] = answers.get(question.code)
            if question.other:
                own = forms.CharField(
                    label=_("In your own words"), max_length=SHORT, required=False
                )
                self.fields[own_name(question)] = own
                self.initial[own_name(question)] = answers.get(f"{question.code}.other")

    def clean(self):
        """Answers as JSON keeps them; required ones are asked for only where they are asked."""
        found = super().clean() or self.cleaned_data
        self.given = self._given(found)
        shown = {question.code for question in self.asked}
        for question in self.page.bearing():
            if not self._takes_own_words(question, shown):
                self.errors.pop(own_name(question), None)
            if question.code not in shown:
                self.errors.pop(question.code, None)
                forget(question, self.given)
            elif question.required and not self.keying and self._is_empty(question):
                self.add_error(question.code, gettext("“%(question)s” is not answered yet.")
                               % {"question": question.text})  # fmt: skip
        return found

    def _takes_own_words(self, question: Asked, shown: set[str]) -> bool:
        """Whether the line beside "other" is in sight: what stands in a hidden one is no fault."""
        chosen = self.cleaned_data.get(question.code) or ""
        return question.code in shown and own_is_chosen(question, chosen)

    def _is_empty(self, question: Asked) -> bool:
        return question.code not in self.errors and not self.given.get(question.code)

    def _given(self, found: Mapping[str, Any]) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for question in self.page.bearing():
            value = kept(found.get(question.code))
            if value not in ("", None, []):
                given[question.code] = value
                own = found.get(own_name(question))
                if own and own_is_chosen(question, value):
                    given[f"{question.code}.other"] = own
        return given

    @cached_property
    def asked(self) -> list[Asked]:
        """Questions of this page that are asked, given all answers."""
        here = {question.code for question in self.page.bearing()}
        elsewhere = {code: v for code, v in self.answers.items() if code not in here}
        return self.page.asked_of({**elsewhere, **self.given})

    def blocks(self) -> Iterator[dict[str, Any]]:
        """Questions for the template: each with its bound fields and its rule for the browser.

        One that answers of other pages leave out is not shown at all.
        """
        known, here = dict(self.answers), set[str]()
        for question in self.page.questions:
            told = self.answers and not {test.code for test in question.show_if.tests} & here
            if told and not question.show_if.holds(known):
                forget(question, known)
                continue
            here |= {row.code for row in question.bearing}
            yield {
                "question": question,
                "rule": rule_of(question),
                "rows": [(row, self[row.code], self._own(row)) for row in question.bearing],
            }

    @property
    def rule(self) -> str:
        return rule_of(self.page)

    def _own(self, question: Asked):
        return self[own_name(question)] if question.other else None


def rule_of(asked: Asked | Page) -> str:
    """When it is asked, as the browser reads it; empty for always."""
    return json.dumps(asked.show_if.as_json()) if asked.show_if.tests else ""


def own_is_chosen(question: Asked, value: Any) -> bool:
    """Whether "other" is the choice, or one of the choices."""
    other = question.other
    return other is not None and other.code in (value, *tuple(value))


def own_name(question: Asked) -> str:
    return f"{question.code}-other"


def kept(value: Any) -> Any:
    """A cleaned value as JSON holds it."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value


# --- One field a kind -----------------------------------------------------------------------
def told(question: Asked, **more) -> dict[str, Any]:
    return {"label": str(question.text), "help_text": str(question.help), "required": False, **more}


def options(question: Asked) -> list[tuple[str, str]]:
    return [(option.code, str(option.label)) for option in question.options]


def scale(question: Asked) -> forms.Field:
    levels = [*LEVELS, (NA, LEVEL_WORDS[NA])] if question.has_na else LEVELS
    return forms.ChoiceField(choices=levels, widget=forms.RadioSelect, **told(question))


def single(question: Asked) -> forms.Field:
    return forms.ChoiceField(choices=options(question), widget=forms.RadioSelect, **told(question))


class Several(forms.MultipleChoiceField):
    """Between ``least`` and ``most`` choices; none at all is no answer."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, least, most, **kwargs):
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def validate(self, value):
        super().validate(value)
        if value and self.least is not None and len(value) < self.least:
            raise ValidationError(gettext("Choose at least %(n)d.") % {"n": self.least})
        if value and self.most is not None and len(value) > self.most:
            raise ValidationError(gettext("Choose at most %(n)d.") % {"n": self.most})


def several(question: Asked) -> forms.Field:
    return Several(
        choices=options(question), least=question.least, most=question.most, **told(question)
    )


class Places(forms.MultiWidget):
    """A place for each choice: a select beside each, which works everywhere."""

    def __init__(self, named):
        self.named = named
        places = [("", "–"), *((str(n), str(n)) for n in range(1, len(named) + 1))]
        super().__init__([forms.Select(choices=places) for _option in named])

    def decompress(self, value):
        order = {code: str(n) for n, code in enumerate(value or [], 1)}
        return [order.get(code, "") for code, _label in self.named]

    def get_context(self, name, value, attrs):
        found = super().get_context(name, value, attrs)
        for part, (_code, label) in zip(found["widget"]["subwidgets"], self.named, strict=True):
            part["label"] = label
        return found


class Ranking(forms.MultiValueField):
    """Codes in the order of their places; each place once, without gaps."""

    def __init__(self, named, **kwargs):
        self.named = named
        parts = [forms.CharField(required=False) for _option in named]
        super().__init__(parts, widget=Places(named), require_all_fields=False, **kwargs)
        self.widget.use_fieldset = True

    def compress(self, values):
        placed = [(v, code) for v, (code, _l) in zip(values, self.named, strict=False) if v]
        places = sorted(place for place, _code in placed)
        if places != sorted(str(n) for n in range(1, len(placed) + 1)):
            raise ValidationError(gettext("Give each place once: 1, 2, 3 and so on."))
        return [code for _place, code in sorted(placed, key=lambda each: int(each[0]))]


def ranking(question: Asked) -> forms.Field:
    return Ranking(options(question), **told(question))


def number(question: Asked) -> forms.Field:
    bounds = [
        kind(Decimal(kept(limit)), message=words)
        for kind, limit, words in (
            (MinValueValidator, question.least, _("Enter %(limit_value)s or more.")),
            (MaxValueValidator, question.most, _("Enter %(limit_value)s or less.")),
        )
        if limit is not None
    ]
    places = 0 if question.is_whole else 3
    mode = "numeric" if question.is_whole else "decimal"
    return forms.DecimalField(
        max_digits=15, decimal_places=places, localize=True, validators=bounds,
        widget=forms.TextInput(attrs={"inputmode": mode}), **told(question),
    )  # fmt: skip


def day(question: Asked) -> forms.Field:
    field = forms.DateField(
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **told(question)
    )
    field.validators.append(lambda value: within(question, value))
    return field


def within(question: Asked, value: date) -> None:
    if question.first_day and value < question.first_day:
        raise ValidationError(
            gettext("Not before %(day)s.") % {"day": f"{question.first_day:%d/%m/%Y}"}
        )
    if question.last_day and value > question.last_day:
        raise ValidationError(
            gettext("Not after %(day)s.") % {"day": f"{question.last_day:%d/%m/%Y}"}
        )


def short(question: Asked) -> forms.Field:
    return forms.CharField(max_length=most(question, SHORT), **told(question))


def long(question: Asked) -> forms.Field:
    area = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(max_length=most(question, LONG), widget=area, **told(question))


def most(question: Asked, limit: int) -> int:
    return min(limit, int(question.most)) if question.most is not None else limit


FIELDS = {
    "scale": scale, "single": single, "multiple": several, "ranking": ranking, "number": number,
    "date": day, "short": short, "long": long,
}  # fmt: skip
