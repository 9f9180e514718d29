"""Deadlines in working time, drawn as the component ``clock``."""

from django import template
from django.utils.safestring import SafeString

from core.components.leaves import clock

from ..working_time import Remaining, in_words

register = template.Library()


@register.simple_tag
def deadline(left: Remaining, detail: str = "") -> SafeString:
    """How a deadline stands, in words, with its date or reason below."""
    return clock(left.state, in_words(left), detail)
