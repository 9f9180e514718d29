"""A questionnaire as one reads it, apart from any database: the form on screen, on paper, in Excel.

``tree`` holds its nouns, ``skips`` says what is asked when, ``printed`` what a
sheet says of it, ``rows`` turns answers into table rows.
"""

from .printed import printed
from .rows import answer_rows
from .skips import Rule, Test
from .tree import Asked, Option, Page, Paper, Text
from .words import LEVEL_WORDS, in_words

__all__ = [
    "LEVEL_WORDS", "Asked", "Option", "Page", "Paper", "Rule", "Test", "Text", "answer_rows",
    "in_words", "printed",
]  # fmt: skip
