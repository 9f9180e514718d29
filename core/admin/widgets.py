"""Form controls of the desk: a list of units is long, so it is drawn in one pass."""

from django import forms
from django.utils.html import format_html, format_html_join

CHOSEN = {True: format_html(" {}", "selected"), False: ""}


class PlainSelect(forms.Select):
    """A <select> without groups; stock draws each option through a template of its own."""

    def render(self, name, value, attrs=None, renderer=None):
        now = "" if value is None else str(value)
        lines = ((v, CHOSEN[str(v) == now], label) for v, label in self.choices)
        options = format_html_join("", '<option value="{}"{}>{}</option>', lines)
        more = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        said = ((key, text) for key, text in more.items() if text is not False)
        drawn = format_html_join("", ' {}="{}"', ((k, k if v is True else v) for k, v in said))
        return format_html("<select{}>{}</select>", drawn, options)
